/* mien_conv.h - convolutions: the operator's fields, its packed weights, and how it is run.
 *
 * Every convolution is a product of runs of pixels and packed weights (mien_product.h). A window
 * that stays inside the input is multiplied where the input lies; of any other, a band of input
 * rows is copied into scratch amid the zeros around them, a few output rows at a time. Maps,
 * windows and packed weights: mien_layout.h. */
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

/* Floats of scratch that mien_conv_run needs: one band where a window leaves the input. */
static inline size_t mien_conv_scratch(const struct mien_conv *c)
{
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

/* Rows [from, to) where the window stays inside: row by row, or, where rows follow each other
 * without a gap, in runs that stay in the cache for all groups of channels. */
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
        mien_product_run(&p, start, residual ? residual + at * p.residual_step : NULL,
                         y + at * p.out_step, count);
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
                             residual ? residual + at * p.residual_step : NULL, y + at * p.out_step,
                             (size_t)c->out.w);
        }
    }
}

/* Output rows [from, to) of y = conv(x): x [in], residual [residual] or NULL where its c is 0,
 * y [out], scratch [mien_conv_scratch]. y may be the residual, if that has out's stride; nothing
 * else overlaps. Cost: window.h * window.w * in.c multiply-adds an output number. Never fails. */
static inline void mien_conv_run(const struct mien_conv *c, const float *x, const float *residual,
                                 float *y, float *scratch, int32_t from, int32_t to)
{
    const float *added = c->residual.c ? residual : NULL;
    if (mien_conv_leaves(c))
        mien_conv_amid(c, x, added, y, scratch, from, to);
    else
        mien_conv_inside(c, x, added, y, from, to);
}

#endif
