/* activate.c - [activation]: y = activation(x) alone, for what no layer with an activation of its
 * own stands before.
 *
 * activation = prelu has slopes of its own below zero, one a channel, which are trained (K. He et
 * al., "Delving Deep into Rectifiers", 2015); they are not decayed. */
#include <stdlib.h>
#include <string.h>

#include "trainer/network/activation.h"
#include "trainer/network/layer.h"
#include "trainer/network/lowering.h"

enum { PRELU = MIEN_ACTIVATION_COUNT, CHOICES };

static const char *const names[CHOICES] = {
#define X(symbol, name) name,
    MIEN_ACTIVATIONS(X)
#undef X
        "prelu"};

struct activate {
    int kind; /* enum mien_activation, or PRELU */
};

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    (void)layers;
    struct activate *o = l->options = calloc(1, sizeof *o);
    if (o == NULL)
        return error_memory(e, "a layer", sizeof *o);
    if (cfg_choice(s, "activation", &o->kind, names, CHOICES, MIEN_LINEAR, e) != 0)
        return -1;
    l->shape = l->input[0]->shape;
    l->hands_on = true;
    l->parameters = o->kind == PRELU ? l->shape.c : 0;
    l->partial_tile = l->parameters;
    return 0;
}

static void initialise(struct layer *l, struct rng *r)
{
    (void)r;
    for (size_t c = 0; c < l->parameters; c++)
        l->parameter[c] = 0.25f;
}

static void forward(const struct layer *l, const struct pass *p)
{
    const struct activate *o = l->options;
    const size_t begin = p->begin * l->size, end = p->end * l->size, channels = l->shape.c;
    const float *restrict x = l->input[0]->output, *restrict slope = l->parameter;
    float *restrict y = l->output;
    if (o->kind != PRELU)
        activation_forward((enum mien_activation)o->kind, x + begin, y + begin, end - begin);
    else
        for (size_t at = begin; at < end; at += channels)
            for (size_t c = 0; c < channels; c++)
                y[at + c] = x[at + c] < 0.0f ? x[at + c] * slope[c] : x[at + c];
}

/* One row through PReLU: d becomes the gradient of x; what its slopes get is added to `sum`. */
static void backward_slopes(const struct layer *l, const float *restrict x, float *restrict d,
                            float *restrict sum)
{
    const size_t channels = l->shape.c;
    const float *restrict slope = l->parameter;
    for (size_t at = 0; at < l->size; at += channels)
        for (size_t c = 0; c < channels; c++) {
            const float v = x[at + c], g = d[at + c];
            sum[c] += v < 0.0f ? g * v : 0.0f;
            d[at + c] = v < 0.0f ? g * slope[c] : g;
        }
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
        if (o->kind == PRELU)
            backward_slopes(l, x, d, sum);
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
    n.u.activate.slope = o->kind == PRELU ? l->parameter : NULL;
    n.u.activate.activation = o->kind == PRELU ? MIEN_LINEAR : (enum mien_activation)o->kind;
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
