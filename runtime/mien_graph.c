/* mien_graph.c - the interpreter: runs the operators of a graph in turn; see mien_graph.h. */
#include "mien_graph.h"

#include <string.h>

/* One operator at work: x its inputs, y its output, rows [from, to) of it where it is a map that
 * several workers share. */
struct work {
    const struct mien_node *node, *source; /* source: the node that it runs as well, or NULL */
    const struct mien_kernels *kernels;
    const float *x[MIEN_INPUTS_MAX]; /* NULL behind the last */
    float *y, *scratch;
    int32_t from, to;
};

static void run_features(const struct work *w)
{
    const struct mien_features *f = &w->node->u.features;
    mien_features(w->x[0], f->alignment, f->points, f->stride, f->dimensions, f->measures, w->y);
}

static void run_standardize(const struct work *w)
{
    const struct mien_standardize *s = &w->node->u.standardize;
    mien_standardize(w->x[0], s->mean, s->scale, s->size, w->y);
}

static void run_dense(const struct work *w)
{
    const struct mien_dense *d = &w->node->u.dense;
    mien_dense(w->x[0], d->weight, d->bias, d->inputs, d->outputs, d->activation, w->y);
}

static void run_softmax(const struct work *w)
{
    mien_softmax(w->x[0], w->node->u.softmax.size, w->y);
}

static void run_forest(const struct work *w)
{
    mien_forest_predict(&w->node->u.forest, w->x[0], w->y);
}

static void run_svm(const struct work *w)
{
    mien_svm_predict(&w->node->u.svm, w->x[0], w->y, w->scratch);
}

static void run_conv(const struct work *w)
{
    const struct mien_conv *c = &w->node->u.conv;
    if (w->node->winograd)
        w->kernels->winograd(c, w->node->winograd, w->x[0], w->x[1], w->y, w->scratch, w->from,
                             w->to);
    else
        w->kernels->conv(c, w->x[0], w->x[1], w->y, w->scratch, w->from, w->to);
}

static void run_depthwise(const struct work *w)
{
    w->kernels->depthwise(&w->node->u.depthwise, w->x[0], w->y, w->scratch, w->from, w->to);
}

static void run_separable(const struct work *w)
{
    w->kernels->separable(&w->node->u.separable, w->x[0], w->x[1], w->y, w->scratch, w->from,
                          w->to);
}

static void run_pool(const struct work *w)
{
    const struct mien_pool *p = &w->node->u.pool;
    if (w->source)
        w->kernels->pooled(&w->source->u.conv, p, w->x[0], w->x[1], w->y, w->scratch, w->from,
                           w->to);
    else
        w->kernels->pool(p, w->x[0], w->y, w->from, w->to);
}

static void run_add(const struct work *w)
{
    mien_add_run(&w->node->u.add, w->x[0], w->x[1], w->y);
}

static void run_activate(const struct work *w)
{
    mien_activate_run(&w->node->u.activate, w->x[0], w->y);
}

static void run_pad(const struct work *w)
{
    mien_pad_run(&w->node->u.pad, w->x[0], w->y);
}

static void run_concat(const struct work *w)
{
    mien_concat_run(&w->node->u.concat, w->x, w->y);
}

static void run_reshape(const struct work *w)
{
    mien_reshape_run(&w->node->u.reshape, w->x[0], w->y);
}

static void run_scale(const struct work *w)
{
    mien_scale_run(&w->node->u.scale, w->x[0], w->x[1], w->y);
}

static void run_normalize(const struct work *w)
{
    mien_normalize_run(&w->node->u.normalize, w->x[0], w->y);
}

static void run_slice(const struct work *w)
{
    mien_slice_run(&w->node->u.slice, w->x[0], w->y);
}

/* How each runs, in the order of MIEN_OPERATORS, and whether workers can share its rows. */
static const struct {
    void (*run)(const struct work *w);
    int shared;
} operators[MIEN_OPERATOR_COUNT] = {{run_features, 0}, {run_standardize, 0}, {run_dense, 0},
                                    {run_softmax, 0},  {run_forest, 0},      {run_svm, 0},
                                    {run_conv, 1},     {run_depthwise, 1},   {run_separable, 1},
                                    {run_pool, 1},     {run_add, 0},         {run_activate, 0},
                                    {run_pad, 0},      {run_concat, 0},      {run_reshape, 0},
                                    {run_scale, 0},    {run_normalize, 0},   {run_slice, 0}};

/* Numbers of output below which a barrier costs more than a share saves. */
enum { SHARED_LEAST = 4096 };

struct share {
    struct work work;
    int32_t workers;
};

static void run_share(void *data, int32_t worker)
{
    const struct share *s = (const struct share *)data;
    struct work w = s->work;
    w.from = s->work.to * worker / s->workers;
    w.to = s->work.to * (worker + 1) / s->workers;
    w.scratch += (size_t)worker * w.node->scratch_size;
    if (w.from < w.to)
        operators[w.node->op].run(&w);
}

static void run_node(const struct work *w, size_t size, const struct mien_crew *crew)
{
    if (crew && crew->workers > 1 && operators[w->node->op].shared && size >= SHARED_LEAST) {
        struct share s = {*w, crew->workers};
        crew->run(crew->context, run_share, &s);
    } else {
        operators[w->node->op].run(w);
    }
}

/* Where the caller keeps a value while nodes [from, to) run, NULL: in the arena. */
static float *outside(const struct mien_graph *g, int32_t value, int32_t to, float *const *y)
{
    if (to < g->node_count)
        return value == to ? y[0] : NULL;
    return g->values[value].output >= 0 ? y[g->values[value].output] : NULL;
}

/* Node i of the nodes [from, to), which make values (from, to]. Value `from` is read from x; value
 * `to` or, where `to` is the end, the graph's outputs go to y. */
static void step(const struct mien_graph *g, int32_t i, int32_t from, int32_t to, const float *x,
                 float *const *y, float *arena, const struct mien_crew *crew)
{
    struct work w = {.node = &g->nodes[i], .kernels = g->kernels};
    const struct mien_value *v = &g->values[i + 1];
    if (w.node->absorbed)
        return;
    if (w.node->source)
        w.source = &g->nodes[w.node->source - 1];
    const struct mien_node *reader = w.source ? w.source : w.node;
    for (int32_t k = 0; k < reader->input_count; k++) {
        const int32_t input = reader->inputs[k];
        float *kept = outside(g, input, to, y);
        w.x[k] = input == from ? x : kept ? kept : arena + g->values[input].offset;
    }
    w.y = outside(g, i + 1, to, y);
    if (!w.y)
        w.y = arena + v->offset;
    w.scratch = arena + w.node->scratch;
    w.to = v->map.h;
    run_node(&w, v->size, crew);
}

static void run_nodes(const struct mien_graph *g, int32_t from, int32_t to, const float *x,
                      float *const *y, float *arena, const struct mien_crew *crew)
{
    for (int32_t i = from; i < to; i++)
        step(g, i, from, to, x, y, arena, crew);
}

void mien_graph_step(const struct mien_graph *g, int32_t node, const float *x, float *const *y,
                     float *arena, const struct mien_crew *crew)
{
    step(g, node, 0, g->node_count, x, y, arena, crew);
}

void mien_graph_run(const struct mien_graph *g, const float *x, float *p, float *arena)
{
    run_nodes(g, 0, g->node_count, x, &p, arena, NULL);
}

void mien_graph_run_all(const struct mien_graph *g, const float *x, float *const *y, float *arena,
                        const struct mien_crew *crew)
{
    run_nodes(g, 0, g->node_count, x, y, arena, crew);
}

void mien_graph_features(const struct mien_graph *g, const float *x, float *f, float *arena)
{
    if (g->feature_nodes == 0)
        memcpy(f, x, g->values[0].size * sizeof *x);
    run_nodes(g, 0, g->feature_nodes, x, &f, arena, NULL);
}

void mien_graph_classify(const struct mien_graph *g, const float *f, float *p, float *arena)
{
    run_nodes(g, g->feature_nodes, g->node_count, f, &p, arena, NULL);
}
