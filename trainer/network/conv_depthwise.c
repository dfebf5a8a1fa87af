/* conv_depthwise.c - see conv_depthwise.h. */
#include "trainer/network/conv_depthwise.h"

#include <string.h>

#include "trainer/network/vector.h"

enum { BLOCK = LANES < 8 ? LANES : 8, TAPS = 9 };

typedef float block __attribute__((vector_size(BLOCK * sizeof(float))));
typedef float loose_block
    __attribute__((vector_size(BLOCK * sizeof(float)), aligned(4), may_alias));

ALWAYS_INLINE block load(const float *x)
{
    return *(const loose_block *)x;
}

ALWAYS_INLINE void store(float *y, block v)
{
    *(loose_block *)y = v;
}

static bool fits(const struct conv *c)
{
    return c->groups == c->in.c && c->in.c == c->out.c && c->in.c % BLOCK == 0;
}

/* Columns that the last window of a row has outside. */
static size_t outside(const struct conv *c)
{
    const size_t end = (c->out.w - 1) * c->stride + c->size;
    return end > c->in.w + c->padding ? end - c->in.w - c->padding : 0;
}

/* Whether the window is one that passes along rows; it is whole in the middle of each. */
static bool passes(const struct conv *c)
{
    return c->size == 3 && c->stride <= 2 && c->padding <= 1 && outside(c) <= 1 &&
           c->out.w >= c->padding + outside(c) + (outside(c) > 0);
}

/* The convolution that gives the gradient of the input, where steps are 1. */
static struct conv turned(const struct conv *c)
{
    struct conv t = *c;
    t.in = c->out;
    t.out = c->in;
    t.padding = c->size - 1 - c->padding;
    return t;
}

static size_t prepared(const struct conv *c)
{
    return conv_weights(c);
}

/* [c / BLOCK, taps, BLOCK], for backward the last tap first where steps are 1. */
static void prepare(const struct conv *c, enum conv_direction way, const float *weight,
                    float *packed, size_t part, size_t parts)
{
    const size_t taps = c->size * c->size;
    const bool turn = way == CONV_BACKWARD && c->stride == 1;
    for (size_t b = part; b < c->in.c / BLOCK; b += parts)
        for (size_t t = 0; t < taps; t++)
            memcpy(packed + (b * taps + (turn ? taps - 1 - t : t)) * BLOCK,
                   weight + t * c->in.c + b * BLOCK, BLOCK * sizeof *packed);
}

/* A row of zeros. */
static size_t workspace(const struct conv *c)
{
    return (size_t)(c->in.w > c->out.w ? c->in.w : c->out.w) * c->in.c;
}

/* The rows that output row `at` sees. */
static void window_rows(const struct conv *c, const float *x, size_t at, const float *zeros,
                        const float *rows[3])
{
    for (size_t k = 0; k < 3; k++) {
        const size_t row = at * c->stride + k - c->padding; /* above the first: huge */
        rows[k] = row < c->in.h ? x + row * c->in.w * c->in.c : zeros;
    }
}

/* Weighted columns [first, last) of the window at x. */
ALWAYS_INLINE block columns(block sum, const float *const rows[3], size_t at, size_t step,
                            const block *weight, const size_t first, const size_t last)
{
    UNROLL
    for (size_t r = 0; r < 3; r++)
        UNROLL
    for (size_t k = first; k < last; k++)
        sum += load(rows[r] + at + k * step) * weight[r * 3 + k];
    return sum;
}

/* One row of one block of channels: `add` and `stride` are literals at each call. */
ALWAYS_INLINE void pass_row(const struct conv *c, const float *const rows[3], const block *weight,
                            float *y, const bool add, const size_t stride)
{
    const size_t step = c->in.c, left = c->padding, right = outside(c);
    const size_t move = stride * step;
    size_t at = 0, i = 0; /* of the window's first column that is inside; of the output */
    if (left > 0) {
        const float *const shifted[3] = {rows[0] - step, rows[1] - step, rows[2] - step};
        const block start = add ? load(y) : (block){0};
        store(y, columns(start, shifted, 0, step, weight, 1, 3));
        at = move - step;
        i = 1;
    }
    for (; i < c->out.w - right; i++, at += move) {
        const block start = add ? load(y + i * step) : (block){0};
        store(y + i * step, columns(start, rows, at, step, weight, 0, 3));
    }
    if (right > 0) {
        const block start = add ? load(y + i * step) : (block){0};
        store(y + i * step, columns(start, rows, at, step, weight, 0, 2));
    }
}

/* One block of output pixel (y, x) tap by tap, onto `sum`. */
static block any_window(const struct conv *c, const float *x, const float *weight, size_t row,
                        size_t column, block sum)
{
    for (size_t k = 0; k < c->size * c->size; k++) {
        const size_t in_row = row * c->stride + k / c->size - c->padding;
        const size_t in_column = column * c->stride + k % c->size - c->padding;
        if (in_row < c->in.h && in_column < c->in.w)
            sum += load(x + (in_row * c->in.w + in_column) * c->in.c) * load(weight + k * BLOCK);
    }
    return sum;
}

static void run_any(const struct conv *c, const float *weight, const float *x, float *y, bool add)
{
    for (size_t row = 0; row < c->out.h; row++)
        for (size_t column = 0; column < c->out.w; column++, y += c->out.c) {
            const block start = add ? load(y) : (block){0};
            store(y, any_window(c, x, weight, row, column, start));
        }
}

static void run_passing(const struct conv *c, const float *packed, const float *x, float *y,
                        bool add, const float *zeros)
{
    const float *rows[3];
    block weight[TAPS];
    for (size_t t = 0; t < TAPS; t++)
        weight[t] = load(packed + t * BLOCK);
    for (size_t row = 0; row < c->out.h; row++, y += (size_t)c->out.w * c->out.c) {
        window_rows(c, x, row, zeros, rows);
        if (c->stride == 2)
            pass_row(c, rows, weight, y, false, 2);
        else if (add)
            pass_row(c, rows, weight, y, true, 1);
        else
            pass_row(c, rows, weight, y, false, 1);
    }
}

static void run(const struct conv *c, const float *packed, const float *x, size_t images, float *y,
                bool add, float *zeros)
{
    const bool passing = passes(c) && !(add && c->stride == 2);
    memset(zeros, 0, (size_t)c->in.w * c->in.c * sizeof *zeros);
    for (size_t i = 0; i < images; i++, x += shape_size(c->in), y += shape_size(c->out))
        for (size_t at = 0; at < c->in.c; at += BLOCK) {
            const float *weight = packed + at * c->size * c->size;
            if (passing)
                run_passing(c, weight, x + at, y + at, add, zeros);
            else
                run_any(c, weight, x + at, y + at, add);
        }
}

static void forward(const struct conv *c, const float *packed, const float *x, size_t images,
                    float *z, float *zeros)
{
    run(c, packed, x, images, z, false, zeros);
}

/* What d at output (row, column) gives to the inputs it saw, tap by tap. */
static void give_any(const struct conv *c, const float *weight, const float *d, float *dx)
{
    for (size_t at = 0; at < (size_t)c->out.h * c->out.w; at++, d += c->out.c)
        for (size_t k = 0; k < c->size * c->size; k++) {
            const size_t row = at / c->out.w * c->stride + k / c->size - c->padding;
            const size_t column = at % c->out.w * c->stride + k % c->size - c->padding;
            if (row >= c->in.h || column >= c->in.w)
                continue;
            float *to = dx + (row * c->in.w + column) * c->in.c;
            store(to, load(to) + load(d) * load(weight + k * BLOCK));
        }
}

ALWAYS_INLINE void put(float *y, block v, bool add)
{
    store(y, add ? load(y) + v : v);
}

/* One row of inputs with steps of 2 and one column of padding: even ones are seen by the middle of
 * one window, odd ones by the ends of two. The rows a and b of d weigh by `wa` and `wb`. */
static void give_row(const struct conv *c, const float *a, const float *b, const block wa[3],
                     const block wb[3], float *dx, bool add)
{
    const size_t step = c->in.c;
    block carry = {0};
    for (size_t i = 0; i < c->out.w; i++, dx += 2 * step) {
        const block va = load(a + i * step), vb = load(b + i * step);
        if (i > 0)
            put(dx - step, carry + va * wa[0] + vb * wb[0], add);
        put(dx, va * wa[1] + vb * wb[1], add);
        carry = va * wa[2] + vb * wb[2];
    }
    if (outside(c) == 0)
        put(dx - step, carry, add);
}

/* All rows of one image and block: an even one is seen by the middle row of one window, an odd one
 * by the last of one and the first of the next. */
static void give_steps(const struct conv *c, const float *packed, const float *d, float *dx,
                       bool add, const float *zeros)
{
    const size_t out_row = (size_t)c->out.w * c->out.c, in_row = (size_t)c->in.w * c->in.c;
    block weight[TAPS];
    for (size_t t = 0; t < TAPS; t++)
        weight[t] = load(packed + t * BLOCK);
    for (size_t row = 0; row < c->in.h; row++, dx += in_row) {
        const float *a = d + row / 2 * out_row;
        if (row % 2 == 0)
            give_row(c, a, zeros, weight + 3, weight + 3, dx, add);
        else
            give_row(c, a, row / 2 + 1 < c->out.h ? a + out_row : zeros, weight + 6, weight, dx,
                     add);
    }
}

static void backward(const struct conv *c, const float *packed, const float *d, size_t images,
                     float *dx, bool add, float *zeros)
{
    const bool steps = c->stride == 2 && c->padding == 1 && passes(c) &&
                       c->in.w == 2 * c->out.w - outside(c) && c->in.h <= 2 * c->out.h;
    const struct conv t = turned(c);
    if (c->stride == 1) {
        run(&t, packed, d, images, dx, add, zeros);
        return;
    }
    memset(zeros, 0, (size_t)c->out.w * c->out.c * sizeof *zeros);
    if (!steps && !add)
        memset(dx, 0, images * shape_size(c->in) * sizeof *dx);
    for (size_t i = 0; i < images; i++, d += shape_size(c->out), dx += shape_size(c->in))
        for (size_t at = 0; at < c->in.c; at += BLOCK) {
            const float *weight = packed + at * c->size * c->size;
            if (steps)
                give_steps(c, weight, d + at, dx + at, add, zeros);
            else
                give_any(c, weight, d + at, dx + at);
        }
}

/* sum[tap] += d times what the tap saw, of columns [first, last) of the window. */
ALWAYS_INLINE void gather(block *sum, const float *const rows[3], size_t at, size_t step, block d,
                          const size_t first, const size_t last)
{
    UNROLL
    for (size_t r = 0; r < 3; r++)
        UNROLL
    for (size_t k = first; k < last; k++)
        sum[r * 3 + k] += load(rows[r] + at + k * step) * d;
}

/* One block of one image, the nine sums staying in registers. */
static void gather_image(const struct conv *c, const float *x, const float *d, const float *zeros,
                         float *g)
{
    const size_t step = c->in.c, move = c->stride * step, left = c->padding, right = outside(c);
    const float *rows[3];
    block sum[TAPS];
    UNROLL
    for (size_t t = 0; t < TAPS; t++)
        sum[t] = load(g + t * step);
    for (size_t row = 0; row < c->out.h; row++) {
        size_t at = 0, i = 0;
        window_rows(c, x, row, zeros, rows);
        if (left > 0) {
            const float *const shifted[3] = {rows[0] - step, rows[1] - step, rows[2] - step};
            gather(sum, shifted, 0, step, load(d), 1, 3);
            d += step;
            at = move - step;
            i = 1;
        }
        for (; i < c->out.w - right; i++, at += move, d += step)
            gather(sum, rows, at, step, load(d), 0, 3);
        if (right > 0) {
            gather(sum, rows, at, step, load(d), 0, 2);
            d += step;
        }
    }
    UNROLL
    for (size_t t = 0; t < TAPS; t++)
        store(g + t * step, sum[t]);
}

static void gather_any(const struct conv *c, const float *x, const float *d, float *g)
{
    for (size_t at = 0; at < (size_t)c->out.h * c->out.w; at++, d += c->out.c)
        for (size_t k = 0; k < c->size * c->size; k++) {
            const size_t row = at / c->out.w * c->stride + k / c->size - c->padding;
            const size_t column = at % c->out.w * c->stride + k % c->size - c->padding;
            float *to = g + k * c->in.c;
            if (row < c->in.h && column < c->in.w)
                store(to, load(to) + load(x + (row * c->in.w + column) * c->in.c) * load(d));
        }
}

static void gradient(const struct conv *c, const float *x, const float *d, size_t images, float *g,
                     bool add, size_t part, size_t parts, float *zeros)
{
    const size_t blocks = c->in.c / BLOCK;
    const size_t begin = blocks * part / parts * BLOCK, end = blocks * (part + 1) / parts * BLOCK;
    memset(zeros, 0, (size_t)c->in.w * c->in.c * sizeof *zeros);
    for (size_t t = 0; t < c->size * c->size && begin < end && !add; t++)
        memset(g + t * c->in.c + begin, 0, (end - begin) * sizeof *g);
    for (size_t i = 0; i < images; i++, x += shape_size(c->in), d += shape_size(c->out))
        for (size_t at = begin; at < end; at += BLOCK)
            if (passes(c))
                gather_image(c, x + at, d + at, zeros, g + at);
            else
                gather_any(c, x + at, d + at, g + at);
}

const struct conv_engine conv_depthwise = {
    .fits = fits,
    .prepared = prepared,
    .prepare = prepare,
    .workspace = workspace,
    .forward = forward,
    .backward = backward,
    .gradient = gradient,
};
