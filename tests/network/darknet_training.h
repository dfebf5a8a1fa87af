/* darknet_training.h - what Darknet is asked by record_darknet_training.c, and mien by
 * test_darknet_training.c. */
#ifndef MIEN_TESTS_DARKNET_TRAINING_H
#define MIEN_TESTS_DARKNET_TRAINING_H

#include <stdint.h>

enum { DARKNET_STEPS = 30 };

/* Keys of a [net], which has height, width and channels before them. */
struct darknet_policy {
    const char *name, *keys;
};

static const struct darknet_policy darknet_policies[] = {
    {"none", "learning_rate=0.02"},
    {"constant", "policy=constant\nlearning_rate=0.5\nburn_in=7\npower=2"},
    {"poly", "policy=poly\nlearning_rate=0.1\npower=4\nmax_batches=30\nburn_in=5"},
    {"poly-default", "policy=poly\nmax_batches=40"},
    {"steps", "policy=steps\nlearning_rate=0.1\nsteps=4,9,20\nscales=.5,.2,.1\nmax_batches=0"},
    {"step", "policy=step\nlearning_rate=0.1\nstep=6\nscale=.7"},
    {"exp", "policy=exp\nlearning_rate=0.1\ngamma=.95"},
    {"sigmoid", "policy=sigmoid\nlearning_rate=0.1\ngamma=.2\nstep=12"},
};

/* Pixel (h, w) of channel c of picture b, 0..1. */
static inline float darknet_training_pixel(uint32_t b, uint32_t h, uint32_t w, uint32_t c)
{
    return (float)((7 * h * h + 5 * w * (b + 1) + 11 * c + 3 * b * b * h) % 32) / 31.0f;
}

#endif
