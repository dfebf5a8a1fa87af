/* pose.h - what the puppet's face and head do at one moment. */
#ifndef MIEN_VIEWER_PUPPET_POSE_H
#define MIEN_VIEWER_PUPPET_POSE_H

#include "runtime/expression/mien_expression.h"

/* Angles as struct mien_pose has them, added to the photo's own. Actions are what the face then
 * shows, not what is added: all at 0 is a neutral face with closed lips, also where the photo
 * smiles. */
struct puppet_pose {
    struct mien_actions actions;
    float yaw, pitch, roll; /* radians */
    float x, y;             /* shift, shares of the face's width, right and down */
    float size;             /* factor on its size, around 1 */
    uint8_t emotion;        /* that the script shows now, FER2013's; 6 neutral */
};

#endif
