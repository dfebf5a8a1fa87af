/* model_table.c - see model_table.h. */
#include "trainer/import/model_table.h"

#include <stdlib.h>

#include "runtime/host/model_operators.h"

static const struct table_column columns[] = {
    {"value", "#", TABLE_RIGHT},
    {"operator", "operator", TABLE_LEFT},
    {"inputs", "reads", TABLE_RIGHT},
    {"residual", "plus", TABLE_RIGHT},
    {"window", "window", TABLE_LEFT},
    {"input_shape", "from", TABLE_RIGHT},
    {"output_shape", "to", TABLE_RIGHT},
    {"activation", "activation", TABLE_LEFT},
    {"parameters", "parameters", TABLE_RIGHT},
    {"operations", "multiply-adds", TABLE_RIGHT},
};

enum { TEXT_MAX = 64 };

/* What some operators have beside their maps. */
struct traits {
    const struct mien_window *window;
    const char *activation; /* "" for none */
    bool residual;          /* the second input is one */
};

static const char *activation_name(enum mien_activation a, const float *slope)
{
    return slope ? "prelu" : a == MIEN_LINEAR ? "" : mien_activation_names[a];
}

static struct traits conv_traits(const struct mien_node *n, const struct mien_conv *c,
                                 const struct mien_window *window)
{
    return (struct traits){window, activation_name(c->activation, c->slope), n->input_count > 1};
}

static struct traits traits_of(const struct mien_node *n)
{
    switch (n->op) {
    case MIEN_DENSE:
        return (struct traits){NULL, activation_name(n->u.dense.activation, NULL), false};
    case MIEN_CONV:
        return conv_traits(n, &n->u.conv, &n->u.conv.window);
    case MIEN_SEPARABLE:
        return conv_traits(n, &n->u.separable.point, &n->u.separable.depth.window);
    case MIEN_DEPTHWISE:
        return (struct traits){&n->u.depthwise.window,
                               activation_name(n->u.depthwise.activation, NULL), false};
    case MIEN_POOL:
        return (struct traits){&n->u.pool.window, "", false};
    case MIEN_ADD:
        return (struct traits){NULL, activation_name(n->u.add.activation, NULL), false};
    case MIEN_SCALE:
        return (struct traits){NULL, activation_name(n->u.scale.activation, NULL), false};
    case MIEN_ACTIVATE:
        return (struct traits){NULL, activation_name(n->u.activate.activation, n->u.activate.slope),
                               false};
    default:
        return (struct traits){NULL, "", false};
    }
}

static void add_inputs(struct table *t, const struct mien_node *n, int32_t count)
{
    char text[TEXT_MAX] = "";
    int size = 0;
    for (int32_t i = 0; i < count; i++)
        size +=
            snprintf(text + size, sizeof text - (size_t)size, i ? " %d" : "%d", (int)n->inputs[i]);
    table_text(t, text);
}

static void add_shape(struct table *t, const struct mien_map *map)
{
    char text[TEXT_MAX];
    snprintf(text, sizeof text, "%dx%dx%d", (int)map->h, (int)map->w, (int)map->c);
    table_text(t, text);
}

static void add_window(struct table *t, const struct mien_window *w)
{
    char text[TEXT_MAX] = "";
    if (w)
        snprintf(text, sizeof text, w->step > 1 ? "%dx%d/%d" : "%dx%d", (int)w->h, (int)w->w,
                 (int)w->step);
    table_text(t, text);
}

/* Numbers in the arrays of operator `index`, whose names start with it: "3.conv.weight". */
static uint64_t parameters(const struct model *m, int32_t index)
{
    uint64_t count = 0;
    for (size_t i = 0; i < m->tensor_count; i++)
        if (strtol(m->tensors[i].name, NULL, 10) == index)
            count += m->tensors[i].count;
    return count;
}

static void add_row(struct table *t, const struct model *m, int32_t index)
{
    const struct mien_node *n = &m->graph.nodes[index];
    const struct traits traits = traits_of(n);
    table_count(t, index + 1);
    table_text(t, mien_operator_names[n->op]);
    add_inputs(t, n, traits.residual ? 1 : n->input_count);
    if (traits.residual)
        table_count(t, n->inputs[1]);
    else
        table_empty(t);
    add_window(t, traits.window);
    add_shape(t, &m->graph.values[n->inputs[0]].map);
    add_shape(t, &m->graph.values[index + 1].map);
    table_text(t, traits.activation);
    table_count(t, (long long)parameters(m, index));
    table_count(t, (long long)codec_operators[n->op]->operations(n));
}

void model_table(struct table *t, const struct model *m, bool total)
{
    const size_t count = sizeof columns / sizeof *columns;
    const struct model_cost cost = model_cost(m);
    table_init(t, columns, count);
    for (int32_t i = 0; i < m->graph.node_count; i++)
        add_row(t, m, i);
    if (!total)
        return;
    table_empty(t);
    table_text(t, "total");
    for (size_t i = 2; i < count - 2; i++)
        table_empty(t);
    table_count(t, (long long)cost.parameters);
    table_count(t, (long long)cost.operations);
}
