/* test_map.c - pooling, sums, activations, padding, concatenation and reshaping against their
 * definitions, between maps that are dense and maps of whole blocks. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "runtime/mien_map.h"
#include "tests/runtime/maps.h"

/* The number of a channel at (row, column), `outside` where that is not in the map. */
static double at(const struct mien_map *m, const float *x, int row, int column, int c,
                 double outside)
{
    if (row < 0 || row >= m->h || column < 0 || column >= m->w || c < 0 || c >= m->c)
        return outside;
    return x[(row * m->w + column) * m->stride + c];
}

static double *wanted(const struct mien_map *m)
{
    double *want = malloc((size_t)(m->h * m->w * m->c) * sizeof *want);
    assert_non_null(want);
    return want;
}

/* Input, dense or not; window and step; zeros around or not; the mean or the largest. */
static const struct {
    int h, w, c, dense_in, dense_out, window, step, same, average;
} pools[] = {
    {12, 12, 16, 0, 0, 2, 2, 1, 0}, {6, 7, 28, 0, 0, 2, 2, 1, 0}, {7, 6, 42, 0, 1, 2, 2, 1, 0},
    {8, 8, 3, 1, 0, 2, 2, 1, 0},    {8, 8, 3, 1, 1, 2, 2, 0, 1},  {9, 9, 10, 0, 0, 3, 2, 1, 0},
    {9, 8, 10, 0, 0, 3, 2, 1, 1},   {5, 5, 1, 0, 0, 3, 1, 1, 1},  {6, 6, 96, 0, 1, 6, 1, 0, 1},
};

static void pools_are_what_their_definition_says(void **state)
{
    (void)state;
    const struct mien_kernels *tables[8];
    const int count = kernels_all(tables);
    struct rng r = rng_seed(3);
    for (size_t i = 0; i < sizeof pools / sizeof *pools; i++) {
        struct mien_pool p = {.in = map_of(pools[i].h, pools[i].w, pools[i].c, pools[i].dense_in),
                              .window = {pools[i].window, pools[i].window, pools[i].step, 0, 0},
                              .average = pools[i].average};
        p.out = map_under(&p.in, &p.window, pools[i].c, pools[i].dense_out, pools[i].same);
        float *x = map_random(&p.in, &r);
        double *want = wanted(&p.out), *next = want;
        for (int row = 0; row < p.out.h; row++)
            for (int column = 0; column < p.out.w; column++)
                for (int c = 0; c < p.out.c; c++) {
                    double largest = -INFINITY, sum = 0, inside = 0;
                    for (int ky = 0; ky < p.window.h; ky++)
                        for (int kx = 0; kx < p.window.w; kx++) {
                            const double v =
                                at(&p.in, x, row * p.window.step - p.window.top + ky,
                                   column * p.window.step - p.window.left + kx, c, -INFINITY);
                            largest = v > largest ? v : largest;
                            sum += isinf(v) ? 0 : v;
                            inside += isinf(v) ? 0 : 1;
                        }
                    *next++ = p.average ? sum / inside : largest;
                }
        for (int t = 0; t < count; t++) {
            float *y = map_blank(&p.out);
            const int half = p.out.h / 2;
            tables[t]->pool(&p, x, y, half, p.out.h);
            tables[t]->pool(&p, x, y, 0, half);
            map_agrees(y, &p.out, want);
            map_free(y, &p.out);
        }
        map_free(x, &p.in);
        free(want);
    }
}

static void sums_add_maps_of_any_stride(void **state)
{
    (void)state;
    struct rng r = rng_seed(4);
    for (int form = 0; form < 8; form++)
        for (int a = 0; a < MIEN_ACTIVATION_COUNT; a++) {
            const struct mien_sum s = {map_of(3, 4, 13, form & 1), map_of(3, 4, 13, form & 2),
                                       map_of(3, 4, 13, form & 4), (enum mien_activation)a};
            float *p = map_random(&s.a, &r), *q = map_random(&s.b, &r), *y = map_blank(&s.out);
            double *want = wanted(&s.out);
            for (int i = 0; i < 3 * 4 * 13; i++) {
                const int column = i / 13, c = i % 13;
                want[i] = mien_activate((float)(at(&s.a, p, column / 4, column % 4, c, 0) +
                                                at(&s.b, q, column / 4, column % 4, c, 0)),
                                        s.activation);
            }
            mien_add_run(&s, p, q, y);
            map_agrees(y, &s.out, want);
            map_free(p, &s.a);
            map_free(q, &s.b);
            map_free(y, &s.out);
            free(want);
        }
}

static void factors_scale_channels_of_any_stride(void **state)
{
    (void)state;
    struct rng r = rng_seed(6);
    float *factor = array_random(13, 16, 0.5f, &r);
    for (int form = 0; form < 4; form++)
        for (int a = 0; a < MIEN_ACTIVATION_COUNT; a++) {
            const struct mien_scale s = {map_of(3, 4, 13, form & 1), map_of(3, 4, 13, form & 2),
                                         (enum mien_activation)a};
            float *x = map_random(&s.in, &r), *y = map_blank(&s.out);
            double *want = wanted(&s.out);
            for (int i = 0; i < 3 * 4 * 13; i++)
                want[i] = mien_activate((float)at(&s.in, x, i / 13 / 4, i / 13 % 4, i % 13, 0) *
                                            factor[i % 13],
                                        s.activation);
            mien_scale_run(&s, x, factor, y);
            map_agrees(y, &s.out, want);
            map_free(x, &s.in);
            map_free(y, &s.out);
            free(want);
        }
    guarded_free(factor, 16);
}

static void a_normalised_map_has_mean_zero_and_deviation_one(void **state)
{
    (void)state;
    struct rng r = rng_seed(8);
    for (int form = 0; form < 4; form++) {
        const struct mien_normalize n = {map_of(7, 5, 3, form & 1), map_of(7, 5, 3, form & 2)};
        float *x = map_random(&n.in, &r), *y = map_blank(&n.out);
        double *want = wanted(&n.out), sum = 0, square = 0;
        for (int i = 0; i < 7 * 5; i++)
            for (int c = 0; c < 3; c++)
                x[i * n.in.stride + c] = 100 + 30 * x[i * n.in.stride + c];
        for (int i = 0; i < 7 * 5 * 3; i++) {
            want[i] = at(&n.in, x, i / 3 / 5, i / 3 % 5, i % 3, 0);
            sum += want[i];
            square += want[i] * want[i];
        }
        const double mean = sum / 105, scale = 1 / sqrt(square / 105 - mean * mean + 1);
        for (int i = 0; i < 7 * 5 * 3; i++)
            want[i] = (want[i] - mean) * scale;
        mien_normalize_run(&n, x, y);
        map_agrees(y, &n.out, want);
        map_free(x, &n.in);
        map_free(y, &n.out);
        free(want);
    }
}

static void a_flat_picture_becomes_zeros(void **state)
{
    const struct mien_normalize n = {{4, 4, 1, 1}, {4, 4, 1, 1}};
    float x[16], y[16];
    (void)state;
    for (int i = 0; i < 16; i++)
        x[i] = 77;
    mien_normalize_run(&n, x, y);
    for (int i = 0; i < 16; i++)
        assert_float_equal(y[i], 0, 0);
}

static void activations_leave_zeros_behind_the_channels(void **state)
{
    (void)state;
    struct rng r = rng_seed(5);
    float *slope = array_random(13, 16, 0.5f, &r);
    for (int form = 0; form < 4; form++)
        for (int a = 0; a <= MIEN_ACTIVATION_COUNT; a++) {
            const int prelu = a == MIEN_ACTIVATION_COUNT;
            const struct mien_activate n = {map_of(3, 4, 13, form & 1), map_of(3, 4, 13, form & 2),
                                            prelu ? slope : NULL,
                                            prelu ? MIEN_LINEAR : (enum mien_activation)a};
            float *x = map_random(&n.in, &r), *y = map_blank(&n.out);
            double *want = wanted(&n.out);
            for (int i = 0; i < 3 * 4 * 13; i++) {
                const double v = at(&n.in, x, i / 13 / 4, i / 13 % 4, i % 13, 0);
                want[i] =
                    prelu ? (v < 0 ? v * slope[i % 13] : v) : mien_activate((float)v, n.activation);
            }
            mien_activate_run(&n, x, y);
            map_agrees(y, &n.out, want);
            map_free(x, &n.in);
            map_free(y, &n.out);
            free(want);
        }
    guarded_free(slope, 16);
}

static void padding_surrounds_rows_columns_and_channels_with_zeros(void **state)
{
    (void)state;
    struct rng r = rng_seed(6);
    for (int form = 0; form < 4; form++) {
        const struct mien_pad p = {map_of(3, 4, 5, form & 1), map_of(6, 6, 20, form & 2), 1, 2, 7};
        float *x = map_random(&p.in, &r), *y = map_blank(&p.out);
        double *want = wanted(&p.out);
        for (int i = 0; i < 6 * 6 * 20; i++)
            want[i] = at(&p.in, x, i / 20 / 6 - p.top, i / 20 % 6 - p.left, i % 20 - p.front, 0);
        mien_pad_run(&p, x, y);
        map_agrees(y, &p.out, want);
        map_free(x, &p.in);
        map_free(y, &p.out);
        free(want);
    }
}

static void concatenation_puts_maps_one_behind_another(void **state)
{
    (void)state;
    struct rng r = rng_seed(7);
    for (int form = 0; form < 24; form++) {
        const int axis = form % 3, dense_in = form / 3 & 1, dense_out = form / 6 & 1;
        struct mien_concat c = {.count = 3, .axis = axis};
        int sizes[3] = {2, 3, 5};
        float *x[3];
        for (int i = 0; i < 3; i++) {
            sizes[axis] = 3 + 4 * i;
            c.in[i] = map_of(sizes[0], sizes[1], sizes[2], dense_in);
            x[i] = map_random(&c.in[i], &r);
        }
        sizes[axis] = 3 + 7 + 11;
        c.out = map_of(sizes[0], sizes[1], sizes[2], dense_out);
        float *y = map_blank(&c.out);
        double *want = wanted(&c.out);
        for (int i = 0; i < sizes[0] * sizes[1] * sizes[2]; i++) {
            int place[3] = {i / sizes[2] / sizes[1], i / sizes[2] % sizes[1], i % sizes[2]}, n = 0;
            for (; place[axis] >= 3 + 4 * n; n++)
                place[axis] -= 3 + 4 * n;
            want[i] = at(&c.in[n], x[n], place[0], place[1], place[2], 0);
        }
        mien_concat_run(&c, (const float *const *)x, y);
        map_agrees(y, &c.out, want);
        for (int i = 0; i < 3; i++)
            map_free(x[i], &c.in[i]);
        map_free(y, &c.out);
        free(want);
    }
}

static void reshaping_keeps_the_numbers_in_their_order(void **state)
{
    (void)state;
    static const int shapes[][3] = {{4, 6, 6}, {1, 1, 144}, {1, 144, 1}, {2, 8, 9}, {12, 4, 3}};
    enum { COUNT = sizeof shapes / sizeof *shapes };
    struct rng r = rng_seed(8);
    for (int form = 0; form < 4 * COUNT * COUNT; form++) {
        const int *from = shapes[form / 4 % COUNT], *to = shapes[form / 4 / COUNT];
        const struct mien_reshape s = {map_of(from[0], from[1], from[2], form & 1),
                                       map_of(to[0], to[1], to[2], form & 2)};
        float *x = map_random(&s.in, &r), *y = map_blank(&s.out);
        double *want = wanted(&s.out);
        for (int i = 0; i < 144; i++)
            want[i] = x[i / from[2] * s.in.stride + i % from[2]];
        mien_reshape_run(&s, x, y);
        map_agrees(y, &s.out, want);
        map_free(x, &s.in);
        map_free(y, &s.out);
        free(want);
    }
}

static void a_slice_is_the_numbers_from_its_start_on(void **state)
{
    (void)state;
    static const int shapes[][3] = {{4, 6, 6}, {1, 1, 144}, {1, 144, 1}, {2, 8, 9}},
                     parts[][3] = {{3, 5, 2}, {1, 1, 30}, {30, 1, 1}, {1, 3, 10}};
    struct rng r = rng_seed(9);
    for (int form = 0; form < 4 * 4 * 4 * 3; form++) {
        const int *from = shapes[form / 4 % 4], *to = parts[form / 16 % 4];
        const int start = (int[]){0, 7, 114}[form / 64];
        const struct mien_slice s = {map_of(from[0], from[1], from[2], form & 1),
                                     map_of(to[0], to[1], to[2], form & 2), start};
        float *x = map_random(&s.in, &r), *y = map_blank(&s.out);
        double *want = wanted(&s.out);
        for (int i = 0; i < 30; i++)
            want[i] = x[(start + i) / from[2] * s.in.stride + (start + i) % from[2]];
        mien_slice_run(&s, x, y);
        map_agrees(y, &s.out, want);
        map_free(x, &s.in);
        map_free(y, &s.out);
        free(want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pools_are_what_their_definition_says),
        cmocka_unit_test(sums_add_maps_of_any_stride),
        cmocka_unit_test(factors_scale_channels_of_any_stride),
        cmocka_unit_test(a_normalised_map_has_mean_zero_and_deviation_one),
        cmocka_unit_test(a_flat_picture_becomes_zeros),
        cmocka_unit_test(activations_leave_zeros_behind_the_channels),
        cmocka_unit_test(padding_surrounds_rows_columns_and_channels_with_zeros),
        cmocka_unit_test(concatenation_puts_maps_one_behind_another),
        cmocka_unit_test(reshaping_keeps_the_numbers_in_their_order),
        cmocka_unit_test(a_slice_is_the_numbers_from_its_start_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
