/* shortcut.c - [shortcut]: y = activation(a + b), a being the layer before and b the one that
 * `from` names (K. He et al., "Deep Residual Learning for Image Recognition", 2015).
 *
 * As in Darknet, b may be larger than a by a whole factor, of which every so many pixels count, and
 * have fewer channels, which are added to a's first. State: a + b, where the activation's
 * derivative needs that. */
#include <stdlib.h>
#include <string.h>

#include "trainer/network/activation.h"
#include "trainer/network/lowering.h"
#include "trainer/network/layer.h"

struct shortcut {
    enum mien_activation activation;
    size_t stride; /* of b's pixels */
};

static int configure(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e)
{
    struct shortcut *o = l->options = calloc(1, sizeof *o);
    if (o == NULL)
        return error_memory(e, "a layer", sizeof *o);
    if (layer_read_pair(l, layers, s, &o->activation, e) != 0)
        return -1;
    const struct shape a = l->input[0]->shape, b = l->input[1]->shape;
    o->stride = b.h / a.h;
    if (o->stride == 0 || b.w / a.w != o->stride || b.c > a.c)
        return cfg_error(s, "from", e,
                         "a map of %u x %u x %u cannot be added to one of %u x %u x %u; it may be "
                         "larger by a whole factor and have fewer channels",
                         b.h, b.w, b.c, a.h, a.w, a.c);
    l->input_count = 2;
    l->shape = a;
    l->hands_on = true;
    l->state_row = activation_needs_input(o->activation) ? l->input[0]->size : 0;
    return 0;
}

/* What happens to the channels of a pixel of b and the pixel of a it belongs to: y += x. */
static void add(float *restrict y, const float *restrict x, size_t count)
{
    for (size_t i = 0; i < count; i++)
        y[i] += x[i];
}

static bool same(const struct layer *l)
{
    return l->size == l->input[1]->size;
}

static void forward(const struct layer *l, const struct pass *p)
{
    const struct shortcut *o = l->options;
    const struct layer *b = l->input[1];
    const struct shape s = l->shape;
    for (size_t row = p->begin; row < p->end; row++) {
        const float *restrict from = b->output + row * b->size;
        const float *restrict first = l->input[0]->output + row * l->size;
        float *z = (l->state_row > 0 ? l->state : l->output) + row * l->size;
        if (same(l)) {
            for (size_t i = 0; i < l->size; i++)
                z[i] = first[i] + from[i];
        } else {
            memcpy(z, first, l->size * sizeof *z);
            for (size_t y = 0; y < s.h; y++)
                for (size_t x = 0; x < s.w; x++)
                    add(z + (y * s.w + x) * s.c,
                        from + (y * b->shape.w + x) * o->stride * b->shape.c, b->shape.c);
        }
        activation_forward(o->activation, z, l->output + row * l->size, l->size);
    }
}

/* d of one image to b. */
static void give(const struct layer *l, const float *d, float *to)
{
    const struct shortcut *o = l->options;
    const struct layer *b = l->input[1];
    const struct shape s = l->shape;
    if (same(l) && !l->adds[1]) {
        memcpy(to, d, l->size * sizeof *d);
        return;
    }
    if (!l->adds[1])
        memset(to, 0, b->size * sizeof *to);
    if (same(l)) {
        add(to, d, l->size);
        return;
    }
    for (size_t y = 0; y < s.h; y++)
        for (size_t x = 0; x < s.w; x++)
            add(to + (y * b->shape.w + x) * o->stride * b->shape.c, d + (y * s.w + x) * s.c,
                b->shape.c);
}

static void backward(const struct layer *l, const struct pass *p)
{
    const struct shortcut *o = l->options;
    const struct layer *b = l->input[1];
    for (size_t row = p->begin; row < p->end; row++) {
        float *d = l->delta + row * l->size;
        activation_backward(o->activation, l->state + row * l->state_row, l->output + row * l->size,
                            d, l->size);
        if (b->delta != NULL)
            give(l, d, b->delta + row * b->size);
        layer_hand_on(l, row);
    }
}

/* b as a map of a's shape. */
static int32_t fitted(const struct layer *l, struct lowering *low, struct mien_error *e)
{
    const struct shortcut *o = l->options;
    const struct shape a = l->shape, b = l->input[1]->shape;
    const struct mien_map out = {(int32_t)a.h, (int32_t)a.w, (int32_t)b.c, 0};
    int32_t value = l->input[1]->value;
    if (o->stride > 1 || b.h != a.h || b.w != a.w) {
        struct mien_node n = {.op = MIEN_POOL, .inputs = {value}, .input_count = 1};
        n.u.pool.out = out;
        n.u.pool.window = (struct mien_window){1, 1, (int32_t)o->stride, 0, 0};
        value = lowering_add(low, &n, e);
    }
    if (value >= 0 && b.c < a.c) {
        struct mien_node n = {.op = MIEN_PAD, .inputs = {value}, .input_count = 1};
        n.u.pad.out = out;
        n.u.pad.out.c = (int32_t)a.c;
        value = lowering_add(low, &n, e);
    }
    return value;
}

static int lower(struct layer *l, struct lowering *low, struct mien_error *e)
{
    const struct shortcut *o = l->options;
    struct mien_node n = {.op = MIEN_ADD, .input_count = 2};
    n.inputs[0] = l->input[0]->value;
    n.inputs[1] = fitted(l, low, e);
    n.u.add.activation = o->activation;
    l->value = n.inputs[1] < 0 ? -1 : lowering_add(low, &n, e);
    return l->value < 0 ? -1 : 0;
}

const struct layer_type layer_shortcut = {
    .section = "shortcut",
    .configure = configure,
    .forward = forward,
    .backward = backward,
    .lower = lower,
};
