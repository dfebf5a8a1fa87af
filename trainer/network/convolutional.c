/* convolutional.c - [convolutional]: y = activation(conv(x) + bias), or
 * activation(batch_norm(conv(x))).
 *
 * Keys and defaults are Darknet's: filters, size, stride, groups, pad = 1 (size / 2 zeros around
 * the input) or padding = ZEROS, batch_normalize, activation; activation = prelu has slopes of its
 * own (prelu.h); and bias = 0 leaves the bias out, for a convolution that another one follows at
 * once.
 *
 * Parameters: weight [size, size, in.c / groups, filters], scale [filters] where normalised, then
 * bias [filters], slopes [filters]. State: the convolution, where backward needs it; behind it what
 * goes into the slopes, where something is normalised in between. Shared: weights made ready for
 * the engine (conv.h). Few weights have their gradient made tile by tile, while a tile's numbers
 * are at hand, and added up at last; of many, each worker makes a part from all rows. */
#include <stdlib.h>
#include <string.h>

#include "trainer/network/batch_norm.h"
#include "trainer/network/conv_engines.h"
#include "trainer/network/darknet_walk.h"
#include "trainer/network/lowering.h"
#include "trainer/network/prelu.h"

enum {
    FILTERS_MAX = 1 << 16,
    WEIGHTS_MAX = 1 << 28,
    BY_TILE = 1 << 14, /* weights up to this many have a gradient a tile */
    AT_ONCE = 1 << 16, /* floats of output that are computed and measured together */
    LINE = 16          /* floats of a cache line */
};

struct convolutional {
    struct conv conv;
    const struct conv_engine *engine;
    enum mien_activation activation; /* linear before slopes */
    bool normalize, slopes;
    bool bias; /* of its own, or the normalisation's shift */
    bool by_tile;
    size_t rows; /* that are computed together */
};

/* Whether the convolution is kept beside the output. */
static bool keeps_input(const struct convolutional *o)
{
    return o->normalize || o->slopes || activation_needs_input(o->activation);
}

static size_t lines(size_t floats)
{
    return (floats + LINE - 1) / LINE * LINE;
}

static int read_shape(struct conv *c, struct cfg_section *s, struct mien_error *e)
{
    long long filters, size, stride, groups, padding;
    bool pad;
    if (cfg_integer(s, "filters", &filters, 1, 1, FILTERS_MAX, e) != 0 ||
        cfg_integer(s, "size", &size, 1, 1, CONV_SIZE_MAX, e) != 0 ||
        cfg_integer(s, "stride", &stride, 1, 1, CONV_SIZE_MAX, e) != 0 ||
        cfg_integer(s, "groups", &groups, 1, 1, FILTERS_MAX, e) != 0 ||
        cfg_integer(s, "padding", &padding, 0, 0, CONV_SIZE_MAX, e) != 0 ||
        cfg_flag(s, "pad", &pad, false, e) != 0)
        return -1;
    c->size = (size_t)size;
    c->stride = (size_t)stride;
    c->groups = (size_t)groups;
    c->padding = pad ? c->size / 2 : (size_t)padding;
    if (c->padding >= c->size)
        return cfg_error(s, "padding", e, "padding must be below size (%zu, size %zu)", c->padding,
                         c->size);
    if (c->in.c % c->groups != 0 || (size_t)filters % c->groups != 0)
        return cfg_error(s, "groups", e,
                         "groups must divide the input's channels and filters "
                         "(%zu, %u channels, %lld filters)",
                         c->groups, c->in.c, filters);
    if (c->in.h + 2 * c->padding < c->size || c->in.w + 2 * c->padding < c->size)
        return cfg_error(s, "size", e, "size is larger than the input (%zu, input %u x %u)",
                         c->size, c->in.h, c->in.w);
    c->out.h = (uint32_t)((c->in.h + 2 * c->padding - c->size) / c->stride + 1);
    c->out.w = (uint32_t)((c->in.w + 2 * c->padding - c->size) / c->stride + 1);
    c->out.c = (uint32_t)filters;
    if (conv_weights(c) > WEIGHTS_MAX)
        return cfg_error(s, "filters", e, "too many weights (%zu); lower filters or size",
                         conv_weights(c));
    return 0;
}

/* Rows that are computed together: whole tiles, or an even part of one. */
static size_t rows_together(const struct convolutional *o, size_t size)
{
    const struct batch_norm b = {.positions = (size_t)o->conv.out.h * o->conv.out.w};
    const size_t wanted = o->engine->images != NULL ? o->engine->images(&o->conv) : AT_ONCE / size;
    if (wanted >= LAYER_TILE)
        return wanted / LAYER_TILE * LAYER_TILE;
    size_t rows = batch_norm_unit(&b);
    while (2 * rows <= wanted)
        rows *= 2;
    return rows;
}

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    (void)layers;
    struct convolutional *o = calloc(1, sizeof *o);
    if (o == NULL)
        return error_memory(e, "a layer", sizeof *o);
    l->options = o;
    int activation;
    o->conv.in = l->input[0]->shape;
    if (read_shape(&o->conv, s, e) != 0 ||
        cfg_flag(s, "batch_normalize", &o->normalize, false, e) != 0 ||
        cfg_flag(s, "bias", &o->bias, true, e) != 0 ||
        cfg_choice(s, "activation", &activation, activation_choices, ACTIVATION_CHOICES,
                   MIEN_LOGISTIC, e) != 0)
        return -1;
    if (o->normalize && !o->bias)
        return cfg_error(s, "bias", e,
                         "bias = 0 with batch_normalize, which has one by nature; drop either");
    o->slopes = activation == ACTIVATION_PRELU;
    o->activation = o->slopes ? MIEN_LINEAR : (enum mien_activation)activation;
    o->engine = conv_choose(&o->conv);
    const size_t out = o->conv.out.c, size = shape_size(o->conv.out);
    l->shape = o->conv.out;
    l->decayed = conv_weights(&o->conv);
    l->parameters = l->decayed +
                    (o->normalize ? 2 * out
                     : o->bias    ? out
                                  : 0) +
                    (o->slopes ? out : 0);
    l->statistics = o->normalize ? 2 * out : 0;
    l->state_row = (keeps_input(o) ? size : 0) + (o->normalize && o->slopes ? size : 0);
    o->by_tile = l->decayed <= BY_TILE && o->engine->images == NULL;
    l->partial_tile = 2 * out + (o->by_tile ? l->decayed : 0) + (o->slopes ? out : 0);
    l->shared_count = lines(2 * out) + o->engine->prepared(&o->conv);
    o->rows = rows_together(o, size);
    l->workspace = lines(batch_norm_workspace(out)) + lines(o->engine->workspace(&o->conv)) +
                   (o->by_tile ? o->rows * size : 0);
    return 0;
}

static struct batch_norm normalisation(const struct layer *l)
{
    const struct convolutional *o = l->options;
    const size_t channels = o->conv.out.c;
    return (struct batch_norm){
        .channels = channels,
        .positions = (size_t)o->conv.out.h * o->conv.out.w,
        .activation = o->activation,
        .scale = l->parameter + l->decayed,
        .shift = l->parameter + l->decayed + channels,
        .mean = l->statistic,
        .variance = l->statistic + channels,
        .scale_gradient = l->gradient + l->decayed,
        .shift_gradient = l->gradient + l->decayed + channels,
        .partial = l->partial,
        .batch = l->shared,
    };
}

static size_t tiles_of(size_t rows)
{
    return (rows + LAYER_TILE - 1) / LAYER_TILE;
}

/* Tile t's part of the gradient of the weights, where there is one a tile. */
static float *weight_part(const struct layer *l, size_t t)
{
    const struct convolutional *o = l->options;
    return l->partial + tiles_of(l->capacity) * 2 * o->conv.out.c + t * l->decayed;
}

/* Tile t's part of the gradient of the slopes, behind all those of the weights. */
static float *slope_part(const struct layer *l, size_t t)
{
    const struct convolutional *o = l->options;
    return weight_part(l, o->by_tile ? tiles_of(l->capacity) : 0) + t * o->conv.out.c;
}

static float *slopes_of(const struct layer *l)
{
    const struct convolutional *o = l->options;
    return l->parameter + l->parameters - o->conv.out.c;
}

/* What goes into the slopes: all rows, in the state. */
static float *slope_input(const struct layer *l)
{
    const struct convolutional *o = l->options;
    return l->state + (o->normalize ? l->capacity * l->size : 0);
}

static float *prepared_weights(const struct layer *l)
{
    const struct convolutional *o = l->options;
    return l->shared + lines(2 * o->conv.out.c);
}

/* Workspace of the engine, behind that of the normalisation. */
static float *engine_workspace(const struct layer *l, const struct pass *p)
{
    const struct convolutional *o = l->options;
    return p->workspace + lines(batch_norm_workspace(o->conv.out.c));
}

/* Workspace for the delta of the rows that are computed together, behind that of the engine. */
static float *delta_workspace(const struct layer *l, const struct pass *p)
{
    const struct convolutional *o = l->options;
    return engine_workspace(l, p) + lines(o->engine->workspace(&o->conv));
}

/* This worker's share of making the weights ready; to be used behind a wait. */
static void prepare(const struct layer *l, const struct pass *p, enum conv_direction way)
{
    const struct convolutional *o = l->options;
    o->engine->prepare(&o->conv, way, l->parameter, prepared_weights(l), p->worker, p->workers);
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* What follows the convolution of `count` rows where nothing is normalised. */
static void finish(const struct layer *l, float *z, float *y, size_t count)
{
    const struct convolutional *o = l->options;
    const float *restrict bias = l->parameter + l->decayed;
    const size_t channels = o->conv.out.c, end = o->bias ? count * l->size : 0;
    for (size_t at = 0; at < end; at += channels)
        for (size_t c = 0; c < channels; c++)
            z[at + c] += bias[c];
    if (o->slopes)
        prelu_forward(slopes_of(l), channels, z, y, count * l->size / channels);
    else
        activation_forward(o->activation, z, y, count * l->size);
}

/* The slopes of this worker's rows, normalised whole before. */
static void forward_slopes(const struct layer *l, const struct pass *p)
{
    const size_t at = p->begin * l->size, channels = l->shape.c;
    prelu_forward(slopes_of(l), channels, slope_input(l) + at, l->output + at,
                  (p->end - p->begin) * l->size / channels);
}

static void forward(const struct layer *l, const struct pass *p)
{
    const struct convolutional *o = l->options;
    const struct layer *in = l->input[0];
    const struct batch_norm b = normalisation(l);
    float *plane = keeps_input(o) ? l->state : l->output;
    float *normal = o->slopes ? slope_input(l) : l->output;
    prepare(l, p, CONV_FORWARD);
    pass_wait(p);
    for (size_t row = p->begin, count; row < p->end; row += count) {
        count = least(o->rows, p->end - row);
        float *z = plane + row * l->size;
        o->engine->forward(&o->conv, prepared_weights(l), in->output + row * in->size, count, z,
                           engine_workspace(l, p));
        if (!o->normalize)
            finish(l, z, l->output + row * l->size, count);
        else if (p->batch->train)
            batch_norm_measure(&b, p, row, row + count, z);
        else
            batch_norm_run(&b, p, z, normal + row * l->size, count);
    }
    if (o->normalize && p->batch->train)
        batch_norm_forward(&b, p, plane, normal);
    if (o->normalize && o->slopes)
        forward_slopes(l, p);
}

/* d of this worker's rows becomes the gradient of what goes into the slopes. */
static void backward_slopes(const struct layer *l, const struct pass *p)
{
    const size_t channels = l->shape.c;
    for (size_t row = p->begin; row < p->end; row++) {
        float *sum = slope_part(l, row / LAYER_TILE);
        if (row % LAYER_TILE == 0)
            memset(sum, 0, channels * sizeof *sum);
        prelu_backward(slopes_of(l), channels, slope_input(l) + row * l->size,
                       l->delta + row * l->size, sum, l->size / channels);
    }
}

/* d of rows [row, row + count), all of one tile, becomes the gradient of the activation's input,
 * and their part of the bias's gradient is added to the tile's. */
static void backward_bias(const struct layer *l, size_t row, size_t count)
{
    const struct convolutional *o = l->options;
    const size_t channels = o->conv.out.c;
    float *restrict d = l->delta + row * l->size;
    float *restrict sum = l->partial + row / LAYER_TILE * 2 * channels;
    activation_backward(o->activation, l->state + row * l->size, l->output + row * l->size, d,
                        count * l->size);
    if (row % LAYER_TILE == 0)
        memset(sum, 0, channels * sizeof *sum);
    for (size_t at = 0; at < (o->bias ? count * l->size : 0); at += channels)
        for (size_t c = 0; c < channels; c++)
            sum[c] += d[at + c];
}

/* d loss / d conv of `count` rows from `row` on: in the layer's delta, or, where nobody reads it
 * later, in the workspace, so that it does not leave the cache. */
static float *backward_rows(const struct layer *l, const struct pass *p, const struct batch_norm *b,
                            size_t row, size_t count)
{
    const struct convolutional *o = l->options;
    float *d = l->delta + row * l->size, *dz = o->by_tile ? delta_workspace(l, p) : d;
    if (o->normalize) {
        batch_norm_backward(b, p, l->state + row * l->size, d, dz, count);
        return dz;
    }
    for (size_t at = 0, part; at < count; at += part) {
        part = least(count - at, LAYER_TILE);
        backward_bias(l, row + at, part);
    }
    return d;
}

/* The part of the weights' gradient that comes from `count` rows, tile by tile. */
static void gradient_rows(const struct layer *l, const struct pass *p, const float *d, size_t row,
                          size_t count)
{
    const struct convolutional *o = l->options;
    const struct layer *in = l->input[0];
    for (size_t at = 0, part; at < count; at += part, d += part * l->size) {
        const size_t first = row + at;
        part = least(count - at, LAYER_TILE);
        o->engine->gradient(&o->conv, in->output + first * in->size, d, part,
                            weight_part(l, first / LAYER_TILE), first % LAYER_TILE != 0, 0, 1,
                            engine_workspace(l, p));
    }
}

static void backward(const struct layer *l, const struct pass *p)
{
    const struct convolutional *o = l->options;
    const struct layer *in = l->input[0];
    const struct batch_norm b = normalisation(l);
    if (in->delta != NULL)
        prepare(l, p, CONV_BACKWARD);
    if (o->slopes)
        backward_slopes(l, p);
    if (o->normalize)
        batch_norm_sums(&b, p, l->state, l->delta);
    else
        pass_wait(p);
    for (size_t row = p->begin, count; row < p->end; row += count) {
        count = least(o->rows, p->end - row);
        const float *d = backward_rows(l, p, &b, row, count);
        if (o->by_tile)
            gradient_rows(l, p, d, row, count);
        if (in->delta != NULL)
            o->engine->backward(&o->conv, prepared_weights(l), d, count, in->delta + row * in->size,
                                l->adds[0], engine_workspace(l, p));
    }
}

static void gradient(const struct layer *l, const struct pass *p)
{
    const struct convolutional *o = l->options;
    const size_t channels = o->conv.out.c;
    if (!o->normalize && o->bias)
        layer_add_parts(p, l->partial, 2 * channels, channels, l->gradient + l->decayed);
    if (o->slopes)
        layer_add_parts(p, slope_part(l, 0), channels, channels,
                        l->gradient + l->parameters - channels);
    if (o->by_tile)
        layer_add_parts(p, weight_part(l, 0), l->decayed, l->decayed, l->gradient);
    else
        o->engine->gradient(&o->conv, l->input[0]->output, l->delta, p->batch->rows, l->gradient,
                            false, p->worker, p->workers, engine_workspace(l, p));
}

static void initialise(struct layer *l, struct rng *r)
{
    const struct convolutional *o = l->options;
    const size_t channels = o->conv.out.c;
    const float deviation = activation_weight_deviation(o->slopes ? MIEN_RELU : o->activation,
                                                        l->decayed / o->conv.out.c);
    for (size_t i = 0; i < l->decayed; i++)
        l->parameter[i] = deviation * rng_normal(r);
    for (size_t i = l->decayed; i < l->parameters; i++)
        l->parameter[i] = 0.0f;
    for (size_t i = 0; o->normalize && i < channels; i++) {
        l->parameter[l->decayed + i] = 1.0f;
        l->statistic[i] = 0.0f;
        l->statistic[channels + i] = 1.0f;
    }
    if (o->slopes)
        prelu_initialise(slopes_of(l), channels);
}

static void darknet(const struct layer *l, struct darknet_walk *w)
{
    const struct convolutional *o = l->options;
    const struct conv *c = &o->conv;
    const size_t out = c->out.c;
    float *behind = l->parameter + l->decayed;
    if (o->slopes)
        w->unknown = l;
    if (o->bias)
        darknet_numbers(w, o->normalize ? behind + out : behind, out);
    else
        darknet_zeros(w, out);
    if (o->normalize) {
        darknet_numbers(w, behind, out);
        darknet_numbers(w, l->statistic, out);
        darknet_variances(w, l->statistic + out, out);
    }
    darknet_matrix(w, l->parameter, c->size * c->size, c->in.c / c->groups, out);
}

/* Weights and bias with the normalisation folded in: W' = W * factor, b' = offset. */
static int fold(const struct layer *l, struct lowering *low, const float **weight,
                const float **bias, struct mien_error *e)
{
    const struct convolutional *o = l->options;
    const size_t channels = o->conv.out.c;
    *weight = l->parameter;
    *bias = o->bias ? l->parameter + l->decayed : lowering_floats(low, channels, e);
    if (!o->normalize)
        return *bias == NULL ? -1 : 0;
    float *folded = lowering_floats(low, l->decayed + 2 * channels, e);
    if (folded == NULL)
        return -1;
    float *factor = folded + l->decayed, *offset = factor + channels;
    const struct batch_norm b = normalisation(l);
    batch_norm_fold(&b, factor, offset);
    for (size_t i = 0; i < l->decayed; i++)
        folded[i] = l->parameter[i] * factor[i % channels];
    *weight = folded;
    *bias = offset;
    return 0;
}

/* Grouped weights as those of a convolution of all channels, zero where a group does not see. */
static const float *spread(const struct conv *c, struct lowering *low, const float *weight,
                           struct mien_error *e)
{
    const size_t in = c->in.c / c->groups, out = c->out.c / c->groups;
    float *whole = lowering_floats(low, c->size * c->size * c->in.c * c->out.c, e);
    for (size_t t = 0; whole != NULL && t < c->size * c->size; t++)
        for (size_t i = 0; i < in; i++)
            for (size_t o = 0; o < c->out.c; o++)
                whole[(t * c->in.c + o / out * in + i) * c->out.c + o] =
                    weight[(t * in + i) * c->out.c + o];
    return whole;
}

/* The slopes behind a depthwise convolution, which has none. */
static int32_t lower_slopes(const struct layer *l, struct lowering *low, struct mien_error *e)
{
    struct mien_node n = {.op = MIEN_ACTIVATE, .inputs = {l->value}, .input_count = 1};
    n.u.activate.slope = slopes_of(l);
    return lowering_add(low, &n, e);
}

static int lower(struct layer *l, struct lowering *low, struct mien_error *e)
{
    const struct convolutional *o = l->options;
    const struct conv *c = &o->conv;
    const struct mien_window window = {(int32_t)c->size, (int32_t)c->size, (int32_t)c->stride,
                                       (int32_t)c->padding, (int32_t)c->padding};
    const struct mien_map out = {(int32_t)c->out.h, (int32_t)c->out.w, (int32_t)c->out.c, 0};
    struct mien_node n = {.op = MIEN_CONV, .inputs = {l->input[0]->value}, .input_count = 1};
    const float *weight, *bias;
    if (fold(l, low, &weight, &bias, e) != 0)
        return -1;
    if (c->groups > 1 && c->groups == c->in.c && c->in.c == c->out.c) {
        n.op = MIEN_DEPTHWISE;
        n.u.depthwise = (struct mien_depthwise){.out = out,
                                                .window = window,
                                                .weight = weight,
                                                .bias = bias,
                                                .activation = o->activation};
    } else {
        if (c->groups > 1 && (weight = spread(c, low, weight, e)) == NULL)
            return -1;
        n.u.conv = (struct mien_conv){.out = out,
                                      .window = window,
                                      .weight = weight,
                                      .bias = bias,
                                      .slope = o->slopes ? slopes_of(l) : NULL,
                                      .activation = o->activation};
    }
    l->value = lowering_add(low, &n, e);
    if (l->value >= 0 && o->slopes && n.op == MIEN_DEPTHWISE)
        l->value = lower_slopes(l, low, e);
    return l->value < 0 ? -1 : 0;
}

const struct layer_type layer_convolutional = {
    .section = "convolutional",
    .configure = configure,
    .initialise = initialise,
    .forward = forward,
    .backward = backward,
    .gradient = gradient,
    .lower = lower,
    .darknet = darknet,
};
