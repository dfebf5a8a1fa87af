/* test_export.c - exported headers, compiled by every compiler found, answer as the interpreter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/export/models.h"
#include "trainer/export/verify.h"
#include "trainer/export/workshop.h"

enum { ROWS = 200 };

static const char *const compilers[] = {"gcc", "clang"};

/* A header of `m` at `path`. */
static void write_header(const struct model *m, const struct export_options *o, const char *path)
{
    struct facts f;
    struct mien_error e = {.text = ""};
    size_t size = 0;
    facts_collect(&f, m);
    char *text = export_header(m, &f, o, &size, &e);
    if (!text)
        fail_msg("%s", e.text);
    assert_int_equal(strlen(text), size);
    assert_int_equal(file_write(path, text, size, &e), 0);
    free(text);
    facts_free(&f);
}

/* Compile the header of `build`'s model and hold every row against the interpreter. */
static void prove(void (*build)(struct model *), bool standalone, bool inlined)
{
    struct verify_options verify = {.limits = {1e-6f, 0.0f}};
    struct proof proofs[VERIFY_PROOFS_MAX];
    struct mien_error e = {.text = ""};
    struct model m;
    build(&m);
    char path[] = "/tmp/mien-test-export-XXXXXX";
    const int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    const struct export_options o = {.file = "mood.h",
                                     .name = "mood",
                                     .command = "mien export runs/mood -o mood.h",
                                     .standalone = standalone,
                                     .inlined = inlined};
    write_header(&m, &o, path);
    float *x = models_rows(&m, ROWS), *p = models_answers(&m, x, ROWS);
    verify_find_compilers(compilers, 2, verify.compilers, &verify.compiler_count);
    assert_true(verify.compiler_count > 0);
    int count;
    if (verify_rows(&m, path, "mood", &verify, x, p, ROWS, proofs, &count, &e) != 0)
        fail_msg("%s", e.text);
    for (int i = 0; i < count; i++) {
        if (!proof_holds(&proofs[i]))
            fail_msg("%s: %u differ, largest %g", proofs[i].version, proofs[i].argmax_differ,
                     proofs[i].largest);
        assert_true(proofs[i].cplusplus);
    }
    unlink(path);
    free(x);
    free(p);
    model_free(&m);
}

static void a_network_with_every_activation_answers_as_the_interpreter(void **state)
{
    (void)state;
    prove(models_network, false, false);
    prove(models_network, true, false);
}

static void a_forest_of_tables_answers_as_the_interpreter(void **state)
{
    (void)state;
    prove(models_forest, false, false);
    prove(models_forest, true, false);
}

static void a_forest_of_nested_ifs_answers_as_the_interpreter(void **state)
{
    (void)state;
    prove(models_forest, false, true);
    prove(models_forest, true, true);
}

static void svms_answer_as_the_interpreter(void **state)
{
    (void)state;
    prove(models_svm_linear, true, false);
    prove(models_svm_rbf, false, false);
    prove(models_svm_rbf, true, false);
}

static void features_of_468_landmarks_with_depth_answer_as_the_interpreter(void **state)
{
    (void)state;
    prove(models_mesh, false, false);
    prove(models_mesh, true, false);
}

static void a_model_without_preprocessing_answers_as_the_interpreter(void **state)
{
    (void)state;
    prove(models_vector, true, false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_network_with_every_activation_answers_as_the_interpreter),
        cmocka_unit_test(a_forest_of_tables_answers_as_the_interpreter),
        cmocka_unit_test(a_forest_of_nested_ifs_answers_as_the_interpreter),
        cmocka_unit_test(svms_answer_as_the_interpreter),
        cmocka_unit_test(features_of_468_landmarks_with_depth_answer_as_the_interpreter),
        cmocka_unit_test(a_model_without_preprocessing_answers_as_the_interpreter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
