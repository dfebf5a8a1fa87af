/* test_metrics.c - metrics against values recorded from scikit-learn 1.2, NumPy and SciPy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "trainer/evaluate/metrics.h"

enum { ROWS = 40, CLASSES = 4 };

static const uint8_t labels[ROWS] = {2, 3, 0, 3, 1, 2, 2, 1, 3, 0, 1, 1, 2, 1, 0, 0, 0, 0, 0, 3,
                                     0, 2, 3, 0, 1, 1, 1, 3, 0, 3, 3, 3, 0, 1, 2, 1, 2, 2, 2, 0};

static const float p[ROWS * CLASSES] = {
    0.121f, 0.148f, 0.690f, 0.041f, 0.073f, 0.305f, 0.144f, 0.478f, 0.513f, 0.041f, 0.413f, 0.033f,
    0.372f, 0.179f, 0.081f, 0.368f, 0.285f, 0.358f, 0.116f, 0.241f, 0.409f, 0.126f, 0.354f, 0.111f,
    0.371f, 0.246f, 0.260f, 0.123f, 0.051f, 0.515f, 0.241f, 0.193f, 0.173f, 0.365f, 0.109f, 0.353f,
    0.572f, 0.187f, 0.193f, 0.048f, 0.221f, 0.347f, 0.060f, 0.372f, 0.278f, 0.363f, 0.313f, 0.046f,
    0.125f, 0.260f, 0.279f, 0.336f, 0.089f, 0.336f, 0.240f, 0.335f, 0.405f, 0.043f, 0.184f, 0.368f,
    0.384f, 0.175f, 0.144f, 0.297f, 0.571f, 0.198f, 0.032f, 0.199f, 0.311f, 0.439f, 0.116f, 0.134f,
    0.419f, 0.366f, 0.063f, 0.152f, 0.046f, 0.192f, 0.468f, 0.294f, 0.408f, 0.182f, 0.078f, 0.332f,
    0.109f, 0.181f, 0.382f, 0.328f, 0.056f, 0.035f, 0.262f, 0.647f, 0.630f, 0.133f, 0.092f, 0.145f,
    0.144f, 0.532f, 0.076f, 0.248f, 0.083f, 0.397f, 0.299f, 0.221f, 0.483f, 0.431f, 0.036f, 0.050f,
    0.136f, 0.418f, 0.156f, 0.290f, 0.483f, 0.057f, 0.324f, 0.136f, 0.104f, 0.264f, 0.146f, 0.486f,
    0.156f, 0.134f, 0.291f, 0.419f, 0.295f, 0.118f, 0.187f, 0.400f, 0.565f, 0.100f, 0.147f, 0.188f,
    0.045f, 0.266f, 0.143f, 0.546f, 0.312f, 0.041f, 0.422f, 0.225f, 0.325f, 0.386f, 0.205f, 0.084f,
    0.218f, 0.299f, 0.401f, 0.082f, 0.188f, 0.086f, 0.522f, 0.204f, 0.411f, 0.101f, 0.393f, 0.095f,
    0.304f, 0.059f, 0.252f, 0.385f,
};

static void test_metrics_agree_with_scikit_learn(void **state)
{
    (void)state;
    const uint32_t confusion[16] = {10, 1, 0, 1, 1, 7, 0, 2, 3, 0, 5, 1, 1, 2, 1, 5};
    const double precision[4] = {2.0 / 3, 0.7, 5.0 / 6, 5.0 / 9};
    const double recall[4] = {5.0 / 6, 0.7, 5.0 / 9, 5.0 / 9};
    const double f1[4] = {20.0 / 27, 0.7, 2.0 / 3, 5.0 / 9};
    struct metrics m;
    struct mien_error e;
    assert_int_equal(metrics_measure(&m, p, labels, ROWS, CLASSES, 1, &e), 0);
    assert_memory_equal(m.confusion, confusion, sizeof confusion);
    assert_float_equal(m.accuracy, 0.675, 1e-9);
    assert_float_equal(m.balanced_accuracy, 0.661111111, 1e-8);
    assert_float_equal(m.macro_f1, 0.665740741, 1e-8);
    assert_float_equal(m.log_loss, 0.889988428, 1e-6);
    assert_float_equal(m.calibration_error, 0.223525, 1e-6);
    assert_float_equal(m.top2, 1.0, 1e-9);
    for (int c = 0; c < CLASSES; c++) {
        assert_float_equal(m.per_class[c].precision, precision[c], 1e-9);
        assert_float_equal(m.per_class[c].recall, recall[c], 1e-9);
        assert_float_equal(m.per_class[c].f1, f1[c], 1e-9);
    }
    metrics_free(&m);
}

/* The same probabilities against every label moved on by one: mostly wrong. */
static void test_a_bad_classifier_is_measured_as_scikit_learn_does(void **state)
{
    (void)state;
    uint8_t y[ROWS];
    struct metrics m;
    struct mien_error e;
    for (int r = 0; r < ROWS; r++)
        y[r] = (uint8_t)((labels[r] + 1) % CLASSES);
    assert_int_equal(metrics_measure(&m, p, y, ROWS, CLASSES, 1, &e), 0);
    assert_float_equal(m.top2, 0.25, 1e-9);
    assert_float_equal(m.log_loss, 2.020829065, 1e-6);
    assert_float_equal(m.accuracy, 0.075, 1e-9);
    assert_float_equal(m.macro_f1, 0.071338384, 1e-8);
    metrics_free(&m);
}

/* The bootstrap of a share is nearly binomial: 0.675 -+ 1.96 sqrt(0.675 * 0.325 / 40). */
static void test_intervals_are_as_wide_as_theory_says_and_repeat(void **state)
{
    (void)state;
    struct metrics a, b, other;
    struct mien_error e;
    assert_int_equal(metrics_measure(&a, p, labels, ROWS, CLASSES, 1, &e), 0);
    assert_int_equal(metrics_measure(&b, p, labels, ROWS, CLASSES, 1, &e), 0);
    assert_int_equal(metrics_measure(&other, p, labels, ROWS, CLASSES, 2, &e), 0);
    assert_float_equal(a.accuracy_interval.low, 0.675 - 0.1452, 0.03);
    assert_float_equal(a.accuracy_interval.high, 0.675 + 0.1452, 0.03);
    assert_true(a.macro_f1_interval.low < a.macro_f1 && a.macro_f1 < a.macro_f1_interval.high);
    assert_memory_equal(&a.accuracy_interval, &b.accuracy_interval, sizeof a.accuracy_interval);
    assert_memory_equal(&a.macro_f1_interval, &b.macro_f1_interval, sizeof a.macro_f1_interval);
    assert_true(a.macro_f1_interval.low != other.macro_f1_interval.low);
    metrics_free(&a);
    metrics_free(&b);
    metrics_free(&other);
}

static void test_no_rows_measure_nothing(void **state)
{
    (void)state;
    struct metrics m;
    struct mien_error e;
    assert_int_equal(metrics_measure(&m, NULL, NULL, 0, CLASSES, 1, &e), 0);
    assert_true(m.accuracy == 0.0 && m.macro_f1 == 0.0 && m.log_loss == 0.0);
    metrics_free(&m);
}

static void test_a_class_that_never_occurs_is_left_out_of_means(void **state)
{
    (void)state;
    const float two[6] = {0.9f, 0.1f, 0.0f, 0.2f, 0.8f, 0.0f};
    const uint8_t y[2] = {0, 1};
    struct metrics m;
    struct mien_error e;
    assert_int_equal(metrics_measure(&m, two, y, 2, 3, 1, &e), 0);
    assert_float_equal(m.macro_f1, 1.0, 0.0);
    assert_float_equal(m.balanced_accuracy, 1.0, 0.0);
    metrics_free(&m);
}

static void test_mcnemar_agrees_with_scipy(void **state)
{
    (void)state;
    assert_float_equal(mcnemar_counts(5, 12).p, 0.143463134765625, 1e-12);
    assert_float_equal(mcnemar_counts(3, 0).p, 0.25, 1e-12);
    assert_float_equal(mcnemar_counts(0, 0).p, 1.0, 0.0);
    const struct mcnemar t = mcnemar_counts(30, 12);
    assert_false(t.exact);
    assert_float_equal(t.statistic, 6.880952380952381, 1e-12);
    assert_float_equal(t.p, 0.008711912962379598, 1e-12);
    assert_float_equal(mcnemar_counts(100, 140).p, 0.01182113783662232, 1e-12);
    assert_float_equal(mcnemar_counts(50, 50).p, 1.0, 0.0);
}

static void test_mcnemar_counts_the_rows_one_alone_has_right(void **state)
{
    (void)state;
    const float a[6] = {0.9f, 0.1f, 0.9f, 0.1f, 0.1f, 0.9f};
    const float b[6] = {0.1f, 0.9f, 0.9f, 0.1f, 0.9f, 0.1f};
    const uint8_t y[3] = {0, 0, 1};
    const struct mcnemar t = mcnemar_test(a, b, y, 3, 2);
    assert_int_equal(t.only_a, 2);
    assert_int_equal(t.only_b, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_metrics_agree_with_scikit_learn),
        cmocka_unit_test(test_a_bad_classifier_is_measured_as_scikit_learn_does),
        cmocka_unit_test(test_intervals_are_as_wide_as_theory_says_and_repeat),
        cmocka_unit_test(test_no_rows_measure_nothing),
        cmocka_unit_test(test_a_class_that_never_occurs_is_left_out_of_means),
        cmocka_unit_test(test_mcnemar_agrees_with_scipy),
        cmocka_unit_test(test_mcnemar_counts_the_rows_one_alone_has_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
