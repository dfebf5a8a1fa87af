/* test_depthwise.c - depthwise and separable convolutions of every table of kernels against their
 * definition in double precision. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/runtime/maps.h"

/* A depthwise convolution; `out` channels of the 1 x 1 one behind it, with a residual of `residual`
 * channels and PReLU. */
struct shape {
    int h, w, c, dense;
    int window, step, same;
    enum mien_activation activation;
    int out, residual;
};

static const struct shape shapes[] = {
    {12, 13, 16, 0, 3, 1, 1, MIEN_LINEAR, 16, 16},  {64, 64, 24, 0, 3, 1, 1, MIEN_LINEAR, 28, 24},
    {12, 13, 28, 0, 3, 2, 1, MIEN_LINEAR, 32, 28},  {13, 12, 42, 0, 3, 2, 1, MIEN_RELU, 48, 0},
    {24, 24, 88, 0, 3, 2, 1, MIEN_LEAKY, 96, 88},   {6, 6, 128, 0, 3, 2, 1, MIEN_LINEAR, 128, 128},
    {3, 3, 128, 0, 3, 1, 1, MIEN_LINEAR, 128, 128}, {2, 2, 8, 0, 3, 1, 1, MIEN_LOGISTIC, 8, 0},
    {1, 1, 3, 0, 3, 1, 1, MIEN_LOGISTIC, 2, 1},     {1, 9, 6, 0, 3, 2, 1, MIEN_LINEAR, 9, 6},
    {7, 1, 6, 0, 3, 2, 1, MIEN_LINEAR, 9, 6},       {8, 8, 24, 0, 3, 1, 0, MIEN_RELU, 1, 1},
    {9, 8, 24, 0, 3, 2, 0, MIEN_RELU, 40, 24},      {8, 7, 8, 1, 3, 1, 1, MIEN_LINEAR, 16, 8},
    {8, 7, 3, 1, 3, 1, 1, MIEN_LINEAR, 16, 3},      {8, 7, 21, 1, 3, 2, 1, MIEN_SWISH, 42, 21},
    {8, 7, 6, 0, 2, 2, 1, MIEN_LINEAR, 6, 6},       {8, 7, 6, 0, 5, 1, 1, MIEN_MISH, 6, 6},
    {16, 15, 24, 0, 5, 2, 1, MIEN_LINEAR, 24, 24},  {6, 5, 24, 0, 1, 1, 1, MIEN_TANH, 24, 0},
    {3, 1100, 8, 0, 3, 1, 1, MIEN_LINEAR, 8, 8},
};

enum { SHAPES = sizeof shapes / sizeof *shapes };

/* A separable convolution with its arrays; its first half is the depthwise one. */
struct sample {
    struct mien_separable both;
    float *weight, *packed, *bias;                  /* of the first */
    float *weights, *packed_too, *bias_too, *slope; /* of the second */
    float *x, *residual;
    double *depth, *want;
};

static void sample_init(struct sample *s, const struct shape *k)
{
    struct rng r = rng_stream(2, (uint64_t)(k - shapes));
    struct mien_depthwise *d = &s->both.depth;
    struct mien_conv *c = &s->both.point;
    const size_t channels = (size_t)k->c, taps = (size_t)(k->window * k->window);
    memset(s, 0, sizeof *s);
    d->in = map_of(k->h, k->w, k->c, k->dense);
    d->window = (struct mien_window){k->window, k->window, k->step, 0, 0};
    d->out = map_under(&d->in, &d->window, k->c, 0, k->same);
    d->activation = k->activation;
    d->weight = s->packed = guarded_new(mien_depthwise_packed(d));
    d->bias = s->bias = array_random(channels, (size_t)MIEN_STRIDE(k->c), 1.0f, &r);
    s->weight = array_random(taps * channels, taps * channels, 0.3f, &r);
    mien_depthwise_pack(d, s->weight, s->packed);
    s->x = map_random(&d->in, &r);
    s->depth = reference_depthwise(d, s->weight, s->x);

    c->in = d->out;
    c->window = (struct mien_window){1, 1, 1, 0, 0};
    c->out = map_of(d->out.h, d->out.w, k->out, 0);
    c->residual = map_of(d->out.h, d->out.w, k->residual, 0);
    c->weight = s->packed_too = guarded_new(mien_conv_packed(c));
    c->bias = s->bias_too = array_random((size_t)k->out, (size_t)MIEN_STRIDE(k->out), 1.0f, &r);
    c->slope = s->slope = array_random((size_t)k->out, (size_t)MIEN_STRIDE(k->out), 0.5f, &r);
    s->weights = array_random(channels * (size_t)k->out, channels * (size_t)k->out, 0.2f, &r);
    mien_conv_pack(c, s->weights, s->packed_too);
    s->residual = k->residual ? map_random(&c->residual, &r) : NULL;

    float *between = map_blank(&d->out);
    for (size_t p = 0, i = 0; p < map_size(&d->out); p++)
        between[p] = p % (size_t)d->out.stride < channels ? (float)s->depth[i++] : 0.0f;
    s->want = reference_conv(c, s->weights, between, s->residual);
    map_free(between, &d->out);
}

static void sample_free(struct sample *s, const struct shape *k)
{
    const size_t channels = (size_t)k->c, taps = (size_t)(k->window * k->window);
    guarded_free(s->weight, taps * channels);
    guarded_free(s->packed, mien_depthwise_packed(&s->both.depth));
    guarded_free(s->bias, (size_t)MIEN_STRIDE(k->c));
    guarded_free(s->weights, channels * (size_t)k->out);
    guarded_free(s->packed_too, mien_conv_packed(&s->both.point));
    guarded_free(s->bias_too, (size_t)MIEN_STRIDE(k->out));
    guarded_free(s->slope, (size_t)MIEN_STRIDE(k->out));
    map_free(s->x, &s->both.depth.in);
    if (s->residual)
        map_free(s->residual, &s->both.point.residual);
    free(s->depth);
    free(s->want);
}

static float *run_depthwise(const struct mien_kernels *kernels, const struct mien_depthwise *d,
                            const float *x, int rows)
{
    const size_t size = mien_depthwise_scratch(d);
    float *y = map_blank(&d->out), *scratch = guarded_new(size);
    for (int row = 0; row < d->out.h; row += rows)
        kernels->depthwise(d, x, y, scratch, row, row + rows < d->out.h ? row + rows : d->out.h);
    guarded_free(scratch, size);
    return y;
}

static float *run_separable(const struct mien_kernels *kernels, const struct sample *s, int rows)
{
    const struct mien_map *out = &s->both.point.out;
    const size_t size = mien_separable_scratch(&s->both);
    float *y = map_blank(out), *scratch = guarded_new(size);
    for (int row = 0; row < out->h; row += rows)
        kernels->separable(&s->both, s->x, s->residual, y, scratch, row,
                           row + rows < out->h ? row + rows : out->h);
    guarded_free(scratch, size);
    return y;
}

static void depthwise_convolutions_are_what_their_definition_says(void **state)
{
    (void)state;
    const struct mien_kernels *tables[8];
    const int count = kernels_all(tables);
    for (int i = 0; i < SHAPES; i++) {
        struct sample s;
        sample_init(&s, &shapes[i]);
        for (int t = 0; t < count; t++) {
            print_message("%s, shape %d\n", tables[t]->name, i);
            float *y = run_depthwise(tables[t], &s.both.depth, s.x, s.both.depth.out.h);
            map_agrees(y, &s.both.depth.out, s.depth);
            map_free(y, &s.both.depth.out);
        }
        /* the same into a dense map */
        struct mien_depthwise dense = s.both.depth;
        dense.out.stride = dense.out.c;
        for (int t = 0; t < count; t++) {
            float *y = run_depthwise(tables[t], &dense, s.x, dense.out.h);
            map_agrees(y, &dense.out, s.depth);
            map_free(y, &dense.out);
        }
        sample_free(&s, &shapes[i]);
    }
}

static void separable_convolutions_are_one_after_the_other(void **state)
{
    (void)state;
    const struct mien_kernels *tables[8];
    const int count = kernels_all(tables);
    for (int i = 0; i < SHAPES; i++) {
        struct sample s;
        sample_init(&s, &shapes[i]);
        for (int t = 0; t < count; t++) {
            print_message("%s, shape %d\n", tables[t]->name, i);
            float *y = run_separable(tables[t], &s, s.both.point.out.h);
            map_agrees(y, &s.both.point.out, s.want);
            map_free(y, &s.both.point.out);
        }
        sample_free(&s, &shapes[i]);
    }
}

static void rows_split_anywhere_give_the_same_bits(void **state)
{
    (void)state;
    const struct mien_kernels *tables[8];
    const int count = kernels_all(tables);
    for (int i = 0; i < SHAPES; i++) {
        struct sample s;
        sample_init(&s, &shapes[i]);
        const struct mien_map *depth = &s.both.depth.out, *out = &s.both.point.out;
        for (int t = 0; t < count; t++) {
            float *first = run_depthwise(tables[t], &s.both.depth, s.x, depth->h);
            float *whole = run_separable(tables[t], &s, out->h);
            for (int rows = 1; rows <= 5; rows += 2) {
                float *y = run_depthwise(tables[t], &s.both.depth, s.x, rows);
                assert_memory_equal(y, first, map_size(depth) * sizeof *y);
                map_free(y, depth);
                y = run_separable(tables[t], &s, rows);
                assert_memory_equal(y, whole, map_size(out) * sizeof *y);
                map_free(y, out);
            }
            map_free(first, depth);
            map_free(whole, out);
        }
        sample_free(&s, &shapes[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(depthwise_convolutions_are_what_their_definition_says),
        cmocka_unit_test(separable_convolutions_are_one_after_the_other),
        cmocka_unit_test(rows_split_anywhere_give_the_same_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
