/* activate.c - [activation]: y = activation(x) alone, for what no layer with an activation of its
 * own stands before. activation = prelu is trained too (prelu.h). */
#include <stdlib.h>
#include <string.h>

#include "trainer/network/layer.h"
#include "trainer/network/lowering.h"
#include "trainer/network/prelu.h"

struct activate {
    int kind; /* enum mien_activation, or ACTIVATION_PRELU */
};

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    (void)layers;
    struct activate *o = l->options = calloc(1, sizeof *o);
    if (o == NULL)
        return error_memory(e, "a layer", sizeof *o);
    if (cfg_choice(s, "activation", &o->kind, activation_choices, ACTIVATION_CHOICES, MIEN_LINEAR,
                   e) != 0)
        return -1;
    l->shape = l->input[0]->shape;
    l->hands_on = true;
    l->parameters = o->kind == ACTIVATION_PRELU ? l->shape.c : 0;
    l->partial_tile = l->parameters;
    return 0;
}

static void initialise(struct layer *l, struct rng *r)
{
    (void)r;
    prelu_initialise(l->parameter, l->parameters);
}

static void forward(const struct layer *l, const struct pass *p)
{
    const struct activate *o = l->options;
    const size_t rows = p->end - p->begin;
    const float *x = l->input[0]->output + p->begin * l->size;
    float *y = l->output + p->begin * l->size;
    if (o->kind == ACTIVATION_PRELU)
        prelu_forward(l->parameter, l->shape.c, x, y, rows * l->shape.h * l->shape.w);
    else
        activation_forward((enum mien_activation)o->kind, x, y, rows * l->size);
}

static void backward(const struct layer *l, const struct pass *p)
{
    const struct activate *o = l->options;
    const struct layer *in = l->input[0];
    for (size_t row = p->begin; row < p->end; row++) {
        const float *x = in->output + row * l->size, *y = l->output + row * l->size;
        float *d = l->delta + row * l->size, *sum = l->partial + row / LAYER_TILE * l->parameters;
        if (row % LAYER_TILE == 0 && l->parameters > 0)
            memset(sum, 0, l->parameters * sizeof *sum);
        if (o->kind == ACTIVATION_PRELU)
            prelu_backward(l->parameter, l->shape.c, x, d, sum, l->shape.h * l->shape.w);
        else
            activation_backward((enum mien_activation)o->kind, x, y, d, l->size);
        layer_hand_on(l, row);
    }
}

static void gradient(const struct layer *l, const struct pass *p)
{
    layer_add_parts(p, l->partial, l->parameters, l->parameters, l->gradient);
}

static int lower(struct layer *l, struct lowering *low, struct mien_error *e)
{
    const struct activate *o = l->options;
    struct mien_node n = {.op = MIEN_ACTIVATE, .inputs = {l->input[0]->value}, .input_count = 1};
    n.u.activate.slope = o->kind == ACTIVATION_PRELU ? l->parameter : NULL;
    n.u.activate.activation =
        o->kind == ACTIVATION_PRELU ? MIEN_LINEAR : (enum mien_activation)o->kind;
    l->value = lowering_add(low, &n, e);
    return l->value < 0 ? -1 : 0;
}

const struct layer_type layer_activation = {
    .section = "activation",
    .configure = configure,
    .initialise = initialise,
    .forward = forward,
    .backward = backward,
    .gradient = gradient,
    .lower = lower,
};
