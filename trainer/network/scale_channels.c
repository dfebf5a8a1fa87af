/* scale_channels.c - [scale_channels]: y = activation(x * s): the map x that `from` names, each
 * channel times a number of the layer before, which is [1, 1, channels].
 *
 * With [avgpool] and two [convolutional] of size 1 before it that is squeeze and excitation (J. Hu
 * et al., "Squeeze-and-Excitation Networks", 2018), written as the forks of Darknet do. State:
 * x * s, where the activation's derivative needs that. */
#include <stdlib.h>
#include <string.h>

#include "trainer/network/activation.h"
#include "trainer/network/lowering.h"
#include "trainer/network/layer.h"

struct scale_channels {
    enum mien_activation activation;
};

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    struct scale_channels *o = l->options = calloc(1, sizeof *o);
    if (o == NULL)
        return error_memory(e, "a layer", sizeof *o);
    if (layer_read_pair(l, layers, s, &o->activation, e) != 0)
        return -1;
    const struct shape factor = l->input[0]->shape;
    l->shape = l->input[1]->shape;
    if (factor.h != 1 || factor.w != 1 || factor.c != l->shape.c)
        return cfg_error(
            s, "from", e,
            "the layer before gives %u x %u x %u numbers for %u channels; it must give "
            "one a channel",
            factor.h, factor.w, factor.c, l->shape.c);
    l->input_count = 2;
    l->state_row = activation_needs_input(o->activation) ? l->input[1]->size : 0;
    return 0;
}

static void forward(const struct layer *l, const struct pass *p)
{
    const struct scale_channels *o = l->options;
    const size_t channels = l->shape.c;
    for (size_t row = p->begin; row < p->end; row++) {
        const float *restrict factor = l->input[0]->output + row * channels;
        const float *restrict x = l->input[1]->output + row * l->size;
        float *restrict z = (l->state_row > 0 ? l->state : l->output) + row * l->size;
        for (size_t at = 0; at < l->size; at += channels)
            for (size_t c = 0; c < channels; c++)
                z[at + c] = x[at + c] * factor[c];
        activation_forward(o->activation, z, l->output + row * l->size, l->size);
    }
}

/* d of one image to the factors: sums over its pixels of d * x. */
static void give_factor(const struct layer *l, const float *restrict x, const float *restrict d,
                        float *restrict to)
{
    const size_t channels = l->shape.c;
    if (!l->adds[0])
        memset(to, 0, channels * sizeof *to);
    for (size_t at = 0; at < l->size; at += channels)
        for (size_t c = 0; c < channels; c++)
            to[c] += d[at + c] * x[at + c];
}

static void give_map(const struct layer *l, const float *restrict factor, const float *restrict d,
                     float *restrict to)
{
    const size_t channels = l->shape.c;
    for (size_t at = 0; at < l->size; at += channels)
        for (size_t c = 0; c < channels; c++)
            to[at + c] = d[at + c] * factor[c] + (l->adds[1] ? to[at + c] : 0.0f);
}

static void backward(const struct layer *l, const struct pass *p)
{
    const struct scale_channels *o = l->options;
    const struct layer *factor = l->input[0], *map = l->input[1];
    for (size_t row = p->begin; row < p->end; row++) {
        const size_t at = row * l->size, first = row * l->shape.c;
        activation_backward(o->activation, l->state + row * l->state_row, l->output + at,
                            l->delta + at, l->size);
        if (factor->delta != NULL)
            give_factor(l, map->output + at, l->delta + at, factor->delta + first);
        if (map->delta != NULL)
            give_map(l, factor->output + first, l->delta + at, map->delta + at);
    }
}

static int lower(struct layer *l, struct lowering *low, struct mien_error *e)
{
    const struct scale_channels *o = l->options;
    struct mien_node n = {
        .op = MIEN_SCALE, .inputs = {l->input[1]->value, l->input[0]->value}, .input_count = 2};
    n.u.scale.activation = o->activation;
    l->value = lowering_add(low, &n, e);
    return l->value < 0 ? -1 : 0;
}

const struct layer_type layer_scale_channels = {
    .section = "scale_channels",
    .configure = configure,
    .forward = forward,
    .backward = backward,
    .lower = lower,
};
