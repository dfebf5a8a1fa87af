/* face_inputs.h - the four pictures that the face networks' answers are recorded for: black, white,
 * noise from a seed, and a portrait (collins192.png, see README.md), each [size, size, 3]. */
#ifndef MIEN_TESTS_MODELS_FACE_INPUTS_H
#define MIEN_TESTS_MODELS_FACE_INPUTS_H

#include "runtime/host/image/image.h"
#include "runtime/host/rng.h"

enum { FACE_INPUTS = 4, FACE_PORTRAIT_SIDE = 192 };

/* Every how-many-th row of the detector's boxes is recorded. */
enum { FACE_BOXES_STEP = 7 };

/* Number `which` as floats from low (black) to high; `portrait` is the picture read from the file.
 * Of it a smaller network sees the pixels at floor(192 / size x position). */
static inline void face_input(int which, const struct image *portrait, size_t size, float low,
                              float high, float *x)
{
    struct rng r = rng_seed(192);
    for (size_t i = 0; i < size * size * 3; i++) {
        const size_t row = i / 3 / size * FACE_PORTRAIT_SIDE / size;
        const size_t column = i / 3 % size * FACE_PORTRAIT_SIDE / size;
        const uint8_t pixels[FACE_INPUTS] = {
            0, 255, (uint8_t)rng_below(&r, 256),
            portrait->data[(row * FACE_PORTRAIT_SIDE + column) * 3 + i % 3]};
        x[i] = low + (high - low) * ((float)pixels[which] / 255.0f);
    }
}

#endif
