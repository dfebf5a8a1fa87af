/* connected.c - [connected]: y = activation(x . W + b), or activation(batch_norm(x . W)).
 *
 * Parameters: W [inputs, outputs], scale [outputs] where normalised, then bias [outputs]. An input
 * of more than one position is read flat. State: what is normalised, or the activation's
 * input where its derivative needs that. */
#include <stdlib.h>
#include <string.h>

#include "trainer/network/activation.h"
#include "trainer/network/batch_norm.h"
#include "trainer/network/darknet_walk.h"
#include "trainer/network/gemm.h"
#include "trainer/network/lowering.h"

enum { OUTPUTS_MAX = 1 << 20 };

struct connected {
    enum mien_activation activation;
    bool normalize;
};

/* Whether the product is kept beside the output. */
static bool keeps_input(const struct connected *o)
{
    return o->normalize || activation_needs_input(o->activation);
}

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    (void)layers;
    struct connected *o = malloc(sizeof *o);
    if (o == NULL)
        return error_memory(e, "a layer", sizeof *o);
    l->options = o;
    long long outputs;
    int activation;
    if (cfg_line(s, "output") == s->line)
        return error_set(e, s->file, s->line, "[connected] has no output; add output = COUNT");
    if (cfg_integer(s, "output", &outputs, 1, 1, OUTPUTS_MAX, e) != 0 ||
        cfg_flag(s, "batch_normalize", &o->normalize, false, e) != 0 ||
        cfg_choice(s, "activation", &activation, activation_names, MIEN_ACTIVATION_COUNT,
                   MIEN_LINEAR, e) != 0)
        return -1;
    o->activation = (enum mien_activation)activation;
    size_t out = (size_t)outputs, in = l->input[0]->size;
    l->shape = (struct shape){1, 1, (uint32_t)out};
    l->decayed = in * out;
    l->parameters = in * out + out + (o->normalize ? out : 0);
    l->statistics = o->normalize ? 2 * out : 0;
    l->state_row = keeps_input(o) ? out : 0;
    l->partial_tile = o->normalize ? 2 * out : 0;
    l->shared_count = o->normalize ? 2 * out : 0;
    size_t widest = gemm_workspace(in > out ? in : out), norm = batch_norm_workspace(out);
    l->workspace = widest + (o->normalize ? norm : 0);
    return 0;
}

static struct batch_norm normalisation(const struct layer *l)
{
    const struct connected *o = l->options;
    return (struct batch_norm){
        .channels = l->size,
        .positions = 1,
        .activation = o->activation,
        .scale = l->parameter + l->decayed,
        .shift = l->parameter + l->decayed + l->size,
        .mean = l->statistic,
        .variance = l->statistic + l->size,
        .scale_gradient = l->gradient + l->decayed,
        .shift_gradient = l->gradient + l->decayed + l->size,
        .partial = l->partial,
        .batch = l->shared,
    };
}

static void initialise(struct layer *l, struct rng *r)
{
    const struct connected *o = l->options;
    float deviation = activation_weight_deviation(o->activation, l->input[0]->size);
    for (size_t i = 0; i < l->decayed; i++)
        l->parameter[i] = deviation * rng_normal(r);
    for (size_t i = l->decayed; i < l->parameters; i++)
        l->parameter[i] = 0.0f;
    for (size_t i = 0; o->normalize && i < l->size; i++) {
        l->parameter[l->decayed + i] = 1.0f;
        l->statistic[i] = 0.0f;
        l->statistic[l->size + i] = 1.0f;
    }
}

/* Workspace of the product, behind that of the normalisation. */
static float *product_workspace(const struct layer *l, const struct pass *p)
{
    const struct connected *o = l->options;
    return p->workspace + (o->normalize ? batch_norm_workspace(l->size) : 0);
}

static void forward(const struct layer *l, const struct pass *p)
{
    const struct connected *o = l->options;
    const struct layer *in = l->input[0];
    size_t rows = p->end - p->begin, at = p->begin * l->size;
    float *z = keeps_input(o) ? l->state : l->output;
    gemm(rows, l->size, in->size, (struct matrix){in->output + p->begin * in->size, in->size, 1},
         (struct matrix){l->parameter, l->size, 1}, z + at, l->size,
         o->normalize ? NULL : l->parameter + l->decayed, false, product_workspace(l, p));
    struct batch_norm b = normalisation(l);
    if (!o->normalize) {
        activation_forward(o->activation, z + at, l->output + at, rows * l->size);
    } else if (p->batch->train) {
        batch_norm_measure(&b, p, p->begin, p->end, z + at);
        batch_norm_forward(&b, p, z, l->output);
    } else {
        batch_norm_run(&b, p, z + at, l->output + at, rows);
    }
}

static void backward(const struct layer *l, const struct pass *p)
{
    const struct connected *o = l->options;
    const struct layer *in = l->input[0];
    size_t rows = p->end - p->begin, at = p->begin * l->size;
    struct batch_norm b = normalisation(l);
    if (o->normalize) {
        batch_norm_sums(&b, p, l->state, l->delta);
        batch_norm_backward(&b, p, l->state + at, l->delta + at, l->delta + at, rows);
    } else {
        activation_backward(o->activation, l->state + at, l->output + at, l->delta + at,
                            rows * l->size);
    }
    if (in->delta != NULL)
        gemm(rows, in->size, l->size, (struct matrix){l->delta + at, l->size, 1},
             (struct matrix){l->parameter, 1, l->size}, in->delta + p->begin * in->size, in->size,
             NULL, l->adds[0], product_workspace(l, p));
}

static void bias_gradient(const struct layer *l, const struct pass *p)
{
    enum { LINE = 16 }; /* floats of a cache line: workers do not share one */
    size_t begin, end;
    share(l->size, LINE, p->worker, p->workers, &begin, &end);
    float *g = l->gradient + l->decayed;
    if (begin < end)
        memset(g + begin, 0, (end - begin) * sizeof *g);
    for (size_t r = 0; r < p->batch->rows; r++)
        for (size_t i = begin; i < end; i++)
            g[i] += l->delta[r * l->size + i];
}

/* dW = x^T . delta, this worker's rows of it, over all rows of the batch. */
static void gradient(const struct layer *l, const struct pass *p)
{
    enum { UNIT = 12 }; /* whole register tiles of gemm */
    const struct connected *o = l->options;
    const struct layer *in = l->input[0];
    size_t begin, end;
    share(in->size, UNIT, p->worker, p->workers, &begin, &end);
    gemm(end - begin, l->size, p->batch->rows, (struct matrix){in->output + begin, 1, in->size},
         (struct matrix){l->delta, l->size, 1}, l->gradient + begin * l->size, l->size, NULL, false,
         product_workspace(l, p));
    if (!o->normalize)
        bias_gradient(l, p);
}

static void darknet(const struct layer *l, struct darknet_walk *w)
{
    const struct connected *o = l->options;
    const struct shape in = l->input[0]->shape;
    float *behind = l->parameter + l->decayed;
    darknet_numbers(w, o->normalize ? behind + l->size : behind, l->size);
    darknet_matrix(w, l->parameter, (size_t)in.h * in.w, in.c, l->size);
    if (o->normalize) {
        darknet_numbers(w, behind, l->size);
        darknet_numbers(w, l->statistic, l->size);
        darknet_variances(w, l->statistic + l->size, l->size);
    }
}

/* The value that holds the input as one vector. */
static int32_t flat_input(const struct layer *in, struct lowering *low, struct mien_error *e)
{
    if (in->shape.h * in->shape.w == 1)
        return in->value;
    struct mien_node n = {.op = MIEN_RESHAPE, .inputs = {in->value}, .input_count = 1};
    n.u.reshape.out = (struct mien_map){1, 1, (int32_t)in->size, 0};
    return lowering_add(low, &n, e);
}

/* Normalisation folded: W' = W * factor, b' = offset. */
static int lower(struct layer *l, struct lowering *low, struct mien_error *e)
{
    const struct connected *o = l->options;
    struct mien_node n = {.op = MIEN_DENSE, .input_count = 1};
    n.u.dense = (struct mien_dense){l->parameter, l->parameter + l->decayed,
                                    (int32_t)l->input[0]->size, (int32_t)l->size, o->activation};
    n.inputs[0] = flat_input(l->input[0], low, e);
    if (n.inputs[0] < 0)
        return -1;
    if (o->normalize) {
        float *weight = lowering_floats(low, l->decayed + 2 * l->size, e);
        if (weight == NULL)
            return -1;
        float *factor = weight + l->decayed, *offset = factor + l->size;
        const struct batch_norm b = normalisation(l);
        batch_norm_fold(&b, factor, offset);
        for (size_t i = 0; i < l->decayed; i++)
            weight[i] = l->parameter[i] * factor[i % l->size];
        n.u.dense.weight = weight;
        n.u.dense.bias = offset;
    }
    l->value = lowering_add(low, &n, e);
    return l->value < 0 ? -1 : 0;
}

const struct layer_type layer_connected = {
    .section = "connected",
    .configure = configure,
    .initialise = initialise,
    .forward = forward,
    .backward = backward,
    .gradient = gradient,
    .lower = lower,
    .darknet = darknet,
};
