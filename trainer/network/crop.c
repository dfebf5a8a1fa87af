/* crop.c - [crop]: a part of the picture, [crop_height, crop_width], and numbers 0..1 become -1..1
 * (noadjust = 1: stay). When training the part is anywhere, and with flip = 1 half of the rows are
 * mirrored; when running it is the middle.
 *
 * Keys are Darknet's, where one draw serves a whole batch and here each row has its own. angle = 0,
 * saturation = 1 and exposure = 1 (that is, none) are all that Darknet's own CPU code knows; shift
 * is read there and not used. */
#include <stdlib.h>
#include <string.h>

#include "trainer/network/layer.h"
#include "trainer/network/lowering.h"

struct crop {
    bool flip;
    float scale, offset; /* y = x * scale + offset */
};

static int read_size(struct layer *l, struct cfg_section *s, struct mien_error *e)
{
    const struct shape in = l->input[0]->shape;
    long long height, width;
    if (cfg_integer(s, "crop_height", &height, 1, 1, in.h, e) != 0 ||
        cfg_integer(s, "crop_width", &width, 1, 1, in.w, e) != 0)
        return -1;
    l->shape = (struct shape){(uint32_t)height, (uint32_t)width, in.c};
    return 0;
}

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    double angle, saturation, exposure, shift;
    bool keep;
    (void)layers;
    struct crop *o = l->options = calloc(1, sizeof *o);
    if (o == NULL)
        return error_memory(e, "a layer", sizeof *o);
    if (read_size(l, s, e) != 0 || cfg_flag(s, "flip", &o->flip, false, e) != 0 ||
        cfg_flag(s, "noadjust", &keep, false, e) != 0 ||
        cfg_number(s, "angle", &angle, 0.0, 0.0, 0.0, e) != 0 ||
        cfg_number(s, "saturation", &saturation, 1.0, 1.0, 1.0, e) != 0 ||
        cfg_number(s, "exposure", &exposure, 1.0, 1.0, 1.0, e) != 0 ||
        cfg_number(s, "shift", &shift, 0.0, 0.0, 1.0, e) != 0)
        return -1;
    o->scale = keep ? 1.0f : 2.0f;
    o->offset = keep ? 0.0f : -1.0f;
    return 0;
}

/* Where the part of a row begins, and whether it is mirrored. */
struct place {
    size_t top, left;
    bool mirrored;
};

static struct place middle(const struct layer *l)
{
    const struct shape in = l->input[0]->shape;
    return (struct place){(in.h - l->shape.h) / 2, (in.w - l->shape.w) / 2, false};
}

/* The same in backward as in forward. */
static struct place place_of(const struct layer *l, const struct batch *b, size_t row)
{
    const struct crop *o = l->options;
    const struct shape in = l->input[0]->shape;
    if (!b->train)
        return middle(l);
    struct rng r = rng_stream(b->seed + (uint64_t)l->index, b->sample + row);
    struct place p = {.top = rng_below(&r, in.h - l->shape.h + 1),
                      .left = rng_below(&r, in.w - l->shape.w + 1)};
    p.mirrored = o->flip && rng_below(&r, 2) == 1;
    return p;
}

/* The number of the input that pixel (h, w) of a row comes from. */
static size_t source(const struct layer *l, const struct place *p, size_t h, size_t w)
{
    const struct shape in = l->input[0]->shape;
    const size_t column = p->left + (p->mirrored ? l->shape.w - 1 - w : w);
    return ((p->top + h) * in.w + column) * in.c;
}

static void forward(const struct layer *l, const struct pass *p)
{
    const struct crop *o = l->options;
    const struct layer *in = l->input[0];
    for (size_t row = p->begin; row < p->end; row++) {
        const struct place at = place_of(l, p->batch, row);
        const float *x = in->output + row * in->size;
        float *y = l->output + row * l->size;
        for (size_t h = 0; h < l->shape.h; h++)
            for (size_t w = 0; w < l->shape.w; w++, y += l->shape.c)
                for (size_t c = 0; c < l->shape.c; c++)
                    y[c] = x[source(l, &at, h, w) + c] * o->scale + o->offset;
    }
}

static void backward(const struct layer *l, const struct pass *p)
{
    const struct crop *o = l->options;
    const struct layer *in = l->input[0];
    for (size_t row = p->begin; in->delta != NULL && row < p->end; row++) {
        const struct place at = place_of(l, p->batch, row);
        const float *d = l->delta + row * l->size;
        float *dx = in->delta + row * in->size;
        if (!l->adds[0])
            memset(dx, 0, in->size * sizeof *dx);
        for (size_t h = 0; h < l->shape.h; h++)
            for (size_t w = 0; w < l->shape.w; w++, d += l->shape.c)
                for (size_t c = 0; c < l->shape.c; c++)
                    dx[source(l, &at, h, w) + c] += d[c] * o->scale;
    }
}

/* A depthwise convolution whose window sees the middle's first pixel with its last tap alone. */
static int lower(struct layer *l, struct lowering *low, struct mien_error *e)
{
    const struct crop *o = l->options;
    const struct place at = middle(l);
    const size_t channels = l->shape.c, taps = (at.top + 1) * (at.left + 1);
    float *weight = lowering_floats(low, taps * channels, e);
    float *bias = weight == NULL ? NULL : lowering_floats(low, channels, e);
    if (bias == NULL)
        return -1;
    for (size_t c = 0; c < channels; c++) {
        weight[(taps - 1) * channels + c] = o->scale;
        bias[c] = o->offset;
    }
    struct mien_node n = {.op = MIEN_DEPTHWISE, .inputs = {l->input[0]->value}, .input_count = 1};
    n.u.depthwise = (struct mien_depthwise){
        .out = {(int32_t)l->shape.h, (int32_t)l->shape.w, (int32_t)channels, 0},
        .window = {(int32_t)at.top + 1, (int32_t)at.left + 1, 1, 0, 0},
        .weight = weight,
        .bias = bias};
    l->value = lowering_add(low, &n, e);
    return l->value < 0 ? -1 : 0;
}

const struct layer_type layer_crop = {
    .section = "crop",
    .configure = configure,
    .forward = forward,
    .backward = backward,
    .lower = lower,
};
