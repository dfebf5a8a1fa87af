/* avgpool.c - [avgpool]: the mean of each channel, of the whole map as in Darknet; or, where size
 * or stride is given, of what each window has inside the map ([maxpool] tells of the keys). */
#include <stdlib.h>
#include <string.h>

#include "trainer/network/pool.h"

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    (void)layers;
    const struct shape in = l->input[0]->shape;
    struct pool *o = l->options = calloc(1, sizeof *o);
    if (o == NULL)
        return error_memory(e, "a layer", sizeof *o);
    if (pool_read(o, l, s, e) != 0)
        return -1;
    if (cfg_line(s, "size") == s->line && cfg_line(s, "stride") == s->line) {
        *o = (struct pool){in.h, in.w, 1, 0};
        l->shape = (struct shape){1, 1, in.c};
    }
    return 0;
}

/* y [channels] += x * factor. */
static void add(const float *restrict x, size_t channels, float factor, float *restrict y)
{
    for (size_t c = 0; c < channels; c++)
        y[c] += x[c] * factor;
}

/* One output pixel from the window's part [rows, columns] of the image x, or back to it: in is the
 * image's shape. */
static void mean(const float *x, struct shape in, struct pool_span rows, struct pool_span columns,
                 float *y)
{
    const size_t count = (rows.last - rows.first) * (columns.last - columns.first);
    memset(y, 0, in.c * sizeof *y);
    for (size_t r = rows.first; r < rows.last; r++)
        for (size_t k = columns.first; k < columns.last; k++)
            add(x + (r * in.w + k) * in.c, in.c, 1.0f / (float)count, y);
}

static void give(const float *d, struct shape in, struct pool_span rows, struct pool_span columns,
                 float *dx)
{
    const size_t count = (rows.last - rows.first) * (columns.last - columns.first);
    for (size_t r = rows.first; r < rows.last; r++)
        for (size_t k = columns.first; k < columns.last; k++)
            add(d, in.c, 1.0f / (float)count, dx + (r * in.w + k) * in.c);
}

static void forward(const struct layer *l, const struct pass *p)
{
    const struct pool *o = l->options;
    const struct layer *in = l->input[0];
    for (size_t row = p->begin; row < p->end; row++) {
        float *y = l->output + row * l->size;
        for (size_t h = 0; h < l->shape.h; h++)
            for (size_t w = 0; w < l->shape.w; w++, y += l->shape.c)
                mean(in->output + row * in->size, in->shape, pool_inside(o, h, o->h, in->shape.h),
                     pool_inside(o, w, o->w, in->shape.w), y);
    }
}

static void backward(const struct layer *l, const struct pass *p)
{
    const struct pool *o = l->options;
    const struct layer *in = l->input[0];
    if (in->delta == NULL)
        return;
    for (size_t row = p->begin; row < p->end; row++) {
        const float *d = l->delta + row * l->size;
        float *dx = in->delta + row * in->size;
        if (!l->adds[0])
            memset(dx, 0, in->size * sizeof *dx);
        for (size_t h = 0; h < l->shape.h; h++)
            for (size_t w = 0; w < l->shape.w; w++, d += l->shape.c)
                give(d, in->shape, pool_inside(o, h, o->h, in->shape.h),
                     pool_inside(o, w, o->w, in->shape.w), dx);
    }
}

static int lower(struct layer *l, struct lowering *low, struct mien_error *e)
{
    return pool_lower(l->options, true, l, low, e);
}

const struct layer_type layer_avgpool = {
    .section = "avgpool",
    .configure = configure,
    .forward = forward,
    .backward = backward,
    .lower = lower,
};
