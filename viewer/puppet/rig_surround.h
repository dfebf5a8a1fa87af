/* rig_surround.h - hair, neck and what is behind. Private to the room. */
#ifndef MIEN_VIEWER_PUPPET_RIG_SURROUND_H
#define MIEN_VIEWER_PUPPET_RIG_SURROUND_H

#include "viewer/puppet/rig.h"

/* Append them to a face whose landmarks have their places. */
void rig_add_surround(struct rig *r);

#endif
