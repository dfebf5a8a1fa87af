/* rig_fit.h - a body made of a photo's landmarks. Private to the room. */
#ifndef MIEN_VIEWER_PUPPET_RIG_FIT_H
#define MIEN_VIEWER_PUPPET_RIG_FIT_H

#include "viewer/puppet/rig.h"

/* landmarks [468, 3] in the frame's pixels. -1: they are no face (flat, not finite, turned away).
 */
int rig_fit(struct rig *r, const float *landmarks, int32_t width, int32_t height);

#endif
