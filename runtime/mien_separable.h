/* mien_separable.h - separable convolutions: a depthwise one feeding a 1 x 1 one (L. Sifre, 2014;
 * F. Chollet, "Xception", 2017), a band of rows at a time, so that what lies between the two stays
 * in the cache and needs no map of its own. */
#ifndef MIEN_SEPARABLE_H
#define MIEN_SEPARABLE_H

#include "mien_conv.h"
#include "mien_depthwise.h"

/* point.in is depth.out; point.window is 1 x 1. depth.out has the stride of whole blocks. */
struct mien_separable {
    struct mien_depthwise depth;
    struct mien_conv point;
};

/* Rows between the two at a time; at least one. */
static inline int32_t mien_separable_band(const struct mien_separable *s)
{
    const size_t row = mien_row(&s->depth.out);
    const int32_t rows = row > MIEN_BAND ? 1 : (int32_t)(MIEN_BAND / row);
    return rows < s->depth.out.h ? rows : s->depth.out.h;
}

/* Floats of scratch that mien_separable_run needs. */
static inline size_t mien_separable_scratch(const struct mien_separable *s)
{
    return mien_depthwise_scratch(&s->depth) +
           (size_t)mien_separable_band(s) * mien_row(&s->depth.out);
}

/* Output rows [from, to) -> y, the first of them: as mien_separable_run. */
static inline void mien_separable_part(const struct mien_separable *s, const float *x,
                                       const float *residual, float *y, float *scratch,
                                       int32_t from, int32_t to)
{
    const struct mien_conv *c = &s->point;
    const struct mien_product p = mien_conv_product(c, (size_t)c->in.stride, (size_t)c->in.w);
    const size_t zeros = mien_depthwise_scratch(&s->depth), width = (size_t)c->out.w;
    const int32_t most = mien_separable_band(s);
    float *band = scratch + zeros;
    memset(scratch, 0, zeros * sizeof *scratch);
    for (int32_t row = from, rows; row < to; row += rows) {
        const size_t at = (size_t)row * width;
        rows = to - row < most ? to - row : most;
        mien_depthwise_rows(&s->depth, x, band, scratch, row, row + rows);
        mien_product_run(&p, band, c->residual.c ? residual + at * p.residual_step : NULL, y,
                         (size_t)rows * width);
        y += (size_t)rows * mien_row(&c->out);
    }
}

/* Output rows [from, to): x [depth.in], residual as in mien_conv_run, y [point.out], scratch
 * [mien_separable_scratch]; residual may be x, nothing else overlaps. Never fails. */
static inline void mien_separable_run(const struct mien_separable *s, const float *x,
                                      const float *residual, float *y, float *scratch, int32_t from,
                                      int32_t to)
{
    mien_separable_part(s, x, residual, y + (size_t)from * mien_row(&s->point.out), scratch, from,
                        to);
}

#endif
