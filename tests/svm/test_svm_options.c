/* test_svm_options.c - the [svm] section: what it says is what is fitted, and mistakes name their
 * line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "trainer/svm/svm_options.h"

static int read_text(const char *text, struct svm_options *o, struct mien_error *e)
{
    struct cfg cfg;
    assert_int_equal(cfg_parse(&cfg, "x.cfg", text, e), 0);
    int result = svm_options_read(cfg_find(&cfg, "svm"), o, e);
    if (result == 0)
        result = cfg_check_used(&cfg, e);
    cfg_close(&cfg);
    return result;
}

static void test_an_empty_section_gives_the_defaults(void **state)
{
    (void)state;
    struct svm_options o;
    struct mien_error e;
    assert_int_equal(read_text("[svm]\n", &o, &e), 0);
    assert_int_equal(o.solver, SVM_DENSE);
    assert_int_equal(o.kernel, MIEN_KERNEL_RBF);
    assert_int_equal(o.gamma_rule, SVM_GAMMA_SCALE);
    assert_int_equal(o.probability_folds, 5);
    assert_false(o.holdout || o.balanced);
    assert_true(o.C == 1.0 && o.rows == 0 && o.grid_C_count == 0 && o.grid_gamma_count == 0);
}

static void test_every_key_reaches_its_option(void **state)
{
    (void)state;
    struct svm_options o;
    struct mien_error e;
    assert_int_equal(
        read_text("[svm]\nsolver = libsvm\nkernel = rbf\nC = 3\ngamma = 0.01\n"
                  "class_weight = balanced\ntolerance = 0.01\ncache = 64\nrows = 500\n"
                  "probability = holdout\ngrid_C = 1, 3,10\ngrid_gamma = 0.1\nfolds = 4\n"
                  "grid_rows = 100\n",
                  &o, &e),
        0);
    assert_int_equal(o.solver, SVM_LIBSVM);
    assert_int_equal(o.gamma_rule, SVM_GAMMA_NUMBER);
    assert_true(o.C == 3.0 && o.gamma == 0.01 && o.tolerance == 0.01 && o.cache == 64.0);
    assert_true(o.balanced && o.holdout);
    assert_int_equal(o.rows, 500);
    assert_int_equal(o.grid_rows, 100);
    assert_int_equal(o.grid_folds, 4);
    assert_int_equal(o.grid_C_count, 3);
    assert_true(o.grid_C[2] == 10.0 && o.grid_gamma[0] == 0.1);
}

static void test_a_mistake_names_its_line(void **state)
{
    (void)state;
    const struct {
        const char *text, *says;
    } cases[] = {
        {"[svm]\ngamma = wide\n", "x.cfg:2: gamma"},
        {"[svm]\n\ngamma = -1\n", "x.cfg:3: gamma"},
        {"[svm]\nprobability = 1\n", "x.cfg:2: probability"},
        {"[svm]\nprobability = maybe\n", "x.cfg:2: probability"},
        {"[svm]\nC = 0\n", "x.cfg:2:"},
        {"[svm]\nkernel = cubic\n", "x.cfg:2:"},
        {"[svm]\nsolver = magic\n", "x.cfg:2:"},
        {"[svm]\ngrid_C = 1, -3\n", "x.cfg:2: grid_C"},
        {"[svm]\nkernel = linear\ngrid_gamma = 1\n", "x.cfg:3: a linear kernel"},
        {"[svm]\ngama = 1\n", "gamma"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct svm_options o;
        struct mien_error e = {0};
        assert_int_equal(read_text(cases[k].text, &o, &e), -1);
        assert_non_null(strstr(e.text, cases[k].says));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_empty_section_gives_the_defaults),
        cmocka_unit_test(test_every_key_reaches_its_option),
        cmocka_unit_test(test_a_mistake_names_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
