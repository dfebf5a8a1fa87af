/* maxpool.c - [maxpool]: the largest number under each window, channel by channel.
 *
 * Keys and defaults are Darknet's: stride = 1, size = stride, padding = size - 1 (both sides
 * together, the smaller half before the map). Of equal numbers the first counts, as in PyTorch.
 * State: nothing; backward looks for the largest again. */
#include <stdlib.h>
#include <string.h>

#include "trainer/network/pool.h"

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    (void)layers;
    struct pool *o = l->options = calloc(1, sizeof *o);
    if (o == NULL)
        return error_memory(e, "a layer", sizeof *o);
    return pool_read(o, l, s, e);
}

/* One output pixel from the window's part [rows, columns] of the image x [h, w, c]. */
static void largest(const float *restrict x, struct shape in, struct pool_span rows,
                    struct pool_span columns, float *restrict y)
{
    memcpy(y, x + (rows.first * in.w + columns.first) * in.c, in.c * sizeof *y);
    for (size_t r = rows.first; r < rows.last; r++)
        for (size_t k = columns.first; k < columns.last; k++) {
            const float *restrict from = x + (r * in.w + k) * in.c;
            for (size_t c = 0; c < in.c; c++)
                y[c] = from[c] > y[c] ? from[c] : y[c];
        }
}

static void forward(const struct layer *l, const struct pass *p)
{
    const struct pool *o = l->options;
    const struct layer *in = l->input[0];
    for (size_t row = p->begin; row < p->end; row++) {
        float *y = l->output + row * l->size;
        for (size_t h = 0; h < l->shape.h; h++)
            for (size_t w = 0; w < l->shape.w; w++, y += l->shape.c)
                largest(in->output + row * in->size, in->shape,
                        pool_inside(o, h, o->h, in->shape.h), pool_inside(o, w, o->w, in->shape.w),
                        y);
    }
}

/* The delta d of one output pixel y goes to the first number of the window that is y. */
static void give(const float *restrict x, struct shape in, struct pool_span rows,
                 struct pool_span columns, const float *restrict y, float *restrict d,
                 float *restrict dx)
{
    for (size_t r = rows.first; r < rows.last; r++)
        for (size_t k = columns.first; k < columns.last; k++) {
            const size_t at = (r * in.w + k) * in.c;
            for (size_t c = 0; c < in.c; c++) {
                const float given = x[at + c] == y[c] ? d[c] : 0.0f;
                dx[at + c] += given;
                d[c] -= given;
            }
        }
}

static void backward(const struct layer *l, const struct pass *p)
{
    const struct pool *o = l->options;
    const struct layer *in = l->input[0];
    if (in->delta == NULL)
        return;
    for (size_t row = p->begin; row < p->end; row++) {
        const float *y = l->output + row * l->size, *x = in->output + row * in->size;
        float *d = l->delta + row * l->size, *dx = in->delta + row * in->size;
        if (!l->adds[0])
            memset(dx, 0, in->size * sizeof *dx);
        for (size_t h = 0; h < l->shape.h; h++)
            for (size_t w = 0; w < l->shape.w; w++, y += l->shape.c, d += l->shape.c)
                give(x, in->shape, pool_inside(o, h, o->h, in->shape.h),
                     pool_inside(o, w, o->w, in->shape.w), y, d, dx);
    }
}

static int lower(struct layer *l, struct lowering *low, struct mien_error *e)
{
    return pool_lower(l->options, false, l, low, e);
}

const struct layer_type layer_maxpool = {
    .section = "maxpool",
    .configure = configure,
    .forward = forward,
    .backward = backward,
    .lower = lower,
};
