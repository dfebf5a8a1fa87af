/* picture_models.c - see picture_models.h. */
#include "tests/gallery/picture_models.h"

#include <stdio.h>
#include <stdlib.h>

#include "runtime/host/rng.h"

static void must(bool done, const struct mien_error *e)
{
    if (!done) {
        fprintf(stderr, "picture_models.c: %s\n", e->text);
        abort();
    }
}

static void start(struct model *m, uint32_t channels)
{
    static const char *const classes[] = {"calm", "glad", "sad"};
    struct mien_error e;
    must(model_init(m, "network", "image", (const uint32_t[]){PICTURE_SIDE, PICTURE_SIDE, channels},
                    classes, PICTURE_CLASSES, &e) == 0,
         &e);
}

static void add(struct model *m, const struct mien_node *n)
{
    struct mien_error e;
    must(model_add_node(m, n, &e) > 0, &e);
}

static void finish(struct model *m)
{
    struct mien_error e;
    must(model_add_softmax(m, &e) == 0 && model_finish(m, &e) == 0, &e);
}

static void noise(uint64_t seed, float *v, size_t count)
{
    struct rng r = rng_seed(seed);
    for (size_t k = 0; k < count; k++)
        v[k] = 0.3f * rng_normal(&r);
}

void picture_model_filters(uint32_t channels, float *weight)
{
    noise(7, weight, (size_t)9 * channels * PICTURE_FILTERS);
}

static void add_conv(struct model *m, const float *weight, const float *bias, int32_t side,
                     int32_t filters, int32_t window, enum mien_activation activation)
{
    add(m, &(struct mien_node){.op = MIEN_CONV,
                               .u.conv = {.out = {side, side, filters, 0},
                                          .window = {window, window, 1, window / 2, window / 2},
                                          .weight = weight,
                                          .bias = bias,
                                          .activation = activation}});
}

static void add_mean(struct model *m, int32_t channels)
{
    add(m, &(struct mien_node){.op = MIEN_POOL,
                               .u.pool = {.out = {1, 1, channels, 0},
                                          .window = {PICTURE_SIDE, PICTURE_SIDE, 1, 0, 0},
                                          .average = 1}});
}

static void add_dense(struct model *m, int32_t inputs, const float *weight, const float *bias)
{
    struct mien_error e;
    const struct mien_dense d = {weight, bias, inputs, PICTURE_CLASSES, MIEN_LINEAR};
    must(model_add_dense(m, &d, &e) == 0, &e);
}

void picture_model(struct model *m, enum picture_ending ending, uint32_t channels)
{
    enum { PLACES = PICTURE_SIDE * PICTURE_SIDE };
    static float filters[9 * 3 * PICTURE_FILTERS], weight[PLACES * PICTURE_FILTERS * 3], bias[16];
    picture_model_filters(channels, filters);
    noise(8, weight, sizeof weight / sizeof *weight);
    noise(9, bias, sizeof bias / sizeof *bias);
    start(m, channels);
    add_conv(m, filters, bias, PICTURE_SIDE, PICTURE_FILTERS, 3, MIEN_RELU);
    switch (ending) {
    case ENDING_MEAN_DENSE:
        add_mean(m, PICTURE_FILTERS);
        add_dense(m, PICTURE_FILTERS, weight, bias);
        break;
    case ENDING_MEAN_CONV:
        add_mean(m, PICTURE_FILTERS);
        add_conv(m, weight, bias, 1, PICTURE_CLASSES, 1, MIEN_LINEAR);
        add(m,
            &(struct mien_node){.op = MIEN_RESHAPE, .u.reshape.out = {1, 1, PICTURE_CLASSES, 0}});
        break;
    case ENDING_MEAN_OF_MAPS:
        add_conv(m, weight, bias, PICTURE_SIDE, PICTURE_CLASSES, 1, MIEN_LINEAR);
        add_mean(m, PICTURE_CLASSES);
        break;
    case ENDING_FLAT:
        add(m, &(struct mien_node){.op = MIEN_RESHAPE,
                                   .u.reshape.out = {1, 1, PLACES * PICTURE_FILTERS, 0}});
        add_dense(m, PLACES * PICTURE_FILTERS, weight, bias);
        break;
    }
    finish(m);
}

void picture_model_window(struct model *m, uint32_t left, uint32_t top)
{
    static float weight[PICTURE_SIDE * PICTURE_SIDE][PICTURE_CLASSES];
    const float bias[PICTURE_CLASSES] = {0};
    for (uint32_t at = 0; at < PICTURE_SIDE * PICTURE_SIDE; at++) {
        const uint32_t x = at % PICTURE_SIDE, y = at / PICTURE_SIDE;
        weight[at][1] = x >= left && x < left + 4 && y >= top && y < top + 4 ? 0.001f : 0.0f;
    }
    start(m, 1);
    add(m, &(struct mien_node){.op = MIEN_RESHAPE,
                               .u.reshape.out = {1, 1, PICTURE_SIDE * PICTURE_SIDE, 0}});
    add_dense(m, PICTURE_SIDE * PICTURE_SIDE, weight[0], bias);
    finish(m);
}
