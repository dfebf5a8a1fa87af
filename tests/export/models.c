/* models.c - see models.h. */
#include "tests/export/models.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/rng.h"

static const char *const names[] = {"angry",   "dis\"gust", "fear?\?/", "happy */",
                                    "sad\\ly", "surprise",  "neutral"};
enum { CLASSES = sizeof names / sizeof *names, PAIRS = CLASSES * (CLASSES - 1) / 2 };

static void must(int result, const struct mien_error *e)
{
    if (result != 0) {
        fprintf(stderr, "models.c: %s\n", e->text);
        abort();
    }
}

/* Normal numbers times `spread`, for free(). */
static float *noise(size_t count, float spread, uint64_t seed)
{
    struct rng r = rng_seed(seed);
    float *v = malloc(count * sizeof *v + 1);
    if (!v)
        abort();
    for (size_t i = 0; i < count; i++)
        v[i] = spread * rng_normal(&r);
    return v;
}

static void start(struct model *m, const char *kind, uint32_t points, uint32_t stride)
{
    const uint32_t shape[3] = {points, stride, 1};
    struct mien_error e = {.text = ""};
    must(model_init(m, kind, "landmarks", shape, names, CLASSES, &e), &e);
}

static void features(struct model *m, enum mien_alignment alignment, int32_t stride,
                     int32_t measures)
{
    struct mien_error e = {.text = ""};
    const struct mien_features f = {alignment, MIEN_LANDMARKS68, stride, 2, measures};
    must(model_add_features(m, &f, &e), &e);
}

static void standardize(struct model *m, int32_t size, uint64_t seed)
{
    struct mien_error e = {.text = ""};
    float *mean = noise((size_t)size, 0.3f, seed), *scale = noise((size_t)size, 1.0f, seed + 1);
    const struct mien_standardize s = {mean, scale, size};
    must(model_add_standardize(m, &s, &e), &e);
    free(mean);
    free(scale);
}

static void dense(struct model *m, int32_t inputs, int32_t outputs, enum mien_activation activation,
                  uint64_t seed)
{
    struct mien_error e = {.text = ""};
    float *weight = noise((size_t)inputs * (size_t)outputs, 1.0f / sqrtf((float)inputs), seed);
    float *bias = noise((size_t)outputs, 0.1f, seed + 1);
    const struct mien_dense d = {weight, bias, inputs, outputs, activation};
    must(model_add_dense(m, &d, &e), &e);
    free(weight);
    free(bias);
}

static void end_features(struct model *m)
{
    struct mien_error e = {.text = ""};
    must(model_end_features(m, &e), &e);
}

static void finish(struct model *m)
{
    struct mien_error e = {.text = ""};
    must(model_set(m, "cfg_sha256",
                   "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff", &e),
         &e);
    must(model_set(m, "provenance",
                   "{\"data\": \"faces */ of \\\"no one\\\"\", \"licence\": \"CC0-1.0\", "
                   "\"train_split\": \"train\", \"train_rows\": 1234, \"valid_split\": \"valid\", "
                   "\"valid_rows\": 56, \"seed\": 1}",
                   &e),
         &e);
    must(model_finish(m, &e), &e);
}

void models_network(struct model *m)
{
    const int32_t width = MIEN_FEATURES_SIZE(MIEN_LANDMARKS68, 2, 1), kept = 20;
    struct mien_error e = {.text = ""};
    start(m, "network", MIEN_LANDMARKS68, 2);
    features(m, MIEN_ALIGNED, 2, 1);
    standardize(m, width, 1);
    dense(m, width, kept, MIEN_LINEAR, 3);
    end_features(m);
    int32_t inputs = kept;
    for (int32_t a = 0; a < MIEN_ACTIVATION_COUNT; a++) {
        dense(m, inputs, 11 + a, (enum mien_activation)a, 5 + 2 * (uint64_t)a);
        inputs = 11 + a;
    }
    dense(m, inputs, CLASSES, MIEN_LINEAR, 99);
    must(model_add_softmax(m, &e), &e);
    finish(m);
}

/* A forest under construction; trees grow in the order of a walk. */
struct grove {
    int32_t root[8], feature[4096], right[4096], nodes, leaves, trees;
    float threshold[4096];
    struct rng r;
};

static void grow(struct grove *g, int32_t depth, int32_t width)
{
    const int32_t i = g->nodes++;
    g->threshold[i] = 0.0f;
    g->right[i] = 0;
    if (depth == 0 || rng_below(&g->r, 8) == 0) {
        g->feature[i] = -1 - g->leaves++;
        return;
    }
    g->feature[i] = (int32_t)rng_below(&g->r, (uint32_t)width);
    g->threshold[i] = rng_float(&g->r);
    grow(g, depth - 1, width);
    g->right[i] = g->nodes;
    grow(g, depth - 1, width);
}

void models_forest(struct model *m)
{
    static const int32_t depths[] = {3, 0, 6, 9, 8};
    const int32_t width = MIEN_FEATURES_SIZE(MIEN_LANDMARKS68, 2, 0);
    struct mien_error e = {.text = ""};
    struct grove *g = calloc(1, sizeof *g);
    if (!g)
        abort();
    g->r = rng_seed(7);
    for (size_t t = 0; t < sizeof depths / sizeof *depths; t++) {
        g->root[g->trees++] = g->nodes;
        grow(g, depths[t], width);
    }
    float *leaf = noise((size_t)g->leaves * CLASSES, 1.0f, 8);
    for (int32_t l = 0; l < g->leaves; l++)
        mien_softmax(leaf + l * CLASSES, CLASSES, leaf + l * CLASSES);
    const struct mien_forest f = {.root = g->root,
                                  .feature = g->feature,
                                  .threshold = g->threshold,
                                  .right = g->right,
                                  .leaf = leaf,
                                  .trees = g->trees,
                                  .nodes = g->nodes,
                                  .leaves = g->leaves,
                                  .features = width,
                                  .classes = CLASSES};
    start(m, "forest", MIEN_LANDMARKS68, 2);
    features(m, MIEN_BOX, 2, 0);
    end_features(m);
    must(model_add_forest(m, &f, &e), &e);
    finish(m);
    free(leaf);
    free(g);
}

static void svm(struct model *m, enum mien_kernel kernel, int32_t width)
{
    enum { VECTORS = 70 };
    struct mien_error e = {.text = ""};
    int32_t first[CLASSES + 1];
    float *vector = noise((size_t)VECTORS * (size_t)width, 0.5f, 21);
    float *coefficient = noise((CLASSES - 1) * VECTORS, 1.0f, 22);
    float *weight = noise((size_t)PAIRS * (size_t)width, 0.3f, 23);
    float *rho = noise(PAIRS, 0.2f, 24), *sigmoid = noise(2 * PAIRS, 0.5f, 25);
    for (int32_t c = 0; c <= CLASSES; c++)
        first[c] = c * VECTORS / CLASSES;
    const struct mien_svm s = {.kernel = kernel,
                               .features = width,
                               .classes = CLASSES,
                               .vectors = kernel == MIEN_KERNEL_RBF ? VECTORS : 0,
                               .gamma = 1.0f / (float)width,
                               .vector = vector,
                               .coefficient = coefficient,
                               .start = first,
                               .weight = weight,
                               .rho = rho,
                               .sigmoid = sigmoid};
    must(model_add_svm(m, &s, &e), &e);
    free(vector);
    free(coefficient);
    free(weight);
    free(rho);
    free(sigmoid);
}

void models_svm_linear(struct model *m)
{
    start(m, "svm", MIEN_LANDMARKS68, 3);
    features(m, MIEN_ALIGNED, 3, 0);
    end_features(m);
    svm(m, MIEN_KERNEL_LINEAR, MIEN_FEATURES_SIZE(MIEN_LANDMARKS68, 2, 0));
    finish(m);
}

void models_svm_rbf(struct model *m)
{
    const int32_t width = MIEN_FEATURES_SIZE(MIEN_LANDMARKS68, 2, 1);
    start(m, "svm", MIEN_LANDMARKS68, 2);
    features(m, MIEN_BOX, 2, 1);
    standardize(m, width, 31);
    end_features(m);
    svm(m, MIEN_KERNEL_RBF, width);
    finish(m);
}

void models_mesh(struct model *m)
{
    const struct mien_features f = {MIEN_ALIGNED, MIEN_MESH_POINTS, 3, 3, 1};
    const int32_t width = MIEN_FEATURES_SIZE(MIEN_MESH_POINTS, 3, 1);
    struct mien_error e = {.text = ""};
    start(m, "network", MIEN_MESH_POINTS, 3);
    must(model_add_features(m, &f, &e), &e);
    standardize(m, width, 61);
    end_features(m);
    dense(m, width, CLASSES, MIEN_LINEAR, 63);
    must(model_add_softmax(m, &e), &e);
    finish(m);
}

void models_vector(struct model *m)
{
    const uint32_t shape[3] = {9, 1, 1};
    struct mien_error e = {.text = ""};
    must(model_init(m, "network", "vector", shape, names, CLASSES, &e), &e);
    end_features(m);
    dense(m, 9, CLASSES, MIEN_LINEAR, 41);
    must(model_add_softmax(m, &e), &e);
    finish(m);
}

/* Points on circles by part of the face, so that eyes, box and angles are those of a face. */
static void face(float *row, int32_t points, uint32_t stride, struct rng *r)
{
    static const struct {
        int first, end;
        float x, y, radius;
    } parts[] = {{0, 17, 24, 24, 18}, {17, 22, 16, 14, 4}, {22, 27, 32, 14, 4},
                 {27, 36, 24, 25, 4}, {36, 42, 16, 19, 3}, {42, 48, 32, 19, 3},
                 {48, 60, 24, 36, 7}, {60, 68, 24, 36, 4}};
    const float size = 0.5f + 4.0f * rng_float(r), turn = 0.5f * rng_normal(r);
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++)
        for (int i = parts[p].first; i < parts[p].end; i++) {
            const float angle =
                6.2831853f * (float)(i - parts[p].first) / (float)(parts[p].end - parts[p].first);
            const float x = parts[p].x + parts[p].radius * cosf(angle) + 0.5f * rng_normal(r);
            const float y = parts[p].y + parts[p].radius * sinf(angle) + 0.5f * rng_normal(r);
            float *q = row + (uint32_t)mien_landmark68(i, points) * stride;
            q[0] = size * (x * cosf(turn) - y * sinf(turn));
            q[1] = size * (x * sinf(turn) + y * cosf(turn));
            if (stride == 3)
                q[2] = rng_normal(r);
        }
}

float *models_rows(const struct model *m, uint32_t rows)
{
    float *x = noise((size_t)rows * m->input_width, 1.0f, 51);
    struct rng r = rng_seed(52);
    if (strcmp(m->input_kind, "landmarks") == 0)
        for (uint32_t i = 0; i < rows; i++)
            face(x + (size_t)i * m->input_width, (int32_t)m->input_shape[0], m->input_shape[1], &r);
    return x;
}

float *models_answers(const struct model *m, const float *x, uint32_t rows)
{
    struct mien_error e = {.text = ""};
    float *p = malloc((size_t)rows * m->classes * sizeof *p + 1);
    if (!p)
        abort();
    must(model_predict(m, x, rows, p, 1, &e), &e);
    return p;
}
