/* test_pca.c - whitening against its definition: unit variance, no correlation, same span. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <omp.h>

#include "runtime/host/rng.h"
#include "trainer/samples/pca.h"

enum { ROWS = 400, WIDTH = 5 };

/* Correlated columns, centred: x = mixing . noise. */
static void make_rows(float *x)
{
    static const float mixing[WIDTH][WIDTH] = {{3, 1, 0, 0, 0},
                                               {1, 2, 1, 0, 0},
                                               {0, -1, 1, 0.5f, 0},
                                               {2, 0, 0, 0.2f, 0},
                                               {0, 1, 1, 0, 0.1f}};
    struct rng r = rng_seed(7);
    float mean[WIDTH], deviation[WIDTH];
    for (int i = 0; i < ROWS; i++) {
        float noise[WIDTH];
        for (int k = 0; k < WIDTH; k++)
            noise[k] = rng_normal(&r);
        for (int j = 0; j < WIDTH; j++) {
            x[i * WIDTH + j] = 0;
            for (int k = 0; k < WIDTH; k++)
                x[i * WIDTH + j] += mixing[j][k] * noise[k];
        }
    }
    column_moments(x, ROWS, WIDTH, mean, deviation);
    for (int i = 0; i < ROWS * WIDTH; i++)
        x[i] -= mean[i % WIDTH];
}

static void whitened_components_have_unit_covariance(void **state)
{
    float x[ROWS * WIDTH], basis[WIDTH * WIDTH], y[ROWS][WIDTH] = {{0}};
    struct mien_error e;
    (void)state;
    make_rows(x);
    assert_int_equal(pca_whiten(x, ROWS, WIDTH, WIDTH, 1, basis, &e), 0);
    for (int i = 0; i < ROWS; i++)
        for (int k = 0; k < WIDTH; k++)
            for (int j = 0; j < WIDTH; j++)
                y[i][k] += x[i * WIDTH + j] * basis[j * WIDTH + k];
    for (int a = 0; a < WIDTH; a++)
        for (int b = 0; b < WIDTH; b++) {
            double sum = 0;
            for (int i = 0; i < ROWS; i++)
                sum += (double)y[i][a] * y[i][b];
            assert_float_equal(sum / ROWS, a == b, 1e-4);
        }
}

/* More columns than a tile has and more rows than a block, neither a multiple. */
static void many_columns_are_whitened_by_any_number_of_threads_alike(void **state)
{
    enum { MANY = 61, LONG = 701, KEPT = 40 };
    float *x = calloc(LONG * MANY, sizeof *x), mean[MANY], deviation[MANY];
    float basis[MANY * KEPT], again[MANY * KEPT];
    struct mien_error e;
    struct rng r = rng_seed(8);
    (void)state;
    for (int i = 0; i < LONG; i++)
        for (int j = 0; j < MANY; j++) /* each column like its neighbour */
            x[i * MANY + j] = rng_normal(&r) + (j ? 0.8f * x[i * MANY + j - 1] : 0);
    column_moments(x, LONG, MANY, mean, deviation);
    for (int i = 0; i < LONG * MANY; i++)
        x[i] -= mean[i % MANY];
    assert_int_equal(pca_whiten(x, LONG, MANY, KEPT, 1, basis, &e), 0);
    omp_set_num_threads(3);
    assert_int_equal(pca_whiten(x, LONG, MANY, KEPT, 1, again, &e), 0);
    assert_memory_equal(basis, again, sizeof basis);
    for (int a = 0; a < KEPT; a++)
        for (int b = 0; b <= a; b++) {
            double sum = 0;
            for (int i = 0; i < LONG; i++) {
                double u = 0, v = 0;
                for (int j = 0; j < MANY; j++) {
                    u += (double)x[i * MANY + j] * basis[j * KEPT + a];
                    v += (double)x[i * MANY + j] * basis[j * KEPT + b];
                }
                sum += u * v;
            }
            assert_float_equal(sum / LONG, a == b, 1e-4);
        }
    free(x);
}

static void half_whitened_components_keep_the_roots_of_their_variances(void **state)
{
    float x[ROWS * WIDTH], whole[WIDTH * 3], half[WIDTH * 3], none[WIDTH * 3];
    struct mien_error e;
    (void)state;
    make_rows(x);
    assert_int_equal(pca_whiten(x, ROWS, WIDTH, 3, 1, whole, &e), 0);
    assert_int_equal(pca_whiten(x, ROWS, WIDTH, 3, 0.5, half, &e), 0);
    assert_int_equal(pca_whiten(x, ROWS, WIDTH, 3, 0, none, &e), 0);
    double total[2] = {0}, first[2] = {0};
    for (int k = 0; k < 3; k++) {
        const float *bases[2] = {half, none};
        double deviation[2];
        for (int b = 0; b < 2; b++) {
            deviation[b] = bases[b][k] / (double)whole[k]; /* whole whitening gives 1 */
            for (int j = 0; j < WIDTH; j++)
                assert_float_equal(bases[b][j * 3 + k], deviation[b] * whole[j * 3 + k], 1e-5);
            first[b] = k == 0 ? deviation[b] : first[b];
            total[b] += deviation[b] * deviation[b];
        }
        assert_float_equal(deviation[1] / first[1], pow(deviation[0] / first[0], 2), 1e-4);
    }
    assert_float_equal(total[0], 3, 1e-4);
    assert_float_equal(total[1], 3, 1e-4);
}

static void components_come_by_falling_variance_and_largest_entry_positive(void **state)
{
    float x[ROWS * WIDTH], basis[WIDTH * WIDTH], norm[WIDTH] = {0};
    struct mien_error e;
    (void)state;
    make_rows(x);
    assert_int_equal(pca_whiten(x, ROWS, WIDTH, WIDTH, 1, basis, &e), 0);
    for (int k = 0; k < WIDTH; k++) {
        float largest = 0;
        for (int j = 0; j < WIDTH; j++) {
            const float v = basis[j * WIDTH + k];
            norm[k] += v * v;
            if (fabsf(v) > fabsf(largest))
                largest = v;
        }
        assert_true(largest > 0);
        assert_true(k == 0 || norm[k] >= norm[k - 1]); /* the scale is 1 / deviation */
    }
}

static void fewer_components_are_the_first_of_all(void **state)
{
    float x[ROWS * WIDTH], all[WIDTH * WIDTH], two[WIDTH * 2];
    struct mien_error e;
    (void)state;
    make_rows(x);
    assert_int_equal(pca_whiten(x, ROWS, WIDTH, WIDTH, 1, all, &e), 0);
    assert_int_equal(pca_whiten(x, ROWS, WIDTH, 2, 1, two, &e), 0);
    for (int j = 0; j < WIDTH; j++)
        assert_memory_equal(two + 2 * j, all + WIDTH * j, 2 * sizeof *two);
}

static void more_components_than_the_rows_span_is_an_error(void **state)
{
    float x[ROWS * WIDTH], basis[WIDTH * WIDTH];
    struct mien_error e;
    (void)state;
    make_rows(x);
    for (int i = 0; i < ROWS; i++)
        x[i * WIDTH + 4] = x[i * WIDTH];
    assert_int_equal(pca_whiten(x, ROWS, WIDTH, 4, 1, basis, &e), 0);
    assert_int_equal(pca_whiten(x, ROWS, WIDTH, 5, 1, basis, &e), -1);
    assert_non_null(strstr(e.text, "do not span 5"));
    assert_int_equal(pca_whiten(x, ROWS, WIDTH, 6, 1, basis, &e), -1);
    assert_non_null(strstr(e.text, "of 5 features"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whitened_components_have_unit_covariance),
        cmocka_unit_test(many_columns_are_whitened_by_any_number_of_threads_alike),
        cmocka_unit_test(half_whitened_components_keep_the_roots_of_their_variances),
        cmocka_unit_test(components_come_by_falling_variance_and_largest_entry_positive),
        cmocka_unit_test(fewer_components_are_the_first_of_all),
        cmocka_unit_test(more_components_than_the_rows_span_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
