/* rig_inside.h - eyeballs, upper lids, teeth, tongue and the mouth's dark. Private to the room. */
#ifndef MIEN_VIEWER_PUPPET_RIG_INSIDE_H
#define MIEN_VIEWER_PUPPET_RIG_INSIDE_H

#include "viewer/puppet/rig.h"

/* Append them to a face whose landmarks have their places. */
void rig_add_inside(struct rig *r);

#endif
