/* conv_winograd.c - see conv_winograd.h. */
#include "trainer/network/conv_winograd.h"

#include <string.h>

#include "trainer/network/conv_margin.h"
#include "trainer/network/product.h"
#include "trainer/network/vector.h"

enum {
    OUT = 3,
    IN = 5,
    PLANES = IN * IN,
    GROUP = 72,  /* tiles of a product, at most */
    WANTED = 64, /* that a call should have */
    LINE = 16,   /* floats between planes, so that they do not share a set of the cache */
    CHANNELS_MAX = 2048
};

/* Tiles of an image, and the image with all that its tiles see. */
struct tiling {
    size_t h, w, count;
    struct conv_margin margin;
};

static struct tiling tiling_of(const struct conv *c)
{
    const size_t h = (c->out.h + OUT - 1) / OUT, w = (c->out.w + OUT - 1) / OUT;
    return (struct tiling){
        h, w, h * w, {c->padding, c->padding, h * OUT + IN - OUT, w * OUT + IN - OUT}};
}

/* Whether the saving of 81 : 25 outweighs the transforms and what tiles compute beyond the edge. */
static bool fits(const struct conv *c)
{
    const struct tiling t = tiling_of(c);
    return c->size == 3 && c->stride == 1 && c->groups == 1 && c->in.c % LANES == 0 &&
           c->out.c % LANES == 0 && c->in.c >= 16 && c->out.c >= 16 && c->in.c <= CHANNELS_MAX &&
           10 * t.count * OUT * OUT <= 18 * (size_t)c->out.h * c->out.w;
}

/* One side of each transform: the matrix times a column. */
ALWAYS_INLINE void input_side(const vector d[IN], vector v[IN])
{
    v[0] = 2.0f * (d[0] - d[2]) + (d[3] - d[1]);
    v[1] = d[3] - d[2] - 2.0f * d[1];
    v[2] = d[3] - 3.0f * d[2] + 2.0f * d[1];
    v[3] = d[3] - d[1];
    v[4] = 2.0f * (d[1] - d[3]) + (d[4] - d[2]);
}

ALWAYS_INLINE void input_back(const vector v[IN], vector d[IN])
{
    const vector s = v[1] + v[0];
    d[0] = 2.0f * v[0];
    d[1] = 2.0f * (v[2] - v[1] + v[4]) - v[0] - v[3];
    d[2] = -v[0] - s - 3.0f * v[2] - v[4];
    d[3] = s + v[2] + v[3] - 2.0f * v[4];
    d[4] = v[4];
}

ALWAYS_INLINE void output_side(const vector m[IN], vector y[OUT])
{
    const vector s = m[1] + m[2];
    y[0] = m[0] + s + m[3];
    y[1] = m[1] - m[2] + 2.0f * m[3];
    y[2] = s + 4.0f * m[3] + m[4];
}

ALWAYS_INLINE void output_back(const vector y[OUT], vector m[IN])
{
    const vector s = y[0] + y[2];
    m[0] = y[0];
    m[1] = s + y[1];
    m[2] = s - y[1];
    m[3] = y[0] + 2.0f * y[1] + 4.0f * y[2];
    m[4] = y[2];
}

ALWAYS_INLINE void weight_side(const vector g[OUT], vector u[IN])
{
    const vector s = g[0] + g[2];
    u[0] = 0.5f * g[0];
    u[1] = -0.5f * (s + g[1]);
    u[2] = (-1.0f / 6.0f) * (s - g[1]);
    u[3] = (1.0f / 6.0f) * (g[0] + 2.0f * g[1] + 4.0f * g[2]);
    u[4] = g[2];
}

ALWAYS_INLINE void weight_back(const vector u[IN], vector g[OUT])
{
    const vector a = -0.5f * u[1], b = (-1.0f / 6.0f) * u[2], c = (1.0f / 6.0f) * u[3];
    g[0] = 0.5f * u[0] + a + b + c;
    g[1] = a - b + 2.0f * c;
    g[2] = a + b + 4.0f * c + u[4];
}

/* A tile of n x n numbers of a block of channels, each `row` floats below the one above and `pixel`
 * beside the one before. */
struct place {
    float *data;
    size_t row, pixel;
};

/* Both sides: x [from, from] at places -> y [to, to] at places; `add` to them or not. All but the
 * places are literals at each call. */
#define TRANSFORM(name, side, from, to)                                                            \
    ALWAYS_INLINE void name(struct place x, struct place y, const bool add)                        \
    {                                                                                              \
        vector half[to][from];                                                                     \
        UNROLL                                                                                     \
        for (size_t j = 0; j < from; j++) {                                                        \
            vector column[from], done[to];                                                         \
            UNROLL                                                                                 \
            for (size_t i = 0; i < from; i++)                                                      \
                column[i] = vector_load(x.data + i * x.row + j * x.pixel);                         \
            side(column, done);                                                                    \
            UNROLL                                                                                 \
            for (size_t i = 0; i < to; i++)                                                        \
                half[i][j] = done[i];                                                              \
        }                                                                                          \
        UNROLL                                                                                     \
        for (size_t i = 0; i < to; i++) {                                                          \
            vector done[to];                                                                       \
            side(half[i], done);                                                                   \
            UNROLL                                                                                 \
            for (size_t j = 0; j < to; j++) {                                                      \
                float *at = y.data + i * y.row + j * y.pixel;                                      \
                vector_store(at, add ? vector_load(at) + done[j] : done[j]);                       \
            }                                                                                      \
        }                                                                                          \
    }

TRANSFORM(transform_input, input_side, IN, IN)
TRANSFORM(return_input, input_back, IN, IN)
TRANSFORM(transform_output, output_side, IN, OUT)
TRANSFORM(return_output, output_back, OUT, IN)
TRANSFORM(transform_weight, weight_side, OUT, IN)
TRANSFORM(return_weight, weight_back, IN, OUT)
#undef TRANSFORM

/* Transformed tiles: [PLANES] planes of [tiles, channels]. */
struct planes {
    float *data;
    size_t channels, step; /* floats from plane to plane */
};

static size_t plane_step(size_t channels)
{
    return GROUP * channels + LINE;
}

static struct planes planes_at(float *data, size_t channels)
{
    return (struct planes){data, channels, plane_step(channels)};
}

/* The numbers of one tile and block of channels in the planes. */
ALWAYS_INLINE struct place in_planes(const struct planes *p, size_t tile, size_t channel)
{
    return (struct place){p->data + tile * p->channels + channel, IN * p->step, p->step};
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Images of a call, and tiles of each of the products that a number of them are cut into. */
static size_t images_wanted(const struct conv *c)
{
    const size_t count = tiling_of(c).count;
    return count < WANTED ? WANTED / count : 1;
}

static size_t group_of(size_t tiles)
{
    const size_t groups = (tiles + GROUP - 1) / GROUP;
    return (tiles + groups - 1) / groups;
}

static size_t weights(const struct conv *c)
{
    return PLANES * (size_t)c->in.c * c->out.c;
}

/* Floats of some images with their margins. */
static size_t margin_floats(const struct conv *c, const struct tiling *t, size_t images)
{
    return images * t->margin.h * t->margin.w * c->in.c;
}

static size_t workspace(const struct conv *c)
{
    const struct tiling t = tiling_of(c);
    return margin_floats(c, &t, images_wanted(c)) + LINE +
           PLANES * (plane_step(c->in.c) + plane_step(c->out.c)) + weights(c);
}

/* The pieces of the workspace. */
struct pieces {
    float *images;    /* with margins */
    struct planes in; /* of the images, or their gradient */
    struct planes out;
    float *weights;
};

static struct pieces cut(const struct conv *c, const struct tiling *t, float *space)
{
    const size_t images = (margin_floats(c, t, images_wanted(c)) + LINE - 1) / LINE * LINE;
    struct pieces p = {.images = space};
    p.in = planes_at(space + images, c->in.c);
    p.out = planes_at(p.in.data + PLANES * p.in.step, c->out.c);
    p.weights = p.out.data + PLANES * p.out.step;
    return p;
}

/* Transformed weights of one row of input channels and a vector of output channels. */
static void weight_tile(const struct conv *c, const float *weight, size_t in, size_t out,
                        float u[PLANES * LANES])
{
    const size_t pixel = (size_t)c->in.c * c->out.c;
    const struct place from = {(float *)(uintptr_t)(weight + in * c->out.c + out), OUT * pixel,
                               pixel}; /* only read */
    transform_weight(from, (struct place){u, IN * LANES, LANES}, false);
}

static void prepare_forward(const struct conv *c, const float *weight, float *panels, size_t part,
                            size_t parts)
{
    const size_t plane = (size_t)c->in.c * c->out.c;
    for (size_t out = part * LANES; out < c->out.c; out += parts * LANES)
        for (size_t in = 0; in < c->in.c; in++) {
            float u[PLANES * LANES];
            size_t row;
            float *to = panels + product_place(c->in.c, c->out.c, out, &row) + in * row;
            weight_tile(c, weight, in, out, u);
            for (size_t i = 0; i < PLANES; i++)
                vector_store(to + i * plane, vector_load(u + i * LANES));
        }
}

/* As above with input and output channels exchanged: squares of them, turned. */
static void prepare_backward(const struct conv *c, const float *weight, float *panels, size_t part,
                             size_t parts)
{
    const size_t plane = (size_t)c->in.c * c->out.c;
    for (size_t in = part * LANES; in < c->in.c; in += parts * LANES)
        for (size_t out = 0; out < c->out.c; out += LANES) {
            float u[LANES][PLANES * LANES];
            size_t row;
            float *to = panels + product_place(c->out.c, c->in.c, in, &row) + out * row;
            for (size_t k = 0; k < LANES; k++)
                weight_tile(c, weight, in + k, out, u[k]);
            for (size_t i = 0; i < PLANES; i++)
                for (size_t o = 0; o < LANES; o++)
                    for (size_t k = 0; k < LANES; k++)
                        to[i * plane + o * row + k] = u[k][i * LANES + o];
        }
}

static void prepare(const struct conv *c, enum conv_direction way, const float *weight,
                    float *panels, size_t part, size_t parts)
{
    if (way == CONV_FORWARD)
        prepare_forward(c, weight, panels, part, parts);
    else
        prepare_backward(c, weight, panels, part, parts);
}

/* Tile `at` of some images, with its margin: an offset into them. */
static size_t margin_place(const struct conv *c, const struct tiling *t, size_t at)
{
    const size_t image = at / t->count, y = at % t->count / t->w, x = at % t->w;
    return ((image * t->margin.h + y * OUT) * t->margin.w + x * OUT) * c->in.c;
}

/* V of tiles [first, first + tiles). */
static void take_inputs(const struct conv *c, const struct tiling *t, const struct pieces *p,
                        size_t first, size_t tiles)
{
    const size_t row = t->margin.w * c->in.c, channels = c->in.c;
    for (size_t i = 0; i < tiles; i++) {
        float *from = p->images + margin_place(c, t, first + i);
        for (size_t k = 0; k < channels; k += LANES)
            transform_input((struct place){from + k, row, channels}, in_planes(&p->in, i, k),
                            false);
    }
}

/* Where tile `at` lies in maps of out's shape, and how much of it is inside. */
static size_t output_place(const struct conv *c, const struct tiling *t, size_t at, size_t *h,
                           size_t *w)
{
    const size_t image = at / t->count, y = at % t->count / t->w * OUT, x = at % t->w * OUT;
    *h = least(OUT, c->out.h - y);
    *w = least(OUT, c->out.w - x);
    return ((image * c->out.h + y) * c->out.w + x) * c->out.c;
}

/* z of tiles [first, first + tiles). */
static void give_outputs(const struct conv *c, const struct tiling *t, const struct pieces *p,
                         size_t first, size_t tiles, float *z)
{
    const size_t row = (size_t)c->out.w * c->out.c, channels = c->out.c;
    for (size_t i = 0; i < tiles; i++) {
        size_t h, w;
        float *to = z + output_place(c, t, first + i, &h, &w), whole[OUT * OUT * LANES];
        for (size_t k = 0; k < channels; k += LANES) {
            if (h == OUT && w == OUT) {
                transform_output(in_planes(&p->out, i, k), (struct place){to + k, row, channels},
                                 false);
                continue;
            }
            transform_output(in_planes(&p->out, i, k), (struct place){whole, OUT * LANES, LANES},
                             false);
            for (size_t y = 0; y < h; y++)
                for (size_t x = 0; x < w; x++)
                    vector_store(to + y * row + x * channels + k,
                                 vector_load(whole + (y * OUT + x) * LANES));
        }
    }
}

/* M of tiles [first, first + tiles), of the plane's channels from `channel` on. */
static void take_outputs(const struct conv *c, const struct tiling *t, const struct planes *p,
                         size_t first, size_t tiles, const float *d, size_t channel)
{
    const size_t row = (size_t)c->out.w * c->out.c, pixel = c->out.c;
    for (size_t i = 0; i < tiles; i++) {
        size_t h, w;
        float *from = (float *)(uintptr_t)d + output_place(c, t, first + i, &h, &w) + channel;
        for (size_t k = 0; k < p->channels; k += LANES) {
            float whole[OUT * OUT * LANES] = {0};
            if (h == OUT && w == OUT) {
                return_output((struct place){from + k, row, pixel}, in_planes(p, i, k), false);
                continue;
            }
            for (size_t y = 0; y < h; y++)
                for (size_t x = 0; x < w; x++)
                    vector_store(whole + (y * OUT + x) * LANES,
                                 vector_load(from + y * row + x * pixel + k));
            return_output((struct place){whole, OUT * LANES, LANES}, in_planes(p, i, k), false);
        }
    }
}

/* In every plane y [tiles, channels] = x [tiles, channels] . its weights. */
static void multiply(const struct planes *x, const struct planes *y, const float *panels,
                     size_t tiles)
{
    const ptrdiff_t none = 0;
    const struct runs r = {1, x->channels, &none};
    for (size_t i = 0; i < PLANES; i++, panels += x->channels * y->channels) {
        const struct grid g = {.images = 1,
                               .h = 1,
                               .w = tiles,
                               .x = x->data + i * x->step,
                               .x_pixel = x->channels,
                               .y = y->data + i * y->step,
                               .y_pixel = y->channels};
        product(&g, &r, panels, y->channels, false);
    }
}

static void forward(const struct conv *c, const float *panels, const float *x, size_t images,
                    float *z, float *space)
{
    const struct tiling t = tiling_of(c);
    const struct pieces p = cut(c, &t, space);
    for (size_t i = 0, count; i < images; i += count) {
        count = least(images_wanted(c), images - i);
        const size_t all = count * t.count, group = group_of(all);
        conv_surround(&t.margin, c->in, x + i * shape_size(c->in), count, p.images);
        for (size_t at = 0, tiles; at < all; at += tiles) {
            tiles = least(group, all - at);
            take_inputs(c, &t, &p, at, tiles);
            multiply(&p.in, &p.out, panels, tiles);
            give_outputs(c, &t, &p, at, tiles, z + i * shape_size(c->out));
        }
    }
}

/* The gradients of inputs, each tile's with its margin, are summed where tiles overlap. */
static void return_inputs(const struct conv *c, const struct tiling *t, const struct pieces *p,
                          size_t first, size_t tiles)
{
    const size_t row = t->margin.w * c->in.c, channels = c->in.c;
    for (size_t i = 0; i < tiles; i++) {
        float *to = p->images + margin_place(c, t, first + i);
        for (size_t k = 0; k < channels; k += LANES)
            return_input(in_planes(&p->in, i, k), (struct place){to + k, row, channels}, true);
    }
}

/* Images without their margins. */
static void leave_margins(const struct conv *c, const struct tiling *t, const float *from,
                          size_t images, float *restrict dx, bool add)
{
    const struct conv_margin *m = &t->margin;
    const size_t row = (size_t)c->in.w * c->in.c;
    for (size_t i = 0; i < images; i++)
        for (size_t y = 0; y < c->in.h; y++, dx += row) {
            const float *restrict line =
                from + ((i * m->h + m->top + y) * m->w + m->left) * c->in.c;
            if (!add)
                memcpy(dx, line, row * sizeof *dx);
            else
                for (size_t k = 0; k < row; k++)
                    dx[k] += line[k];
        }
}

static void backward(const struct conv *c, const float *panels, const float *d, size_t images,
                     float *dx, bool add, float *space)
{
    const struct tiling t = tiling_of(c);
    const struct pieces p = cut(c, &t, space);
    for (size_t i = 0, count; i < images; i += count) {
        count = least(images_wanted(c), images - i);
        const size_t all = count * t.count, group = group_of(all);
        memset(p.images, 0, margin_floats(c, &t, count) * sizeof *p.images);
        for (size_t at = 0, tiles; at < all; at += tiles) {
            tiles = least(group, all - at);
            take_outputs(c, &t, &p.out, at, tiles, d + i * shape_size(c->out), 0);
            multiply(&p.out, &p.in, panels, tiles);
            return_inputs(c, &t, &p, at, tiles);
        }
        leave_margins(c, &t, p.images, count, dx + i * shape_size(c->in), add);
    }
}

/* In every plane the weights' gradient [in.c, channels of y] grows by x' . y. */
static void multiply_gradient(const struct planes *x, const struct planes *y, float *u,
                              const ptrdiff_t *offset, size_t tiles)
{
    for (size_t i = 0; i < PLANES; i++, u += x->channels * y->channels) {
        const struct grid g = {.images = 1,
                               .h = 1,
                               .w = tiles,
                               .x = x->data + i * x->step,
                               .x_pixel = x->channels,
                               .y = y->data + i * y->step,
                               .y_pixel = y->channels};
        product_gradient(&g, offset, x->channels, y->channels, u, y->channels, true, 0, 1);
    }
}

/* Output channels [begin, end) of g from their transform. */
static void return_weights(const struct conv *c, const float *u, size_t begin, size_t end, float *g,
                           bool add)
{
    const size_t width = end - begin, plane = c->in.c * width, pixel = (size_t)c->in.c * c->out.c;
    for (size_t in = 0; in < c->in.c; in++)
        for (size_t out = begin; out < end; out += LANES) {
            const struct place from = {(float *)(uintptr_t)(u + in * width + out - begin),
                                       IN * plane, plane}; /* only read */
            const struct place to = {g + in * c->out.c + out, OUT * pixel, pixel};
            if (add)
                return_weight(from, to, true);
            else
                return_weight(from, to, false);
        }
}

static void gradient(const struct conv *c, const float *x, const float *d, size_t images, float *g,
                     bool add, size_t part, size_t parts, float *space)
{
    const struct tiling t = tiling_of(c);
    struct pieces p = cut(c, &t, space);
    size_t begin, end;
    ptrdiff_t offset[CHANNELS_MAX];
    share(c->out.c, TILE_COLUMNS, part, parts, &begin, &end);
    if (begin == end)
        return;
    for (size_t i = 0; i < c->in.c; i++)
        offset[i] = (ptrdiff_t)i;
    p.out = planes_at(p.out.data, end - begin);
    memset(p.weights, 0, PLANES * c->in.c * (end - begin) * sizeof *p.weights);
    for (size_t i = 0, count; i < images; i += count) {
        count = least(images_wanted(c), images - i);
        const size_t all = count * t.count, group = group_of(all);
        conv_surround(&t.margin, c->in, x + i * shape_size(c->in), count, p.images);
        for (size_t at = 0, tiles; at < all; at += tiles) {
            tiles = least(group, all - at);
            take_inputs(c, &t, &p, at, tiles);
            take_outputs(c, &t, &p.out, at, tiles, d + i * shape_size(c->out), begin);
            multiply_gradient(&p.in, &p.out, p.weights, offset, tiles);
        }
    }
    return_weights(c, p.weights, begin, end, g, add);
}

const struct conv_engine conv_winograd = {
    .fits = fits,
    .prepared = weights,
    .prepare = prepare,
    .images = images_wanted,
    .workspace = workspace,
    .forward = forward,
    .backward = backward,
    .gradient = gradient,
};
