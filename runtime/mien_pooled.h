/* mien_pooled.h - a convolution that feeds nothing but a pool, the rows under a window at a time:
 * its output, the largest map of many networks, is never whole in memory. */
#ifndef MIEN_POOLED_H
#define MIEN_POOLED_H

#include "mien_conv.h"
#include "mien_map.h"

/* Whether that costs no time: no row of the convolution is seen by two rows of the pool, and its
 * weights are read for each row anyway. p->in is c->out. */
static inline int mien_pooled_fits(const struct mien_conv *c, const struct mien_pool *p)
{
    return p->window.h <= p->window.step && p->window.h < c->out.h && !mien_conv_few(c);
}

/* Floats of scratch that mien_pooled_run needs: the convolution's, and its rows under a window. */
static inline size_t mien_pooled_scratch(const struct mien_conv *c, const struct mien_pool *p)
{
    return mien_conv_scratch(c) + (size_t)p->window.h * mien_row(&c->out);
}

/* Output rows [from, to) of y = pool(conv(x)): x [c->in], residual as in mien_conv_run, y [p->out],
 * scratch [mien_pooled_scratch], not overlapping. The same bits as one after the other. */
static inline void mien_pooled_run(const struct mien_conv *c, const struct mien_pool *p,
                                   const float *x, const float *residual, float *y, float *scratch,
                                   int32_t from, int32_t to)
{
    float *band = scratch + mien_conv_scratch(c);
    for (int32_t row = from; row < to; row++) {
        const int32_t top = row * p->window.step - p->window.top;
        const struct mien_span rows = mien_inside(top, p->window.h, c->out.h);
        struct mien_pool part = *p; /* of the rows under its window alone */
        part.in.h = rows.last - rows.first;
        part.window.top = rows.first;
        mien_conv_part(c, x, residual, band, scratch, top + rows.first, top + rows.last);
        mien_pool_run(&part, band, y + (size_t)row * mien_row(&p->out), 0, 1);
    }
}

#endif
