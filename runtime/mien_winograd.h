/* mien_winograd.h - convolutions of 3 x 3 with steps of 1 by Winograd's minimal filtering, F(2 x 2,
 * 3 x 3): 16 multiply-adds where four outputs take 36 (A. Lavin, S. Gray, "Fast Algorithms for
 * Convolutional Neural Networks", 2015).
 *
 * Tiles of 2 x 2 outputs come from 4 x 4 inputs: Y = A' [sum over inputs (G g G') * (B' d B)] A.
 * The sums are 16 products of matrices [tiles, in.c] and [in.c, out.c], by mien_product.h. Factors
 * of 1, 1/2 and 1/4 alone: the results differ from those tap by tap by rounding, about as much as
 * two instruction sets do. Transformed weights are 16/9 as large: it is for machines that have
 * room, and for maps of so many pixels that weights do not outweigh them. */
#ifndef MIEN_WINOGRAD_H
#define MIEN_WINOGRAD_H

#include "mien_conv.h"

enum {
    MIEN_WINOGRAD_PLANES = 16,
    MIEN_WINOGRAD_LINE = 16,     /* floats between planes: no two in the same set of a cache */
    MIEN_WINOGRAD_BAND = 57344,  /* floats of transformed tiles: half of a cache of 512 KB */
    MIEN_WINOGRAD_PIXELS = 36,   /* outputs, at least: below, reading weights is what takes time */
    MIEN_WINOGRAD_CHANNELS = 16, /* inputs and outputs, at least: below, the transforms are */
};

/* Tiles of a row and rows of tiles. */
static inline size_t mien_winograd_columns(const struct mien_conv *c)
{
    return ((size_t)c->out.w + 1) / 2;
}

static inline size_t mien_winograd_rows(const struct mien_conv *c)
{
    return ((size_t)c->out.h + 1) / 2;
}

/* Whether the convolution can go this way, and gains: a third of 36 : 16 may be lost beyond the
 * edges. */
static inline int mien_winograd_fits(const struct mien_conv *c)
{
    const size_t pixels = (size_t)c->out.h * (size_t)c->out.w;
    return c->window.h == 3 && c->window.w == 3 && c->window.step == 1 &&
           c->in.c % MIEN_BLOCK == 0 && c->in.c >= MIEN_WINOGRAD_CHANNELS &&
           c->out.c >= MIEN_WINOGRAD_CHANNELS && pixels >= MIEN_WINOGRAD_PIXELS &&
           12 * mien_winograd_columns(c) * mien_winograd_rows(c) <= 4 * pixels;
}

/* Floats of transformed weights: 16 planes, each packed as a convolution of 1 x 1. */
static inline size_t mien_winograd_packed(const struct mien_conv *c)
{
    return MIEN_WINOGRAD_PLANES * (size_t)MIEN_STRIDE(c->out.c) * (size_t)c->in.c;
}

/* G g: three numbers, `step` apart, to four. */
static inline void mien_winograd_side(const float *g, size_t step, float *u)
{
    const float a = g[0], b = g[step], c = g[2 * step];
    u[0] = a;
    u[1] = 0.5f * (a + b + c);
    u[2] = 0.5f * (a - b + c);
    u[3] = c;
}

/* weight [3, 3, in.c, out.c] -> packed. */
static inline void mien_winograd_pack(const struct mien_conv *c, const float *weight, float *packed)
{
    const size_t in = (size_t)c->in.c, out = (size_t)c->out.c, tap = in * out;
    const size_t plane = (size_t)MIEN_STRIDE(c->out.c) * in;
    memset(packed, 0, MIEN_WINOGRAD_PLANES * plane * sizeof *packed);
    for (size_t i = 0; i < in; i++)
        for (size_t o = 0; o < out; o++) {
            const float *g = weight + i * out + o;
            float *u = packed + (o / MIEN_BLOCK * in + i) * MIEN_BLOCK + o % MIEN_BLOCK;
            float half[3][4], row[3], whole[4];
            for (size_t x = 0; x < 3; x++)
                mien_winograd_side(g + x * tap, 3 * tap, half[x]);
            for (size_t y = 0; y < 4; y++) {
                for (size_t x = 0; x < 3; x++)
                    row[x] = half[x][y];
                mien_winograd_side(row, 1, whole);
                for (size_t x = 0; x < 4; x++)
                    u[(y * 4 + x) * plane] = whole[x];
            }
        }
}

/* Rows of tiles that are transformed at a time: as equal as they can be. */
static inline size_t mien_winograd_band(const struct mien_conv *c)
{
    const size_t rows = mien_winograd_rows(c);
    const size_t row = MIEN_WINOGRAD_PLANES * mien_winograd_columns(c) *
                       ((size_t)c->in.c + (size_t)MIEN_STRIDE(c->out.c));
    const size_t most = MIEN_WINOGRAD_BAND / row ? MIEN_WINOGRAD_BAND / row : 1;
    const size_t bands = (rows + most - 1) / most;
    return (rows + bands - 1) / bands;
}

/* Floats from plane to plane, for `channels` of each tile. */
static inline size_t mien_winograd_plane(const struct mien_conv *c, size_t channels)
{
    return mien_winograd_band(c) * mien_winograd_columns(c) * channels + MIEN_WINOGRAD_LINE;
}

/* Floats of scratch that mien_winograd_run needs: a pixel of zeros, as many numbers for a bias of
 * zeros, transformed inputs and sums. */
static inline size_t mien_winograd_scratch(const struct mien_conv *c)
{
    const size_t in = (size_t)c->in.c, out = (size_t)MIEN_STRIDE(c->out.c);
    return in + out +
           MIEN_WINOGRAD_PLANES * (mien_winograd_plane(c, in) + mien_winograd_plane(c, out));
}

/* B' d, in place: d0 - d2, d1 + d2, d2 - d1, d1 - d3. */
MIEN_INLINE void mien_winograd_input(mien_v8 *d0, mien_v8 *d1, mien_v8 *d2, mien_v8 *d3)
{
    const mien_v8 a = mien_sub8(*d0, *d2), b = mien_add8(*d1, *d2);
    const mien_v8 c = mien_sub8(*d2, *d1), d = mien_sub8(*d1, *d3);
    *d0 = a;
    *d1 = b;
    *d2 = c;
    *d3 = d;
}

/* B' d B of one tile whose 16 pixels are at x -> v, the tile in the first of the planes. */
static inline void mien_winograd_tile_in(const float *const *x, size_t channels, float *v,
                                         size_t plane)
{
    for (size_t c = 0; c < channels; c += MIEN_BLOCK) {
        mien_v8 d[16];
        MIEN_UNROLL
        for (size_t i = 0; i < 16; i++)
            d[i] = mien_load8(x[i] + c);
        MIEN_UNROLL
        for (size_t i = 0; i < 4; i++)
            mien_winograd_input(&d[i], &d[4 + i], &d[8 + i], &d[12 + i]);
        MIEN_UNROLL
        for (size_t i = 0; i < 16; i += 4)
            mien_winograd_input(&d[i], &d[i + 1], &d[i + 2], &d[i + 3]);
        MIEN_UNROLL
        for (size_t i = 0; i < 16; i++)
            mien_store8(v + i * plane + c, d[i]);
    }
}

/* Rows [from, to) of tiles -> v; zeros [in.c] stand for pixels outside. */
static inline void mien_winograd_transform(const struct mien_conv *c, const float *x,
                                           const float *zeros, float *v, size_t from, size_t to)
{
    const size_t columns = mien_winograd_columns(c), channels = (size_t)c->in.c;
    const size_t plane = mien_winograd_plane(c, channels);
    for (size_t row = from; row < to; row++)
        for (size_t column = 0; column < columns; column++, v += channels) {
            const float *at[16];
            for (int32_t i = 0; i < 16; i++) {
                const int32_t r = (int32_t)row * 2 - c->window.top + i / 4;
                const int32_t l = (int32_t)column * 2 - c->window.left + i % 4;
                const int inside = r >= 0 && r < c->in.h && l >= 0 && l < c->in.w;
                at[i] = inside ? x + (size_t)r * mien_row(&c->in) + (size_t)l * (size_t)c->in.stride
                               : zeros;
            }
            mien_winograd_tile_in(at, channels, v, plane);
        }
}

/* The 16 products of `tiles` tiles: v -> sums. */
static inline void mien_winograd_multiply(const struct mien_conv *c, const float *weight,
                                          const float *zeros, const float *v, float *sums,
                                          size_t tiles)
{
    const size_t in = (size_t)c->in.c, out = (size_t)MIEN_STRIDE(c->out.c);
    struct mien_product p;
    p.rows = p.columns = 1;
    p.length = p.row_step = p.column_step = p.pixel_step = in;
    p.bias = zeros;
    p.slope = NULL;
    p.activation = MIEN_LINEAR;
    p.channels = p.out_step = out;
    p.residual_channels = p.residual_step = 0;
    for (size_t i = 0; i < MIEN_WINOGRAD_PLANES; i++) {
        p.weight = weight + i * in * out;
        mien_product_run(&p, v + i * mien_winograd_plane(c, in), NULL,
                         sums + i * mien_winograd_plane(c, out), tiles);
    }
}

/* A' m: m0 + m1 + m2 and m1 - m2 - m3. */
MIEN_INLINE mien_v8 mien_winograd_first(mien_v8 m0, mien_v8 m1, mien_v8 m2)
{
    return mien_add8(mien_add8(m0, m1), m2);
}

MIEN_INLINE mien_v8 mien_winograd_second(mien_v8 m1, mien_v8 m2, mien_v8 m3)
{
    return mien_sub8(mien_sub8(m1, m2), m3);
}

/* A' m A of a block of channels of one tile, `plane` floats from number to number -> the outputs
 * (0, 0), (0, 1), (1, 0), (1, 1). */
MIEN_INLINE void mien_winograd_tile_out(const float *m, size_t plane, mien_v8 bias, mien_v8 y[4])
{
    mien_v8 top[4], below[4];
    MIEN_UNROLL
    for (size_t i = 0; i < 4; i++) {
        const mien_v8 m1 = mien_load8(m + (4 + i) * plane), m2 = mien_load8(m + (8 + i) * plane);
        top[i] = mien_winograd_first(mien_load8(m + i * plane), m1, m2);
        below[i] = mien_winograd_second(m1, m2, mien_load8(m + (12 + i) * plane));
    }
    y[0] = mien_add8(bias, mien_winograd_first(top[0], top[1], top[2]));
    y[1] = mien_add8(bias, mien_winograd_second(top[1], top[2], top[3]));
    y[2] = mien_add8(bias, mien_winograd_first(below[0], below[1], below[2]));
    y[3] = mien_add8(bias, mien_winograd_second(below[1], below[2], below[3]));
}

/* Rows [first, last) of tiles -> y, which begins with output row `from` and ends before row `to`.
 */
static inline void mien_winograd_finish(const struct mien_conv *c, const float *sums,
                                        const float *residual, float *y, size_t first, size_t last,
                                        int32_t from, int32_t to)
{
    const size_t columns = mien_winograd_columns(c), out = (size_t)MIEN_STRIDE(c->out.c);
    const size_t plane = mien_winograd_plane(c, out);
    for (size_t row = first; row < last; row++)
        for (size_t column = 0; column < columns; column++, sums += out)
            for (int32_t channel = 0; channel < c->out.c; channel += MIEN_BLOCK) {
                mien_v8 four[4];
                mien_winograd_tile_out(sums + channel, plane, mien_load8(c->bias + channel), four);
                for (int32_t i = 0; i < 4; i++) {
                    const int32_t r = (int32_t)row * 2 + i / 2, l = (int32_t)column * 2 + i % 2;
                    const size_t at = (size_t)r * (size_t)c->out.w + (size_t)l;
                    if (r < from || r >= to || l >= c->out.w)
                        continue;
                    mien_conv_finish(
                        c, four[i], residual ? residual + at * (size_t)c->residual.stride : NULL,
                        y + (at - (size_t)from * (size_t)c->out.w) * (size_t)c->out.stride,
                        channel);
                }
            }
}

/* Output rows [from, to) of y = conv(x) -> y, the first of them: as mien_conv_part, `weight` being
 * transformed and scratch [mien_winograd_scratch]. */
static inline void mien_winograd_part(const struct mien_conv *c, const float *weight,
                                      const float *x, const float *residual, float *y,
                                      float *scratch, int32_t from, int32_t to)
{
    const size_t in = (size_t)c->in.c, out = (size_t)MIEN_STRIDE(c->out.c);
    const size_t most = mien_winograd_band(c), end = ((size_t)to + 1) / 2;
    float *v = scratch + in + out, *sums = v + MIEN_WINOGRAD_PLANES * mien_winograd_plane(c, in);
    memset(scratch, 0, (in + out) * sizeof *scratch);
    for (size_t row = (size_t)from / 2, rows; row < end; row += rows) {
        rows = mien_least(most, end - row);
        mien_winograd_transform(c, x, scratch, v, row, row + rows);
        mien_winograd_multiply(c, weight, scratch + in, v, sums, rows * mien_winograd_columns(c));
        mien_winograd_finish(c, sums, c->residual.c ? residual : NULL, y, row, row + rows, from,
                             to);
    }
    mien_conv_activate(c, y, (size_t)(to - from) * (size_t)c->out.w);
}

/* Output rows [from, to): as mien_conv_run. */
static inline void mien_winograd_run(const struct mien_conv *c, const float *weight, const float *x,
                                     const float *residual, float *y, float *scratch, int32_t from,
                                     int32_t to)
{
    mien_winograd_part(c, weight, x, residual, y + (size_t)from * mien_row(&c->out), scratch, from,
                       to);
}

#endif
