/* draw.h - numbers drawn at random, as the room needs them. Private to the room. */
#ifndef MIEN_DATASETS_SYNTH_DRAW_H
#define MIEN_DATASETS_SYNTH_DRAW_H

#include <math.h>
#include <stdbool.h>

#include "runtime/host/rng.h"

/* As fmaxf and fminf, where nothing is NaN: one instruction instead of a call. */
static inline float larger(float a, float b)
{
    return a > b ? a : b;
}

static inline float smaller(float a, float b)
{
    return a < b ? a : b;
}

/* Uniform in [low, high). */
static inline float draw_between(struct rng *r, float low, float high)
{
    return low + (high - low) * rng_float(r);
}

/* Normal with this deviation, cut off at 2.2 of it: nobody's nose is a metre long. */
static inline float draw_around(struct rng *r, float mean, float deviation)
{
    return mean + deviation * larger(-2.2f, smaller(2.2f, rng_normal(r)));
}

/* True this often, 0..1. */
static inline bool draw_chance(struct rng *r, float chance)
{
    return rng_float(r) < chance;
}

static inline float blend(float low, float high, float share)
{
    return low + (high - low) * share;
}

/* 0 below `low`, 1 above `high`, smooth between. */
static inline float ramp(float low, float high, float x)
{
    const float t = larger(0, smaller(1, (x - low) / (high - low)));
    return t * t * (3 - 2 * t);
}

#endif
