/* model_codec_maps.c - see model_codec_maps.h. */
#include "runtime/host/model_codec_maps.h"

#include <stdlib.h>
#include <string.h>

enum { SIDE_LIMIT = 1 << 14, CHANNELS_LIMIT = 1 << 20, WINDOW_LIMIT = 1 << 10 };

/* The window and the height and width it gives; each place of it must touch the input. */
static int window(struct codec *c, const struct mien_node *n, const struct mien_map *in,
                  struct mien_window *w, struct mien_map *out)
{
    if (codec_integer(c, n, "kernel_h", &w->h, 1, WINDOW_LIMIT) ||
        codec_integer(c, n, "kernel_w", &w->w, 1, WINDOW_LIMIT) ||
        codec_integer(c, n, "stride", &w->step, 1, WINDOW_LIMIT) ||
        codec_integer(c, n, "pad_top", &w->top, 0, w->h - 1) ||
        codec_integer(c, n, "pad_left", &w->left, 0, w->w - 1) ||
        codec_integer(c, n, "height", &out->h, 1, SIDE_LIMIT) ||
        codec_integer(c, n, "width", &out->w, 1, SIDE_LIMIT))
        return -1;
    if ((out->h - 1) * w->step - w->top >= in->h || (out->w - 1) * w->step - w->left >= in->w)
        return codec_wrong(c, n, "the window leaves the input", "height or width");
    return 0;
}

static int activation(struct codec *c, const struct mien_node *n, const char *key,
                      enum mien_activation *a)
{
    int32_t index = (int32_t)*a;
    if (codec_choice(c, n, key, &index, mien_activation_names, MIEN_ACTIVATION_COUNT) != 0)
        return -1;
    *a = (enum mien_activation)index;
    return 0;
}

/* A number a channel, in the end with zeros behind them up to whole blocks. */
static int channels(struct codec *c, const struct mien_node *n, const char *key, const float **data,
                    int32_t count)
{
    if (codec_floats(c, n, key, data, (const size_t[CODEC_DIMENSIONS]){(size_t)count}) != 0)
        return -1;
    if (c->direction == CODEC_WRITE)
        return 0;
    float *padded = model_own(c->model, (size_t)MIEN_STRIDE(count) * sizeof *padded, c->error);
    if (!padded)
        return -1;
    memset(padded, 0, (size_t)MIEN_STRIDE(count) * sizeof *padded);
    memcpy(padded, *data, (size_t)count * sizeof *padded);
    *data = padded;
    return 0;
}

/* PReLU's slopes, which may be missing. */
static int slope(struct codec *c, const struct mien_node *n, const float **data, int32_t count)
{
    if (codec_present(c, "slope", *data))
        return channels(c, n, "slope", data, count);
    *data = NULL;
    return 0;
}

/* The weights [kernel_h, kernel_w, inputs, outputs] once more, for convolutions that gain by it. */
static int transformed(struct codec *c, struct mien_node *n, const struct mien_conv *v)
{
    n->winograd = NULL;
    if (!mien_winograd_fits(v))
        return 0;
    float *packed = model_own(c->model, mien_winograd_packed(v) * sizeof *packed, c->error);
    if (!packed)
        return -1;
    mien_winograd_pack(v, v->weight, packed);
    n->winograd = packed;
    return 0;
}

/* The convolution's fields behind its window: in and out.h, out.w are set. */
static int product(struct codec *c, struct mien_node *n, struct mien_conv *v)
{
    if (codec_integer(c, n, "channels", &v->out.c, 1, CHANNELS_LIMIT) ||
        activation(c, n, "activation", &v->activation) ||
        codec_floats(c, n, "weight", &v->weight,
                     (const size_t[CODEC_DIMENSIONS]){(size_t)v->window.h, (size_t)v->window.w,
                                                      (size_t)v->in.c, (size_t)v->out.c}) ||
        channels(c, n, "bias", &v->bias, v->out.c) || slope(c, n, &v->slope, v->out.c))
        return -1;
    v->residual = n->input_count > 1 ? *codec_input_map(c, n, 1) : (struct mien_map){0};
    if (v->residual.c &&
        (v->residual.h != v->out.h || v->residual.w != v->out.w || v->residual.c > v->out.c))
        return codec_wrong(c, n, "the residual has another shape than the output", "inputs");
    if (c->direction == CODEC_WRITE)
        return 0;
    if (transformed(c, n, v) != 0)
        return -1;
    float *packed = model_own(c->model, mien_conv_packed(v) * sizeof *packed, c->error);
    if (!packed)
        return -1;
    mien_conv_pack(v, v->weight, packed);
    v->weight = packed;
    return 0;
}

static int depth(struct codec *c, const struct mien_node *n, struct mien_depthwise *d,
                 const char *const keys[3])
{
    d->in = *codec_input_map(c, n, 0);
    d->out.c = d->in.c;
    if (window(c, n, &d->in, &d->window, &d->out) || activation(c, n, keys[0], &d->activation) ||
        codec_floats(c, n, keys[1], &d->weight,
                     (const size_t[CODEC_DIMENSIONS]){(size_t)d->window.h, (size_t)d->window.w,
                                                      (size_t)d->in.c}) ||
        channels(c, n, keys[2], &d->bias, d->in.c))
        return -1;
    if (c->direction == CODEC_WRITE)
        return 0;
    float *packed = model_own(c->model, mien_depthwise_packed(d) * sizeof *packed, c->error);
    if (!packed)
        return -1;
    mien_depthwise_pack(d, d->weight, packed);
    d->weight = packed;
    return 0;
}

static uint64_t taps(const struct mien_map *out, const struct mien_window *w)
{
    return (uint64_t)codec_map_size(out) * (uint64_t)w->h * (uint64_t)w->w;
}

static int conv(struct codec *c, struct mien_node *n)
{
    struct mien_conv *v = &n->u.conv;
    v->in = *codec_input_map(c, n, 0);
    return window(c, n, &v->in, &v->window, &v->out) || product(c, n, v) ? -1 : 0;
}

static struct mien_map conv_output(const struct mien_node *n)
{
    return n->u.conv.out;
}

static void conv_bind(struct mien_node *n, const struct mien_map *in, const struct mien_map *out)
{
    struct mien_conv *v = &n->u.conv;
    v->in = in[0];
    v->out = *out;
    if (n->input_count > 1)
        v->residual = in[1];
}

static size_t conv_scratch(const struct mien_node *n)
{
    return n->winograd ? mien_winograd_scratch(&n->u.conv) : mien_conv_scratch(&n->u.conv);
}

static uint64_t conv_operations(const struct mien_node *n)
{
    return taps(&n->u.conv.out, &n->u.conv.window) * (uint64_t)n->u.conv.in.c;
}

const struct codec_operator codec_conv = {
    conv, NULL, conv_output, conv_bind, conv_scratch, conv_operations, 1, 2};

static int depthwise(struct codec *c, struct mien_node *n)
{
    static const char *const keys[] = {"activation", "weight", "bias"};
    return depth(c, n, &n->u.depthwise, keys);
}

static struct mien_map depthwise_output(const struct mien_node *n)
{
    return n->u.depthwise.out;
}

static void depthwise_bind(struct mien_node *n, const struct mien_map *in,
                           const struct mien_map *out)
{
    n->u.depthwise.in = in[0];
    n->u.depthwise.out = *out;
}

static size_t depthwise_scratch(const struct mien_node *n)
{
    return mien_depthwise_scratch(&n->u.depthwise);
}

static uint64_t depthwise_operations(const struct mien_node *n)
{
    return taps(&n->u.depthwise.out, &n->u.depthwise.window);
}

const struct codec_operator codec_depthwise = {
    depthwise, NULL, depthwise_output, depthwise_bind, depthwise_scratch, depthwise_operations,
    1,         1};

static int separable(struct codec *c, struct mien_node *n)
{
    static const char *const keys[] = {"depth_activation", "depth_weight", "depth_bias"};
    struct mien_separable *s = &n->u.separable;
    if (depth(c, n, &s->depth, keys) != 0)
        return -1;
    s->depth.out.stride = MIEN_STRIDE(s->depth.out.c);
    s->point.in = s->depth.out;
    s->point.out.h = s->depth.out.h;
    s->point.out.w = s->depth.out.w;
    s->point.window = (struct mien_window){1, 1, 1, 0, 0};
    return product(c, n, &s->point);
}

static struct mien_map separable_output(const struct mien_node *n)
{
    return n->u.separable.point.out;
}

static void separable_bind(struct mien_node *n, const struct mien_map *in,
                           const struct mien_map *out)
{
    struct mien_separable *s = &n->u.separable;
    s->depth.in = in[0];
    s->point.out = *out;
    if (n->input_count > 1)
        s->point.residual = in[1];
}

static size_t separable_scratch(const struct mien_node *n)
{
    return mien_separable_scratch(&n->u.separable);
}

static uint64_t separable_operations(const struct mien_node *n)
{
    const struct mien_separable *s = &n->u.separable;
    return taps(&s->depth.out, &s->depth.window) +
           (uint64_t)codec_map_size(&s->point.out) * (uint64_t)s->point.in.c;
}

const struct codec_operator codec_separable = {
    separable, NULL, separable_output, separable_bind, separable_scratch, separable_operations,
    1,         2};

static int pool(struct codec *c, struct mien_node *n)
{
    static const char *const kinds[] = {"max", "average"};
    struct mien_pool *p = &n->u.pool;
    p->in = *codec_input_map(c, n, 0);
    p->out.c = p->in.c;
    return codec_choice(c, n, "kind", &p->average, kinds, 2) ||
                   window(c, n, &p->in, &p->window, &p->out)
               ? -1
               : 0;
}

static struct mien_map pool_output(const struct mien_node *n)
{
    return n->u.pool.out;
}

static void pool_bind(struct mien_node *n, const struct mien_map *in, const struct mien_map *out)
{
    n->u.pool.in = in[0];
    n->u.pool.out = *out;
}

static uint64_t pool_operations(const struct mien_node *n)
{
    return taps(&n->u.pool.out, &n->u.pool.window);
}

const struct codec_operator codec_pool = {pool, NULL, pool_output, pool_bind, NULL, pool_operations,
                                          1,    1};

static int add(struct codec *c, struct mien_node *n)
{
    const struct mien_map *a = codec_input_map(c, n, 0), *b = codec_input_map(c, n, 1);
    n->u.add.a = *a;
    n->u.add.b = *b;
    n->u.add.out = *a;
    if (a->h != b->h || a->w != b->w || a->c != b->c)
        return codec_wrong(c, n, "its inputs have two shapes", "inputs");
    return activation(c, n, "activation", &n->u.add.activation);
}

static struct mien_map add_output(const struct mien_node *n)
{
    return n->u.add.out;
}

static void add_bind(struct mien_node *n, const struct mien_map *in, const struct mien_map *out)
{
    n->u.add.a = in[0];
    n->u.add.b = in[1];
    n->u.add.out = *out;
}

static uint64_t add_operations(const struct mien_node *n)
{
    return codec_map_size(&n->u.add.out);
}

const struct codec_operator codec_add = {add,  NULL,           add_output, add_bind,
                                         NULL, add_operations, 2,          2};

static int scale(struct codec *c, struct mien_node *n)
{
    const struct mien_map *factor = codec_input_map(c, n, 1);
    struct mien_scale *s = &n->u.scale;
    s->in = s->out = *codec_input_map(c, n, 0);
    if (factor->h != 1 || factor->w != 1 || factor->c != s->in.c)
        return codec_wrong(c, n, "its factor is not one number a channel", "inputs");
    return activation(c, n, "activation", &s->activation);
}

static struct mien_map scale_output(const struct mien_node *n)
{
    return n->u.scale.out;
}

static void scale_bind(struct mien_node *n, const struct mien_map *in, const struct mien_map *out)
{
    n->u.scale.in = in[0];
    n->u.scale.out = *out;
}

static uint64_t scale_operations(const struct mien_node *n)
{
    return codec_map_size(&n->u.scale.out);
}

const struct codec_operator codec_scale = {
    scale, NULL, scale_output, scale_bind, NULL, scale_operations, 2, 2};

static int activate(struct codec *c, struct mien_node *n)
{
    struct mien_activate *a = &n->u.activate;
    a->in = a->out = *codec_input_map(c, n, 0);
    return activation(c, n, "activation", &a->activation) || slope(c, n, &a->slope, a->in.c) ? -1
                                                                                             : 0;
}

static struct mien_map activate_output(const struct mien_node *n)
{
    return n->u.activate.out;
}

static void activate_bind(struct mien_node *n, const struct mien_map *in,
                          const struct mien_map *out)
{
    n->u.activate.in = in[0];
    n->u.activate.out = *out;
}

static uint64_t activate_operations(const struct mien_node *n)
{
    return codec_map_size(&n->u.activate.out);
}

const struct codec_operator codec_activate = {
    activate, NULL, activate_output, activate_bind, NULL, activate_operations, 1, 1};

static int pad(struct codec *c, struct mien_node *n)
{
    struct mien_pad *p = &n->u.pad;
    p->in = *codec_input_map(c, n, 0);
    if (codec_integer(c, n, "height", &p->out.h, p->in.h, SIDE_LIMIT) ||
        codec_integer(c, n, "width", &p->out.w, p->in.w, SIDE_LIMIT) ||
        codec_integer(c, n, "channels", &p->out.c, p->in.c, CHANNELS_LIMIT))
        return -1;
    return codec_integer(c, n, "top", &p->top, 0, p->out.h - p->in.h) ||
                   codec_integer(c, n, "left", &p->left, 0, p->out.w - p->in.w) ||
                   codec_integer(c, n, "front", &p->front, 0, p->out.c - p->in.c)
               ? -1
               : 0;
}

static struct mien_map pad_output(const struct mien_node *n)
{
    return n->u.pad.out;
}

static void pad_bind(struct mien_node *n, const struct mien_map *in, const struct mien_map *out)
{
    n->u.pad.in = in[0];
    n->u.pad.out = *out;
}

static uint64_t no_operations(const struct mien_node *n)
{
    (void)n;
    return 0;
}

const struct codec_operator codec_pad = {pad,  NULL,          pad_output, pad_bind,
                                         NULL, no_operations, 1,          1};

/* A map's side along an axis. */
static int32_t *side(struct mien_map *m, int32_t axis)
{
    return axis == 0 ? &m->h : axis == 1 ? &m->w : &m->c;
}

static int concat(struct codec *c, struct mien_node *n)
{
    struct mien_concat *v = &n->u.concat;
    if (codec_integer(c, n, "axis", &v->axis, 0, 2) != 0)
        return -1;
    v->count = n->input_count;
    for (int32_t i = 0; i < v->count; i++) {
        struct mien_map in = v->in[i] = *codec_input_map(c, n, i);
        if (i == 0) {
            v->out = in;
            continue;
        }
        const int32_t length = *side(&in, v->axis);
        *side(&in, v->axis) = *side(&v->out, v->axis);
        if (in.h != v->out.h || in.w != v->out.w || in.c != v->out.c)
            return codec_wrong(c, n, "its inputs do not fit together", "inputs");
        *side(&v->out, v->axis) += length;
    }
    return 0;
}

static struct mien_map concat_output(const struct mien_node *n)
{
    return n->u.concat.out;
}

static void concat_bind(struct mien_node *n, const struct mien_map *in, const struct mien_map *out)
{
    for (int32_t i = 0; i < n->input_count; i++)
        n->u.concat.in[i] = in[i];
    n->u.concat.out = *out;
}

const struct codec_operator codec_concat = {concat,        NULL, concat_output,  concat_bind, NULL,
                                            no_operations, 1,    MIEN_CONCAT_MAX};

static int reshape(struct codec *c, struct mien_node *n)
{
    struct mien_reshape *r = &n->u.reshape;
    r->in = *codec_input_map(c, n, 0);
    if (codec_integer(c, n, "height", &r->out.h, 1, SIDE_LIMIT) ||
        codec_integer(c, n, "width", &r->out.w, 1, SIDE_LIMIT) ||
        codec_integer(c, n, "channels", &r->out.c, 1, 1 << 24))
        return -1;
    if (codec_map_size(&r->in) != codec_map_size(&r->out))
        return codec_wrong(c, n, "the shapes differ in size", "height, width, channels");
    return 0;
}

static struct mien_map reshape_output(const struct mien_node *n)
{
    return n->u.reshape.out;
}

static void reshape_bind(struct mien_node *n, const struct mien_map *in, const struct mien_map *out)
{
    n->u.reshape.in = in[0];
    n->u.reshape.out = *out;
}

const struct codec_operator codec_reshape = {
    reshape, NULL, reshape_output, reshape_bind, NULL, no_operations, 1, 1};

static int normalize(struct codec *c, struct mien_node *n)
{
    n->u.normalize.in = n->u.normalize.out = *codec_input_map(c, n, 0);
    return 0;
}

static struct mien_map normalize_output(const struct mien_node *n)
{
    return n->u.normalize.out;
}

static void normalize_bind(struct mien_node *n, const struct mien_map *in,
                           const struct mien_map *out)
{
    n->u.normalize.in = in[0];
    n->u.normalize.out = *out;
}

static uint64_t normalize_operations(const struct mien_node *n)
{
    return 2 * codec_map_size(&n->u.normalize.out);
}

const struct codec_operator codec_normalize = {
    normalize, NULL, normalize_output, normalize_bind, NULL, normalize_operations, 1, 1};

static int slice(struct codec *c, struct mien_node *n)
{
    struct mien_slice *s = &n->u.slice;
    s->in = *codec_input_map(c, n, 0);
    const size_t given = codec_map_size(&s->in);
    if (codec_integer(c, n, "start", &s->start, 0, (int32_t)given - 1) ||
        codec_integer(c, n, "height", &s->out.h, 1, SIDE_LIMIT) ||
        codec_integer(c, n, "width", &s->out.w, 1, SIDE_LIMIT) ||
        codec_integer(c, n, "channels", &s->out.c, 1, 1 << 24))
        return -1;
    const uint64_t taken = (uint64_t)s->out.h * (uint64_t)s->out.w * (uint64_t)s->out.c;
    if (taken > given - (size_t)s->start)
        return codec_wrong(c, n, "the slice leaves the input", "start, height, width, channels");
    return 0;
}

static struct mien_map slice_output(const struct mien_node *n)
{
    return n->u.slice.out;
}

static void slice_bind(struct mien_node *n, const struct mien_map *in, const struct mien_map *out)
{
    n->u.slice.in = in[0];
    n->u.slice.out = *out;
}

const struct codec_operator codec_slice = {
    slice, NULL, slice_output, slice_bind, NULL, no_operations, 1, 1};
