/* pool.c - see pool.h. */
#include "trainer/network/pool.h"

enum { SIZE_MOST = 1024 };

int pool_read(struct pool *p, struct layer *l, struct cfg_section *s, struct mien_error *e)
{
    const struct shape in = l->input[0]->shape;
    long long size, stride, padding;
    if (cfg_integer(s, "stride", &stride, 1, 1, SIZE_MOST, e) != 0 ||
        cfg_integer(s, "size", &size, stride, 1, SIZE_MOST, e) != 0 ||
        cfg_integer(s, "padding", &padding, size - 1, 0, 2 * SIZE_MOST, e) != 0)
        return -1;
    if (padding >= 2 * size)
        return cfg_error(s, "padding", e,
                         "padding of both sides together must be below twice the size (%lld, size "
                         "%lld)",
                         padding, size);
    if (in.h + (size_t)padding < (size_t)size || in.w + (size_t)padding < (size_t)size)
        return cfg_error(s, "size", e, "size is larger than the input (%lld, input %u x %u)", size,
                         in.h, in.w);
    *p = (struct pool){(size_t)size, (size_t)size, (size_t)stride, (size_t)padding / 2};
    l->shape.h = (in.h + (uint32_t)padding - (uint32_t)size) / (uint32_t)stride + 1;
    l->shape.w = (in.w + (uint32_t)padding - (uint32_t)size) / (uint32_t)stride + 1;
    l->shape.c = in.c;
    if ((l->shape.h - 1) * p->stride >= in.h + p->before ||
        (l->shape.w - 1) * p->stride >= in.w + p->before)
        return cfg_error(s, "padding", e,
                         "the last window sees nothing of the input (padding %lld, input %u x %u)",
                         padding, in.h, in.w);
    return 0;
}

int pool_lower(const struct pool *p, bool average, struct layer *l, struct lowering *low,
               struct mien_error *e)
{
    struct mien_node n = {.op = MIEN_POOL, .inputs = {l->input[0]->value}, .input_count = 1};
    n.u.pool = (struct mien_pool){
        .out = {(int32_t)l->shape.h, (int32_t)l->shape.w, (int32_t)l->shape.c, 0},
        .window = {(int32_t)p->h, (int32_t)p->w, (int32_t)p->stride, (int32_t)p->before,
                   (int32_t)p->before},
        .average = average};
    l->value = lowering_add(low, &n, e);
    return l->value < 0 ? -1 : 0;
}
