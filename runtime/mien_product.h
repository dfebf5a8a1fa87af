/* mien_product.h - the product inside every convolution: a run of pixels times packed weights.
 *
 * A tile of pixels and a group of wide vectors of output channels have their sums in registers;
 * each tap broadcasts one number of every pixel and multiplies it by the weights of the group, so
 * that a weight is loaded once for the tile and an input once for the group (K. Goto, R. van de
 * Geijn, "Anatomy of high-performance matrix multiplication", 2008; without a copy of the input,
 * as M. Dukhan, "The indirect convolution algorithm", 2019). What follows a convolution is done
 * before the sums leave the registers.
 *
 * An output number is bias + taps in their packed order + residual, whatever the tile it falls in:
 * splitting the work differently gives the same bits. */
#ifndef MIEN_PRODUCT_H
#define MIEN_PRODUCT_H

#include "mien_layout.h"
#include "mien_wide.h"

/* The taps of a pixel are `rows` times `columns` runs of `length` numbers; steps are in floats. */
struct mien_product {
    size_t rows, columns, length;
    size_t row_step, column_step, pixel_step;
    const float *weight, *bias, *slope; /* as in struct mien_conv */
    enum mien_activation activation;
    size_t channels, out_step;
    size_t residual_channels, residual_step; /* channels that may be read: with the zeros behind */
};

/* A tile's place, for one group of channels. */
struct mien_tile {
    const float *x, *weight, *bias, *slope, *residual;
    float *y;
    size_t residual_step, out_step;
    size_t residual_wides; /* as many of the group's vectors have a residual */
    size_t half;           /* 1: the last vector is one block of channels, else 0 */
};

enum {
    MIEN_TILE_PIXELS = MIEN_TILE1 > MIEN_TILE2 ? MIEN_TILE1 : MIEN_TILE2,
    MIEN_TILE_WIDES = 8,
    MIEN_TILE_BLOCKS = MIEN_LANES / MIEN_BLOCK,
    MIEN_STAGE = 3 * MIEN_LANES * MIEN_TILE_PIXELS /* the largest tile that is staged */
};

/* Floats to the other block of the group's last vector, where blocks are `step` apart. */
MIEN_INLINE size_t mien_tile_last(const struct mien_tile *t, size_t step)
{
    return t->half ? 0 : step;
}

/* Vector n of `wides` of an array [blocks, step] at `x`. */
MIEN_INLINE mien_wide mien_tile_load(const float *x, size_t step, size_t last, size_t n,
                                     size_t wides)
{
    const float *first = x + n * MIEN_TILE_BLOCKS * step;
    return mien_load_wide(first, first + (n + 1 == wides ? last : step));
}

MIEN_INLINE void mien_tile_multiply(const struct mien_product *p, const struct mien_tile *t,
                                    mien_wide (*sum)[MIEN_TILE_WIDES], const size_t pixels,
                                    const size_t wides)
{
    const size_t step = p->pixel_step, length = p->length;
    const size_t block = p->rows * p->columns * length * MIEN_BLOCK;
    const size_t last = mien_tile_last(t, block);
    const float *weight = t->weight, *x = t->x;
    for (size_t r = 0; r < p->rows; r++)
        for (size_t c = 0; c < p->columns; c++) {
            const float *tap = x + r * p->row_step + c * p->column_step;
            for (size_t k = 0; k < length; k++) {
                mien_wide w[MIEN_TILE_WIDES];
                MIEN_UNROLL
                for (size_t n = 0; n < wides; n++)
                    w[n] = mien_tile_load(weight, block, last, n, wides);
                MIEN_UNROLL
                for (size_t m = 0; m < pixels; m++) {
                    const mien_wide v = mien_set_wide(tap[m * step + k]);
                    MIEN_UNROLL
                    for (size_t n = 0; n < wides; n++)
                        sum[m][n] = mien_fma_wide(v, w[n], sum[m][n]);
                }
                weight += MIEN_BLOCK;
            }
        }
}

/* Residual and activation; those that vectors know. */
MIEN_INLINE void mien_tile_finish(const struct mien_product *p, const struct mien_tile *t,
                                  mien_wide (*sum)[MIEN_TILE_WIDES], const size_t pixels,
                                  const size_t wides)
{
    const size_t last = mien_tile_last(t, MIEN_BLOCK);
    MIEN_UNROLL
    for (size_t n = 0; n < wides; n++)
        if (n < t->residual_wides) {
            MIEN_UNROLL
            for (size_t m = 0; m < pixels; m++)
                sum[m][n] =
                    mien_add_wide(sum[m][n], mien_tile_load(t->residual + m * t->residual_step,
                                                            MIEN_BLOCK, last, n, wides));
        }
    if (t->slope || p->activation == MIEN_LEAKY) {
        MIEN_UNROLL
        for (size_t n = 0; n < wides; n++) {
            const mien_wide slope = t->slope ? mien_tile_load(t->slope, MIEN_BLOCK, last, n, wides)
                                             : mien_set_wide(0.1f);
            MIEN_UNROLL
            for (size_t m = 0; m < pixels; m++)
                sum[m][n] = mien_prelu_wide(sum[m][n], slope);
        }
    } else if (p->activation == MIEN_RELU) {
        const mien_wide zero = mien_set_wide(0.0f);
        MIEN_UNROLL
        for (size_t n = 0; n < wides; n++) {
            MIEN_UNROLL
            for (size_t m = 0; m < pixels; m++)
                sum[m][n] = mien_max_wide(sum[m][n], zero);
        }
    }
}

MIEN_INLINE void mien_tile_run(const struct mien_product *p, const struct mien_tile *t,
                               const size_t pixels, const size_t wides)
{
    const size_t last = mien_tile_last(t, MIEN_BLOCK);
    mien_wide sum[MIEN_TILE_PIXELS][MIEN_TILE_WIDES];
    MIEN_UNROLL
    for (size_t n = 0; n < wides; n++) {
        const mien_wide bias = mien_tile_load(t->bias, MIEN_BLOCK, last, n, wides);
        MIEN_UNROLL
        for (size_t m = 0; m < pixels; m++)
            sum[m][n] = bias;
    }
    mien_tile_multiply(p, t, sum, pixels, wides);
    mien_tile_finish(p, t, sum, pixels, wides);
    float *const y = t->y; /* read once: for all the compiler knows, vectors are stored over t */
    const size_t step = t->out_step, half = t->half;
    MIEN_UNROLL
    for (size_t m = 0; m < pixels; m++) {
        MIEN_UNROLL
        for (size_t n = 0; n < wides; n++)
            if (half && n + 1 == wides)
                mien_store_half(y + m * step + n * MIEN_LANES, sum[m][n]);
            else
                mien_store_wide(y + m * step + n * MIEN_LANES, sum[m][n]);
    }
}

/* Channels of a group. */
MIEN_INLINE size_t mien_tile_width(const struct mien_tile *t, size_t wides)
{
    return wides * MIEN_LANES - t->half * MIEN_BLOCK;
}

/* A tile of `pixels`, at most MIEN_TILE`wides`. */
#define MIEN_TILE_CASE(n, wides)                                                                   \
    case n:                                                                                        \
        if (n <= MIEN_TILE##wides)                                                                 \
            mien_tile_run(p, t, n, wides);                                                         \
        break;
#define MIEN_TILE_CASES(wides)                                                                     \
    switch (pixels) {                                                                              \
        MIEN_TILE_CASE(1, wides)                                                                   \
        MIEN_TILE_CASE(2, wides)                                                                   \
        MIEN_TILE_CASE(3, wides)                                                                   \
        MIEN_TILE_CASE(4, wides)                                                                   \
        MIEN_TILE_CASE(5, wides)                                                                   \
        MIEN_TILE_CASE(6, wides)                                                                   \
        MIEN_TILE_CASE(7, wides)                                                                   \
        MIEN_TILE_CASE(8, wides)                                                                   \
    default:                                                                                       \
        break;                                                                                     \
    }

static inline void mien_tile1(const struct mien_product *p, const struct mien_tile *t,
                              size_t pixels)
{
    MIEN_TILE_CASES(1)
}

static inline void mien_tile2(const struct mien_product *p, const struct mien_tile *t,
                              size_t pixels)
{
    MIEN_TILE_CASES(2)
}

static inline void mien_tile3(const struct mien_product *p, const struct mien_tile *t,
                              size_t pixels)
{
    MIEN_TILE_CASES(3)
}

static inline void mien_tile8(const struct mien_product *p, const struct mien_tile *t,
                              size_t pixels)
{
    MIEN_TILE_CASES(8)
}

#undef MIEN_TILE_CASES
#undef MIEN_TILE_CASE

/* How many of the `left` wide vectors go together, for a run of `count` pixels. */
static inline size_t mien_group(size_t left, size_t count)
{
    if (MIEN_TILE8 && left >= 8 && count == 1)
        return 8;
    if (MIEN_TILE3 && left >= 3 && left % 2 == 1)
        return 3;
    return MIEN_TILE2 && left >= 2 ? 2 : 1;
}

static inline void mien_tile_group(const struct mien_product *p, const struct mien_tile *t,
                                   size_t wides, size_t pixels)
{
    if (MIEN_TILE8 && wides == 8)
        mien_tile8(p, t, pixels);
    else if (MIEN_TILE3 && wides == 3)
        mien_tile3(p, t, pixels);
    else if (MIEN_TILE2 && wides == 2)
        mien_tile2(p, t, pixels);
    else
        mien_tile1(p, t, pixels);
}

/* A tile at channel `first` whose residual or output does not lie in whole vectors: these are
 * copied, so that the product itself knows whole vectors alone. */
static inline void mien_tile_staged(const struct mien_product *p, const struct mien_tile *t,
                                    size_t wides, size_t pixels, size_t first)
{
    const size_t step = wides * MIEN_LANES, width = mien_tile_width(t, wides);
    float residual[MIEN_STAGE] = {0.0f}, y[MIEN_STAGE];
    struct mien_tile s = *t;
    if (t->residual) {
        mien_copy_channels(residual, step, t->residual, t->residual_step, pixels,
                           mien_least(p->residual_channels - first, width));
        s.residual = residual;
        s.residual_step = step;
        s.residual_wides = wides;
    }
    s.y = y;
    s.out_step = step;
    mien_tile_group(p, &s, wides, pixels);
    mien_copy_channels(t->y, t->out_step, y, step, pixels, mien_least(p->out_step - first, width));
}

/* All pixels of a run in the group of channels at `first`. The tiles are of equal size, or one
 * pixel less: a small one at the end would wait for its own sums. */
static inline void mien_run_group(const struct mien_product *p, struct mien_tile *t, size_t wides,
                                  size_t count, size_t first)
{
    const size_t most = wides == 8   ? MIEN_TILE8
                        : wides == 3 ? MIEN_TILE3
                        : wides == 2 ? MIEN_TILE2
                                     : MIEN_TILE1;
    const size_t tiles = (count + most - 1) / most, each = count / tiles, larger = count % tiles;
    const size_t width = mien_tile_width(t, wides);
    const size_t residuals = t->residual ? p->residual_channels - first : 0;
    const int staged = first + width > p->out_step || (residuals < width && residuals % MIEN_LANES);
    t->residual_wides = residuals < width ? residuals / MIEN_LANES : wides;
    for (size_t i = 0; i < tiles; i++) {
        const size_t pixels = each + (i < larger);
        if (staged)
            mien_tile_staged(p, t, wides, pixels, first);
        else
            mien_tile_group(p, t, wides, pixels);
        if (!p->slope && p->activation > MIEN_LEAKY)
            mien_activate_pixels(t->y, pixels, p->out_step, mien_least(p->channels - first, width),
                                 p->activation);
        t->x += pixels * p->pixel_step;
        t->y += pixels * p->out_step;
        if (t->residual)
            t->residual += pixels * p->residual_step;
    }
}

/* `count` pixels at x, side by side, -> y; residual may be NULL. */
static inline void mien_product_run(const struct mien_product *p, const float *x,
                                    const float *residual, float *y, size_t count)
{
    const size_t block = p->rows * p->columns * p->length * MIEN_BLOCK;
    const size_t blocks = (p->channels + MIEN_BLOCK - 1) / MIEN_BLOCK;
    const size_t all = (blocks + MIEN_TILE_BLOCKS - 1) / MIEN_TILE_BLOCKS;
    for (size_t n = 0, wides; n < all; n += wides) {
        const size_t first = n * MIEN_LANES;
        struct mien_tile t;
        wides = mien_group(all - n, count);
        t.x = x;
        t.weight = p->weight + n * MIEN_TILE_BLOCKS * block;
        t.bias = p->bias + first;
        t.slope = p->slope ? p->slope + first : NULL;
        t.residual = residual && first < p->residual_channels ? residual + first : NULL;
        t.residual_step = p->residual_step;
        t.y = y + first;
        t.out_step = p->out_step;
        t.half = n + wides == all && blocks % MIEN_TILE_BLOCKS;
        mien_run_group(p, &t, wides, count, first);
    }
}

#endif
