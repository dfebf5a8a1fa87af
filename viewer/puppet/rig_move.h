/* rig_move.h - the body at a moment, as the camera sees it. Private to the room. */
#ifndef MIEN_VIEWER_PUPPET_RIG_MOVE_H
#define MIEN_VIEWER_PUPPET_RIG_MOVE_H

#include "viewer/puppet/pose.h"
#include "viewer/puppet/rig.h"

/* A point as it is drawn: pixels, one over its distance in centimetres, its texture's place and a
 * factor on it. */
struct rig_seen {
    float x, y, near, texel[2], bright;
};

/* All points, seen [RIG_POINTS]. Whatever the pose holds, what comes out is finite. */
void rig_move(const struct rig *r, const struct puppet_pose *pose, struct rig_seen *seen);

#endif
