/* mien_graph.h - a model as a list of operators over one arena, and the interpreter that runs it.
 *
 * Every kind of model is a graph: preprocessing, networks, forests and SVMs are operators of one
 * list, so one loop runs them all and the exporter writes one call for each. Values live in an
 * arena the caller gives; each value's place is planned when the graph is made (see
 * runtime/host/model.h), so running allocates nothing and never fails.
 *
 * A value is a map [h, w, c] (a vector is [1, 1, c]; see mien_conv.h). Value 0 is the input, value
 * i + 1 what node i makes. The input is read where the caller keeps it and the graph's outputs go
 * where the caller wants them; the others have their places in the arena.
 *
 * The operators' arithmetic is in mien_features.h, mien_dense.h, mien_forest.h, mien_svm.h,
 * mien_conv.h and mien_map.h: inline functions which exported headers call with literal sizes.
 * Convolutions run by the kernels of one instruction set, which the graph names. */
#ifndef MIEN_GRAPH_H
#define MIEN_GRAPH_H

#include <stddef.h>
#include <stdint.h>

#include "mien_dense.h"
#include "mien_features.h"
#include "mien_forest.h"
#include "mien_kernels.h"
#include "mien_svm.h"

/* The operators: symbol, name in model files. */
#define MIEN_OPERATORS(X)                                                                          \
    X(MIEN_FEATURES, "features")                                                                   \
    X(MIEN_STANDARDIZE, "standardize")                                                             \
    X(MIEN_DENSE, "dense")                                                                         \
    X(MIEN_SOFTMAX, "softmax")                                                                     \
    X(MIEN_FOREST, "forest")                                                                       \
    X(MIEN_SVM, "svm")                                                                             \
    X(MIEN_CONV, "conv")                                                                           \
    X(MIEN_DEPTHWISE, "depthwise")                                                                 \
    X(MIEN_SEPARABLE, "separable")                                                                 \
    X(MIEN_POOL, "pool")                                                                           \
    X(MIEN_ADD, "add")                                                                             \
    X(MIEN_ACTIVATE, "activate")                                                                   \
    X(MIEN_PAD, "pad")                                                                             \
    X(MIEN_CONCAT, "concat")                                                                       \
    X(MIEN_RESHAPE, "reshape")                                                                     \
    X(MIEN_SCALE, "scale")                                                                         \
    X(MIEN_NORMALIZE, "normalize")                                                                 \
    X(MIEN_SLICE, "slice")

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
    int32_t points;     /* MIEN_LANDMARKS68 or MIEN_MESH_POINTS */
    int32_t stride;     /* numbers a landmark has in the input: 2 (x, y) or 3 (x, y, z) */
    int32_t dimensions; /* of them that become features: 2, or 3 with depth */
    int32_t measures;   /* 1: distances and angles follow the coordinates, else 0 */
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
    struct mien_map map;
    size_t size;    /* floats: h * w * stride */
    size_t offset;  /* in the arena, in floats; unused for the input and the outputs */
    int32_t output; /* which of the graph's outputs it is, -1: none */
};

enum { MIEN_INPUTS_MAX = MIEN_CONCAT_MAX, MIEN_OUTPUTS_MAX = 4 };

struct mien_node {
    enum mien_operator op;
    int32_t inputs[MIEN_INPUTS_MAX]; /* values; a convolution's second one is its residual */
    int32_t input_count;
    size_t scratch;      /* offset in the arena of what this operator may use */
    size_t scratch_size; /* floats of it a worker */
    /* A convolution's weights, transformed; it then runs by mien_winograd.h. NULL: by taps. */
    const float *winograd;
    /* Where memory is dear (model_lean), a pool runs the convolution before it, row by row
     * (mien_pooled.h): the pool has that operator's number + 1 as `source` (0: none) and reads its
     * inputs, the convolution is `absorbed` and does nothing itself. */
    int32_t source, absorbed;
    union {
        struct mien_features features;
        struct mien_standardize standardize;
        struct mien_dense dense;
        struct mien_softmax softmax;
        struct mien_forest forest;
        struct mien_svm svm;
        struct mien_conv conv;
        struct mien_depthwise depthwise;
        struct mien_separable separable;
        struct mien_pool pool;
        struct mien_sum add;
        struct mien_activate activate;
        struct mien_pad pad;
        struct mien_concat concat;
        struct mien_reshape reshape;
        struct mien_scale scale;
        struct mien_normalize normalize;
        struct mien_slice slice;
    } u;
};

struct mien_graph {
    const struct mien_node *nodes;
    int32_t node_count;
    int32_t feature_nodes; /* nodes[0..feature_nodes) turn raw input into the feature vector */
    const struct mien_value *values;   /* [node_count + 1] */
    int32_t outputs[MIEN_OUTPUTS_MAX]; /* values */
    int32_t output_count;
    int32_t workers; /* that the arena has scratch for */
    size_t arena_floats;
    const struct mien_kernels *kernels;
};

/* Threads that work on one graph together, where the caller has some: `run` calls job(data, worker)
 * for each worker, the calling thread being one of them, and returns when all are done. */
struct mien_crew {
    void *context;
    int32_t workers; /* at most the graph's */
    void (*run)(void *context, void (*job)(void *data, int32_t worker), void *data);
};

/* Raw input x -> class probabilities p, the graph's only output. arena [arena_floats]; x, p and
 * arena do not overlap. x must be finite. Cost: the multiply-adds the model states. Never fails. */
void mien_graph_run(const struct mien_graph *g, const float *x, float *p, float *arena);

/* The same for any number of outputs: y [output_count], each dense, of its value's shape. `crew`
 * may be NULL: the calling thread alone. The results do not depend on the crew. */
void mien_graph_run_all(const struct mien_graph *g, const float *x, float *const *y, float *arena,
                        const struct mien_crew *crew);

/* One operator of mien_graph_run_all, those before it having run in the same memory: for whoever
 * wants to look between them. */
void mien_graph_step(const struct mien_graph *g, int32_t node, const float *x, float *const *y,
                     float *arena, const struct mien_crew *crew);

/* Raw input x -> feature vector f, by the first feature_nodes operators alone (a copy where there
 * are none). */
void mien_graph_features(const struct mien_graph *g, const float *x, float *f, float *arena);

/* Feature vector f -> p, by the rest. */
void mien_graph_classify(const struct mien_graph *g, const float *f, float *p, float *arena);

#endif
