/* test_svm_inference.c - runtime/mien_svm.h and Platt's sigmoid against libsvm, SciPy and closed
 * forms. */
#include <libsvm/svm.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/svm/blobs.h"
#include "trainer/svm/platt.h"

/* Recorded: numpy.linalg.solve of the paper's equation (21), checked by scipy.optimize on (19). */
static void test_coupling_solves_the_papers_equation(void **state)
{
    (void)state;
    const double pairs[6] = {0.9, 0.2, 0.65, 0.35, 0.7, 0.55};
    const double expected[4] = {0.219382, 0.152466786, 0.436882426, 0.191268788};
    float scratch[MIEN_SVM_SCRATCH(0, 4)], p[4];
    for (size_t k = 0; k < 6; k++)
        mien_svm_put(scratch, k, pairs[k]);
    mien_svm_couple(scratch, 4, p);
    for (int c = 0; c < 4; c++)
        assert_float_equal(p[c], expected[c], 1e-6);
}

static void test_two_classes_couple_to_their_one_probability(void **state)
{
    (void)state;
    float scratch[MIEN_SVM_SCRATCH(0, 2)], p[2];
    for (double r = 0.0000001; r < 1.0; r += 0.0999999) {
        mien_svm_put(scratch, 0, r);
        mien_svm_couple(scratch, 2, p);
        assert_float_equal(p[0], r, 1e-6);
        assert_float_equal(p[1], 1.0 - r, 1e-6);
    }
}

/* Where all pairs agree with one distribution, coupling gives it back. */
static void test_consistent_pairs_couple_to_their_distribution(void **state)
{
    (void)state;
    const double truth[5] = {0.5, 0.25, 0.125, 0.1, 0.025};
    float scratch[MIEN_SVM_SCRATCH(0, 5)], p[5];
    for (int i = 0; i < 5; i++)
        for (int j = i + 1; j < 5; j++)
            mien_svm_put(scratch, mien_svm_pair(i, j, 5), truth[i] / (truth[i] + truth[j]));
    mien_svm_couple(scratch, 5, p);
    for (int c = 0; c < 5; c++)
        assert_float_equal(p[c], truth[c], 1e-6);
}

/* Certain pairs, even in a circle, leave a distribution. */
static void test_extreme_pairs_give_a_distribution(void **state)
{
    (void)state;
    const double edge[2] = {1e-7, 1.0 - 1e-7};
    float scratch[MIEN_SVM_SCRATCH(0, 4)], p[4];
    for (unsigned mask = 0; mask < 64; mask++) {
        float sum = 0.0f;
        for (size_t k = 0; k < 6; k++)
            mien_svm_put(scratch, k, edge[mask >> k & 1]);
        mien_svm_couple(scratch, 4, p);
        for (int c = 0; c < 4; c++) {
            assert_true(p[c] >= 0.0f && p[c] <= 1.0f);
            sum += p[c];
        }
        assert_float_equal(sum, 1.0, 1e-6);
    }
}

static void test_dot_and_kernel_take_rows_of_any_length(void **state)
{
    (void)state;
    float a[21], b[21];
    for (int n = 1; n <= 21; n++) {
        double dot = 0.0, distance = 0.0;
        for (int k = 0; k < n; k++) {
            a[k] = 0.1f * (float)(k + 1);
            b[k] = 1.0f - 0.05f * (float)k;
            dot += (double)a[k] * (double)b[k];
            distance += ((double)a[k] - (double)b[k]) * ((double)a[k] - (double)b[k]);
        }
        assert_float_equal(mien_svm_dot(a, b, n), dot, 1e-5);
        assert_float_equal(mien_svm_rbf(a, b, n, 0.1f), exp(-0.1 * distance), 1e-6);
    }
}

/* Recorded: scipy.optimize.minimize (Nelder-Mead) on the same likelihood. */
static void test_platt_reaches_the_likeliest_sigmoid(void **state)
{
    (void)state;
    const double decision[30] = {-0.79, -1.39, 4.04,  -1.47, -0.86, 0.05,  0.72,  1.54,
                                 0.59,  -1.31, 0.76,  0.37,  2.82,  -0.02, -2.01, -1.57,
                                 2.18,  -0.81, -3.16, -0.87, 0.0,   1.78,  -1.52, 1.0,
                                 1.19,  -1.05, -0.28, 2.65,  2.58,  1.28};
    const bool positive[30] = {0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0,
                               0, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 1};
    const struct platt p = platt_fit(decision, positive, 30);
    assert_float_equal(p.a, -1.3843601318522052, 1e-5);
    assert_float_equal(p.b, 0.937937862229051, 1e-5);
}

static void test_platt_of_one_sided_rows_is_finite(void **state)
{
    (void)state;
    const double decision[3] = {1.0, 1.0, 1.0};
    const bool positive[3] = {true, true, true};
    const struct platt p = platt_fit(decision, positive, 3), none = platt_fit(NULL, NULL, 0);
    assert_true(isfinite(p.a) && isfinite(p.b));
    assert_float_equal(1.0 / (1.0 + exp(p.a + p.b)), 0.8, 1e-3); /* (n + 1) / (n + 2) */
    assert_float_equal(none.a, 0.0, 0.0);
    assert_float_equal(none.b, 0.0, 0.0);
}

/* libsvm's predictor over our machine and sigmoids. Its own coupling stops at 0.005 / classes. */
static void test_probabilities_agree_with_libsvm(void **state)
{
    (void)state;
    struct blobs b;
    struct svm m;
    struct mien_error e;
    blobs_make(&b);
    const struct svm_options o = blobs_options(SVM_DENSE, MIEN_KERNEL_RBF);
    const struct fit_context c = {.seed = 1, .threads = 1};
    assert_int_equal(svm_fit(&b.samples, &o, &c, &m, &e), FIT_DONE);

    const int vectors = m.machine.vectors;
    struct svm_node *nodes = malloc((size_t)vectors * (BLOB_WIDTH + 1) * sizeof *nodes);
    struct svm_node **rows = malloc((size_t)vectors * sizeof *rows);
    double *coefficient[BLOB_CLASSES - 1], rho[6], a[6], bias[6];
    int label[BLOB_CLASSES] = {0, 1, 2, 3}, of_class[BLOB_CLASSES];
    for (int v = 0; v < vectors; v++) {
        rows[v] = nodes + v * (BLOB_WIDTH + 1);
        for (int f = 0; f < BLOB_WIDTH; f++)
            rows[v][f] = (struct svm_node){f + 1, m.vector[v * BLOB_WIDTH + f]};
        rows[v][BLOB_WIDTH].index = -1;
    }
    for (int r = 0; r < BLOB_CLASSES - 1; r++) {
        coefficient[r] = malloc((size_t)vectors * sizeof(double));
        for (int v = 0; v < vectors; v++)
            coefficient[r][v] = m.coefficient[r * vectors + v];
    }
    for (int k = 0; k < 6; k++) {
        rho[k] = m.rho[k];
        a[k] = m.sigmoid[2 * k];
        bias[k] = m.sigmoid[2 * k + 1];
    }
    for (int k = 0; k < BLOB_CLASSES; k++)
        of_class[k] = m.start[k + 1] - m.start[k];
    const struct svm_model model = {
        .param = {.svm_type = C_SVC, .kernel_type = RBF, .gamma = (double)m.machine.gamma},
        .nr_class = BLOB_CLASSES,
        .l = vectors,
        .SV = rows,
        .sv_coef = coefficient,
        .rho = rho,
        .probA = a,
        .probB = bias,
        .label = label,
        .nSV = of_class};

    for (int r = 0; r < BLOB_ROWS; r++) {
        float p[BLOB_CLASSES], scratch[MIEN_SVM_SCRATCH(0, BLOB_CLASSES)];
        double expected[BLOB_CLASSES], sum = 0.0;
        struct svm_node x[BLOB_WIDTH + 1];
        for (int f = 0; f < BLOB_WIDTH; f++)
            x[f] = (struct svm_node){f + 1, b.x[r * BLOB_WIDTH + f]};
        x[BLOB_WIDTH].index = -1;
        svm_predict_probability(&model, x, expected);
        mien_svm_predict(&m.machine, b.x + r * BLOB_WIDTH, p, scratch);
        for (int k = 0; k < BLOB_CLASSES; k++) {
            assert_float_equal(p[k], expected[k], 5e-3);
            sum += (double)p[k];
        }
        assert_float_equal(sum, 1.0, 1e-6);
    }
    for (int r = 0; r < BLOB_CLASSES - 1; r++)
        free(coefficient[r]);
    free(rows);
    free(nodes);
    svm_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coupling_solves_the_papers_equation),
        cmocka_unit_test(test_two_classes_couple_to_their_one_probability),
        cmocka_unit_test(test_consistent_pairs_couple_to_their_distribution),
        cmocka_unit_test(test_extreme_pairs_give_a_distribution),
        cmocka_unit_test(test_dot_and_kernel_take_rows_of_any_length),
        cmocka_unit_test(test_platt_reaches_the_likeliest_sigmoid),
        cmocka_unit_test(test_platt_of_one_sided_rows_is_finite),
        cmocka_unit_test(test_probabilities_agree_with_libsvm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
