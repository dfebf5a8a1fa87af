/* dropout.c - [dropout]: when training, each number is zero with `probability`, the others are
 * scaled up so that the mean stays; when running, nothing.
 *
 * Draws 16 bits a number, so the probability is a multiple of 2^-16. State: the factor of each
 * number. Method: N. Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from
 * Overfitting", JMLR 15 (2014), with the scaling moved to training. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "trainer/network/layer.h"

struct dropout {
    uint32_t drop; /* a draw in [0, 2^16) below this drops */
    float scale;   /* 1 / probability of keeping */
};

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    (void)layers;
    struct dropout *o = malloc(sizeof *o);
    if (o == NULL)
        return error_memory(e, "a layer", sizeof *o);
    l->options = o;
    double probability;
    if (cfg_number(s, "probability", &probability, 0.5, 0.0, 0.99, e) != 0)
        return -1;
    o->drop = (uint32_t)lround(probability * 65536.0);
    o->scale = 65536.0f / (65536.0f - (float)o->drop);
    l->shape = l->input[0]->shape;
    l->state_row = l->input[0]->size;
    l->hands_on = true;
    return 0;
}

/* The factors of one row: four draws from each 64 bits, taken in blocks so that the rest
 * vectorises. */
static void draw(const struct dropout *o, struct rng r, size_t count, float *factor)
{
    enum { BLOCK = 128 };
    const uint32_t drop = o->drop;
    const float scale = o->scale;
    uint64_t bits[BLOCK / 4];
    uint16_t part[BLOCK];
    for (size_t i = 0; i < count; i += BLOCK) {
        size_t end = count - i < BLOCK ? count - i : BLOCK;
        for (size_t k = 0; k < (end + 3) / 4; k++)
            bits[k] = rng_next(&r);
        memcpy(part, bits, end * sizeof *part);
        for (size_t k = 0; k < end; k++)
            factor[i + k] = part[k] < drop ? 0.0f : scale;
    }
}

static void forward(const struct layer *l, const struct pass *p)
{
    const struct batch *b = p->batch;
    const float *in = l->input[0]->output;
    size_t at = p->begin * l->size, end = p->end * l->size;
    if (!b->train) {
        memcpy(l->output + at, in + at, (end - at) * sizeof *in);
        return;
    }
    for (uint32_t r = p->begin; r < p->end; r++)
        draw(l->options, rng_stream(b->seed + (uint64_t)l->index, b->sample + r), l->size,
             l->state + r * l->size);
    for (size_t i = at; i < end; i++)
        l->output[i] = in[i] * l->state[i];
}

static void backward(const struct layer *l, const struct pass *p)
{
    for (size_t row = p->begin; row < p->end; row++) {
        float *restrict d = l->delta + row * l->size;
        const float *restrict factor = l->state + row * l->size;
        for (size_t i = 0; i < l->size; i++)
            d[i] *= factor[i];
        layer_hand_on(l, row);
    }
}

const struct layer_type layer_dropout = {
    .section = "dropout",
    .configure = configure,
    .forward = forward,
    .backward = backward,
};
