/* pool.h - windows that slide over a map without weights: what [maxpool] and [avgpool] share. */
#ifndef MIEN_NETWORK_POOL_H
#define MIEN_NETWORK_POOL_H

#include "trainer/network/lowering.h"
#include "trainer/network/layer.h"

/* Output (y, x) sees rows y * stride - before + [0, h) and columns x * stride - before + [0, w),
 * as far as they are inside the input. */
struct pool {
    size_t h, w, stride, before;
};

/* Part of a window that is inside an input of `length`: [first, last). */
struct pool_span {
    size_t first, last;
};

static inline struct pool_span pool_inside(const struct pool *p, size_t at, size_t size,
                                           size_t length)
{
    const size_t start = at * p->stride, end = start + size;
    struct pool_span s = {start > p->before ? start - p->before : 0, end - p->before};
    if (s.last > length)
        s.last = length;
    return s;
}

/* size, stride and padding of `s`, as Darknet reads them, into *p and the layer's shape. */
int pool_read(struct pool *p, struct layer *l, struct cfg_section *s, struct mien_error *e);

int pool_lower(const struct pool *p, bool average, struct layer *l, struct lowering *low,
               struct mien_error *e);

#endif
