/* models_maps.c - see models_maps.h. */
#include "tests/export/models_maps.h"

#include <stdio.h>
#include <stdlib.h>

#include "runtime/host/rng.h"

/* A model under construction. */
struct build {
    struct model *model;
    struct rng random;
    struct mien_error error;
};

static void must(const struct build *b, bool done)
{
    if (!done) {
        fprintf(stderr, "models_maps.c: %s\n", b->error.text);
        abort();
    }
}

static void start(struct build *b, struct model *m, const uint32_t shape[3],
                  const char *const *classes, uint32_t class_count)
{
    *b = (struct build){.model = m, .random = rng_seed(3)};
    must(b, model_init(m, "network", "image", shape, classes, class_count, &b->error) == 0);
}

/* Normal numbers times `spread`, for free(). */
static float *noise(struct build *b, int32_t count, float spread)
{
    float *v = malloc((size_t)count * sizeof *v);
    if (!v)
        abort();
    for (int32_t i = 0; i < count; i++)
        v[i] = spread * rng_normal(&b->random);
    return v;
}

/* Append it and free its arrays, which the model has copied. */
static int32_t add(struct build *b, const struct mien_node *n, const float *const *arrays,
                   int count)
{
    const int32_t value = model_add_node(b->model, n, &b->error);
    must(b, value > 0);
    for (int i = 0; i < count; i++)
        free((void *)(uintptr_t)arrays[i]);
    return value;
}

/* A convolution of value `from` [.., inputs] and, where `residual` is not 0, of that value. */
static int32_t conv(struct build *b, int32_t from, int32_t residual, int32_t inputs,
                    struct mien_map out, struct mien_window window, bool prelu)
{
    struct mien_node n = {.op = MIEN_CONV,
                          .inputs = {from, residual},
                          .input_count = residual ? 2 : 1,
                          .u.conv = {.out = out, .window = window}};
    n.u.conv.weight = noise(b, window.h * window.w * inputs * out.c, 0.3f);
    n.u.conv.bias = noise(b, out.c, 0.1f);
    n.u.conv.slope = prelu ? noise(b, out.c, 0.5f) : NULL;
    const float *const arrays[] = {n.u.conv.weight, n.u.conv.bias, n.u.conv.slope};
    return add(b, &n, arrays, 3);
}

static int32_t depthwise(struct build *b, int32_t from, struct mien_map out,
                         struct mien_window window)
{
    struct mien_node n = {.op = MIEN_DEPTHWISE,
                          .inputs = {from},
                          .input_count = 1,
                          .u.depthwise = {.out = out, .window = window, .activation = MIEN_RELU}};
    n.u.depthwise.weight = noise(b, window.h * window.w * out.c, 0.3f);
    n.u.depthwise.bias = noise(b, out.c, 0.1f);
    const float *const arrays[] = {n.u.depthwise.weight, n.u.depthwise.bias};
    return add(b, &n, arrays, 2);
}

static int32_t separable(struct build *b, int32_t from, int32_t residual, int32_t inputs,
                         struct mien_map out, struct mien_window window)
{
    struct mien_node n = {.op = MIEN_SEPARABLE,
                          .inputs = {from, residual},
                          .input_count = 2,
                          .u.separable.depth = {.out = out, .window = window},
                          .u.separable.point = {.out = out, .activation = MIEN_SWISH}};
    struct mien_separable *s = &n.u.separable;
    s->depth.weight = noise(b, window.h * window.w * inputs, 0.3f);
    s->depth.bias = noise(b, inputs, 0.1f);
    s->point.weight = noise(b, inputs * out.c, 0.3f);
    s->point.bias = noise(b, out.c, 0.1f);
    const float *const arrays[] = {s->depth.weight, s->depth.bias, s->point.weight, s->point.bias};
    return add(b, &n, arrays, 4);
}

static int32_t pool(struct build *b, int32_t from, struct mien_map out, struct mien_window window,
                    int32_t average)
{
    const struct mien_node n = {.op = MIEN_POOL,
                                .inputs = {from},
                                .input_count = 1,
                                .u.pool = {.out = out, .window = window, .average = average}};
    return add(b, &n, NULL, 0);
}

static int32_t activate(struct build *b, int32_t from, int32_t channels,
                        enum mien_activation activation, bool prelu)
{
    struct mien_node n = {.op = MIEN_ACTIVATE,
                          .inputs = {from},
                          .input_count = 1,
                          .u.activate = {.activation = activation}};
    n.u.activate.slope = prelu ? noise(b, channels, 0.5f) : NULL;
    return add(b, &n, &n.u.activate.slope, 1);
}

static int32_t reshape(struct build *b, int32_t from, struct mien_map out)
{
    const struct mien_node n = {
        .op = MIEN_RESHAPE, .inputs = {from}, .input_count = 1, .u.reshape = {.out = out}};
    return add(b, &n, NULL, 0);
}

static int32_t dense(struct build *b, int32_t from, int32_t inputs, int32_t outputs,
                     enum mien_activation activation)
{
    struct mien_node n = {
        .op = MIEN_DENSE,
        .inputs = {from},
        .input_count = 1,
        .u.dense = {.inputs = inputs, .outputs = outputs, .activation = activation}};
    n.u.dense.weight = noise(b, inputs * outputs, 0.1f);
    n.u.dense.bias = noise(b, outputs, 0.1f);
    const float *const arrays[] = {n.u.dense.weight, n.u.dense.bias};
    return add(b, &n, arrays, 2);
}

static void finish(struct build *b)
{
    must(b, model_set(b->model, "provenance",
                      "{\"source\": \"net */ .tflite\", \"source_sha256\": \"00\", "
                      "\"licence\": \"CC0-1.0\"}",
                      &b->error) == 0 &&
                model_finish(b->model, &b->error) == 0);
}

void models_maps(struct model *m)
{
    struct build b;
    start(&b, m, (const uint32_t[]){9, 11, 3}, NULL, 0);
    const int32_t first =
        conv(&b, 0, 0, 3, (struct mien_map){5, 6, 5, 0}, (struct mien_window){3, 3, 2, 1, 1}, true);
    const int32_t slid =
        depthwise(&b, first, (struct mien_map){5, 6, 5, 0}, (struct mien_window){3, 3, 1, 1, 1});
    const int32_t mixed = separable(&b, slid, first, 5, (struct mien_map){5, 6, 12, 0},
                                    (struct mien_window){3, 3, 1, 1, 1});
    const struct mien_map small = {3, 3, 12, 0};
    const int32_t top = pool(&b, mixed, small, (struct mien_window){2, 2, 2, 0, 0}, 0);
    const int32_t mean = pool(&b, mixed, small, (struct mien_window){3, 3, 2, 1, 1}, 1);
    const struct mien_node sum = {
        .op = MIEN_ADD, .inputs = {top, mean}, .input_count = 2, .u.add.activation = MIEN_LEAKY};
    const int32_t both = add(&b, &sum, NULL, 0);
    const int32_t bent = activate(&b, both, 12, MIEN_HARD_SWISH, false);
    const int32_t sloped = activate(&b, top, 12, MIEN_LINEAR, true);
    const int32_t even = add(
        &b, &(struct mien_node){.op = MIEN_NORMALIZE, .inputs = {bent}, .input_count = 1}, NULL, 0);
    const struct mien_node amid = {
        .op = MIEN_PAD,
        .inputs = {even},
        .input_count = 1,
        .u.pad = {.out = {4, 5, 13, 0}, .top = 1, .left = 1, .front = 1}};
    const int32_t padded = add(&b, &amid, NULL, 0);
    const struct mien_node behind = {
        .op = MIEN_CONCAT, .inputs = {bent, sloped, mean}, .input_count = 3, .u.concat.axis = 2};
    const int32_t joined = add(&b, &behind, NULL, 0);
    const int32_t maps = conv(&b, joined, 0, 36, (struct mien_map){3, 3, 7, 0},
                              (struct mien_window){1, 1, 1, 0, 0}, false);
    const int32_t share =
        pool(&b, maps, (struct mien_map){1, 1, 7, 0}, (struct mien_window){3, 3, 1, 0, 0}, 1);
    const struct mien_node gate = {.op = MIEN_SCALE,
                                   .inputs = {maps, share},
                                   .input_count = 2,
                                   .u.scale.activation = MIEN_TANH};
    const int32_t gated = add(&b, &gate, NULL, 0);
    const int32_t again = conv(&b, gated, 0, 7, (struct mien_map){2, 2, 4, 0},
                               (struct mien_window){2, 2, 1, 0, 0}, false);
    const struct mien_node part = {.op = MIEN_SLICE,
                                   .inputs = {padded},
                                   .input_count = 1,
                                   .u.slice = {.out = {2, 3, 5, 0}, .start = 31}};
    const int32_t cut = reshape(&b, add(&b, &part, NULL, 0), (struct mien_map){1, 1, 30, 0});
    const int32_t flat = reshape(&b, padded, (struct mien_map){1, 1, 260, 0});
    const int32_t some = reshape(&b, again, (struct mien_map){1, 1, 16, 0});
    const struct mien_node all = {
        .op = MIEN_CONCAT, .inputs = {flat, some, cut}, .input_count = 3, .u.concat.axis = 2};
    const int32_t scores = dense(&b, add(&b, &all, NULL, 0), 306, 10, MIEN_TANH);
    static const char *const names[] = {"maps", "scores"};
    must(&b, model_set_outputs(m, (const int32_t[]){maps, scores}, names, 2, &b.error) == 0);
    must(&b,
         model_set(m, "input", "{\"kind\": \"image\", \"shape\": [9, 11, 3], \"range\": [0, 1]}",
                   &b.error) == 0);
    finish(&b);
}

int models_ramp_named(struct model *m, const char *const names[2], struct mien_error *e)
{
    struct build b;
    float weight[9][2], bias[2] = {0.0f, 0.0f};
    const float slope[2] = {1.0f, 0.25f};
    for (int i = 0; i < 9; i++) {
        weight[i][0] = 1.0f / 9.0f;
        weight[i][1] = -1.0f / 9.0f;
    }
    start(&b, m, (const uint32_t[]){8, 8, 1}, NULL, 0);
    const struct mien_node box = {.op = MIEN_CONV,
                                  .inputs = {0},
                                  .input_count = 1,
                                  .u.conv = {.out = {6, 6, 2, 0},
                                             .window = {3, 3, 1, 0, 0},
                                             .weight = weight[0],
                                             .bias = bias,
                                             .slope = slope}};
    const int32_t means = add(&b, &box, NULL, 0);
    const int32_t tops =
        pool(&b, means, (struct mien_map){3, 3, 2, 0}, (struct mien_window){2, 2, 2, 0, 0}, 0);
    if (model_set_outputs(m, (const int32_t[]){means, tops}, names, 2, e) != 0)
        return -1;
    finish(&b);
    return 0;
}

void models_ramp(struct model *m)
{
    static const char *const names[] = {"means", "tops"};
    struct mien_error e = {.text = ""};
    if (models_ramp_named(m, names, &e) != 0)
        abort();
}

void models_cnn(struct model *m)
{
    static const char *const classes[] = {"calm", "glad", "sad"};
    struct build b;
    start(&b, m, (const uint32_t[]){12, 12, 1}, classes, 3);
    const int32_t even = add(
        &b, &(struct mien_node){.op = MIEN_NORMALIZE, .inputs = {0}, .input_count = 1}, NULL, 0);
    must(&b, model_end_features(m, &b.error) == 0);
    const int32_t edges = conv(&b, even, 0, 1, (struct mien_map){12, 12, 8, 0},
                               (struct mien_window){3, 3, 1, 1, 1}, true);
    const int32_t tops =
        pool(&b, edges, (struct mien_map){6, 6, 8, 0}, (struct mien_window){2, 2, 2, 0, 0}, 0);
    const int32_t flat = reshape(&b, tops, (struct mien_map){1, 1, 288, 0});
    dense(&b, flat, 288, 3, MIEN_LINEAR);
    must(&b, model_add_softmax(m, &b.error) == 0);
    finish(&b);
}
