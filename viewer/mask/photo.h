/* photo.h - the part of a photo that a face lies in, as its texels are taken from it. Private to
 * the room.
 *
 * A large photo is first made smaller, as to where a pixel is about a texel, each pixel the mean of
 * what it covers; then colours are taken by the cubic of E. Catmull and R. Rom (1974), which keeps
 * a small photo from looking like facets. */
#ifndef MIEN_VIEWER_MASK_PHOTO_H
#define MIEN_VIEWER_MASK_PHOTO_H

#include "runtime/face/mien_face.h"
#include "runtime/host/error.h"

struct photo {
    uint8_t *pixels; /* [height, width, 3] */
    int width, height;
    float x, y, scale; /* its left top corner in the whole photo, and its pixels per pixel there */
};

/* The surroundings of `box`, shrunk to `width` pixels where they are wider. Errors: out of memory.
 * `photo_close` accepts a zeroed struct. */
int photo_open(struct photo *f, const struct mien_picture *p, const struct mien_rect *box,
               int width, struct mien_error *e);
void photo_close(struct photo *f);

/* The colour at a place of the whole photo, in its edge coordinates; beyond what is held, that of
 * its border. 0..255, not rounded. */
void photo_color(const struct photo *f, float x, float y, float color[3]);

#endif
