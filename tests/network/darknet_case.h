/* darknet_case.h - the numbers of a .weights file and a picture, by formula: record_darknet.c gives
 * them to Darknet, test_darknet_model.c to mien. Integers alone decide them, so that they are the
 * same wherever they are made. */
#ifndef MIEN_TESTS_DARKNET_CASE_H
#define MIEN_TESTS_DARKNET_CASE_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

/* -1..1, by S. Vigna's splitmix64. */
static inline float darknet_case_noise(uint64_t k)
{
    uint64_t z = (k + 1) * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return (float)((double)(z >> 40) / 8388608.0 - 1.0);
}

/* Where numbers go, and how many there are. */
struct darknet_case {
    float *at;
    size_t count;
};

static inline void darknet_case_put(struct darknet_case *f, double middle, double spread,
                                    size_t count)
{
    for (size_t i = 0; i < count; i++, f->count++)
        f->at[f->count] = (float)(middle + spread * (double)darknet_case_noise(f->count));
}

static inline void darknet_case_norm(struct darknet_case *f, size_t channels)
{
    darknet_case_put(f, 1.0, 0.2, channels);
    darknet_case_put(f, 0.0, 0.1, channels);
    darknet_case_put(f, 1.0, 0.5, channels);
}

/* The numbers of one layer of `out` filters or outputs that see `fan` numbers each, in the file's
 * order. */
static inline void darknet_case_layer(struct darknet_case *f, size_t out, size_t fan,
                                      int normalized, int connected)
{
    darknet_case_put(f, 0.0, 0.1, out);
    if (normalized && !connected)
        darknet_case_norm(f, out);
    darknet_case_put(f, 0.0, sqrt(3.0 / (double)fan), out * fan);
    if (normalized && connected)
        darknet_case_norm(f, out);
}

/* Pixel (y, x) of channel c, 0..255: circles with some noise. */
static inline uint32_t darknet_case_pixel(uint32_t y, uint32_t x, uint32_t c)
{
    const uint32_t noise = (7 * y * y + 31 * y * x + 5 * c + 13 * x) % 32;
    return ((y * y + x * x) / 8 + 40 * c + noise) % 256;
}

#endif
