/* skin.h - the face's skin without the folds that the photo's smile made. Private to the room. */
#ifndef MIEN_VIEWER_PUPPET_SKIN_H
#define MIEN_VIEWER_PUPPET_SKIN_H

#include "viewer/puppet/backdrop.h"
#include "viewer/puppet/pose.h"
#include "viewer/puppet/rig.h"

/* Two pictures of the same part of the frame, and how it lies there. */
struct skin {
    int32_t left, top, width, height;
    uint8_t *folded, *smooth; /* [height, width, 4]: as in the photo, and without folds */
};

/* Error: out of memory. `skin_free` accepts a zeroed struct and one that failed. */
int skin_init(struct skin *s, const struct rig *r, const struct backdrop *b, struct mien_error *e);
void skin_free(struct skin *s);

/* Lay it into pixels [.., frame_width, 4] as it is at a pose: smooth as far as the photo's smile is
 * undone, folded again where the nose wrinkles or the upper lip rises. */
void skin_lay(const struct skin *s, const struct rig *r, const struct puppet_pose *pose,
              uint8_t *pixels, int32_t frame_width);

#endif
