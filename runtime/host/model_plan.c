/* model_plan.c - see model_plan.h. */
#include "runtime/host/model_plan.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/host/model_operators.h"

/* A place in the arena that is taken while operators [from, to] run. */
struct span {
    size_t offset, size;
    int32_t from, to;
};

/* First fit: the lowest offset that no span alive at the same time covers; multiples of 16 floats.
 */
static size_t place(const struct span *spans, size_t count, const struct span *s)
{
    size_t offset = 0;
    for (size_t i = 0; i < count; i++) {
        const struct span *o = &spans[i];
        if (o->from <= s->to && s->from <= o->to && o->offset < offset + s->size &&
            offset < o->offset + o->size) {
            offset = (o->offset + o->size + 15) / 16 * 16;
            i = (size_t)-1;
        }
    }
    return offset;
}

/* The input, the feature vector and the outputs are dense, being the caller's in some uses, and so
 * is what is cut out of them: a grey picture in whole blocks would be eight times as large. The
 * others have whole blocks a pixel. */
static void set_strides(struct model *m)
{
    for (int32_t v = 0; v <= m->graph.node_count; v++) {
        struct mien_value *value = &m->values[v];
        struct mien_map *map = &value->map;
        const bool dense = v == 0 || v == m->graph.feature_nodes || value->output >= 0 ||
                           m->nodes[v - 1].op == MIEN_SLICE;
        map->stride = dense ? map->c : MIEN_STRIDE(map->c);
        value->size = (size_t)map->h * (size_t)map->w * (size_t)map->stride;
    }
}

static void bind(struct model *m, int32_t index)
{
    struct mien_node *n = &m->nodes[index];
    struct mien_map in[MIEN_INPUTS_MAX];
    for (int32_t i = 0; i < n->input_count; i++)
        in[i] = m->values[n->inputs[i]].map;
    const struct codec_operator *o = codec_operators[n->op];
    if (o->bind)
        o->bind(n, in, &m->values[index + 1].map);
    size_t scratch = o->scratch && !n->absorbed ? o->scratch(n) : 0;
    if (n->source)
        scratch = mien_pooled_scratch(&m->nodes[n->source - 1].u.conv, &n->u.pool);
    n->scratch_size = (scratch + 15) / 16 * 16;
}

/* Whether operator `index` reads a value when it runs. */
static bool reads(const struct model *m, int32_t index, int32_t value)
{
    const struct mien_node *n = &m->nodes[index];
    if (n->absorbed)
        return false;
    if (n->source)
        n = &m->nodes[n->source - 1];
    for (int32_t i = 0; i < n->input_count; i++)
        if (n->inputs[i] == value)
            return true;
    return false;
}

/* The span of the value that operator `index` makes. The feature vector and the outputs lie with
 * the caller in some uses: the former has a place as well, for runs from end to end. */
static struct span life(const struct model *m, int32_t index)
{
    const struct mien_value *v = &m->values[index + 1];
    const bool elsewhere = v->output >= 0 || m->nodes[index].absorbed;
    struct span s = {.size = elsewhere ? 0 : v->size, .from = index, .to = index};
    for (int32_t k = index + 1; k < m->graph.node_count; k++)
        if (reads(m, k, index + 1))
            s.to = k;
    return s;
}

int model_plan(struct model *m, struct mien_error *e)
{
    struct mien_graph *g = &m->graph;
    const size_t count = (size_t)g->node_count;
    struct span *spans = calloc(count * 2 + 1, sizeof *spans);
    if (!spans)
        return error_memory(e, "the arena's plan", count * 2 * sizeof *spans);
    if (!m->output_names[0]) {
        m->values[g->outputs[0]].output = -1;
        m->values[count].output = 0;
        g->outputs[0] = g->node_count;
        g->output_count = 1;
    }
    set_strides(m);
    size_t used = 0;
    g->arena_floats = 1; /* an array of no elements is not C */
    for (int32_t i = 0; i < g->node_count; i++) {
        bind(m, i);
        struct span value = life(m, i);
        struct span scratch = {
            .size = m->nodes[i].scratch_size * (size_t)g->workers, .from = i, .to = i};
        m->values[i + 1].offset = value.offset = place(spans, used, &value);
        spans[used++] = value;
        m->nodes[i].scratch = scratch.offset = place(spans, used, &scratch);
        spans[used++] = scratch;
    }
    for (size_t i = 0; i < used; i++)
        if (spans[i].offset + spans[i].size > g->arena_floats)
            g->arena_floats = spans[i].offset + spans[i].size;
    free(spans);
    g->nodes = m->nodes;
    g->values = m->values;
    return 0;
}

/* The convolution that alone feeds the pool `index`, and may become part of it; -1: none. */
static int32_t absorbable(const struct model *m, int32_t index)
{
    const struct mien_node *pool = &m->nodes[index];
    const int32_t value = pool->inputs[0], source = value - 1;
    const bool middle = value == m->graph.feature_nodes; /* between the two functions of a header */
    if (pool->op != MIEN_POOL || source < 0 || middle || m->values[value].output >= 0 ||
        m->nodes[source].op != MIEN_CONV ||
        (source < m->graph.feature_nodes) != (index < m->graph.feature_nodes) ||
        !mien_pooled_fits(&m->nodes[source].u.conv, &pool->u.pool))
        return -1;
    for (int32_t k = 0; k < m->graph.node_count; k++)
        if (k != index && reads(m, k, value))
            return -1;
    return source;
}

int model_lean(struct model *lean, const struct model *m, struct mien_error *e)
{
    const size_t nodes = (size_t)m->graph.node_count * sizeof *m->nodes;
    const size_t values = ((size_t)m->graph.node_count + 1) * sizeof *m->values;
    *lean = *m;
    lean->nodes = malloc(nodes);
    lean->values = malloc(values);
    if (!lean->nodes || !lean->values) {
        model_lean_free(lean);
        return error_memory(e, "the model's operators", nodes + values);
    }
    memcpy(lean->nodes, m->nodes, nodes);
    memcpy(lean->values, m->values, values);
    for (int32_t i = 0; i < m->graph.node_count; i++) {
        const int32_t source = absorbable(lean, i);
        lean->nodes[i].winograd = NULL;
        if (source >= 0) {
            lean->nodes[i].source = source + 1;
            lean->nodes[source].absorbed = 1;
        }
    }
    if (model_plan(lean, e) == 0)
        return 0;
    model_lean_free(lean);
    return -1;
}

void model_lean_free(struct model *lean)
{
    free(lean->nodes);
    free(lean->values);
    *lean = (struct model){0};
}
