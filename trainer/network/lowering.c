/* lowering.c - see lowering.h. */
#include "trainer/network/lowering.h"

#include <stdlib.h>
#include <string.h>

void lowering_free(struct lowering *l)
{
    for (size_t i = 0; i < l->owned_count; i++)
        free(l->owned[i]);
    free(l->owned);
    free(l->nodes);
    *l = (struct lowering){0};
}

int32_t lowering_add(struct lowering *l, const struct mien_node *n, struct mien_error *e)
{
    if (l->count == l->capacity) {
        const int32_t capacity = 2 * l->capacity + 16;
        struct mien_node *nodes = realloc(l->nodes, (size_t)capacity * sizeof *nodes);
        if (nodes == NULL)
            return error_memory(e, "operators", (size_t)capacity * sizeof *nodes);
        l->nodes = nodes;
        l->capacity = capacity;
    }
    l->nodes[l->count++] = *n;
    return l->count;
}

float *lowering_floats(struct lowering *l, size_t count, struct mien_error *e)
{
    void **owned = realloc(l->owned, (l->owned_count + 1) * sizeof *owned);
    if (owned != NULL)
        l->owned = owned;
    float *floats = owned == NULL ? NULL : calloc(count + 1, sizeof *floats);
    if (floats == NULL) {
        error_memory(e, "an operator's numbers", count * sizeof *floats);
        return NULL;
    }
    l->owned[l->owned_count++] = floats;
    return floats;
}

/* An operator that is part of another one. */
enum { JOINED = MIEN_OPERATOR_COUNT };

static int readers(const struct lowering *l, int32_t value)
{
    int count = 0;
    for (int32_t i = 0; i < l->count; i++)
        for (int32_t k = 0; (int)l->nodes[i].op != JOINED && k < l->nodes[i].input_count; k++)
            count += l->nodes[i].inputs[k] == value;
    return count;
}

/* The operator that makes input `k` of `n`, where nobody else reads it; else NULL. */
static struct mien_node *sole(struct lowering *l, const struct mien_node *n, int32_t k)
{
    const int32_t value = n->inputs[k];
    return value > 0 && readers(l, value) == 1 ? &l->nodes[value - 1] : NULL;
}

/* Where an operator keeps what follows it, or NULL. */
static enum mien_activation *activation_of(struct mien_node *n)
{
    switch ((int)n->op) {
    case MIEN_CONV:
        return &n->u.conv.activation;
    case MIEN_DEPTHWISE:
        return &n->u.depthwise.activation;
    case MIEN_ADD:
        return &n->u.add.activation;
    case MIEN_SCALE:
        return &n->u.scale.activation;
    default:
        return NULL;
    }
}

/* `later` does what both did, where it stands. */
static void join(struct mien_node *earlier, struct mien_node *later, const struct mien_node *both)
{
    earlier->op = (enum mien_operator)JOINED;
    *later = *both;
}

static void join_activation(struct lowering *l, struct mien_node *n)
{
    struct mien_node *from = n->op == MIEN_ACTIVATE ? sole(l, n, 0) : NULL;
    enum mien_activation *a = from == NULL ? NULL : activation_of(from);
    if (a == NULL || *a != MIEN_LINEAR || (n->u.activate.slope != NULL && from->op != MIEN_CONV) ||
        (from->op == MIEN_CONV && from->u.conv.slope != NULL))
        return;
    struct mien_node both = *from;
    *activation_of(&both) = n->u.activate.activation;
    if (from->op == MIEN_CONV)
        both.u.conv.slope = n->u.activate.slope;
    join(from, n, &both);
}

static void join_residual(struct lowering *l, struct mien_node *n)
{
    for (int32_t k = 1; n->op == MIEN_ADD && k >= 0; k--) {
        struct mien_node *from = sole(l, n, k);
        if (from == NULL || from->op != MIEN_CONV || from->input_count > 1 ||
            from->u.conv.activation != MIEN_LINEAR || from->u.conv.slope != NULL)
            continue;
        struct mien_node both = *from;
        both.u.conv.activation = n->u.add.activation;
        both.inputs[1] = n->inputs[1 - k];
        both.input_count = 2;
        join(from, n, &both);
    }
}

static bool pointwise(const struct mien_conv *c)
{
    const struct mien_window *w = &c->window;
    return w->h == 1 && w->w == 1 && w->step == 1 && w->top == 0 && w->left == 0;
}

static void join_depthwise(struct lowering *l, struct mien_node *n)
{
    struct mien_node *from = n->op == MIEN_CONV && pointwise(&n->u.conv) ? sole(l, n, 0) : NULL;
    if (from == NULL || from->op != MIEN_DEPTHWISE)
        return;
    struct mien_node both = *n;
    both.op = MIEN_SEPARABLE;
    both.u.separable = (struct mien_separable){from->u.depthwise, n->u.conv};
    both.inputs[0] = from->inputs[0];
    join(from, n, &both);
}

int lowering_finish(struct lowering *l, struct model *m, struct mien_error *e)
{
    static void (*const rules[])(struct lowering *, struct mien_node *) = {
        join_activation, join_residual, join_depthwise};
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++)
        for (int32_t i = 0; i < l->count; i++)
            rules[r](l, &l->nodes[i]);
    int32_t *values = calloc((size_t)l->count + 1, sizeof *values);
    if (values == NULL)
        return error_memory(e, "operators", (size_t)l->count * sizeof *values);
    int status = 0;
    values[0] = m->graph.node_count;
    for (int32_t i = 0; status == 0 && i < l->count; i++) {
        struct mien_node n = l->nodes[i];
        if ((int)n.op == JOINED)
            continue;
        for (int32_t k = 0; k < n.input_count; k++)
            n.inputs[k] = values[n.inputs[k]];
        values[i + 1] = model_add_node(m, &n, e);
        status = values[i + 1] < 0 ? -1 : 0;
    }
    free(values);
    return status;
}
