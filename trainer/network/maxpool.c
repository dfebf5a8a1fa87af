/* maxpool.c - [maxpool]: the largest number under each window, channel by channel.
 *
 * Keys and defaults are Darknet's: stride = 1, size = stride, padding = size - 1 (both sides
 * together, the smaller half before the map). Of equal numbers the first counts, as in PyTorch.
 * State: nothing; backward looks for the largest again. */
#include <stdlib.h>
#include <string.h>

#include "trainer/network/pool.h"
#include "trainer/network/vector.h"

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    (void)layers;
    struct pool *o = l->options = calloc(1, sizeof *o);
    if (o == NULL)
        return error_memory(e, "a layer", sizeof *o);
    return pool_read(o, l, s, e);
}

/* A window's part that is inside an image, for one output pixel: `count` rows of `width` pixels,
 * from a place on, `row` floats apart. */
struct window {
    size_t at, count, width, row;
};

static struct window window_of(const struct pool *p, struct shape in, size_t y, size_t x)
{
    const struct pool_span rows = pool_inside(p, y, p->h, in.h);
    const struct pool_span columns = pool_inside(p, x, p->w, in.w);
    return (struct window){(rows.first * in.w + columns.first) * in.c, rows.last - rows.first,
                           columns.last - columns.first, (size_t)in.w * in.c};
}

/* One output pixel y, block by block of its channels. */
static void largest(const struct window *w, const float *x, size_t channels, float *y)
{
    x += w->at;
    for (size_t c = 0; c < channels; c += LANES) {
        const size_t lanes = channels - c;
        vector most = vector_load_part(x + c, lanes);
        for (size_t r = 0; r < w->count; r++)
            for (size_t k = 0; k < w->width; k++) {
                const vector v = vector_load_part(x + r * w->row + k * channels + c, lanes);
                most = vector_choose(v > most, v, most);
            }
        vector_store_part(y + c, most, lanes);
    }
}

/* The delta d of one output pixel y goes to the first number of the window that is y. */
static void give(const struct window *w, const float *x, size_t channels, const float *y,
                 const float *d, float *dx)
{
    const vector zero = {0};
    x += w->at;
    dx += w->at;
    for (size_t c = 0; c < channels; c += LANES) {
        const size_t lanes = channels - c;
        const vector most = vector_load_part(y + c, lanes);
        vector left = vector_load_part(d + c, lanes);
        for (size_t r = 0; r < w->count; r++)
            for (size_t k = 0; k < w->width; k++) {
                const size_t at = r * w->row + k * channels + c;
                const vector given =
                    vector_choose(vector_load_part(x + at, lanes) == most, left, zero);
                left -= given;
                vector_store_part(dx + at, vector_load_part(dx + at, lanes) + given, lanes);
            }
    }
}

static void forward(const struct layer *l, const struct pass *p)
{
    const struct pool *o = l->options;
    const struct layer *in = l->input[0];
    for (size_t row = p->begin; row < p->end; row++) {
        float *y = l->output + row * l->size;
        for (size_t h = 0; h < l->shape.h; h++)
            for (size_t w = 0; w < l->shape.w; w++, y += l->shape.c) {
                const struct window part = window_of(o, in->shape, h, w);
                largest(&part, in->output + row * in->size, l->shape.c, y);
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
        const float *y = l->output + row * l->size, *d = l->delta + row * l->size;
        float *dx = in->delta + row * in->size;
        if (!l->adds[0])
            memset(dx, 0, in->size * sizeof *dx);
        for (size_t h = 0; h < l->shape.h; h++)
            for (size_t w = 0; w < l->shape.w; w++, y += l->shape.c, d += l->shape.c) {
                const struct window part = window_of(o, in->shape, h, w);
                give(&part, in->output + row * in->size, l->shape.c, y, d, dx);
            }
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
