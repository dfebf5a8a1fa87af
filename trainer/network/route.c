/* route.c - [route]: the channels of several layers' maps, one behind another; of one layer: that
 * layer again, of which nothing is copied. `layers` are numbers from here back (-1: the one before)
 * or, from 0 on, from the network's beginning, as in Darknet. */
#include <stdlib.h>
#include <string.h>

#include "trainer/network/lowering.h"
#include "trainer/network/layer.h"

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    double numbers[LAYER_INPUTS_MAX];
    size_t count;
    if (cfg_line(s, "layers") == s->line)
        return error_set(e, s->file, s->line, "[route] has no layers; add layers = -1, ...");
    if (cfg_numbers(s, "layers", numbers, LAYER_INPUTS_MAX, &count, e) != 0)
        return -1;
    l->input_count = (int)count;
    for (size_t i = 0; i < count; i++) {
        if (layer_named(l, layers, s, "layers", numbers[i], &l->input[i], e) != 0)
            return -1;
        const struct shape first = l->input[0]->shape, next = l->input[i]->shape;
        if (first.h != next.h || first.w != next.w)
            return cfg_error(s, "layers", e,
                             "maps of different sizes cannot be joined (%u x %u and %u x %u)",
                             first.h, first.w, next.h, next.w);
        l->shape.c += next.c;
    }
    l->shape.h = l->input[0]->shape.h;
    l->shape.w = l->input[0]->shape.w;
    if (count == 1) {
        l->stands_for = l->input[0];
        l->input_count = 0;
    }
    return 0;
}

/* Rows of pixels [count, channels] between two maps of different strides. */
static void copy(float *restrict y, size_t y_step, const float *restrict x, size_t x_step,
                 size_t channels, size_t count, bool adds)
{
    for (size_t i = 0; i < count; i++, y += y_step, x += x_step)
        if (adds)
            for (size_t c = 0; c < channels; c++)
                y[c] += x[c];
        else
            memcpy(y, x, channels * sizeof *y);
}

static size_t pixels(const struct layer *l, const struct pass *p)
{
    return (size_t)(p->end - p->begin) * l->shape.h * l->shape.w;
}

static void forward(const struct layer *l, const struct pass *p)
{
    float *y = l->output + p->begin * l->size;
    for (int i = 0; i < l->input_count; i++) {
        const struct layer *in = l->input[i];
        copy(y, l->shape.c, in->output + p->begin * in->size, in->shape.c, in->shape.c,
             pixels(l, p), false);
        y += in->shape.c;
    }
}

static void backward(const struct layer *l, const struct pass *p)
{
    const float *d = l->delta + p->begin * l->size;
    for (int i = 0; i < l->input_count; i++) {
        const struct layer *in = l->input[i];
        if (in->delta != NULL)
            copy(in->delta + p->begin * in->size, in->shape.c, d, l->shape.c, in->shape.c,
                 pixels(l, p), l->adds[i]);
        d += in->shape.c;
    }
}

/* The runtime joins up to MIEN_CONCAT_MAX values at a time. */
static int lower(struct layer *l, struct lowering *low, struct mien_error *e)
{
    if (l->stands_for != NULL) {
        l->value = l->stands_for->value;
        return 0;
    }
    l->value = l->input[0]->value;
    for (int i = 1; i < l->input_count && l->value >= 0;) {
        struct mien_node n = {.op = MIEN_CONCAT, .inputs = {l->value}, .input_count = 1};
        while (n.input_count < MIEN_CONCAT_MAX && i < l->input_count)
            n.inputs[n.input_count++] = l->input[i++]->value;
        n.u.concat.axis = 2;
        l->value = lowering_add(low, &n, e);
    }
    return l->value < 0 ? -1 : 0;
}

const struct layer_type layer_route = {
    .section = "route",
    .configure = configure,
    .forward = forward,
    .backward = backward,
    .lower = lower,
};
