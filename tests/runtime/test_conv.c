/* test_conv.c - convolutions of every table of kernels against their definition in double precision
 * and against PyTorch 1.13. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/runtime/maps.h"

enum { PRELU = MIEN_ACTIVATION_COUNT };

/* A convolution: of which input, under which window, to how many channels, what follows. */
struct shape {
    int h, w, c, dense_in;
    int window, step, same;
    int out, dense_out;
    int residual, dense_residual; /* channels, 0: none */
    int activation;               /* or PRELU */
};

static const struct shape shapes[] = {
    /* 1 x 1 */
    {5, 7, 16, 0, 1, 1, 1, 16, 0, 16, 0, PRELU},
    {4, 4, 24, 0, 1, 1, 1, 28, 0, 24, 0, MIEN_RELU},
    {9, 11, 28, 0, 1, 1, 1, 42, 0, 28, 0, MIEN_RELU},
    {16, 16, 42, 0, 1, 1, 1, 88, 0, 42, 0, PRELU},
    {8, 8, 88, 0, 1, 1, 1, 96, 0, 88, 0, MIEN_LEAKY},
    {3, 3, 128, 0, 1, 1, 1, 128, 0, 128, 0, PRELU},
    {13, 1, 5, 0, 1, 1, 1, 40, 0, 0, 0, MIEN_LINEAR},
    {16, 16, 88, 0, 1, 1, 1, 2, 1, 0, 0, MIEN_LINEAR},
    {8, 8, 96, 0, 1, 1, 1, 6, 1, 0, 0, MIEN_LINEAR},
    {6, 5, 3, 1, 1, 1, 1, 1, 1, 1, 1, MIEN_LOGISTIC},
    {6, 5, 3, 1, 1, 1, 1, 3, 0, 3, 1, MIEN_LOGISTIC},
    {4, 5, 30, 1, 1, 1, 1, 27, 1, 13, 1, MIEN_TANH},
    {7, 6, 8, 0, 1, 2, 1, 24, 0, 0, 0, MIEN_SWISH},
    {7, 9, 2, 0, 1, 2, 0, 20, 1, 20, 1, MIEN_HARD_SWISH},
    {90, 40, 9, 0, 1, 1, 1, 7, 0, 0, 0, MIEN_MISH},
    {1, 1, 40, 1, 1, 1, 1, 1404, 1, 0, 0, MIEN_LINEAR},
    {1, 1, 40, 0, 1, 1, 1, 200, 0, 100, 0, MIEN_LOGISTIC},
    /* 2 x 2 */
    {8, 9, 5, 0, 2, 1, 1, 24, 0, 0, 0, MIEN_RELU},
    {8, 9, 5, 0, 2, 2, 1, 17, 0, 0, 0, PRELU},
    {8, 9, 8, 0, 2, 2, 0, 17, 1, 9, 1, MIEN_LEAKY},
    /* 3 x 3 */
    {24, 23, 3, 1, 3, 2, 1, 16, 0, 0, 0, PRELU},
    {24, 24, 3, 1, 3, 2, 1, 16, 0, 0, 0, PRELU},
    {11, 10, 6, 0, 3, 1, 1, 6, 0, 6, 0, MIEN_RELU},
    {11, 10, 6, 1, 3, 1, 0, 24, 0, 0, 0, MIEN_RELU},
    {3, 3, 32, 0, 3, 3, 0, 1404, 1, 0, 0, MIEN_LINEAR},
    {3, 3, 32, 0, 3, 3, 0, 1, 1, 0, 0, MIEN_LOGISTIC},
    {2, 2, 3, 0, 3, 1, 1, 3, 0, 0, 0, MIEN_LINEAR},
    {20, 150, 16, 0, 3, 1, 1, 8, 0, 8, 0, MIEN_RELU},
    /* maps of few pixels */
    {3, 3, 40, 0, 3, 1, 1, 48, 0, 48, 0, MIEN_RELU},
    {6, 6, 32, 0, 3, 1, 1, 24, 0, 0, 0, PRELU},
    {5, 7, 37, 1, 3, 2, 1, 21, 1, 13, 1, MIEN_LEAKY},
    {2, 2, 64, 0, 3, 1, 1, 7, 1, 0, 0, MIEN_MISH},
    {4, 5, 33, 0, 5, 1, 1, 9, 0, 9, 1, MIEN_LINEAR},
    /* 3 x 3 that Winograd's filters fit */
    {24, 24, 16, 0, 3, 1, 1, 24, 0, 0, 0, MIEN_RELU},
    {12, 13, 24, 0, 3, 1, 1, 40, 0, 40, 0, PRELU},
    {7, 9, 16, 0, 3, 1, 0, 16, 0, 16, 0, MIEN_LEAKY},
    {11, 11, 32, 0, 3, 1, 1, 21, 1, 13, 1, MIEN_SWISH},
    {6, 6, 64, 0, 3, 1, 1, 200, 0, 0, 0, MIEN_LINEAR},
    {40, 31, 16, 0, 3, 1, 1, 18, 0, 7, 0, MIEN_TANH},
    /* 5 x 5 */
    {32, 30, 3, 1, 5, 2, 1, 24, 0, 0, 0, MIEN_RELU},
    {9, 9, 2, 0, 5, 1, 1, 42, 0, 42, 0, PRELU},
    {3, 4, 10, 0, 5, 1, 1, 9, 1, 0, 0, MIEN_SWISH},
};

enum { SHAPES = sizeof shapes / sizeof *shapes };

/* A convolution with its arrays, its input and what should come out. */
struct sample {
    struct mien_conv conv;
    float *weight, *packed, *winograd, *bias, *slope, *x, *residual; /* winograd: or NULL */
    double *want;
};

static void sample_init(struct sample *s, const struct shape *k)
{
    struct rng r = rng_stream(1, (uint64_t)(k - shapes));
    struct mien_conv *c = &s->conv;
    memset(s, 0, sizeof *s);
    c->in = map_of(k->h, k->w, k->c, k->dense_in);
    c->window = (struct mien_window){k->window, k->window, k->step, 0, 0};
    c->out = map_under(&c->in, &c->window, k->out, k->dense_out, k->same);
    c->residual = map_of(c->out.h, c->out.w, k->residual, k->dense_residual);
    c->activation = k->activation == PRELU ? MIEN_LINEAR : (enum mien_activation)k->activation;
    const size_t outputs = (size_t)k->out, blocks = (size_t)MIEN_STRIDE(k->out);
    const size_t weights = (size_t)(k->window * k->window * k->c) * outputs;
    s->weight = array_random(weights, weights, 0.2f, &r);
    s->bias = array_random(outputs, blocks, 1.0f, &r);
    s->slope = array_random(outputs, blocks, 0.5f, &r);
    s->packed = guarded_new(mien_conv_packed(c));
    mien_conv_pack(c, s->weight, s->packed);
    if (mien_winograd_fits(c)) {
        s->winograd = guarded_new(mien_winograd_packed(c));
        mien_winograd_pack(c, s->weight, s->winograd);
    }
    s->x = map_random(&c->in, &r);
    s->residual = k->residual ? map_random(&c->residual, &r) : NULL;
    c->weight = s->packed;
    c->bias = s->bias;
    c->slope = k->activation == PRELU ? s->slope : NULL;
    s->want = reference_conv(c, s->weight, s->x, s->residual);
}

static void sample_free(struct sample *s, const struct shape *k)
{
    const size_t outputs = (size_t)k->out, blocks = (size_t)MIEN_STRIDE(k->out);
    guarded_free(s->weight, (size_t)(k->window * k->window * k->c) * outputs);
    guarded_free(s->bias, blocks);
    guarded_free(s->slope, blocks);
    guarded_free(s->packed, mien_conv_packed(&s->conv));
    if (s->winograd)
        guarded_free(s->winograd, mien_winograd_packed(&s->conv));
    map_free(s->x, &s->conv.in);
    if (s->residual)
        map_free(s->residual, &s->conv.residual);
    free(s->want);
}

/* Runs it in pieces of `rows` rows; scratch holds what no kernel left there. */
static float *run(const struct mien_kernels *kernels, const struct sample *s, int rows)
{
    const struct mien_conv *c = &s->conv;
    const size_t size = mien_conv_scratch(c);
    float *y = map_blank(&c->out), *scratch = guarded_new(size);
    for (int row = 0; row < c->out.h; row += rows)
        kernels->conv(c, s->x, s->residual, y, scratch, row,
                      row + rows < c->out.h ? row + rows : c->out.h);
    guarded_free(scratch, size);
    return y;
}

static float *run_winograd(const struct mien_kernels *kernels, const struct sample *s, int rows)
{
    const struct mien_conv *c = &s->conv;
    const size_t size = mien_winograd_scratch(c);
    float *y = map_blank(&c->out), *scratch = guarded_new(size);
    for (int row = 0; row < c->out.h; row += rows)
        kernels->winograd(c, s->winograd, s->x, s->residual, y, scratch, row,
                          row + rows < c->out.h ? row + rows : c->out.h);
    guarded_free(scratch, size);
    return y;
}

static void convolutions_are_what_their_definition_says(void **state)
{
    (void)state;
    const struct mien_kernels *tables[8];
    const int count = kernels_all(tables);
    for (int i = 0; i < SHAPES; i++) {
        struct sample s;
        sample_init(&s, &shapes[i]);
        for (int t = 0; t < count; t++) {
            print_message("%s, shape %d\n", tables[t]->name, i);
            float *y = run(tables[t], &s, s.conv.out.h);
            map_agrees(y, &s.conv.out, s.want);
            map_free(y, &s.conv.out);
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
        for (int t = 0; t < count; t++) {
            float *whole = run(tables[t], &s, s.conv.out.h);
            for (int rows = 1; rows <= 5; rows += 2) {
                float *y = run(tables[t], &s, rows);
                assert_memory_equal(y, whole, map_size(&s.conv.out) * sizeof *y);
                map_free(y, &s.conv.out);
            }
            map_free(whole, &s.conv.out);
        }
        sample_free(&s, &shapes[i]);
    }
}

static void winograds_filters_give_what_the_definition_says(void **state)
{
    (void)state;
    const struct mien_kernels *tables[8];
    const int count = kernels_all(tables);
    int fitting = 0;
    for (int i = 0; i < SHAPES; i++) {
        struct sample s;
        sample_init(&s, &shapes[i]);
        for (int t = 0; s.winograd && t < count; t++) {
            print_message("%s, shape %d\n", tables[t]->name, i);
            float *whole = run_winograd(tables[t], &s, s.conv.out.h);
            map_agrees(whole, &s.conv.out, s.want);
            for (int rows = 1; rows <= 5; rows += 2) { /* tiles lie where they lie */
                float *y = run_winograd(tables[t], &s, rows);
                assert_memory_equal(y, whole, map_size(&s.conv.out) * sizeof *y);
                map_free(y, &s.conv.out);
            }
            map_free(whole, &s.conv.out);
        }
        fitting += s.winograd != NULL;
        sample_free(&s, &shapes[i]);
    }
    assert_true(fitting >= 6);
}

/* Pools of a convolution's output: window, step, zeros around, the mean. */
static const struct {
    int window, step, same, average;
} pools[] = {{2, 2, 1, 0}, {2, 2, 0, 0}, {3, 3, 1, 0}, {2, 3, 0, 1}, {1, 2, 0, 0}};

/* The convolution whole, then the pool; or row by row, in pieces of `rows` rows. */
static float *run_pool(const struct mien_kernels *kernels, const struct sample *s,
                       const struct mien_pool *p, int rows)
{
    const size_t size = mien_pooled_scratch(&s->conv, p);
    float *y = map_blank(&p->out), *scratch = guarded_new(size);
    float *map = rows ? NULL : run(kernels, s, s->conv.out.h);
    if (map)
        kernels->pool(p, map, y, 0, p->out.h);
    for (int row = 0; !map && row < p->out.h; row += rows)
        kernels->pooled(&s->conv, p, s->x, s->residual, y, scratch, row,
                        row + rows < p->out.h ? row + rows : p->out.h);
    if (map)
        map_free(map, &s->conv.out);
    guarded_free(scratch, size);
    return y;
}

static void a_pool_that_runs_its_convolution_gives_the_same_bits(void **state)
{
    (void)state;
    const struct mien_kernels *tables[8];
    const int count = kernels_all(tables);
    int fitting = 0;
    for (int i = 0; i < SHAPES; i++) {
        struct sample s;
        sample_init(&s, &shapes[i]);
        for (size_t k = 0; k < sizeof pools / sizeof *pools; k++) {
            struct mien_pool p = {.in = s.conv.out,
                                  .window = {pools[k].window, pools[k].window, pools[k].step, 0, 0},
                                  .average = pools[k].average};
            p.out = map_under(&p.in, &p.window, p.in.c, 0, pools[k].same);
            const int fits = mien_pooled_fits(&s.conv, &p) && p.out.w > 0;
            fitting += fits;
            for (int t = 0; fits && t < count; t++) {
                float *want = run_pool(tables[t], &s, &p, 0);
                for (int rows = 1; rows < p.out.h + 3; rows += 3) {
                    float *y = run_pool(tables[t], &s, &p, rows);
                    assert_memory_equal(y, want, map_size(&p.out) * sizeof *y);
                    map_free(y, &p.out);
                }
                map_free(want, &p.out);
            }
        }
        sample_free(&s, &shapes[i]);
    }
    assert_true(fitting > 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(convolutions_are_what_their_definition_says),
        cmocka_unit_test(rows_split_anywhere_give_the_same_bits),
        cmocka_unit_test(winograds_filters_give_what_the_definition_says),
        cmocka_unit_test(a_pool_that_runs_its_convolution_gives_the_same_bits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
