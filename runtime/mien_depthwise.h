/* mien_depthwise.h - depthwise convolutions: each channel with a window of its own.
 *
 * The common windows, 3 x 3 with steps 1 and 2, slide along a row with the nine weights of a block
 * of channels in registers: each column of the input is loaded once and added to all outputs that
 * see it. Where a window leaves the input above or below, it slides over a row of zeros in scratch.
 * Of any other window the taps inside the input are summed one by one. */
#ifndef MIEN_DEPTHWISE_H
#define MIEN_DEPTHWISE_H

#include "mien_layout.h"

/* y = activation(depthwise x + bias), channel by channel. */
struct mien_depthwise {
    struct mien_map in, out; /* the same c */
    struct mien_window window;
    const float *weight; /* packed: [MIEN_BLOCKS(c), window.h, window.w, MIEN_BLOCK] */
    const float *bias;   /* [MIEN_STRIDE(c)] */
    enum mien_activation activation;
};

/* Floats of packed weights, and packing: weight [window.h, window.w, c] -> packed. */
static inline size_t mien_depthwise_packed(const struct mien_depthwise *d)
{
    return (size_t)MIEN_STRIDE(d->in.c) * (size_t)d->window.h * (size_t)d->window.w;
}

static inline void mien_depthwise_pack(const struct mien_depthwise *d, const float *weight,
                                       float *packed)
{
    mien_pack(weight, (size_t)d->window.h * (size_t)d->window.w, (size_t)d->in.c, packed);
}

/* The last column that the last window of a row sees. */
static inline int32_t mien_depthwise_end(const struct mien_depthwise *d)
{
    return (d->out.w - 1) * d->window.step - d->window.left + d->window.w - 1;
}

/* Whether the window is one that slides: over whole blocks, and at most one column outside. */
static inline int mien_depthwise_slides(const struct mien_depthwise *d)
{
    return d->window.h == 3 && d->window.w == 3 && d->window.step <= 2 && d->window.left <= 1 &&
           mien_depthwise_end(d) <= d->in.w && d->in.stride % MIEN_BLOCK == 0 &&
           d->out.stride % MIEN_BLOCK == 0;
}

/* Floats of scratch that mien_depthwise_run needs: a row of zeros. */
static inline size_t mien_depthwise_scratch(const struct mien_depthwise *d)
{
    return mien_depthwise_slides(d) ? mien_row(&d->in) : 0;
}

/* Block of channels at `c` of output (row, column), tap by tap. */
static inline mien_v8 mien_depthwise_taps(const struct mien_depthwise *d, const float *x,
                                          int32_t row, int32_t column, int32_t c)
{
    const int32_t y0 = row * d->window.step - d->window.top;
    const int32_t x0 = column * d->window.step - d->window.left;
    const struct mien_span rows = mien_inside(y0, d->window.h, d->in.h);
    const struct mien_span columns = mien_inside(x0, d->window.w, d->in.w);
    const int32_t lanes = mien_lanes(&d->in, c);
    const float *weight = d->weight + (size_t)c * (size_t)d->window.h * (size_t)d->window.w;
    mien_v8 sum = mien_load8(d->bias + c);
    for (int32_t ky = rows.first; ky < rows.last; ky++)
        for (int32_t kx = columns.first; kx < columns.last; kx++) {
            const size_t pixel = (size_t)(y0 + ky) * (size_t)d->in.w + (size_t)(x0 + kx);
            const float *tap = x + pixel * (size_t)d->in.stride + c;
            sum = mien_fma8(mien_load_lanes(tap, lanes),
                            mien_load8(weight + (ky * d->window.w + kx) * MIEN_BLOCK), sum);
        }
    return sum;
}

/* One column of a 3 x 3 window: three rows, and the weights of the column. */
struct mien_column {
    mien_v8 a, b, c;
};

MIEN_INLINE mien_v8 mien_column_add(mien_v8 sum, const struct mien_column *x,
                                    const struct mien_column *weight)
{
    return mien_fma8(x->c, weight->c, mien_fma8(x->b, weight->b, mien_fma8(x->a, weight->a, sum)));
}

MIEN_INLINE struct mien_column mien_column_load(const float *a, const float *b, const float *c)
{
    struct mien_column v;
    v.a = mien_load8(a);
    v.b = mien_load8(b);
    v.c = mien_load8(c);
    return v;
}

/* `count` outputs of one block of channels from the rows x[0..2], whose first column is the
 * window's first, or its second where `before` is 1; after them, where `after` is 1, one whose last
 * column is outside. `step` is a literal 1 or 2. */
MIEN_INLINE void mien_slide(const float *const *x, size_t stride, const float *weight, mien_v8 bias,
                            float *y, size_t out_stride, size_t count, int before, int after,
                            const int step)
{
    const struct mien_column w0 = mien_column_load(weight, weight + 24, weight + 48);
    const struct mien_column w1 = mien_column_load(weight + 8, weight + 32, weight + 56);
    const struct mien_column w2 = mien_column_load(weight + 16, weight + 40, weight + 64);
    const float *a = x[0], *b = x[1], *c = x[2];
    mien_v8 sum = bias, next = bias;
    struct mien_column v;
    if (!before) {
        v = mien_column_load(a, b, c);
        sum = mien_column_add(bias, &v, &w0);
        a += stride, b += stride, c += stride;
    }
    if (step == 1) {
        v = mien_column_load(a, b, c);
        sum = mien_column_add(sum, &v, &w1);
        next = mien_column_add(bias, &v, &w0);
        a += stride, b += stride, c += stride;
    }
    for (size_t i = 0; i < count; i++, y += out_stride) {
        if (step == 2) {
            v = mien_column_load(a, b, c);
            sum = mien_column_add(sum, &v, &w1);
            a += stride, b += stride, c += stride;
        }
        v = mien_column_load(a, b, c);
        mien_store8(y, mien_column_add(sum, &v, &w2));
        sum = step == 1 ? mien_column_add(next, &v, &w1) : mien_column_add(bias, &v, &w0);
        next = mien_column_add(bias, &v, &w0);
        a += stride, b += stride, c += stride;
    }
    if (after && step == 2) {
        v = mien_column_load(a, b, c);
        sum = mien_column_add(sum, &v, &w1);
    }
    if (after)
        mien_store8(y, sum);
}

/* Output row `row` of one block at channel c -> y, the row's first pixel. */
static inline void mien_depthwise_slide(const struct mien_depthwise *d, const float *x, float *y,
                                        const float *zeros, int32_t row, int32_t c)
{
    const int32_t top = row * d->window.step - d->window.top;
    const int before = d->window.left, after = mien_depthwise_end(d) == d->in.w;
    const size_t count = (size_t)(d->out.w - after);
    const size_t stride = (size_t)d->in.stride, out_stride = (size_t)d->out.stride;
    const float *const weight = d->weight + (size_t)c * 9;
    const mien_v8 bias = mien_load8(d->bias + c);
    const float *rows[3];
    for (int32_t r = 0; r < 3; r++)
        rows[r] = top + r < 0 || top + r >= d->in.h ? zeros
                                                    : x + (size_t)(top + r) * mien_row(&d->in) + c;
    if (d->window.step == 1)
        mien_slide(rows, stride, weight, bias, y + c, out_stride, count, before, after, 1);
    else
        mien_slide(rows, stride, weight, bias, y + c, out_stride, count, before, after, 2);
}

/* Rows [from, to) -> y, the first of them; zeros [mien_depthwise_scratch]. */
static inline void mien_depthwise_rows(const struct mien_depthwise *d, const float *x, float *y,
                                       const float *zeros, int32_t from, int32_t to)
{
    const int slides = mien_depthwise_slides(d);
    for (int32_t row = from; row < to; row++, y += mien_row(&d->out)) {
        for (int32_t c = 0; c < d->out.c; c += MIEN_BLOCK)
            if (slides)
                mien_depthwise_slide(d, x, y, zeros, row, c);
            else
                for (int32_t column = 0; column < d->out.w; column++)
                    mien_store_lanes(y + (size_t)column * (size_t)d->out.stride + c,
                                     mien_depthwise_taps(d, x, row, column, c),
                                     mien_lanes(&d->out, c));
        mien_activate_pixels(y, (size_t)d->out.w, (size_t)d->out.stride, (size_t)d->out.c,
                             d->activation);
    }
}

/* Output rows [from, to) of y = depthwise(x): x [in], y [out], scratch [mien_depthwise_scratch],
 * not overlapping. Cost: window.h * window.w multiply-adds an output number. Never fails. */
static inline void mien_depthwise_run(const struct mien_depthwise *d, const float *x, float *y,
                                      float *scratch, int32_t from, int32_t to)
{
    memset(scratch, 0, mien_depthwise_scratch(d) * sizeof *scratch);
    mien_depthwise_rows(d, x, y + (size_t)from * mien_row(&d->out), scratch, from, to);
}

#endif
