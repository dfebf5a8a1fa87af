/* model_codec_vectors.c - see model_codec_vectors.h. */
#include "runtime/host/model_codec_vectors.h"

#include <stdlib.h>
#include <string.h>

#define X(symbol, name) name,
static const char *const alignment_names[MIEN_ALIGNMENT_COUNT] = {MIEN_ALIGNMENTS(X)};
#undef X
static const char *const kernel_names[] = {"linear", "rbf"};

/* A vector, and a matrix. */
static int vector(struct codec *c, const struct mien_node *n, const char *key, const float **data,
                  int32_t size)
{
    return codec_floats(c, n, key, data, (const size_t[CODEC_DIMENSIONS]){(size_t)size});
}

static int matrix(struct codec *c, const struct mien_node *n, const char *key, const float **data,
                  int32_t rows, int32_t columns)
{
    return codec_floats(c, n, key, data,
                        (const size_t[CODEC_DIMENSIONS]){(size_t)rows, (size_t)columns});
}

enum { SIZE_LIMIT = 1 << 24, NODES_LIMIT = 1 << 30 };

static int features(struct codec *c, struct mien_node *n)
{
    struct mien_features *f = &n->u.features;
    int32_t alignment = (int32_t)f->alignment;
    if (codec_choice(c, n, "alignment", &alignment, alignment_names, MIEN_ALIGNMENT_COUNT) ||
        codec_integer(c, n, "points", &f->points, MIEN_LANDMARKS68, MIEN_MESH_POINTS) ||
        codec_integer(c, n, "stride", &f->stride, 2, 3) ||
        codec_integer(c, n, "measures", &f->measures, 0, 1))
        return -1;
    if (f->points != MIEN_LANDMARKS68 && f->points != MIEN_MESH_POINTS)
        return codec_wrong(c, n, "a face has 68 or 468 landmarks", "points");
    f->alignment = (enum mien_alignment)alignment;
    if (c->direction == CODEC_READ && !codec_present(c, "dimensions", NULL)) {
        f->dimensions = 2; /* a file from before there was depth */
        return 0;
    }
    return codec_integer(c, n, "dimensions", &f->dimensions, 2, f->stride);
}

static int standardize(struct codec *c, struct mien_node *n)
{
    struct mien_standardize *s = &n->u.standardize;
    return codec_integer(c, n, "size", &s->size, 1, SIZE_LIMIT) ||
                   vector(c, n, "mean", &s->mean, s->size) ||
                   vector(c, n, "scale", &s->scale, s->size)
               ? -1
               : 0;
}

static int dense(struct codec *c, struct mien_node *n)
{
    struct mien_dense *d = &n->u.dense;
    int32_t activation = (int32_t)d->activation;
    if (codec_integer(c, n, "inputs", &d->inputs, 1, SIZE_LIMIT) ||
        codec_integer(c, n, "outputs", &d->outputs, 1, SIZE_LIMIT) ||
        codec_choice(c, n, "activation", &activation, mien_activation_names,
                     MIEN_ACTIVATION_COUNT) ||
        matrix(c, n, "weight", &d->weight, d->inputs, d->outputs) ||
        vector(c, n, "bias", &d->bias, d->outputs))
        return -1;
    d->activation = (enum mien_activation)activation;
    return 0;
}

static int softmax(struct codec *c, struct mien_node *n)
{
    return codec_integer(c, n, "size", &n->u.softmax.size, 1, SIZE_LIMIT);
}

/* Children lie behind their parent, so every walk down a tree ends. */
static int forest_is_sound(struct codec *c, const struct mien_node *n)
{
    const struct mien_forest *f = &n->u.forest;
    for (int32_t t = 0; t < f->trees; t++)
        if (f->root[t] < 0 || f->root[t] >= f->nodes)
            return codec_wrong(c, n, "a tree's root is not a node", "root");
    for (int32_t i = 0; i < f->nodes; i++) {
        int32_t feature = f->feature[i];
        if (feature >= f->features || (feature < 0 && -1 - feature >= f->leaves))
            return codec_wrong(c, n, "a node names a feature or leaf that is not there", "feature");
        if (feature >= 0 && (i + 1 >= f->nodes || f->right[i] <= i || f->right[i] >= f->nodes))
            return codec_wrong(c, n, "a node's child does not lie behind it", "right");
    }
    return 0;
}

static int forest(struct codec *c, struct mien_node *n)
{
    struct mien_forest *f = &n->u.forest;
    if (codec_integer(c, n, "trees", &f->trees, 1, NODES_LIMIT) ||
        codec_integer(c, n, "nodes", &f->nodes, 1, NODES_LIMIT) ||
        codec_integer(c, n, "leaves", &f->leaves, 1, NODES_LIMIT) ||
        codec_integer(c, n, "features", &f->features, 1, SIZE_LIMIT) ||
        codec_integer(c, n, "classes", &f->classes, 1, 256) ||
        codec_integers(c, n, "root", &f->root, (size_t)f->trees) ||
        codec_integers(c, n, "feature", &f->feature, (size_t)f->nodes) ||
        vector(c, n, "threshold", &f->threshold, f->nodes) ||
        codec_integers(c, n, "right", &f->right, (size_t)f->nodes) ||
        matrix(c, n, "leaf", &f->leaf, f->leaves, f->classes))
        return -1;
    return c->direction == CODEC_WRITE ? 0 : forest_is_sound(c, n);
}

static int svm(struct codec *c, struct mien_node *n)
{
    struct mien_svm *s = &n->u.svm;
    int32_t kernel = (int32_t)s->kernel;
    if (codec_choice(c, n, "kernel", &kernel, kernel_names, 2) ||
        codec_integer(c, n, "features", &s->features, 1, SIZE_LIMIT) ||
        codec_integer(c, n, "classes", &s->classes, 2, 256))
        return -1;
    s->kernel = (enum mien_kernel)kernel;
    const int32_t pairs = s->classes * (s->classes - 1) / 2;
    if (vector(c, n, "rho", &s->rho, pairs) || matrix(c, n, "sigmoid", &s->sigmoid, pairs, 2))
        return -1;
    if (s->kernel == MIEN_KERNEL_LINEAR) {
        s->vectors = 0;
        return matrix(c, n, "weight", &s->weight, pairs, s->features);
    }
    const float *gamma = &s->gamma;
    if (codec_integer(c, n, "vectors", &s->vectors, 1, SIZE_LIMIT) ||
        vector(c, n, "gamma", &gamma, 1) ||
        matrix(c, n, "vector", &s->vector, s->vectors, s->features) ||
        matrix(c, n, "coefficient", &s->coefficient, s->classes - 1, s->vectors) ||
        codec_integers(c, n, "start", &s->start, (size_t)s->classes + 1))
        return -1;
    s->gamma = *gamma;
    for (int32_t i = 0; i < s->classes; i++)
        if (s->start[i] < 0 || s->start[i] > s->start[i + 1])
            return codec_wrong(c, n, "the classes' vectors are out of order", "start");
    if (s->start[0] != 0 || s->start[s->classes] != s->vectors)
        return codec_wrong(c, n, "the classes' vectors do not add up", "start");
    return 0;
}

static uint64_t product(int32_t a, int32_t b)
{
    return (uint64_t)a * (uint64_t)b;
}

/* Comparisons of the longest way through each tree, summed. Trees lie one behind another. */
static uint64_t forest_operations(const struct mien_node *n)
{
    const struct mien_forest *f = &n->u.forest;
    uint64_t total = 0, deepest = 0;
    uint32_t *depth = calloc((size_t)f->nodes, sizeof *depth); /* 0: a root */
    for (int32_t i = 0; depth && i < f->nodes; i++) {
        if (depth[i] == 0) {
            total += deepest;
            deepest = 0;
        }
        if (f->feature[i] >= 0)
            depth[i + 1] = depth[f->right[i]] = depth[i] + 1;
        else if (depth[i] > deepest)
            deepest = depth[i];
    }
    free(depth);
    return total + deepest;
}

static struct mien_map row(int32_t size)
{
    return (struct mien_map){1, 1, size, size};
}

static size_t features_input(const struct mien_node *n)
{
    return (size_t)n->u.features.points * (size_t)n->u.features.stride;
}

static struct mien_map features_output(const struct mien_node *n)
{
    return row(
        MIEN_FEATURES_SIZE(n->u.features.points, n->u.features.dimensions, n->u.features.measures));
}

static uint64_t features_operations(const struct mien_node *n)
{
    return 4 * (uint64_t)n->u.features.points;
}

const struct codec_operator codec_features = {
    features, features_input, features_output, NULL, NULL, features_operations, 1, 1};

static size_t standardize_input(const struct mien_node *n)
{
    return (size_t)n->u.standardize.size;
}

static struct mien_map standardize_output(const struct mien_node *n)
{
    return row(n->u.standardize.size);
}

static uint64_t standardize_operations(const struct mien_node *n)
{
    return (uint64_t)n->u.standardize.size;
}

const struct codec_operator codec_standardize = {
    standardize, standardize_input, standardize_output, NULL, NULL, standardize_operations, 1, 1};

static size_t dense_input(const struct mien_node *n)
{
    return (size_t)n->u.dense.inputs;
}

static struct mien_map dense_output(const struct mien_node *n)
{
    return row(n->u.dense.outputs);
}

static uint64_t dense_operations(const struct mien_node *n)
{
    return product(n->u.dense.inputs, n->u.dense.outputs);
}

const struct codec_operator codec_dense = {
    dense, dense_input, dense_output, NULL, NULL, dense_operations, 1, 1};

static size_t softmax_input(const struct mien_node *n)
{
    return (size_t)n->u.softmax.size;
}

static struct mien_map softmax_output(const struct mien_node *n)
{
    return row(n->u.softmax.size);
}

static uint64_t softmax_operations(const struct mien_node *n)
{
    return (uint64_t)n->u.softmax.size;
}

const struct codec_operator codec_softmax = {
    softmax, softmax_input, softmax_output, NULL, NULL, softmax_operations, 1, 1};

static size_t forest_input(const struct mien_node *n)
{
    return (size_t)n->u.forest.features;
}

static struct mien_map forest_output(const struct mien_node *n)
{
    return row(n->u.forest.classes);
}

const struct codec_operator codec_forest = {
    forest, forest_input, forest_output, NULL, NULL, forest_operations, 1, 1};

static size_t svm_input(const struct mien_node *n)
{
    return (size_t)n->u.svm.features;
}

static struct mien_map svm_output(const struct mien_node *n)
{
    return row(n->u.svm.classes);
}

static size_t svm_scratch(const struct mien_node *n)
{
    return MIEN_SVM_SCRATCH((size_t)n->u.svm.vectors, (size_t)n->u.svm.classes);
}

static uint64_t svm_operations(const struct mien_node *n)
{
    if (n->u.svm.kernel == MIEN_KERNEL_LINEAR)
        return product(n->u.svm.classes, n->u.svm.classes - 1) / 2 * (uint64_t)n->u.svm.features;
    return product(n->u.svm.vectors, n->u.svm.features + n->u.svm.classes - 1);
}

const struct codec_operator codec_svm = {svm,         svm_input,      svm_output, NULL,
                                         svm_scratch, svm_operations, 1,          1};
