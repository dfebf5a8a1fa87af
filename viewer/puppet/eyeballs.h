/* eyeballs.h - what lies behind the lids, painted from the little that the photo shows of it.
 * Private to the room. */
#ifndef MIEN_VIEWER_PUPPET_EYEBALLS_H
#define MIEN_VIEWER_PUPPET_EYEBALLS_H

#include "viewer/puppet/rig.h"

/* Into pixels [height, width, 4], a copy of the backdrop: around both eyes the lids give way to
 * white and iris in the photo's colours; what the photo shows between the lids stays. */
void eyeballs_paint(const struct rig *r, uint8_t *pixels, int32_t width, int32_t height);

#endif
