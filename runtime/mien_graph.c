/* mien_graph.c - the interpreter: runs the operators of a graph in turn; see mien_graph.h. */
#include "mien_graph.h"

#include <string.h>

static void run_features(const struct mien_node *n, const float *x, float *y, float *scratch)
{
    const struct mien_features *f = &n->u.features;
    (void)scratch;
    mien_features(x, f->alignment, f->points, f->stride, f->measures, y);
}

static void run_standardize(const struct mien_node *n, const float *x, float *y, float *scratch)
{
    const struct mien_standardize *s = &n->u.standardize;
    (void)scratch;
    mien_standardize(x, s->mean, s->scale, s->size, y);
}

static void run_dense(const struct mien_node *n, const float *x, float *y, float *scratch)
{
    const struct mien_dense *d = &n->u.dense;
    (void)scratch;
    mien_dense(x, d->weight, d->bias, d->inputs, d->outputs, d->activation, y);
}

static void run_softmax(const struct mien_node *n, const float *x, float *y, float *scratch)
{
    (void)scratch;
    mien_softmax(x, n->u.softmax.size, y);
}

static void run_forest(const struct mien_node *n, const float *x, float *y, float *scratch)
{
    (void)scratch;
    mien_forest_predict(&n->u.forest, x, y);
}

static void run_svm(const struct mien_node *n, const float *x, float *y, float *scratch)
{
    mien_svm_predict(&n->u.svm, x, y, scratch);
}

/* In the order of MIEN_OPERATORS. */
static void (*const run[MIEN_OPERATOR_COUNT])(const struct mien_node *, const float *, float *,
                                              float *) = {run_features, run_standardize, run_dense,
                                                          run_softmax,  run_forest,      run_svm};

/* Nodes [from, to). What stands before them is read from x, what the last one makes goes to out. */
static void run_nodes(const struct mien_graph *g, int32_t from, int32_t to, const float *x,
                      float *out, float *arena)
{
    const int32_t entry = from == 0 ? 0 : g->nodes[from - 1].output;
    if (from == to)
        memcpy(out, x, g->values[entry].size * sizeof *x);
    for (int32_t i = from; i < to; i++) {
        const struct mien_node *n = &g->nodes[i];
        const float *in = n->input == entry ? x : arena + g->values[n->input].offset;
        float *y = i == to - 1 ? out : arena + g->values[n->output].offset;
        run[n->op](n, in, y, arena + n->scratch);
    }
}

void mien_graph_run(const struct mien_graph *g, const float *x, float *p, float *arena)
{
    run_nodes(g, 0, g->node_count, x, p, arena);
}

void mien_graph_features(const struct mien_graph *g, const float *x, float *f, float *arena)
{
    run_nodes(g, 0, g->feature_nodes, x, f, arena);
}

void mien_graph_classify(const struct mien_graph *g, const float *f, float *p, float *arena)
{
    run_nodes(g, g->feature_nodes, g->node_count, f, p, arena);
}
