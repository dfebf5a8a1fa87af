/* face_case.h - what the tests of finding and following share: the project's networks at work, and
 * the portrait laid on frames, moved, turned and scaled by a known map. */
#ifndef MIEN_TESTS_FACE_CASE_H
#define MIEN_TESTS_FACE_CASE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/face/mien_face.h"
#include "runtime/host/face_networks.h"
#include "runtime/host/image/image.h"

#define PORTRAIT "datasets/portraits/collins.jpg"

struct face_case {
    struct face_networks networks;
    struct image portrait; /* 512 x 512 RGB */
    struct mien_faces_options options;
    struct mien_faces *faces; /* of `options`, in a block of its own */
};

/* Fails the test where the networks or the portrait do not open. */
void face_case_open(struct face_case *c);
void face_case_close(struct face_case *c);

/* A state with the options as they are now, in place of the last. */
void face_case_start(struct face_case *c);

struct mien_picture face_case_picture(const struct image *m);

/* Where the portrait lies on a frame: its centre (256, 256) at (x, y), turned and scaled; `reach`
 * pixels of it around the face, all where it is 0. */
struct placing {
    float x, y, scale, angle, reach;
};

/* A grey frame [height, width, 3], and the portrait laid on it (bilinear, inside its border). */
void frame_clear(uint8_t *pixels, int32_t width, int32_t height);
void frame_lay(uint8_t *pixels, int32_t width, int32_t height, const struct image *portrait,
               const struct placing *at);

/* Where a point of the portrait is then. */
void placing_point(const struct placing *at, const float *point, float out[2]);

#endif
