/* test_forest_reduce.c - reduction keeps its bytes, and the narrow form answers as the wide one
 * does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "forest_samples.h"
#include "trainer/forest/forest_fit.h"
#include "trainer/forest/forest_narrow.h"
#include "trainer/forest/forest_reduce.h"

static void fit_noisy(struct forest *f, uint32_t width, uint32_t classes, uint32_t trees,
                      uint32_t depth)
{
    struct owned_samples s = samples_noisy(1500, width, classes, width + classes);
    struct forest_options o = forest_options_default();
    struct fit_context c = {.seed = 3, .threads = 2};
    o.trees = trees;
    o.max_depth = depth;
    assert_int_equal(forest_fit(&s.view, &o, &c, f, NULL), FIT_DONE);
    samples_free(&s);
}

/* Random rows, some of them on thresholds, get the same bits from both forms. */
static void assert_same_answers(const struct mien_forest *wide, const struct mien_forest_narrow *n)
{
    struct rng rng = rng_seed(11);
    size_t width = (size_t)wide->features, classes = (size_t)wide->classes;
    float *x = malloc(width * sizeof *x), *p = malloc(2 * classes * sizeof *p);
    for (int r = 0; r < 300; r++) {
        for (size_t k = 0; k < width; k++)
            x[k] = 1.2f * rng_float(&rng) - 0.1f;
        for (int k = 0; k < 4; k++) {
            uint32_t i = rng_below(&rng, (uint32_t)wide->nodes);
            if (wide->feature[i] >= 0)
                x[wide->feature[i]] = wide->threshold[i];
        }
        mien_forest_predict(wide, x, p);
        mien_forest_narrow_predict(n, x, p + classes);
        assert_memory_equal(p, p + classes, classes * sizeof *p);
    }
    free(x);
    free(p);
}

static void narrow_forests_answer_as_wide_ones_to_the_bit(void **state)
{
    (void)state;
    static const struct {
        uint32_t width, classes, trees, depth;
    } cases[] = {{5, 3, 9, 0}, {300, 2, 6, 0}, {12, 7, 30, 6}, {1, 2, 1, 1}, {4, 12, 8, 3}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct forest f;
        struct forest_narrow n;
        fit_noisy(&f, cases[k].width, cases[k].classes, cases[k].trees, cases[k].depth);
        assert_int_equal(forest_narrow_make(&n, &f.view, NULL), 0);
        assert_same_answers(&f.view, &n.view);
        forest_narrow_free(&n);
        forest_free(&f);
    }
}

static void trees_of_one_leaf_have_a_narrow_form(void **state)
{
    (void)state;
    static const int32_t root[] = {0, 1}, feature[] = {-2, 0, -1, -2}, right[] = {0, 3, 0, 0};
    static const float threshold[] = {0.0f, 0.5f, 0.0f, 0.0f}, leaf[] = {1.0f, 0.0f, 0.25f, 0.75f};
    struct mien_forest f = {.root = root,
                            .feature = feature,
                            .threshold = threshold,
                            .right = right,
                            .leaf = leaf,
                            .trees = 2,
                            .nodes = 4,
                            .leaves = 2,
                            .features = 1,
                            .classes = 2};
    struct forest_narrow n;
    assert_int_equal(forest_narrow_make(&n, &f, NULL), 0);
    assert_same_answers(&f, &n.view);
    forest_narrow_free(&n);
}

static void literals_of_the_text_are_no_longer_than_c99_promises(void **state)
{
    (void)state;
    struct forest f;
    struct forest_narrow n;
    fit_noisy(&f, 6, 4, 20, 0);
    assert_int_equal(forest_narrow_make(&n, &f.view, NULL), 0);
    assert_int_equal(n.text_size % MIEN_FOREST_ROW, 0);
    assert_true(n.text_size > 2 * MIEN_FOREST_ROW);
    for (size_t i = 0; i < n.text_size; i++) {
        assert_true(n.text[i] == '\0' || (n.text[i] >= 32 && n.text[i] <= 126));
        if (i % MIEN_FOREST_ROW == MIEN_FOREST_ROW - 1)
            assert_int_equal(n.text[i], '\0');
        else if (n.text[i] == '\0') /* a row ends once: nothing behind its end */
            assert_int_equal((i + 1) % MIEN_FOREST_ROW && n.text[i + 1], 0);
    }
    forest_narrow_free(&n);
    forest_free(&f);
}

static void reduced_forests_fit_their_bytes_and_answer_alike(void **state)
{
    (void)state;
    static const size_t budgets[] = {200000, 60000, 20000, 8000, 3000};
    struct forest f;
    size_t last = SIZE_MAX;
    fit_noisy(&f, 10, 5, 80, 0);
    for (size_t k = 0; k < 2 * sizeof budgets / sizeof *budgets; k++) {
        struct forest small, again;
        struct forest_narrow n;
        const float *weight = k % 2 ? NULL : f.weight;
        assert_int_equal(forest_reduce(&f.view, weight, budgets[k / 2], &small, NULL), 0);
        assert_int_equal(forest_reduce(&f.view, weight, budgets[k / 2], &again, NULL), 0);
        assert_int_equal(small.view.nodes, again.view.nodes);
        assert_memory_equal(small.threshold, again.threshold, (size_t)small.view.nodes * 4);
        assert_int_equal(forest_narrow_make(&n, &small.view, NULL), 0);
        size_t bytes = forest_narrow_text(&n);
        assert_true(bytes <= budgets[k / 2] && bytes > budgets[k / 2] / 3);
        assert_true(bytes <= last || k % 2);
        last = bytes;
        assert_same_answers(&small.view, &n.view);
        forest_narrow_free(&n);
        forest_free(&small);
        forest_free(&again);
    }
    forest_free(&f);
}

static void a_forest_that_fits_keeps_its_answers(void **state)
{
    (void)state;
    struct forest f, same;
    struct forest_narrow n;
    fit_noisy(&f, 4, 3, 5, 4);
    assert_int_equal(forest_reduce(&f.view, f.weight, 1000000, &same, NULL), 0);
    assert_int_equal(forest_narrow_make(&n, &same.view, NULL), 0);
    assert_same_answers(&f.view, &n.view);
    forest_narrow_free(&n);
    forest_free(&f);
    forest_free(&same);
}

static void too_few_bytes_for_a_tree_are_refused(void **state)
{
    (void)state;
    struct forest f, small;
    struct mien_error e;
    fit_noisy(&f, 4, 3, 5, 0);
    assert_int_equal(forest_reduce(&f.view, f.weight, 100, &small, &e), -1);
    assert_non_null(strstr(e.text, "no tree of the forest fits"));
    forest_free(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(narrow_forests_answer_as_wide_ones_to_the_bit),
        cmocka_unit_test(trees_of_one_leaf_have_a_narrow_form),
        cmocka_unit_test(literals_of_the_text_are_no_longer_than_c99_promises),
        cmocka_unit_test(reduced_forests_fit_their_bytes_and_answer_alike),
        cmocka_unit_test(a_forest_that_fits_keeps_its_answers),
        cmocka_unit_test(too_few_bytes_for_a_tree_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
