/* model_codec.c - see model_codec.h. */
#include "runtime/host/model_codec.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define X(symbol, name) name,
const char *const mien_operator_names[MIEN_OPERATOR_COUNT] = {MIEN_OPERATORS(X)};
static const char *const activation_names[MIEN_ACTIVATION_COUNT] = {MIEN_ACTIVATIONS(X)};
static const char *const alignment_names[MIEN_ALIGNMENT_COUNT] = {MIEN_ALIGNMENTS(X)};
#undef X
static const char *const kernel_names[] = {"linear", "rbf"};

void *model_own(struct model *m, size_t bytes, struct mien_error *e)
{
    void **more = realloc(m->owned, (m->owned_count + 1) * sizeof *more);
    void *block = more ? malloc(bytes) : NULL;
    if (more)
        m->owned = more;
    if (!block) {
        error_memory(e, "a model", bytes);
        return NULL;
    }
    m->owned[m->owned_count++] = block;
    return block;
}

static const char *path(const struct codec *c)
{
    return c->model->file.path;
}

static int wrong(struct codec *c, const struct mien_node *n, const char *what, const char *found)
{
    return error_set(c->error, path(c), 0, "operator %d (%s): %s (%s); make the model again",
                     (int)c->index, mien_operator_names[n->op], what, found);
}

static int integer(struct codec *c, const struct mien_node *n, const char *key, int32_t *value,
                   int32_t low, int32_t high)
{
    char found[64];
    if (c->direction == CODEC_WRITE)
        return cJSON_AddNumberToObject(c->json, key, *value) ? 0 : error_memory(c->error, key, 64);
    if (c->direction == CODEC_READ) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(c->json, key);
        if (!cJSON_IsNumber(item) || item->valuedouble != floor(item->valuedouble) ||
            fabs(item->valuedouble) > INT32_MAX)
            return wrong(c, n, "a whole number is missing", key);
        *value = (int32_t)item->valuedouble;
    }
    if (*value < low || *value > high) {
        snprintf(found, sizeof found, "%s is %d, not in %d..%d", key, (int)*value, (int)low,
                 (int)high);
        return wrong(c, n, "a number is out of range", found);
    }
    return 0;
}

static int choice(struct codec *c, const struct mien_node *n, const char *key, int32_t *value,
                  const char *const *names, int32_t count)
{
    if (c->direction == CODEC_WRITE)
        return cJSON_AddStringToObject(c->json, key, names[*value])
                   ? 0
                   : error_memory(c->error, key, 64);
    if (c->direction == CODEC_COPY)
        return 0;
    const char *s = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(c->json, key));
    for (int32_t i = 0; s && i < count; i++)
        if (strcmp(s, names[i]) == 0) {
            *value = i;
            return 0;
        }
    return wrong(c, n, s ? "unknown name" : "a name is missing", s ? s : key);
}

/* One array of the operator, [rows, columns] (columns 0: a vector of `rows`). *data is a `const
 * float *` or `const int32_t *`. */
static int array(struct codec *c, const struct mien_node *n, const char *key, const void **data,
                 enum safetensors_type type, size_t rows, size_t columns)
{
    struct model *m = c->model;
    char name[SAFETENSORS_NAME_MAX];
    snprintf(name, sizeof name, "%d.%s.%s", (int)c->index, mien_operator_names[n->op], key);
    if (c->direction == CODEC_WRITE)
        return cJSON_AddStringToObject(c->json, key, name) ? 0 : error_memory(c->error, key, 64);

    struct tensor t = {.type = type, .dimensions = columns ? 2 : 1, .shape = {1, 1, 1, 1}};
    t.shape[0] = rows;
    t.shape[1] = columns ? columns : 1;
    if (__builtin_mul_overflow(rows, columns ? columns : 1, &t.count) || t.count > SIZE_MAX / 8)
        return wrong(c, n, "an array is too large", key);
    memcpy(t.name, name, sizeof name);
    if (c->direction == CODEC_READ) {
        const char *s = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(c->json, key));
        const struct tensor *stored = s ? safetensors_find(&m->file, s) : NULL;
        if (!stored)
            return wrong(c, n, "an array is missing", s ? s : key);
        if (stored->type != type || stored->dimensions != t.dimensions ||
            stored->shape[0] != t.shape[0] || stored->shape[1] != t.shape[1])
            return wrong(c, n, "an array has another type or shape than the operator states", s);
        c->used[stored - m->file.tensors] = true;
        t = *stored;
    } else {
        void *copy = model_own(m, t.count * 4 + 4, c->error);
        if (!copy)
            return -1;
        if (t.count)
            memcpy(copy, *data, t.count * 4);
        t.data = copy;
    }
    if (type == SAFETENSORS_F32)
        for (size_t i = 0; i < t.count; i++)
            if (!isfinite(((const float *)t.data)[i]))
                return wrong(c, n, "an array holds a number that is not finite", key);
    struct tensor *more = realloc(m->tensors, (m->tensor_count + 1) * sizeof *more);
    if (!more)
        return error_memory(c->error, "the model's arrays", sizeof *more);
    m->tensors = more;
    m->tensors[m->tensor_count++] = t;
    *data = t.data;
    return 0;
}

static int floats(struct codec *c, const struct mien_node *n, const char *key, const float **data,
                  size_t rows, size_t columns)
{
    const void *p = *data;
    int result = array(c, n, key, &p, SAFETENSORS_F32, rows, columns);
    *data = p;
    return result;
}

static int integers(struct codec *c, const struct mien_node *n, const char *key,
                    const int32_t **data, size_t rows)
{
    const void *p = *data;
    int result = array(c, n, key, &p, SAFETENSORS_I32, rows, 0);
    *data = p;
    return result;
}

enum { SIZE_LIMIT = 1 << 24, NODES_LIMIT = 1 << 30 };

static int features(struct codec *c, struct mien_node *n)
{
    struct mien_features *f = &n->u.features;
    int32_t alignment = (int32_t)f->alignment;
    if (choice(c, n, "alignment", &alignment, alignment_names, MIEN_ALIGNMENT_COUNT) ||
        integer(c, n, "points", &f->points, MIEN_LANDMARKS68, MIEN_LANDMARKS68) ||
        integer(c, n, "stride", &f->stride, 2, 3) || integer(c, n, "measures", &f->measures, 0, 1))
        return -1;
    f->alignment = (enum mien_alignment)alignment;
    return 0;
}

static int standardize(struct codec *c, struct mien_node *n)
{
    struct mien_standardize *s = &n->u.standardize;
    return integer(c, n, "size", &s->size, 1, SIZE_LIMIT) ||
                   floats(c, n, "mean", &s->mean, (size_t)s->size, 0) ||
                   floats(c, n, "scale", &s->scale, (size_t)s->size, 0)
               ? -1
               : 0;
}

static int dense(struct codec *c, struct mien_node *n)
{
    struct mien_dense *d = &n->u.dense;
    int32_t activation = (int32_t)d->activation;
    if (integer(c, n, "inputs", &d->inputs, 1, SIZE_LIMIT) ||
        integer(c, n, "outputs", &d->outputs, 1, SIZE_LIMIT) ||
        choice(c, n, "activation", &activation, activation_names, MIEN_ACTIVATION_COUNT) ||
        floats(c, n, "weight", &d->weight, (size_t)d->inputs, (size_t)d->outputs) ||
        floats(c, n, "bias", &d->bias, (size_t)d->outputs, 0))
        return -1;
    d->activation = (enum mien_activation)activation;
    return 0;
}

static int softmax(struct codec *c, struct mien_node *n)
{
    return integer(c, n, "size", &n->u.softmax.size, 1, SIZE_LIMIT);
}

/* Children lie behind their parent, so every walk down a tree ends. */
static int forest_is_sound(struct codec *c, const struct mien_node *n)
{
    const struct mien_forest *f = &n->u.forest;
    for (int32_t t = 0; t < f->trees; t++)
        if (f->root[t] < 0 || f->root[t] >= f->nodes)
            return wrong(c, n, "a tree's root is not a node", "root");
    for (int32_t i = 0; i < f->nodes; i++) {
        int32_t feature = f->feature[i];
        if (feature >= f->features || (feature < 0 && -1 - feature >= f->leaves))
            return wrong(c, n, "a node names a feature or leaf that is not there", "feature");
        if (feature >= 0 && (i + 1 >= f->nodes || f->right[i] <= i || f->right[i] >= f->nodes))
            return wrong(c, n, "a node's child does not lie behind it", "right");
    }
    return 0;
}

static int forest(struct codec *c, struct mien_node *n)
{
    struct mien_forest *f = &n->u.forest;
    if (integer(c, n, "trees", &f->trees, 1, NODES_LIMIT) ||
        integer(c, n, "nodes", &f->nodes, 1, NODES_LIMIT) ||
        integer(c, n, "leaves", &f->leaves, 1, NODES_LIMIT) ||
        integer(c, n, "features", &f->features, 1, SIZE_LIMIT) ||
        integer(c, n, "classes", &f->classes, 1, 256) ||
        integers(c, n, "root", &f->root, (size_t)f->trees) ||
        integers(c, n, "feature", &f->feature, (size_t)f->nodes) ||
        floats(c, n, "threshold", &f->threshold, (size_t)f->nodes, 0) ||
        integers(c, n, "right", &f->right, (size_t)f->nodes) ||
        floats(c, n, "leaf", &f->leaf, (size_t)f->leaves, (size_t)f->classes))
        return -1;
    return c->direction == CODEC_WRITE ? 0 : forest_is_sound(c, n);
}

static int svm(struct codec *c, struct mien_node *n)
{
    struct mien_svm *s = &n->u.svm;
    int32_t kernel = (int32_t)s->kernel;
    if (choice(c, n, "kernel", &kernel, kernel_names, 2) ||
        integer(c, n, "features", &s->features, 1, SIZE_LIMIT) ||
        integer(c, n, "classes", &s->classes, 2, 256))
        return -1;
    s->kernel = (enum mien_kernel)kernel;
    size_t pairs = (size_t)s->classes * (size_t)(s->classes - 1) / 2;
    if (floats(c, n, "rho", &s->rho, pairs, 0) || floats(c, n, "sigmoid", &s->sigmoid, pairs, 2))
        return -1;
    if (s->kernel == MIEN_KERNEL_LINEAR) {
        s->vectors = 0;
        return floats(c, n, "weight", &s->weight, pairs, (size_t)s->features);
    }
    const float *gamma = &s->gamma;
    if (integer(c, n, "vectors", &s->vectors, 1, SIZE_LIMIT) ||
        floats(c, n, "gamma", &gamma, 1, 0) ||
        floats(c, n, "vector", &s->vector, (size_t)s->vectors, (size_t)s->features) ||
        floats(c, n, "coefficient", &s->coefficient, (size_t)s->classes - 1, (size_t)s->vectors) ||
        integers(c, n, "start", &s->start, (size_t)s->classes + 1))
        return -1;
    s->gamma = *gamma;
    for (int32_t i = 0; i < s->classes; i++)
        if (s->start[i] < 0 || s->start[i] > s->start[i + 1])
            return wrong(c, n, "the classes' vectors are out of order", "start");
    if (s->start[0] != 0 || s->start[s->classes] != s->vectors)
        return wrong(c, n, "the classes' vectors do not add up", "start");
    return 0;
}

int codec_node(struct codec *c, struct mien_node *n)
{
    /* In the order of MIEN_OPERATORS. */
    static int (*const walk[MIEN_OPERATOR_COUNT])(struct codec *, struct mien_node *) = {
        features, standardize, dense, softmax, forest, svm};
    return walk[n->op](c, n);
}

static uint64_t product(int32_t a, int32_t b)
{
    return (uint64_t)a * (uint64_t)b;
}

/* Comparisons of the longest way through each tree, summed. Trees lie one behind another. */
static uint64_t forest_depth(const struct mien_forest *f)
{
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

struct codec_sizes codec_sizes(const struct mien_node *n)
{
    switch (n->op) {
    case MIEN_FEATURES:
        return (struct codec_sizes){
            .input = (size_t)n->u.features.points * (size_t)n->u.features.stride,
            .output = (size_t)MIEN_FEATURES_SIZE(n->u.features.points, n->u.features.measures)};
    case MIEN_STANDARDIZE:
        return (struct codec_sizes){.input = (size_t)n->u.standardize.size,
                                    .output = (size_t)n->u.standardize.size};
    case MIEN_DENSE:
        return (struct codec_sizes){.input = (size_t)n->u.dense.inputs,
                                    .output = (size_t)n->u.dense.outputs};
    case MIEN_SOFTMAX:
        return (struct codec_sizes){.input = (size_t)n->u.softmax.size,
                                    .output = (size_t)n->u.softmax.size};
    case MIEN_FOREST:
        return (struct codec_sizes){.input = (size_t)n->u.forest.features,
                                    .output = (size_t)n->u.forest.classes};
    case MIEN_SVM:
        return (struct codec_sizes){
            .input = (size_t)n->u.svm.features,
            .output = (size_t)n->u.svm.classes,
            .scratch = MIEN_SVM_SCRATCH((size_t)n->u.svm.vectors, (size_t)n->u.svm.classes)};
    default:
        return (struct codec_sizes){0};
    }
}

uint64_t codec_operations(const struct mien_node *n)
{
    switch (n->op) {
    case MIEN_FEATURES:
        return 4 * (uint64_t)n->u.features.points;
    case MIEN_STANDARDIZE:
        return (uint64_t)n->u.standardize.size;
    case MIEN_DENSE:
        return product(n->u.dense.inputs, n->u.dense.outputs);
    case MIEN_SOFTMAX:
        return (uint64_t)n->u.softmax.size;
    case MIEN_FOREST:
        return forest_depth(&n->u.forest);
    case MIEN_SVM:
        if (n->u.svm.kernel == MIEN_KERNEL_LINEAR)
            return product(n->u.svm.classes, n->u.svm.classes - 1) / 2 *
                   (uint64_t)n->u.svm.features;
        return product(n->u.svm.vectors, n->u.svm.features + n->u.svm.classes - 1);
    default:
        return 0;
    }
}
