/* mien_map.h - what networks do with maps besides convolving: pooling, sums, activations, padding,
 * concatenation, reshaping, slices, and the normalisation of a picture.
 *
 * Maps, their strides and the zeros behind their channels are those of mien_layout.h. None of these
 * functions fails; inputs and outputs do not overlap unless said. */
#ifndef MIEN_MAP_H
#define MIEN_MAP_H

#include "mien_layout.h"

enum { MIEN_CONCAT_MAX = 4 };

/* The largest number (average: the mean of those inside the input) under each window. */
struct mien_pool {
    struct mien_map in, out; /* the same c */
    struct mien_window window;
    int32_t average;
};

/* y = activation(a + b). */
struct mien_sum {
    struct mien_map a, b, out; /* the same but for their strides */
    enum mien_activation activation;
};

/* y = activation(x * factor), factor being one number a channel. */
struct mien_scale {
    struct mien_map in, out; /* the same but for their strides */
    enum mien_activation activation;
};

/* y = activation(x), or PReLU by channel. */
struct mien_activate {
    struct mien_map in, out; /* the same but for their strides */
    const float *slope;      /* [MIEN_STRIDE(c)] or NULL */
    enum mien_activation activation;
};

/* The input amid zeros. */
struct mien_pad {
    struct mien_map in, out;
    int32_t top, left, front; /* rows, columns and channels of zeros before it */
};

/* The inputs one behind another along an axis: 0 h, 1 w, 2 c. */
struct mien_concat {
    struct mien_map in[MIEN_CONCAT_MAX], out;
    int32_t count, axis;
};

/* The same numbers in the same order ([h, w, c], row by row) under another shape. */
struct mien_reshape {
    struct mien_map in, out;
};

/* out.h * out.w * out.c numbers from number `start` on, in the order of mien_reshape: one part of a
 * row that holds several. */
struct mien_slice {
    struct mien_map in, out;
    int32_t start;
};

/* y = (x - mean) / sqrt(variance + MIEN_NORMALIZE_FLOOR), mean and variance being those of the
 * whole map: what a picture's brightness and contrast were is gone. */
struct mien_normalize {
    struct mien_map in, out; /* the same but for their strides */
};

/* One grey level of 0..255, squared: a picture without contrast becomes zeros and not noise. */
#define MIEN_NORMALIZE_FLOOR 1.0f

/* Pixel `at` of a map, and its number of pixels. */
static inline size_t mien_pixel(const struct mien_map *m, size_t at)
{
    return at * (size_t)m->stride;
}

static inline size_t mien_pixels(const struct mien_map *m)
{
    return (size_t)m->h * (size_t)m->w;
}

/* Zeros in what a pixel has behind its channels; y is the pixel. */
static inline void mien_clear_behind(const struct mien_map *m, float *y)
{
    for (int32_t c = m->c; c < m->stride; c++)
        y[c] = 0.0f;
}

/* One output pixel: the `rows` times `columns` pixels at x that its window has inside the input,
 * each `step` floats from the next and `row` floats from the one below. */
static inline void mien_pool_pixel(const struct mien_pool *p, const float *x, size_t row,
                                   size_t rows, size_t columns, float *y)
{
    const size_t step = (size_t)p->in.stride;
    const mien_v8 share = mien_set8(1.0f / (float)(rows * columns)), zero = mien_set8(0.0f);
    for (int32_t c = 0; c < p->out.c; c += MIEN_BLOCK) {
        const int32_t lanes = mien_lanes(&p->in, c);
        mien_v8 all = p->average ? zero : mien_load_lanes(x + c, lanes);
        for (size_t ky = 0; ky < rows; ky++)
            for (size_t kx = 0; kx < columns; kx++) {
                const mien_v8 v = mien_load_lanes(x + ky * row + kx * step + c, lanes);
                all = p->average ? mien_fma8(v, share, all) : mien_max8(v, all);
            }
        mien_store_lanes(y + c, all, mien_lanes(&p->out, c));
    }
}

/* The same for the window that networks halve their maps by, 2 x 2, whole blocks, the largest. */
static inline void mien_pool_four(const float *x, size_t row, size_t step, size_t channels,
                                  float *y)
{
    for (size_t c = 0; c < channels; c += MIEN_BLOCK, x += MIEN_BLOCK, y += MIEN_BLOCK)
        mien_store8(y, mien_max8(mien_max8(mien_load8(x), mien_load8(x + step)),
                                 mien_max8(mien_load8(x + row), mien_load8(x + row + step))));
}

/* Output rows [from, to) of y = pool(x): x [in], y [out]. Every window has a pixel inside. */
static inline void mien_pool_run(const struct mien_pool *p, const float *x, float *y, int32_t from,
                                 int32_t to)
{
    const size_t row = mien_row(&p->in), step = (size_t)p->in.stride;
    const int halves =
        !p->average && p->in.stride % MIEN_BLOCK == 0 && p->out.stride % MIEN_BLOCK == 0;
    y += (size_t)from * mien_row(&p->out);
    for (int32_t oy = from; oy < to; oy++)
        for (int32_t ox = 0; ox < p->out.w; ox++, y += p->out.stride) {
            const int32_t y0 = oy * p->window.step - p->window.top;
            const int32_t x0 = ox * p->window.step - p->window.left;
            const struct mien_span rows = mien_inside(y0, p->window.h, p->in.h);
            const struct mien_span columns = mien_inside(x0, p->window.w, p->in.w);
            const size_t h = (size_t)(rows.last - rows.first);
            const size_t w = (size_t)(columns.last - columns.first);
            const float *in =
                x + (size_t)(y0 + rows.first) * row + (size_t)(x0 + columns.first) * step;
            if (halves && h == 2 && w == 2)
                mien_pool_four(in, row, step, (size_t)p->out.c, y);
            else
                mien_pool_pixel(p, in, row, h, w, y);
        }
}

/* y = activation(a + b): a, b, y [out]; y may be a or b where their strides are the same. */
static inline void mien_add_run(const struct mien_sum *s, const float *a, const float *b, float *y)
{
    for (size_t at = 0; at < mien_pixels(&s->out); at++) {
        const float *p = a + mien_pixel(&s->a, at), *q = b + mien_pixel(&s->b, at);
        float *sum = y + mien_pixel(&s->out, at);
        for (int32_t c = 0; c < s->out.c; c++)
            sum[c] = p[c] + q[c];
        mien_clear_behind(&s->out, sum);
    }
    mien_activate_pixels(y, mien_pixels(&s->out), (size_t)s->out.stride, (size_t)s->out.c,
                         s->activation);
}

/* x [in], factor [out.c] -> y [out]; y may be x where the strides are the same. */
static inline void mien_scale_run(const struct mien_scale *s, const float *x, const float *factor,
                                  float *y)
{
    for (size_t at = 0; at < mien_pixels(&s->out); at++) {
        const float *from = x + mien_pixel(&s->in, at);
        float *to = y + mien_pixel(&s->out, at);
        for (int32_t c = 0; c < s->out.c; c++)
            to[c] = from[c] * factor[c];
        mien_clear_behind(&s->out, to);
    }
    mien_activate_pixels(y, mien_pixels(&s->out), (size_t)s->out.stride, (size_t)s->out.c,
                         s->activation);
}

/* x [in] -> y [out]; y may be x where the strides are the same. */
static inline void mien_activate_run(const struct mien_activate *a, const float *x, float *y)
{
    for (size_t at = 0; at < mien_pixels(&a->out); at++) {
        const float *from = x + mien_pixel(&a->in, at);
        float *to = y + mien_pixel(&a->out, at);
        for (int32_t c = 0; c < a->out.c; c++)
            to[c] = a->slope && from[c] < 0.0f ? from[c] * a->slope[c] : from[c];
        mien_clear_behind(&a->out, to);
    }
    if (!a->slope)
        mien_activate_pixels(y, mien_pixels(&a->out), (size_t)a->out.stride, (size_t)a->out.c,
                             a->activation);
}

/* Sum of f(x) over a map's numbers, f being x - mean or its square; eight chains side by side. */
static inline float mien_map_sum(const struct mien_map *m, const float *x, float mean, int square)
{
    const mien_v8 shift = mien_set8(-mean);
    const int dense = m->stride == m->c;
    const size_t run = dense ? mien_pixels(m) * (size_t)m->c : (size_t)m->c;
    const size_t runs = dense ? 1 : mien_pixels(m), blocks = run / MIEN_BLOCK;
    mien_v8 sum = mien_set8(0.0f);
    float chain[MIEN_BLOCK], rest = 0.0f;
    for (size_t r = 0; r < runs; r++, x += m->stride) {
        for (size_t b = 0; b < blocks; b++) {
            const mien_v8 v = mien_add8(mien_load8(x + b * MIEN_BLOCK), shift);
            sum = square ? mien_fma8(v, v, sum) : mien_add8(v, sum);
        }
        for (size_t i = blocks * MIEN_BLOCK; i < run; i++) {
            const float v = x[i] - mean;
            rest += square ? v * v : v;
        }
    }
    mien_store8(chain, sum);
    for (size_t k = 0; k < MIEN_BLOCK; k++)
        rest += chain[k];
    return rest;
}

/* x [in] -> y [out]; y may be x where the strides are the same. */
static inline void mien_normalize_run(const struct mien_normalize *n, const float *x, float *y)
{
    const size_t count = mien_pixels(&n->in) * (size_t)n->in.c;
    const float mean = mien_map_sum(&n->in, x, 0.0f, 0) / (float)count;
    const float variance = mien_map_sum(&n->in, x, mean, 1) / (float)count;
    const float scale = 1.0f / sqrtf(variance + MIEN_NORMALIZE_FLOOR);
    const int dense = n->in.stride == n->in.c && n->out.stride == n->out.c;
    const size_t run = dense ? count : (size_t)n->out.c; /* numbers that lie side by side */
    for (size_t at = 0; at < (dense ? 1 : mien_pixels(&n->out)); at++) {
        const float *from = x + mien_pixel(&n->in, at);
        float *to = y + mien_pixel(&n->out, at);
        for (size_t i = 0; i < run; i++)
            to[i] = (from[i] - mean) * scale;
        mien_clear_behind(&n->out, to);
    }
}

/* x [in] -> y [out]. */
static inline void mien_pad_run(const struct mien_pad *p, const float *x, float *y)
{
    const size_t row = (size_t)p->in.w * (size_t)p->in.stride;
    memset(y, 0, mien_pixels(&p->out) * (size_t)p->out.stride * sizeof *y);
    for (size_t r = 0; r < (size_t)p->in.h; r++)
        mien_copy_channels(
            y + mien_pixel(&p->out, (r + (size_t)p->top) * (size_t)p->out.w + (size_t)p->left) +
                p->front,
            (size_t)p->out.stride, x + r * row, (size_t)p->in.stride, (size_t)p->in.w,
            (size_t)p->in.c);
}

/* inputs [count] of shapes in[i] -> y [out]. */
static inline void mien_concat_run(const struct mien_concat *c, const float *const *inputs,
                                   float *y)
{
    size_t start = 0; /* of the input in the output, in floats */
    for (size_t at = 0; at < mien_pixels(&c->out); at++)
        mien_clear_behind(&c->out, y + mien_pixel(&c->out, at));
    for (int32_t i = 0; i < c->count; i++) {
        const struct mien_map *in = &c->in[i];
        const size_t row = (size_t)c->out.w * (size_t)c->out.stride;
        const size_t in_row = (size_t)in->w * (size_t)in->stride;
        for (size_t r = 0; r < (size_t)in->h; r++)
            mien_copy_channels(y + start + r * row, (size_t)c->out.stride, inputs[i] + r * in_row,
                               (size_t)in->stride, (size_t)in->w, (size_t)in->c);
        start += c->axis == 0   ? (size_t)in->h * row
                 : c->axis == 1 ? (size_t)in->w * (size_t)c->out.stride
                                : (size_t)in->c;
    }
}

/* `size` numbers of x [in] from number `start` on -> y [out], the runs that lie side by side in
 * both at a time. */
static inline void mien_copy_flat(const struct mien_map *in, const float *x, size_t start,
                                  const struct mien_map *out, float *y, size_t size)
{
    const size_t from = (size_t)in->c, to = (size_t)out->c;
    const int dense = in->stride == in->c && out->stride == out->c;
    for (size_t at = 0, count; at < size; at += count) {
        const size_t read = start + at;
        count = dense ? size : mien_least(size - at, mien_least(from - read % from, to - at % to));
        memcpy(y + mien_pixel(out, at / to) + at % to,
               x + mien_pixel(in, read / from) + read % from, count * sizeof *y);
    }
    for (size_t at = 0; at < mien_pixels(out); at++)
        mien_clear_behind(out, y + mien_pixel(out, at));
}

/* x [in] -> y [out]. */
static inline void mien_reshape_run(const struct mien_reshape *r, const float *x, float *y)
{
    mien_copy_flat(&r->in, x, 0, &r->out, y, mien_pixels(&r->in) * (size_t)r->in.c);
}

/* x [in] -> y [out]. */
static inline void mien_slice_run(const struct mien_slice *s, const float *x, float *y)
{
    mien_copy_flat(&s->in, x, (size_t)s->start, &s->out, y,
                   mien_pixels(&s->out) * (size_t)s->out.c);
}

#endif
