/* forest_samples.h - small sample sets that the tests of this room share. */
#ifndef MIEN_TESTS_FOREST_SAMPLES_H
#define MIEN_TESTS_FOREST_SAMPLES_H

#include <stdlib.h>

#include "runtime/host/rng.h"
#include "trainer/fit.h"

struct owned_samples {
    struct samples view;
    float *x;
    uint8_t *y;
};

/* Noisy rows: class from the sum of the first two features, a fifth of the labels drawn at random.
 */
static inline struct owned_samples samples_noisy(uint32_t rows, uint32_t width, uint32_t classes,
                                                 uint64_t seed)
{
    struct rng rng = rng_seed(seed);
    struct owned_samples s = {{.rows = rows, .width = width, .classes = classes},
                              malloc((size_t)rows * width * sizeof(float)),
                              malloc(rows)};
    for (uint32_t r = 0; r < rows; r++) {
        float *x = s.x + (size_t)r * width;
        for (uint32_t f = 0; f < width; f++)
            x[f] = rng_float(&rng);
        float sum = width > 1 ? 0.5f * (x[0] + x[1]) : x[0];
        uint32_t label = (uint32_t)(sum * (float)classes);
        s.y[r] = (uint8_t)(rng_below(&rng, 5) == 0 ? rng_below(&rng, classes) : label);
    }
    s.view.x = s.x;
    s.view.y = s.y;
    return s;
}

static inline void samples_free(struct owned_samples *s)
{
    free(s->x);
    free(s->y);
}

#endif
