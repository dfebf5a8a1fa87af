/* conv_direct.c - see conv_direct.h. */
#include "trainer/network/conv_direct.h"

#include <string.h>

#include "trainer/network/conv_margin.h"
#include "trainer/network/product.h"
#include "trainer/network/vector.h"

enum {
    PIXELS = 64,      /* that a product should have at least */
    FLOATS = 1 << 15, /* of input and output at a time: they stay in the second cache */
    JOINED = 384      /* a row of taps up to this long is one run */
};

static struct conv_margin forward_margin(const struct conv *c)
{
    return (struct conv_margin){c->padding, c->padding, (c->out.h - 1) * c->stride + c->size,
                                (c->out.w - 1) * c->stride + c->size};
}

/* Along one side: outputs before the first and in all that the inputs' taps ask for. */
static void side_margin(const struct conv *c, size_t in, size_t out, size_t *before, size_t *all)
{
    const size_t taps = (c->size + c->stride - 1) / c->stride, first = c->padding / c->stride;
    const size_t last = (in - 1 + c->padding) / c->stride;
    *before = taps - 1 > first ? taps - 1 - first : 0;
    *all = *before + (last + 1 > out ? last + 1 : out);
}

static struct conv_margin backward_margin(const struct conv *c)
{
    struct conv_margin m;
    side_margin(c, c->in.h, c->out.h, &m.top, &m.h);
    side_margin(c, c->in.w, c->out.w, &m.left, &m.w);
    return m;
}

static bool bare(const struct conv_margin *m, struct shape s)
{
    return m->top == 0 && m->left == 0 && m->h <= s.h && m->w <= s.w;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Images that are computed together. */
static size_t together(const struct conv *c)
{
    const size_t pixels = (size_t)c->out.h * c->out.w;
    const size_t fit = FLOATS / (shape_size(c->in) + shape_size(c->out));
    const size_t wanted = (PIXELS + pixels - 1) / pixels;
    return fit > wanted ? fit : wanted;
}

static size_t taps_in(const struct conv *c)
{
    return c->in.c / c->groups;
}

static size_t taps_out(const struct conv *c)
{
    return c->out.c / c->groups;
}

/* One phase of backward along one side: inputs `first`, first + stride, ... see `taps` outputs
 * each, the nearest of them `start` outputs behind the margin's end, at weights `weight`, weight +
 * stride,
 * ... */
struct phase {
    size_t first, count, taps, start, weight;
};

static struct phase phase_of(const struct conv *c, size_t first, size_t in, size_t before)
{
    const size_t at = first + c->padding, rest = at % c->stride;
    return (struct phase){first, (in - 1 - first) / c->stride + 1,
                          rest < c->size ? (c->size - 1 - rest) / c->stride + 1 : 0,
                          before + at / c->stride, rest};
}

static size_t backward_panels(const struct conv *c, const struct phase *y, const struct phase *x)
{
    return product_panels(y->taps * x->taps * taps_out(c), taps_in(c));
}

/* Phases along a side. */
static size_t phases(const struct conv *c, size_t in)
{
    return least(c->stride, in);
}

static size_t forward_panels(const struct conv *c)
{
    return product_panels(c->size * c->size * taps_in(c), taps_out(c));
}

static size_t prepared(const struct conv *c)
{
    const struct conv_margin m = backward_margin(c);
    size_t backward = 0;
    for (size_t py = 0; py < phases(c, c->in.h); py++)
        for (size_t px = 0; px < phases(c, c->in.w); px++) {
            const struct phase y = phase_of(c, py, c->in.h, m.top);
            const struct phase x = phase_of(c, px, c->in.w, m.left);
            backward += backward_panels(c, &y, &x);
        }
    const size_t forward = forward_panels(c);
    return c->groups * (forward > backward ? forward : backward);
}

/* Weights of a phase and group: taps in the order of their runs, nearest row first, last column
 * first. */
static void pack_phase(const struct conv *c, const struct phase *y, const struct phase *x,
                       const float *weight, float *panels, size_t part, size_t parts)
{
    const size_t in = taps_in(c), out = taps_out(c), k = y->taps * x->taps * out;
    size_t at = 0;
    for (size_t ty = 0; ty < y->taps; ty++)
        for (size_t tx = x->taps; tx-- > 0; at += out) {
            const size_t ky = y->weight + ty * c->stride, kx = x->weight + tx * c->stride;
            const float *tap = weight + (ky * c->size + kx) * in * c->out.c;
            product_pack((struct matrix){tap, 1, c->out.c}, at, out, k, in, panels, part, parts);
        }
}

static void prepare_backward(const struct conv *c, const float *weight, float *panels, size_t part,
                             size_t parts)
{
    const struct conv_margin m = backward_margin(c);
    for (size_t py = 0; py < phases(c, c->in.h); py++)
        for (size_t px = 0; px < phases(c, c->in.w); px++) {
            const struct phase y = phase_of(c, py, c->in.h, m.top);
            const struct phase x = phase_of(c, px, c->in.w, m.left);
            for (size_t g = 0; g < c->groups; g++, panels += backward_panels(c, &y, &x))
                pack_phase(c, &y, &x, weight + g * taps_out(c), panels, part, parts);
        }
}

static void prepare(const struct conv *c, enum conv_direction way, const float *weight,
                    float *panels, size_t part, size_t parts)
{
    const size_t k = c->size * c->size * taps_in(c), out = taps_out(c);
    if (way == CONV_BACKWARD) {
        prepare_backward(c, weight, panels, part, parts);
        return;
    }
    for (size_t g = 0; g < c->groups; g++)
        product_pack((struct matrix){weight + g * out, c->out.c, 1}, 0, k, k, out,
                     panels + g * forward_panels(c), part, parts);
}

/* Floats of the offsets that gradient() lists. */
static size_t offset_floats(const struct conv *c)
{
    return c->size * c->size * taps_in(c) * (sizeof(ptrdiff_t) / sizeof(float));
}

/* Floats from pixel to pixel of d where its channels, those of each group, may be read as whole
 * vectors. */
static size_t wide_pixel(const struct conv *c)
{
    return taps_out(c) % LANES == 0 ? c->out.c : (c->out.c + 2 * LANES - 1) / LANES * LANES;
}

static size_t wide_floats(const struct conv *c)
{
    const size_t pixel = wide_pixel(c);
    return pixel == c->out.c ? 0 : together(c) * c->out.h * c->out.w * pixel;
}

static size_t workspace(const struct conv *c)
{
    const struct conv_margin f = forward_margin(c), b = backward_margin(c);
    const size_t forward = bare(&f, c->in) ? 0 : f.h * f.w * c->in.c;
    const size_t backward = bare(&b, c->out) ? 0 : b.h * b.w * c->out.c;
    return offset_floats(c) + wide_floats(c) +
           together(c) * (forward > backward ? forward : backward);
}

/* The pixels of z and the corners of their windows; x may be copied to `copy`. */
static struct grid window_grid(const struct conv *c, const float *x, size_t images, float *z,
                               float *copy)
{
    const struct conv_margin m = forward_margin(c);
    size_t h = c->in.h, w = c->in.w;
    if (!bare(&m, c->in)) {
        conv_surround(&m, c->in, x, images, copy);
        x = copy;
        h = m.h;
        w = m.w;
    }
    struct grid g = {images, c->out.h, c->out.w, .x = x, .y = z};
    g.x_pixel = c->stride * c->in.c;
    g.x_row = c->stride * w * c->in.c;
    g.x_image = h * w * c->in.c;
    g.y_pixel = c->out.c;
    g.y_row = (size_t)c->out.w * c->out.c;
    g.y_image = shape_size(c->out);
    if (c->size == 1 && c->stride == 1 && c->padding == 0) { /* one long row */
        g.w *= images * c->out.h;
        g.h = g.images = 1;
    }
    return g;
}

/* Floats from row to row of the images that window_grid gives. */
static size_t window_row(const struct conv *c)
{
    const struct conv_margin m = forward_margin(c);
    return (bare(&m, c->in) ? c->in.w : m.w) * c->in.c;
}

/* Where rows x columns taps lie, `row` floats from one row to the next and `pixel` from one column,
 * each `length` numbers. */
static struct runs tap_runs(const struct conv *c, size_t rows, size_t columns, ptrdiff_t row,
                            ptrdiff_t pixel, size_t length, ptrdiff_t *offset)
{
    struct runs r = {0, length, offset};
    if (c->groups == 1 && columns > 0 && columns * length <= JOINED) { /* pixels lie side by side */
        r.length *= columns;
        columns = 1;
    }
    for (size_t y = 0; y < rows; y++)
        for (size_t x = 0; x < columns; x++)
            offset[r.count++] = (ptrdiff_t)y * row + (ptrdiff_t)x * pixel;
    return r;
}

static void forward(const struct conv *c, const float *panels, const float *x, size_t images,
                    float *z, float *space)
{
    const size_t most = together(c);
    ptrdiff_t offset[CONV_TAPS_MAX];
    const struct runs r = tap_runs(c, c->size, c->size, (ptrdiff_t)window_row(c),
                                   (ptrdiff_t)c->in.c, taps_in(c), offset);
    for (size_t i = 0, count; i < images; i += count) {
        count = least(most, images - i);
        const struct grid all = window_grid(c, x + i * shape_size(c->in), count,
                                            z + i * shape_size(c->out), space + offset_floats(c));
        for (size_t k = 0; k < c->groups; k++) {
            struct grid g = all;
            g.x += k * taps_in(c);
            g.y += k * taps_out(c);
            product(&g, &r, panels + k * forward_panels(c), taps_out(c), false);
        }
    }
}

static void clear(const struct grid *g, size_t channels)
{
    for (size_t i = 0; i < g->images; i++)
        for (size_t y = 0; y < g->h; y++)
            for (size_t x = 0; x < g->w; x++)
                memset(g->y + i * g->y_image + y * g->y_row + x * g->y_pixel, 0,
                       channels * sizeof *g->y);
}

/* Inputs of one phase, from d [images, h, w, out.c]; returns the next phase's weights. */
static const float *backward_phase(const struct conv *c, const struct phase *y,
                                   const struct phase *x, const float *panels, const float *d,
                                   size_t h, size_t w, size_t images, float *dx, bool add)
{
    const size_t pixel = c->out.c, row = w * pixel, out = taps_out(c);
    ptrdiff_t offset[CONV_TAPS_MAX];
    const struct runs r =
        tap_runs(c, y->taps, x->taps, -(ptrdiff_t)row, (ptrdiff_t)pixel, out, offset);
    struct grid all = {.images = images, .h = y->count, .w = x->count};
    all.x_image = h * row;
    all.x_row = row;
    all.x_pixel = pixel;
    all.y_image = shape_size(c->in);
    all.y_row = c->stride * c->in.w * c->in.c;
    all.y_pixel = c->stride * c->in.c;
    all.y = dx + (y->first * c->in.w + x->first) * c->in.c;
    if (r.count == 0) {
        if (!add)
            clear(&all, c->in.c);
        return panels;
    }
    all.x = d + y->start * row + (x->start + 1 - x->taps) * pixel;
    if (c->size == 1 && c->stride == 1 && c->padding == 0) { /* one long row */
        all.w *= images * all.h;
        all.h = all.images = 1;
    }
    for (size_t k = 0; k < c->groups; k++, panels += backward_panels(c, y, x)) {
        struct grid g = all;
        g.x += k * out;
        g.y += k * taps_in(c);
        product(&g, &r, panels, taps_in(c), add);
    }
    return panels;
}

static void backward(const struct conv *c, const float *panels, const float *d, size_t images,
                     float *dx, bool add, float *space)
{
    const struct conv_margin m = backward_margin(c);
    const bool copied = !bare(&m, c->out);
    const size_t most = together(c);
    const size_t h = copied ? m.h : c->out.h, w = copied ? m.w : c->out.w;
    for (size_t i = 0, count; i < images; i += count) {
        const float *from = d + i * shape_size(c->out), *next = panels;
        count = least(most, images - i);
        if (copied) {
            conv_surround(&m, c->out, from, count, space);
            from = space;
        }
        for (size_t py = 0; py < phases(c, c->in.h); py++)
            for (size_t px = 0; px < phases(c, c->in.w); px++) {
                const struct phase y = phase_of(c, py, c->in.h, m.top);
                const struct phase x = phase_of(c, px, c->in.w, m.left);
                next = backward_phase(c, &y, &x, next, from, h, w, count,
                                      dx + i * shape_size(c->in), add);
            }
    }
}

/* d where its channels may be read as whole vectors: a copy in `wide` where they could not. */
static void widen(const struct conv *c, struct grid *g, float *wide)
{
    const size_t pixel = wide_pixel(c), pixels = g->images * g->h * g->w;
    if (pixel == c->out.c)
        return;
    for (size_t i = 0; i < pixels; i++) {
        memcpy(wide + i * pixel, g->y + i * c->out.c, c->out.c * sizeof *wide);
        memset(wide + i * pixel + c->out.c, 0, (pixel - c->out.c) * sizeof *wide);
    }
    g->y = wide;
    g->y_pixel = pixel;
    g->y_row = g->w * pixel;
    g->y_image = g->h * g->y_row;
}

static void gradient(const struct conv *c, const float *x, const float *d, size_t images, float *g,
                     bool add, size_t part, size_t parts, float *space)
{
    const size_t most = together(c), in = taps_in(c), out = taps_out(c), row = window_row(c);
    ptrdiff_t *offset = (ptrdiff_t *)(void *)space;
    size_t rows = 0;
    for (size_t y = 0; y < c->size; y++)
        for (size_t k = 0; k < c->size; k++)
            for (size_t i = 0; i < in; i++)
                offset[rows++] = (ptrdiff_t)(y * row + k * c->in.c + i);
    for (size_t i = 0, count; i < images; i += count) {
        count = least(most, images - i);
        struct grid all =
            window_grid(c, x + i * shape_size(c->in), count,
                        (float *)(uintptr_t)(d + i * shape_size(c->out)), /* only read */
                        space + offset_floats(c) + wide_floats(c));
        widen(c, &all, space + offset_floats(c));
        for (size_t k = 0; k < c->groups; k++) {
            struct grid some = all;
            some.x += k * in;
            some.y += k * out;
            product_gradient(&some, offset, rows, out, g + k * out, c->out.c, add || i > 0, part,
                             parts);
        }
    }
}

static bool fits(const struct conv *c)
{
    (void)c;
    return true;
}

const struct conv_engine conv_direct = {
    .fits = fits,
    .prepared = prepared,
    .prepare = prepare,
    .workspace = workspace,
    .forward = forward,
    .backward = backward,
    .gradient = gradient,
};
