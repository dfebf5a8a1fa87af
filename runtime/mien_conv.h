/* mien_conv.h - convolutions: the operator's fields, its packed weights, and how it is run.
 *
 * Every convolution is a product of runs of pixels and packed weights (mien_product.h). A window
 * that stays inside the input is multiplied where the input lies; of any other, a band of input
 * rows is copied into scratch amid the zeros around them, a few output rows at a time. Of maps of
 * few pixels much of a window is outside, and their weights outweigh them: those go tap by tap,
 * each to the pixels that see something there, so that zeros are not multiplied and weights are
 * read once. Maps, windows and packed weights: mien_layout.h. */
#ifndef MIEN_CONV_H
#define MIEN_CONV_H

#include "mien_layout.h"
#include "mien_product.h"

/* y = activation(x * weight + bias + residual). */
struct mien_conv {
    struct mien_map in, out;
    struct mien_window window;
    const float *weight; /* packed: [MIEN_BLOCKS(out.c), window.h, window.w, in.c, MIEN_BLOCK] */
    const float *bias;   /* [MIEN_STRIDE(out.c)], zeros behind the channels */
    const float *slope;  /* PReLU's slopes, [MIEN_STRIDE(out.c)]; NULL: `activation` instead */
    enum mien_activation activation;
    struct mien_map residual; /* of out's height and width, c at most out.c; c = 0: none */
};

/* Floats of packed weights, and packing: weight [window.h, window.w, in.c, out.c] -> packed. The
 * fields but the arrays must be set. */
static inline size_t mien_conv_packed(const struct mien_conv *c)
{
    return (size_t)MIEN_STRIDE(c->out.c) * (size_t)c->window.h * (size_t)c->window.w *
           (size_t)c->in.c;
}

static inline void mien_conv_pack(const struct mien_conv *c, const float *weight, float *packed)
{
    mien_pack(weight, (size_t)c->window.h * (size_t)c->window.w * (size_t)c->in.c, (size_t)c->out.c,
              packed);
}

/* Columns of input that a row of output sees, and rows that `rows` of it see. */
static inline int32_t mien_conv_columns(const struct mien_conv *c)
{
    return (c->out.w - 1) * c->window.step + c->window.w;
}

static inline int32_t mien_conv_rows(const struct mien_conv *c, int32_t rows)
{
    return (rows - 1) * c->window.step + c->window.h;
}

/* Whether a window leaves the input. */
static inline int mien_conv_leaves(const struct mien_conv *c)
{
    return c->window.top > 0 || c->window.left > 0 ||
           mien_conv_columns(c) - c->window.left > c->in.w ||
           mien_conv_rows(c, c->out.h) - c->window.top > c->in.h;
}

/* Output rows whose input fits in a band; at least one. */
static inline int32_t mien_conv_band(const struct mien_conv *c)
{
    const int32_t fit = MIEN_BAND / (mien_conv_columns(c) * c->in.c);
    const int32_t rows = fit < c->window.h ? 1 : (fit - c->window.h) / c->window.step + 1;
    return rows < c->out.h ? rows : c->out.h;
}

/* Pixels of an output that goes tap by tap, and what its sums take of scratch: two of the widest
 * vectors a pixel. */
enum { MIEN_FEW = 36, MIEN_FEW_STEP = 32 };

/* Whether it does. Sums are fetched and put back for each tap: few inputs would not pay for that.
 */
static inline int mien_conv_few(const struct mien_conv *c)
{
    return c->out.h * c->out.w <= MIEN_FEW && c->in.c >= 32 && mien_conv_leaves(c);
}

/* Floats of scratch that mien_conv_run needs: one band where a window leaves the input. */
static inline size_t mien_conv_scratch(const struct mien_conv *c)
{
    if (mien_conv_few(c))
        return (size_t)(c->out.h * c->out.w) * MIEN_FEW_STEP;
    return mien_conv_leaves(c) ? (size_t)mien_conv_rows(c, mien_conv_band(c)) *
                                     (size_t)mien_conv_columns(c) * (size_t)c->in.c
                               : 0;
}

/* Input rows from `top` on, `rows` of them, dense and amid zeros: x -> band
 * [rows, mien_conv_columns, in.c]. */
static inline void mien_conv_fill(const struct mien_conv *c, const float *x, float *band,
                                  int32_t top, int32_t rows)
{
    const size_t channels = (size_t)c->in.c, stride = (size_t)c->in.stride;
    const size_t row = (size_t)mien_conv_columns(c) * channels;
    const struct mien_span s = mien_inside(-c->window.left, mien_conv_columns(c), c->in.w);
    const size_t pixels = (size_t)(s.last - s.first);
    const float *inside = x + (size_t)(s.first - c->window.left) * stride;
    for (int32_t r = 0; r < rows; r++, band += row) {
        const size_t before = (size_t)s.first * channels, end = before + pixels * channels;
        if (top + r < 0 || top + r >= c->in.h) {
            memset(band, 0, row * sizeof *band);
            continue;
        }
        const float *from = inside + (size_t)(top + r) * mien_row(&c->in);
        memset(band, 0, before * sizeof *band);
        memset(band + end, 0, (row - end) * sizeof *band);
        if (channels == stride)
            memcpy(band + before, from, pixels * channels * sizeof *band);
        else
            mien_copy_channels(band + before, channels, from, stride, pixels, channels);
    }
}

/* The product with pixels of `stride` floats in rows of `columns`; where nothing lies between the
 * pixels, a row of taps is one run. */
static inline struct mien_product mien_conv_product(const struct mien_conv *c, size_t stride,
                                                    size_t columns)
{
    const int dense = stride == (size_t)c->in.c;
    const int32_t whole = MIEN_STRIDE(c->residual.c);
    struct mien_product p;
    p.rows = (size_t)c->window.h;
    p.columns = dense ? 1 : (size_t)c->window.w;
    p.length = (size_t)c->in.c * (dense ? (size_t)c->window.w : 1);
    p.row_step = columns * stride;
    p.column_step = stride;
    p.pixel_step = stride * (size_t)c->window.step;
    p.weight = c->weight;
    p.bias = c->bias;
    p.slope = c->slope;
    p.activation = c->activation;
    p.channels = (size_t)c->out.c;
    p.out_step = (size_t)c->out.stride;
    p.residual_channels = (size_t)(c->residual.stride < whole ? c->residual.stride : whole);
    p.residual_step = (size_t)c->residual.stride;
    return p;
}

/* Rows [from, to) -> y, the first of them, where the window stays inside: row by row, or, where
 * rows follow each other without a gap, in runs that stay in the cache for all groups of channels.
 */
static inline void mien_conv_inside(const struct mien_conv *c, const float *x,
                                    const float *residual, float *y, int32_t from, int32_t to)
{
    const struct mien_product p = mien_conv_product(c, (size_t)c->in.stride, (size_t)c->in.w);
    const int joined = c->window.w == 1 && c->window.step == 1 && c->in.w == c->out.w;
    const size_t fit = MIEN_BAND / p.pixel_step, width = (size_t)c->out.w;
    const size_t end = (size_t)to * width, run = joined ? fit < 24 ? 24 : fit : width;
    for (size_t at = (size_t)from * width, count; at < end; at += count) {
        const float *start =
            joined ? x + at * p.pixel_step : x + at / width * (size_t)c->window.step * p.row_step;
        count = mien_least(run, end - at);
        mien_product_run(&p, start, residual ? residual + at * p.residual_step : NULL, y, count);
        y += count * p.out_step;
    }
}

/* Rows [from, to) where it does not: band by band. */
static inline void mien_conv_amid(const struct mien_conv *c, const float *x, const float *residual,
                                  float *y, float *band, int32_t from, int32_t to)
{
    const struct mien_product p =
        mien_conv_product(c, (size_t)c->in.c, (size_t)mien_conv_columns(c));
    const int32_t most = mien_conv_band(c);
    for (int32_t row = from, rows; row < to; row += rows) {
        rows = to - row < most ? to - row : most;
        mien_conv_fill(c, x, band, row * c->window.step - c->window.top, mien_conv_rows(c, rows));
        for (int32_t r = 0; r < rows; r++) {
            const size_t at = (size_t)(row + r) * (size_t)c->out.w;
            mien_product_run(&p, band + (size_t)(r * c->window.step) * p.row_step,
                             residual ? residual + at * p.residual_step : NULL, y,
                             (size_t)c->out.w);
            y += p.out_step * (size_t)c->out.w;
        }
    }
}

/* Residual and activation of a block of sums, at `channel` of a pixel -> y, the pixel. residual:
 * the same pixel's, NULL for none. */
static inline void mien_conv_finish(const struct mien_conv *c, mien_v8 sum, const float *residual,
                                    float *y, int32_t channel)
{
    const int32_t whole = MIEN_STRIDE(c->residual.c);
    const int32_t left =
        (c->residual.stride < whole ? c->residual.stride : whole) - channel; /* of the residual */
    if (residual && left > 0)
        sum = mien_add8(sum,
                        mien_load_lanes(residual + channel, left < MIEN_BLOCK ? left : MIEN_BLOCK));
    if (c->slope)
        sum = mien_prelu8(sum, mien_load8(c->slope + channel));
    else if (c->activation == MIEN_LEAKY)
        sum = mien_prelu8(sum, mien_set8(0.1f));
    else if (c->activation == MIEN_RELU)
        sum = mien_max8(sum, mien_set8(0.0f));
    mien_store_lanes(y + channel, sum, mien_lanes(&c->out, channel));
}

/* Those activations that vectors do not know, of whole pixels. */
static inline void mien_conv_activate(const struct mien_conv *c, float *y, size_t pixels)
{
    if (!c->slope && c->activation > MIEN_LEAKY)
        mien_activate_pixels(y, pixels, (size_t)c->out.stride, (size_t)c->out.c, c->activation);
}

enum {
    MIEN_FEW_WIDES = MIEN_TILE2 ? 2 : 1,
    MIEN_FEW_PIXELS = MIEN_TILE2 ? MIEN_TILE2 : MIEN_TILE1
};

/* Adds one tap to the sums of `pixels` pixels: x[m] [length] times the weights of a group of
 * `wides` vectors, blocks of them `block` floats apart. */
MIEN_INLINE void mien_few_multiply(const float *const *x, float *const *sums, const float *weight,
                                   size_t block, size_t last, size_t length, const size_t pixels,
                                   const size_t wides)
{
    mien_wide sum[MIEN_FEW_PIXELS][MIEN_FEW_WIDES];
    MIEN_UNROLL
    for (size_t m = 0; m < pixels; m++) {
        MIEN_UNROLL
        for (size_t n = 0; n < wides; n++)
            sum[m][n] =
                mien_load_wide(sums[m] + n * MIEN_LANES, sums[m] + n * MIEN_LANES + MIEN_BLOCK);
    }
    for (size_t k = 0; k < length; k++) {
        mien_wide w[MIEN_FEW_WIDES];
        MIEN_UNROLL
        for (size_t n = 0; n < wides; n++)
            w[n] = mien_tile_load(weight + k * MIEN_BLOCK, block, last, n, wides);
        MIEN_UNROLL
        for (size_t m = 0; m < pixels; m++) {
            const mien_wide v = mien_set_wide(x[m][k]);
            MIEN_UNROLL
            for (size_t n = 0; n < wides; n++)
                sum[m][n] = mien_fma_wide(v, w[n], sum[m][n]);
        }
    }
    MIEN_UNROLL
    for (size_t m = 0; m < pixels; m++) {
        MIEN_UNROLL
        for (size_t n = 0; n < wides; n++)
            mien_store_wide(sums[m] + n * MIEN_LANES, sum[m][n]);
    }
}

#define MIEN_FEW_CASE(n)                                                                           \
    case n:                                                                                        \
        if (n <= MIEN_FEW_PIXELS && wides == MIEN_FEW_WIDES)                                       \
            mien_few_multiply(x, sums, weight, block, last, length, n, MIEN_FEW_WIDES);            \
        else if (n <= MIEN_FEW_PIXELS)                                                             \
            mien_few_multiply(x, sums, weight, block, last, length, n, 1);                         \
        break;

/* A chunk of the pixels that see a tap: at most MIEN_FEW_PIXELS. */
static inline void mien_few_chunk(const float *const *x, float *const *sums, const float *weight,
                                  size_t block, size_t last, size_t length, size_t pixels,
                                  size_t wides)
{
    switch (pixels) {
        MIEN_FEW_CASE(1)
        MIEN_FEW_CASE(2)
        MIEN_FEW_CASE(3)
        MIEN_FEW_CASE(4)
        MIEN_FEW_CASE(5)
        MIEN_FEW_CASE(6)
        MIEN_FEW_CASE(7)
        MIEN_FEW_CASE(8)
    default:
        break;
    }
}

#undef MIEN_FEW_CASE

/* The pixels of rows [from, to) that see something at tap (ky, kx) -> where they see it and where
 * their sums are; returns their number. */
static inline size_t mien_few_gather(const struct mien_conv *c, const float *x, float *sums,
                                     int32_t ky, int32_t kx, int32_t from, int32_t to,
                                     const float **at, float **sum)
{
    size_t count = 0;
    for (int32_t row = from; row < to; row++)
        for (int32_t column = 0; column < c->out.w; column++, sums += MIEN_FEW_STEP) {
            const int32_t r = row * c->window.step - c->window.top + ky;
            const int32_t l = column * c->window.step - c->window.left + kx;
            if (r < 0 || r >= c->in.h || l < 0 || l >= c->in.w)
                continue;
            at[count] = x + (size_t)r * mien_row(&c->in) + (size_t)l * (size_t)c->in.stride;
            sum[count++] = sums;
        }
    return count;
}

/* All taps of the group of vectors at block `first`. */
static inline void mien_few_group(const struct mien_conv *c, const float *x, float *sums,
                                  size_t first, size_t wides, int half, int32_t from, int32_t to)
{
    const size_t length = (size_t)c->in.c, taps = (size_t)(c->window.h * c->window.w);
    const size_t block = taps * length * MIEN_BLOCK;
    const float *weight = c->weight + first * block;
    const float *at[MIEN_FEW];
    float *sum[MIEN_FEW];
    for (int32_t ky = 0; ky < c->window.h; ky++)
        for (int32_t kx = 0; kx < c->window.w; kx++, weight += length * MIEN_BLOCK) {
            const size_t count = mien_few_gather(c, x, sums, ky, kx, from, to, at, sum);
            const size_t chunks = (count + MIEN_FEW_PIXELS - 1) / MIEN_FEW_PIXELS;
            for (size_t i = 0, done = 0, pixels; i < chunks; i++, done += pixels) {
                pixels = (count - done + chunks - i - 1) / (chunks - i);
                mien_few_chunk(at + done, sum + done, weight, block, half ? 0 : block, length,
                               pixels, wides);
            }
        }
}

/* Rows [from, to), tap by tap; sums [MIEN_FEW pixels, MIEN_FEW_STEP]. */
static inline void mien_conv_taps(const struct mien_conv *c, const float *x, const float *residual,
                                  float *y, float *sums, int32_t from, int32_t to)
{
    const size_t pixels = (size_t)((to - from) * c->out.w), start = (size_t)(from * c->out.w);
    const size_t blocks = (size_t)MIEN_BLOCKS(c->out.c), group = MIEN_FEW_WIDES * MIEN_TILE_BLOCKS;
    for (size_t first = 0, some; first < blocks; first += some) {
        some = mien_least(group, blocks - first);
        const size_t wides = (some + MIEN_TILE_BLOCKS - 1) / MIEN_TILE_BLOCKS;
        for (size_t m = 0; m < pixels; m++)
            for (size_t b = 0; b < wides * MIEN_TILE_BLOCKS; b++)
                mien_store8(sums + m * MIEN_FEW_STEP + b * MIEN_BLOCK,
                            mien_load8(c->bias + (first + mien_least(b, some - 1)) * MIEN_BLOCK));
        mien_few_group(c, x, sums, first, wides, some % MIEN_TILE_BLOCKS != 0, from, to);
        for (size_t m = 0; m < pixels; m++)
            for (size_t b = 0; b < some; b++)
                mien_conv_finish(
                    c, mien_load8(sums + m * MIEN_FEW_STEP + b * MIEN_BLOCK),
                    residual ? residual + (start + m) * (size_t)c->residual.stride : NULL,
                    y + m * (size_t)c->out.stride, (int32_t)((first + b) * MIEN_BLOCK));
    }
    mien_conv_activate(c, y, pixels);
}

/* Output rows [from, to) of y = conv(x) -> y, the first of them: as mien_conv_run. */
static inline void mien_conv_part(const struct mien_conv *c, const float *x, const float *residual,
                                  float *y, float *scratch, int32_t from, int32_t to)
{
    const float *added = c->residual.c ? residual : NULL;
    if (mien_conv_few(c))
        mien_conv_taps(c, x, added, y, scratch, from, to);
    else if (mien_conv_leaves(c))
        mien_conv_amid(c, x, added, y, scratch, from, to);
    else
        mien_conv_inside(c, x, added, y, from, to);
}

/* Output rows [from, to) of y = conv(x): x [in], residual [residual] or NULL where its c is 0,
 * y [out], scratch [mien_conv_scratch]. y may be the residual, if that has out's stride; nothing
 * else overlaps. Cost: window.h * window.w * in.c multiply-adds an output number. Never fails. */
static inline void mien_conv_run(const struct mien_conv *c, const float *x, const float *residual,
                                 float *y, float *scratch, int32_t from, int32_t to)
{
    mien_conv_part(c, x, residual, y + (size_t)from * mien_row(&c->out), scratch, from, to);
}

#endif
