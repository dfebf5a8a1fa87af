/* backdrop.h - the photo as it fills the frame: the puppet's ground, and the texture of its head.
 *
 * The photo is scaled so that its face has a webcam's size and laid where it fills the frame, or
 * leaves the face near the middle; beyond its border it goes on mirrored and ever more blurred. The
 * puppet's triangles take their colours from here, pixel for pixel where nothing has moved. Private
 * to the room. */
#ifndef MIEN_VIEWER_PUPPET_BACKDROP_H
#define MIEN_VIEWER_PUPPET_BACKDROP_H

#include <stdint.h>

#include "runtime/host/error.h"

struct backdrop {
    int32_t width, height;
    float scale, x, y; /* a place of the photo times scale, plus (x, y), is one of the frame */
    uint8_t *pixels;   /* [height, width, 4], the fourth 255 */
};

/* photo [photo_height, photo_width, 3] around its face, a box of (x, y, width, height). Error: out
 * of memory. `backdrop_free` accepts a zeroed struct and one that failed. */
int backdrop_init(struct backdrop *b, const uint8_t *photo, int32_t photo_width,
                  int32_t photo_height, const float face[4], int32_t width, int32_t height,
                  struct mien_error *e);
void backdrop_free(struct backdrop *b);

#endif
