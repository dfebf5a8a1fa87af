/* mien_layout.h - how maps, windows and packed weights lie in memory.
 *
 * A map is [h, w, c] floats, a pixel's channels side by side ("NHWC", n = 1), `stride` floats from
 * pixel to pixel. The runtime keeps maps between operators with the stride rounded up to whole
 * blocks of MIEN_BLOCK channels; the lanes behind the channels hold zeros, always, so that a vector
 * may be read past the last channel and a narrower map is a wider one's first channels. A model's
 * input and outputs are dense: stride == c.
 *
 * Packed weights serve every instruction set: blocks of MIEN_BLOCK output channels, in each the
 * taps in (ky, kx, input channel) order, MIEN_BLOCK numbers a tap, zeros behind the last channel.
 */
#ifndef MIEN_LAYOUT_H
#define MIEN_LAYOUT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "mien_dense.h"
#include "mien_simd.h"

#define MIEN_BLOCK 8
#define MIEN_BLOCKS(channels) (((channels) + MIEN_BLOCK - 1) / MIEN_BLOCK)
#define MIEN_STRIDE(channels) (MIEN_BLOCKS(channels) * MIEN_BLOCK)

/* What an operator keeps in scratch between two steps, in floats: half of a first-level cache of
 * 32 KB, the other half being for weights. The same for every path, as arenas are planned once. */
enum { MIEN_BAND = 4096 };

/* Where an operator reads or writes: [h, w, c]. */
struct mien_map {
    int32_t h, w, c;
    int32_t stride; /* floats from pixel to pixel, at least c */
};

/* The window that slides over the input: output (y, x) sees input rows y * step - top + [0, h) and
 * columns x * step - left + [0, w); what lies outside the input is zero. */
struct mien_window {
    int32_t h, w, step, top, left;
};

/* Taps [first, last) of a window of `size` at `start` that are inside an input of `length`. */
struct mien_span {
    int32_t first, last;
};

static inline struct mien_span mien_inside(int32_t start, int32_t size, int32_t length)
{
    struct mien_span s;
    s.first = start < 0 ? -start : 0;
    s.last = start + size > length ? length - start : size;
    return s;
}

/* Floats from row to row. */
static inline size_t mien_row(const struct mien_map *m)
{
    return (size_t)m->w * (size_t)m->stride;
}

/* Lanes of the block at channel `c` that may be read or written: a dense map's last block is cut
 * off where the next pixel begins. */
static inline int32_t mien_lanes(const struct mien_map *m, int32_t c)
{
    return m->stride - c < MIEN_BLOCK ? m->stride - c : MIEN_BLOCK;
}

/* Some lanes of a block, the others zero. */
static inline mien_v8 mien_load_lanes(const float *x, int32_t lanes)
{
    float whole[MIEN_BLOCK] = {0.0f};
    if (lanes == MIEN_BLOCK)
        return mien_load8(x);
    memcpy(whole, x, (size_t)lanes * sizeof *x);
    return mien_load8(whole);
}

static inline void mien_store_lanes(float *y, mien_v8 v, int32_t lanes)
{
    float whole[MIEN_BLOCK];
    if (lanes == MIEN_BLOCK) {
        mien_store8(y, v);
        return;
    }
    mien_store8(whole, v);
    memcpy(y, whole, (size_t)lanes * sizeof *y);
}

static inline size_t mien_least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Some channels of some pixels from one place to another. */
static inline void mien_copy_channels(float *y, size_t y_step, const float *x, size_t x_step,
                                      size_t pixels, size_t channels)
{
    for (size_t m = 0; m < pixels; m++)
        memcpy(y + m * y_step, x + m * x_step, channels * sizeof *y);
}

/* Applies an activation in place to `pixels` of `channels`, `step` floats from one to the next. */
static inline void mien_activate_pixels(float *y, size_t pixels, size_t step, size_t channels,
                                        enum mien_activation activation)
{
    for (size_t p = 0; p < pixels; p++, y += step) {
        if (activation == MIEN_RELU) /* a loop that compilers vectorise */
            for (size_t c = 0; c < channels; c++)
                y[c] = y[c] > 0.0f ? y[c] : 0.0f;
        else if (activation != MIEN_LINEAR)
            for (size_t c = 0; c < channels; c++)
                y[c] = mien_activate(y[c], activation);
    }
}

/* weight [taps, channels] -> packed [MIEN_BLOCKS(channels), taps, MIEN_BLOCK]. */
static inline void mien_pack(const float *weight, size_t taps, size_t channels, float *packed)
{
    const size_t padded = (channels + MIEN_BLOCK - 1) / MIEN_BLOCK * MIEN_BLOCK;
    for (size_t o = 0; o < padded; o++)
        for (size_t t = 0; t < taps; t++)
            packed[(o / MIEN_BLOCK * taps + t) * MIEN_BLOCK + o % MIEN_BLOCK] =
                o < channels ? weight[t * channels + o] : 0.0f;
}

#endif
