/* softmax.c - [softmax]: probabilities, and the cross-entropy that a network is trained by.
 *
 * A row of weight w, target t and class weights c counts for mass = w * sum(c * t) and loses
 *     loss = -w * sum(c * s * log p),   s = (1 - label_smoothing) * t + label_smoothing / classes.
 * The batch's loss is sum(loss) / sum(mass): for one-hot targets that is PyTorch's
 * cross_entropy with `weight` and mean reduction. Outside training nothing is smoothed.
 *
 * Keys of Darknet's cfgs: temperature divides what comes in (its gradient is divided too, which
 * Darknet leaves out); groups = 1 says that there is one softmax, and may be left out.
 * Smoothing: C. Szegedy et al., "Rethinking the Inception Architecture" (2015), section 7. */
#include <math.h>
#include <stdlib.h>

#include "trainer/network/layer.h"
#include "trainer/network/lowering.h"

struct softmax {
    float smoothing, temperature;
};

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    (void)layers;
    struct softmax *o = malloc(sizeof *o);
    if (o == NULL)
        return error_memory(e, "a layer", sizeof *o);
    l->options = o;
    double smoothing, temperature;
    long long groups;
    if (cfg_line(s, "tree") != s->line)
        return cfg_error(s, "tree", e,
                         "trees of classes are not known here; remove the line, and give the "
                         "classes as a list");
    if (cfg_number(s, "label_smoothing", &smoothing, 0.0, 0.0, 0.9, e) != 0 ||
        cfg_number(s, "temperature", &temperature, 1.0, 1e-3, 1e3, e) != 0 ||
        cfg_integer(s, "groups", &groups, 1, 1, 1, e) != 0)
        return -1;
    *o = (struct softmax){(float)smoothing, (float)temperature};
    l->shape = l->input[0]->shape;
    return 0;
}

static float class_weight(const struct batch *b, size_t c)
{
    return b->class_weight == NULL ? 1.0f : b->class_weight[c];
}

static float sharpness_of(const struct layer *l)
{
    const struct softmax *o = l->options;
    return 1.0f / o->temperature;
}

static float smooth(const struct layer *l, const struct batch *b, float target)
{
    const struct softmax *o = l->options;
    float smoothing = b->train ? o->smoothing : 0.0f;
    return (1.0f - smoothing) * target + smoothing / (float)l->size;
}

/* Probabilities of one row; returns log(sum(exp(z * sharpness))). */
static float probabilities(const float *z, float sharpness, size_t count, float *p)
{
    float top = z[0] * sharpness, sum = 0.0f;
    for (size_t c = 1; c < count; c++)
        top = z[c] * sharpness > top ? z[c] * sharpness : top;
    for (size_t c = 0; c < count; c++)
        sum += p[c] = expf(z[c] * sharpness - top);
    for (size_t c = 0; c < count; c++)
        p[c] /= sum;
    return top + logf(sum);
}

static void forward(const struct layer *l, const struct pass *p)
{
    const struct batch *b = p->batch;
    const float sharpness = sharpness_of(l);
    for (uint32_t r = p->begin; r < p->end; r++) {
        const float *z = l->input[0]->output + r * l->size;
        float log_sum = probabilities(z, sharpness, l->size, l->output + r * l->size);
        if (b->target == NULL)
            continue;
        const float *t = b->target + r * l->size;
        float loss = 0.0f, mass = 0.0f;
        for (size_t c = 0; c < l->size; c++) {
            float share_of_class = smooth(l, b, t[c]);
            mass += class_weight(b, c) * t[c];
            if (share_of_class > 0.0f) /* an impossible class far off must not give 0 * infinity */
                loss += class_weight(b, c) * share_of_class * (log_sum - z[c] * sharpness);
        }
        b->loss[r] = loss * b->weight[r];
        b->mass[r] = mass * b->weight[r];
    }
}

/* The loss is the last layer: nobody else gives its input a delta before it. */
static void backward(const struct layer *l, const struct pass *p)
{
    const struct batch *b = p->batch;
    const float sharpness = sharpness_of(l);
    float *in = l->input[0]->delta, total = 0.0f;
    for (uint32_t r = 0; r < b->rows; r++)
        total += b->mass[r];
    if (in == NULL)
        return;
    for (uint32_t r = p->begin; r < p->end; r++) {
        const float *t = b->target + r * l->size, *y = l->output + r * l->size;
        float scale = total > 0.0f ? sharpness * b->weight[r] / total : 0.0f, sum = 0.0f;
        for (size_t c = 0; c < l->size; c++)
            sum += class_weight(b, c) * smooth(l, b, t[c]);
        for (size_t c = 0; c < l->size; c++)
            in[r * l->size + c] = scale * (y[c] * sum - class_weight(b, c) * smooth(l, b, t[c]));
    }
}

/* The value of the input times the sharpness: a depthwise convolution of a flat map; -1: memory. */
static int32_t lower_temperature(struct layer *l, struct lowering *low, struct mien_error *e)
{
    const int32_t size = (int32_t)l->size;
    struct mien_node flat = {.op = MIEN_RESHAPE, .inputs = {l->input[0]->value}, .input_count = 1};
    flat.u.reshape.out = (struct mien_map){1, 1, size, 0};
    struct mien_node scale = {.op = MIEN_DEPTHWISE, .input_count = 1};
    float *weight = lowering_floats(low, l->size, e);
    float *bias = weight == NULL ? NULL : lowering_floats(low, l->size, e);
    if (bias == NULL || (scale.inputs[0] = lowering_add(low, &flat, e)) < 0)
        return -1;
    for (size_t c = 0; c < l->size; c++)
        weight[c] = sharpness_of(l);
    scale.u.depthwise = (struct mien_depthwise){
        .out = {1, 1, size, 0}, .window = {1, 1, 1, 0, 0}, .weight = weight, .bias = bias};
    return lowering_add(low, &scale, e);
}

static int lower(struct layer *l, struct lowering *low, struct mien_error *e)
{
    struct mien_node n = {.op = MIEN_SOFTMAX, .inputs = {l->input[0]->value}, .input_count = 1};
    if (sharpness_of(l) != 1.0f && (n.inputs[0] = lower_temperature(l, low, e)) < 0)
        return -1;
    n.u.softmax.size = (int32_t)l->size;
    l->value = lowering_add(low, &n, e);
    return l->value < 0 ? -1 : 0;
}

const struct layer_type layer_softmax = {
    .section = "softmax",
    .loss = true,
    .configure = configure,
    .forward = forward,
    .backward = backward,
    .lower = lower,
};
