/* worn.h - a mask worn on a picture, drawn in software: where there is no GPU, and what the GPU's
 * drawing is held against.
 *
 * The mesh is drawn at the landmarks with a depth buffer, the texture made as small as it is seen;
 * the mask gives way along the face oval (surface_border) and where the face turns away at its
 * outline, and leaves out the real eyes and mouth where its look says so. */
#ifndef MIEN_VIEWER_MASK_WORN_H
#define MIEN_VIEWER_MASK_WORN_H

#include "viewer/mask/mask.h"
#include "viewer/mask/tone.h"

/* Draw `m` on the face in pixels [height, width, channels], channels 3 or 4 (the fourth is left as
 * it is). tone NULL: in its own colours. Error: out of memory. */
int mask_wear(const struct mask *m, const struct tone *tone, const struct mien_face *face,
              uint8_t *pixels, int width, int height, int channels, struct mien_error *e);

#endif
