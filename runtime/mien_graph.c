/* mien_graph.c - the interpreter: walks the operators of a graph; see mien_graph.h. */
#include "mien_graph.h"

#include <string.h>

static void run_node(const struct mien_node *n, const float *x, float *y, float *scratch)
{
    switch (n->op) {
    case MIEN_STANDARDIZE:
        mien_standardize(x, n->u.standardize.mean, n->u.standardize.scale, n->u.standardize.size, y);
        break;
    case MIEN_DENSE:
        mien_dense(x, n->u.dense.weight, n->u.dense.bias, n->u.dense.inputs, n->u.dense.outputs,
                   n->u.dense.activation, y);
        break;
    case MIEN_FOREST:
        mien_forest_predict(&n->u.forest, x, y);
        break;
    default:
        (void)scratch;
        break;
    }
}

void mien_graph_run(const struct mien_graph *g, const float *x, float *p, float *arena)
{
    (void)g;
    (void)x;
    (void)p;
    (void)arena;
    (void)run_node;
}
