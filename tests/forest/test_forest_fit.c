/* test_forest_fit.c - fitting: closed forms, scikit-learn's recorded numbers, same bits whoever
 * grows the trees and however often it was stopped, and inputs with nothing to split. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "forest_samples.h"
#include "trainer/forest/forest_fit.h"

/* One tree that sees every row and feature: a plain decision tree. */
static struct forest_options plain_tree(void)
{
    struct forest_options o = forest_options_default();
    o.trees = 1;
    o.bootstrap = false;
    o.draw = FOREST_DRAW_FRACTION;
    o.feature_fraction = 1.0;
    return o;
}

static enum fit_result fit(const struct samples *s, const struct forest_options *o, int threads,
                           struct forest *f, struct mien_error *e)
{
    struct fit_context c = {.seed = 7, .threads = threads};
    return forest_fit(s, o, &c, f, e);
}

static uint32_t count_right(const struct forest *f, const struct samples *s)
{
    uint32_t right = 0;
    float *p = malloc(s->classes * sizeof *p);
    for (uint32_t r = 0; r < s->rows; r++) {
        uint32_t best = 0;
        mien_forest_predict(&f->view, s->x + (size_t)r * s->width, p);
        for (uint32_t c = 1; c < s->classes; c++)
            best = p[c] > p[best] ? c : best;
        right += best == s->y[r];
    }
    free(p);
    return right;
}

static void assert_same_forest(const struct forest *a, const struct forest *b)
{
    size_t nodes = (size_t)a->view.nodes;
    assert_int_equal(a->view.nodes, b->view.nodes);
    assert_int_equal(a->view.leaves, b->view.leaves);
    assert_int_equal(a->view.trees, b->view.trees);
    assert_memory_equal(a->root, b->root, (size_t)a->view.trees * sizeof *a->root);
    assert_memory_equal(a->feature, b->feature, nodes * sizeof *a->feature);
    assert_memory_equal(a->threshold, b->threshold, nodes * sizeof *a->threshold);
    assert_memory_equal(a->right, b->right, nodes * sizeof *a->right);
    assert_memory_equal(a->weight, b->weight, nodes * sizeof *a->weight);
    assert_memory_equal(a->leaf, b->leaf,
                        (size_t)a->view.leaves * (size_t)a->view.classes * sizeof *a->leaf);
    assert_memory_equal(&a->oob_accuracy, &b->oob_accuracy, sizeof a->oob_accuracy);
}

/* Neither feature gains anything alone; a tree must split all the same. */
static void xor_is_learnt_though_no_first_split_gains(void **state)
{
    (void)state;
    static const float x[] = {0, 0, 0, 1, 1, 0, 1, 1};
    static const uint8_t y[] = {0, 1, 1, 0};
    struct samples s = {.rows = 4, .width = 2, .classes = 2, .x = x, .y = y};
    struct forest_options o = plain_tree();
    struct forest f;
    assert_int_equal(fit(&s, &o, 1, &f, NULL), FIT_DONE);
    assert_int_equal(f.view.nodes, 7);
    assert_int_equal(f.view.leaves, 2);
    assert_int_equal(count_right(&f, &s), 4);
    forest_free(&f);
}

/* Feature 1 splits 3 + 5 into pure sides; feature 0 is constant. Gain 8 * (1 - (9 + 25) / 64). */
static void one_split_has_the_threshold_and_importance_of_the_closed_form(void **state)
{
    (void)state;
    static const float x[] = {9, 1, 9, 2, 9, 3, 9, 5, 9, 6, 9, 7, 9, 8, 9, 9};
    static const uint8_t y[] = {0, 0, 0, 1, 1, 1, 1, 1};
    struct samples s = {.rows = 8, .width = 2, .classes = 2, .x = x, .y = y};
    struct forest_options o = plain_tree();
    struct forest f;
    double importance[2];
    assert_int_equal(fit(&s, &o, 1, &f, NULL), FIT_DONE);
    assert_int_equal(f.view.nodes, 3);
    assert_int_equal(f.feature[0], 1);
    assert_true(f.threshold[0] == 4.0f);
    assert_true(f.weight[0] == 8.0f && f.weight[1] == 3.0f && f.weight[2] == 5.0f);
    assert_int_equal(forest_importances(&f, FOREST_GINI, importance, NULL), 0);
    assert_true(importance[0] == 0.0 && importance[1] == 1.0);
    double sums[6];
    forest_node_sums(&f.view, f.weight, 0, sums);
    assert_true(fabs(forest_impurity(FOREST_GINI, sums, 2) - 8.0 * (1.0 - 34.0 / 64.0)) < 1e-12);
    forest_free(&f);
}

/* 60 rows of small integers over 4; the same set is made by the recorded Python:
 * x[i][j] = ((i * (7 + 2j) + 3jj + ii(j + 1)) % 53) / 4, y = (x0 > 6) + (x1 + x2 > 12). */
static struct owned_samples recorded_samples(void)
{
    struct owned_samples s = {
        {.rows = 60, .width = 4, .classes = 3}, malloc(240 * sizeof(float)), malloc(60)};
    for (int i = 0; i < 60; i++) {
        float *x = s.x + 4 * i;
        for (int j = 0; j < 4; j++)
            x[j] = (float)((i * (7 + 2 * j) + 3 * j * j + i * i * (j + 1)) % 53) / 4.0f;
        s.y[i] = (uint8_t)((x[0] > 6.0f) + (x[1] + x[2] > 12.0f));
    }
    s.view.x = s.x;
    s.view.y = s.y;
    return s;
}

/* sklearn 1.2.1, DecisionTreeClassifier(criterion, max_depth, min_samples_leaf, random_state=0). */
static void plain_trees_agree_with_scikit_learn(void **state)
{
    (void)state;
    static const struct {
        enum forest_criterion criterion;
        uint32_t depth, leaf;
        int32_t nodes;
        uint32_t right;
        double importance[4];
    } recorded[] = {
        {FOREST_GINI, 3, 1, 13, 58, {0.2558839, 0.497732, 0.2224476, 0.0239365}},
        {FOREST_GINI, 0, 5, 13, 56, {0.2796134, 0.5438896, 0.1688879, 0.0076091}},
        {FOREST_ENTROPY, 3, 1, 11, 57, {0.400268, 0.3889977, 0.2107344, 0.0}},
        {FOREST_ENTROPY, 0, 5, 13, 55, {0.449275, 0.3969495, 0.1537756, 0.0}},
        {FOREST_GINI, 0, 1, 17, 60, {-1.0, 0.0, 0.0, 0.0}}, /* importances not recorded */
    };
    struct owned_samples s = recorded_samples();
    for (size_t k = 0; k < sizeof recorded / sizeof *recorded; k++) {
        struct forest_options o = plain_tree();
        struct forest f;
        double importance[4];
        o.criterion = recorded[k].criterion;
        o.max_depth = recorded[k].depth;
        o.min_leaf = recorded[k].leaf;
        assert_int_equal(fit(&s.view, &o, 1, &f, NULL), FIT_DONE);
        assert_int_equal(f.view.nodes, recorded[k].nodes);
        assert_int_equal(count_right(&f, &s.view), recorded[k].right);
        assert_int_equal(forest_importances(&f, o.criterion, importance, NULL), 0);
        for (int j = 0; j < 4 && recorded[k].importance[0] >= 0.0; j++)
            assert_true(fabs(importance[j] - recorded[k].importance[j]) < 2e-6);
        assert_true(f.threshold[0] == 5.375f && f.feature[0] == 0);
        forest_free(&f);
    }
    samples_free(&s);
}

/* One-hot soft targets are labels; a row of weight 2 is that row twice. */
static void targets_and_weights_mean_what_labels_and_copies_do(void **state)
{
    (void)state;
    struct owned_samples s = samples_noisy(120, 3, 3, 5);
    float *target = calloc(360, sizeof *target), *weight = malloc(120 * sizeof *weight);
    float *x = malloc(720 * sizeof *x);
    uint8_t *y = malloc(240);
    uint32_t rows = 0;
    for (uint32_t r = 0; r < 120; r++) {
        target[r * 3 + s.y[r]] = 1.0f;
        weight[r] = (float)(1 + r % 2);
        for (uint32_t k = 0; k <= r % 2; k++, rows++) {
            memcpy(x + (size_t)rows * 3, s.x + (size_t)r * 3, 3 * sizeof *x);
            y[rows] = s.y[r];
        }
    }
    struct samples copies = {.rows = rows, .width = 3, .classes = 3, .x = x, .y = y};
    struct forest_options o = plain_tree();
    struct forest labels, targets, weighted, copied;
    assert_int_equal(fit(&s.view, &o, 1, &labels, NULL), FIT_DONE);
    s.view.target = target;
    assert_int_equal(fit(&s.view, &o, 1, &targets, NULL), FIT_DONE);
    assert_same_forest(&labels, &targets);
    s.view.target = NULL;
    s.view.weight = weight;
    assert_int_equal(fit(&s.view, &o, 1, &weighted, NULL), FIT_DONE);
    assert_int_equal(fit(&copies, &o, 1, &copied, NULL), FIT_DONE);
    assert_same_forest(&weighted, &copied);
    forest_free(&labels);
    forest_free(&targets);
    forest_free(&weighted);
    forest_free(&copied);
    samples_free(&s);
    free(target);
    free(weight);
    free(x);
    free(y);
}

/* A fifth of the labels of four classes is noise: 0.2 * 3/4 cannot be right. */
static void out_of_bag_accuracy_is_near_what_new_rows_get(void **state)
{
    (void)state;
    struct owned_samples s = samples_noisy(2000, 6, 4, 1), fresh = samples_noisy(2000, 6, 4, 2);
    struct forest_options o = forest_options_default();
    struct forest f;
    o.trees = 40;
    assert_int_equal(fit(&s.view, &o, 2, &f, NULL), FIT_DONE);
    double held_out = count_right(&f, &fresh.view) / 2000.0;
    assert_true(fabs(f.oob_accuracy - held_out) < 0.03);
    assert_true(f.oob_accuracy > 0.75 && f.oob_accuracy < 0.88);
    forest_free(&f);
    samples_free(&s);
    samples_free(&fresh);
}

static void threads_do_not_change_a_bit(void **state)
{
    (void)state;
    struct owned_samples s = samples_noisy(700, 9, 5, 3);
    for (int kind = 0; kind < FOREST_KIND_COUNT; kind++) {
        struct forest_options o = forest_options_default();
        struct forest one, two;
        o.kind = (enum forest_kind)kind;
        o.trees = 13;
        o.class_weight = FOREST_WEIGHT_BALANCED;
        assert_int_equal(fit(&s.view, &o, 1, &one, NULL), FIT_DONE);
        assert_int_equal(fit(&s.view, &o, 2, &two, NULL), FIT_DONE);
        assert_same_forest(&one, &two);
        forest_free(&one);
        forest_free(&two);
    }
    samples_free(&s);
}

static bool stop_at_third_report(void *context, const struct fit_report *r)
{
    int *reports = context;
    (void)r;
    return ++*reports < 3;
}

static void stopped_and_continued_fits_end_in_the_same_bits(void **state)
{
    (void)state;
    char path[] = "/tmp/mien-forest-XXXXXX";
    close(mkstemp(path));
    unlink(path);
    struct owned_samples s = samples_noisy(500, 8, 4, 9);
    struct forest_options o = forest_options_default();
    struct forest whole, resumed;
    struct mien_error e;
    enum fit_result result;
    int stops = 0, reports;
    o.trees = 25;
    assert_int_equal(fit(&s.view, &o, 1, &whole, NULL), FIT_DONE);
    struct fit_context c = {.seed = 7,
                            .threads =
                                1, /* with two, the other may be done before the first reports */
                            .monitor = {&reports, stop_at_third_report},
                            .checkpoint = path,
                            .fingerprint = "one"};
    do {
        reports = 0;
        result = forest_fit(&s.view, &o, &c, &resumed, &e);
        stops += result == FIT_STOPPED;
    } while (result == FIT_STOPPED);
    assert_int_equal(result, FIT_DONE);
    assert_true(stops > 1);
    assert_same_forest(&whole, &resumed);
    c.fingerprint = "another";
    struct forest refused;
    assert_int_equal(forest_fit(&s.view, &o, &c, &refused, &e), FIT_FAILED);
    assert_non_null(strstr(e.text, "another cfg or data set"));
    assert_int_equal(truncate(path, 300), 0);
    c.fingerprint = "one";
    assert_int_equal(forest_fit(&s.view, &o, &c, &refused, &e), FIT_FAILED);
    assert_non_null(strstr(e.text, path));
    unlink(path);
    forest_free(&whole);
    forest_free(&resumed);
    samples_free(&s);
}

static void what_cannot_be_split_is_a_leaf(void **state)
{
    (void)state;
    static const float x[6] = {1, 1, 1, 1, 1, 1};
    static const uint8_t y[3] = {0, 1, 1};
    static const struct {
        uint32_t rows, classes;
        float p0;
    } cases[] = {{3, 2, 1.0f / 3.0f}, {1, 1, 1.0f}, {1, 2, 1.0f}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct samples s = {
            .rows = cases[k].rows, .width = 2, .classes = cases[k].classes, .x = x, .y = y};
        struct forest_options o = plain_tree();
        struct forest f;
        float p[2];
        double importance[2];
        o.trees = 3;
        assert_int_equal(fit(&s, &o, 2, &f, NULL), FIT_DONE);
        assert_int_equal(f.view.nodes, 3);
        assert_true(isnan(f.oob_accuracy));
        mien_forest_predict(&f.view, x, p);
        assert_true(fabsf(p[0] - cases[k].p0) < 1e-6f);
        assert_int_equal(forest_importances(&f, FOREST_GINI, importance, NULL), 0);
        assert_true(importance[0] == 0.0 && importance[1] == 0.0);
        forest_free(&f);
    }
}

static void rows_that_weigh_nothing_are_refused_together_and_ignored_apart(void **state)
{
    (void)state;
    static const float x[] = {1, 2, 3, 4}, none[4] = {0}, two[4] = {1, 0, 0, 1};
    static const uint8_t y[] = {0, 0, 1, 1};
    struct samples s = {.rows = 4, .width = 1, .classes = 2, .x = x, .y = y, .weight = none};
    struct forest_options o = plain_tree();
    struct forest f;
    struct mien_error e;
    assert_int_equal(fit(&s, &o, 1, &f, &e), FIT_FAILED);
    assert_non_null(strstr(e.text, "no row weighs anything"));
    s.weight = two;
    assert_int_equal(fit(&s, &o, 1, &f, &e), FIT_DONE);
    assert_int_equal(f.view.nodes, 3);
    assert_true(f.weight[0] == 2.0f);
    forest_free(&f);
    s.rows = 0;
    assert_int_equal(fit(&s, &o, 1, &f, &e), FIT_FAILED);
    assert_non_null(strstr(e.text, "nothing to fit"));
}

static void three_hundred_features_and_twelve_classes_are_no_limit(void **state)
{
    (void)state;
    struct owned_samples s = samples_noisy(300, 300, 12, 4);
    struct forest_options o = forest_options_default();
    struct forest f;
    int32_t most = 0;
    o.trees = 5;
    o.bootstrap = false;
    assert_int_equal(fit(&s.view, &o, 2, &f, NULL), FIT_DONE);
    assert_int_equal(count_right(&f, &s.view), 300);
    for (int32_t i = 0; i < f.view.nodes; i++)
        most = f.feature[i] > most ? f.feature[i] : most;
    assert_true(most > 255);
    forest_free(&f);
    samples_free(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xor_is_learnt_though_no_first_split_gains),
        cmocka_unit_test(one_split_has_the_threshold_and_importance_of_the_closed_form),
        cmocka_unit_test(plain_trees_agree_with_scikit_learn),
        cmocka_unit_test(targets_and_weights_mean_what_labels_and_copies_do),
        cmocka_unit_test(out_of_bag_accuracy_is_near_what_new_rows_get),
        cmocka_unit_test(threads_do_not_change_a_bit),
        cmocka_unit_test(stopped_and_continued_fits_end_in_the_same_bits),
        cmocka_unit_test(what_cannot_be_split_is_a_leaf),
        cmocka_unit_test(rows_that_weigh_nothing_are_refused_together_and_ignored_apart),
        cmocka_unit_test(three_hundred_features_and_twelve_classes_are_no_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
