/* mien_graph.h - a model as a list of operators over one arena, and the interpreter that runs it.
 *
 * Every kind of model is a graph: preprocessing, networks, forests and SVMs are operators of one
 * list, so one loop runs them all and the exporter writes one call for each. Values live in an
 * arena the caller gives; each value's place is planned when the graph is made (see
 * runtime/host/model.h), so running allocates nothing and never fails.
 *
 * A value is a float tensor [h, w, c] (a vector is [1, 1, c]). Value 0 is the input: it is
 * read where the caller keeps it and has no place in the arena. The last operator's output goes to
 * the caller's `p`.
 *
 * The operators' arithmetic is in mien_features.h, mien_dense.h, mien_forest.h and mien_svm.h:
 * inline functions which exported headers call with literal sizes. */
#ifndef MIEN_GRAPH_H
#define MIEN_GRAPH_H

#include <stddef.h>
#include <stdint.h>

#include "mien_dense.h"
#include "mien_features.h"
#include "mien_forest.h"
#include "mien_svm.h"

/* The operators: symbol, name in model files. */
#define MIEN_OPERATORS(X)                                                                          \
    X(MIEN_FEATURES, "features")                                                                   \
    X(MIEN_STANDARDIZE, "standardize")                                                             \
    X(MIEN_DENSE, "dense")                                                                         \
    X(MIEN_SOFTMAX, "softmax")                                                                     \
    X(MIEN_FOREST, "forest")                                                                       \
    X(MIEN_SVM, "svm")

enum mien_operator {
#define X(symbol, name) symbol,
    MIEN_OPERATORS(X)
#undef X
        MIEN_OPERATOR_COUNT
};

/* The operators' fields. Those of forests and SVMs are in the kernels' own headers; these are not
 * needed there, and C++ would take the kernels of the same names for their constructors. */
struct mien_features {
    enum mien_alignment alignment;
    int32_t points; /* MIEN_LANDMARKS68 */
    int32_t stride; /* numbers a landmark has in the input: 2 (x, y) or 3 (x, y and a z left out) */
    int32_t measures; /* 1: distances and angles follow the coordinates, else 0 */
};

struct mien_standardize {
    const float *mean, *scale; /* [size] */
    int32_t size;
};

struct mien_dense {
    const float *weight; /* [inputs, outputs] */
    const float *bias;   /* [outputs] */
    int32_t inputs, outputs;
    enum mien_activation activation;
};

struct mien_softmax {
    int32_t size;
};

struct mien_value {
    int32_t shape[3]; /* h, w, c */
    size_t size;      /* floats: h * w * c */
    size_t offset;    /* in the arena, in floats; unused for the input and the output */
};

struct mien_node {
    enum mien_operator op;
    int32_t input, output; /* values */
    size_t scratch;        /* offset in the arena of scratch_size floats this operator may use */
    size_t scratch_size;
    union {
        struct mien_features features;
        struct mien_standardize standardize;
        struct mien_dense dense;
        struct mien_softmax softmax;
        struct mien_forest forest;
        struct mien_svm svm;
    } u;
};

struct mien_graph {
    const struct mien_node *nodes;
    int32_t node_count;
    int32_t feature_nodes; /* nodes[0..feature_nodes) turn raw input into the feature vector */
    const struct mien_value *values;
    int32_t value_count;
    size_t arena_floats;
};

/* Raw input x -> class probabilities p. arena [arena_floats]; x, p and arena do not overlap. x must
 * be finite. Cost: the multiply-adds the model states. Never fails. */
void mien_graph_run(const struct mien_graph *g, const float *x, float *p, float *arena);

/* Raw input x -> feature vector f, by the first feature_nodes operators alone (a copy where there
 * are none). */
void mien_graph_features(const struct mien_graph *g, const float *x, float *f, float *arena);

/* Feature vector f -> p, by the rest. */
void mien_graph_classify(const struct mien_graph *g, const float *f, float *p, float *arena);

#endif
