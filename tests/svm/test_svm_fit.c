/* test_svm_fit.c - fits against libsvm's own, the same bits however a fit is run, and rows that go
 * wrong. */
#include <libsvm/svm.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/svm/blobs.h"

static char folder[] = "/tmp/mien-svm-XXXXXX";
static char checkpoint[sizeof folder + 32];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(checkpoint, sizeof checkpoint, "%s/svm.checkpoint", folder);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(checkpoint);
    return rmdir(folder);
}

static int remove_checkpoint(void **state)
{
    (void)state;
    unlink(checkpoint);
    return 0;
}

static void quiet(const char *text)
{
    (void)text;
}

/* All pairs at once by libsvm itself. */
static struct svm_model *fit_by_libsvm(const struct blobs *b, const struct svm_options *o,
                                       struct svm_node *nodes, struct svm_problem *problem)
{
    for (int r = 0; r < BLOB_ROWS; r++) {
        problem->x[r] = nodes + r * (BLOB_WIDTH + 1);
        problem->y[r] = b->y[r];
        for (int f = 0; f < BLOB_WIDTH; f++)
            problem->x[r][f] = (struct svm_node){f + 1, b->x[r * BLOB_WIDTH + f]};
        problem->x[r][BLOB_WIDTH].index = -1;
    }
    const struct svm_parameter parameter = {.svm_type = C_SVC,
                                            .kernel_type =
                                                o->kernel == MIEN_KERNEL_LINEAR ? LINEAR : RBF,
                                            .gamma = o->gamma,
                                            .cache_size = 10,
                                            .eps = o->tolerance,
                                            .C = o->C,
                                            .shrinking = 1};
    svm_set_print_string_function(quiet);
    return svm_train(problem, &parameter);
}

static void compare_with_libsvm(enum svm_solver solver, enum mien_kernel kernel)
{
    struct blobs b;
    blobs_make(&b);
    static struct svm_node nodes[BLOB_ROWS * (BLOB_WIDTH + 1)], *rows[BLOB_ROWS];
    static double labels[BLOB_ROWS];
    struct svm_problem problem = {BLOB_ROWS, labels, rows};
    const struct svm_options o = blobs_options(solver, kernel);
    const struct fit_context c = {.seed = 1, .threads = 2};
    struct svm m;
    struct mien_error e;
    struct svm_model *reference = fit_by_libsvm(&b, &o, nodes, &problem);
    assert_int_equal(svm_fit(&b.samples, &o, &c, &m, &e), FIT_DONE);
    for (int r = 0; r < BLOB_ROWS; r++) {
        float scratch[MIEN_SVM_SCRATCH(0, BLOB_CLASSES)];
        double expected[6];
        svm_predict_values(reference, rows[r], expected);
        mien_svm_decide(&m.machine, b.x + r * BLOB_WIDTH, scratch);
        for (size_t k = 0; k < 6; k++)
            assert_float_equal(mien_svm_get(scratch, k), expected[k], 1e-4);
    }
    assert_int_equal(m.support_vectors, reference->l);
    svm_free_and_destroy_model(&reference);
    svm_free(&m);
}

static void test_decisions_agree_with_libsvms_own_fit(void **state)
{
    (void)state;
    for (int solver = 0; solver < SVM_SOLVER_COUNT; solver++) {
        compare_with_libsvm((enum svm_solver)solver, MIEN_KERNEL_RBF);
        compare_with_libsvm((enum svm_solver)solver, MIEN_KERNEL_LINEAR);
    }
}

static void assert_same_bits(const struct svm *a, const struct svm *b)
{
    const size_t vectors = a->support_vectors;
    assert_int_equal(a->support_vectors, b->support_vectors);
    assert_memory_equal(a->vector, b->vector, vectors * BLOB_WIDTH * sizeof(float));
    assert_memory_equal(a->coefficient, b->coefficient, vectors * 3 * sizeof(float));
    assert_memory_equal(a->rho, b->rho, 6 * sizeof(float));
    assert_memory_equal(a->sigmoid, b->sigmoid, 12 * sizeof(float));
    assert_true(a->C == b->C && a->gamma == b->gamma);
}

static struct svm_options grid_options(enum svm_solver solver)
{
    struct svm_options o = blobs_options(solver, MIEN_KERNEL_RBF);
    o.grid_C_count = o.grid_gamma_count = 2;
    o.grid_C[0] = 0.01;
    o.grid_C[1] = 1.0;
    o.grid_gamma[0] = 0.05;
    o.grid_gamma[1] = 50.0;
    return o;
}

static void test_any_number_of_threads_gives_the_same_bits(void **state)
{
    (void)state;
    struct blobs b;
    struct mien_error e;
    blobs_make(&b);
    for (int solver = 0; solver < SVM_SOLVER_COUNT; solver++) {
        struct svm m[3];
        const struct svm_options o = grid_options((enum svm_solver)solver);
        for (int k = 0; k < 3; k++) {
            const struct fit_context c = {.seed = 3, .threads = k + 1};
            assert_int_equal(svm_fit(&b.samples, &o, &c, &m[k], &e), FIT_DONE);
        }
        assert_same_bits(&m[0], &m[1]);
        assert_same_bits(&m[0], &m[2]);
        for (int k = 0; k < 3; k++)
            svm_free(&m[k]);
    }
}

/* Asks for a stop after each problem that finishes. */
static bool stop_soon(void *context, const struct fit_report *r)
{
    double *before = context;
    const bool moved = r->done != *before;
    *before = r->done;
    return !moved;
}

static void test_a_fit_stopped_again_and_again_ends_in_the_same_bits(void **state)
{
    (void)state;
    struct blobs b;
    struct svm whole, pieces;
    struct mien_error e;
    blobs_make(&b);
    const struct svm_options o = grid_options(SVM_DENSE);
    struct fit_context c = {.seed = 3, .threads = 1};
    assert_int_equal(svm_fit(&b.samples, &o, &c, &whole, &e), FIT_DONE);

    enum fit_result result = FIT_STOPPED;
    c.checkpoint = checkpoint;
    c.fingerprint = "a1";
    while (result == FIT_STOPPED) {
        double done = -1.0;
        c.monitor = (struct monitor){&done, stop_soon};
        result = svm_fit(&b.samples, &o, &c, &pieces, &e);
    }
    assert_int_equal(result, FIT_DONE);
    assert_same_bits(&whole, &pieces);
    svm_free(&whole);
    svm_free(&pieces);
}

/* Cut a finished checkpoint down to some of its arrays, as if the fit had been killed. */
static void forget(unsigned mask)
{
    struct safetensors file;
    struct mien_error e;
    assert_int_equal(safetensors_open(&file, checkpoint, &e), 0);
    struct tensor *kept = calloc(file.count, sizeof *kept);
    size_t count = 0;
    for (size_t t = 0; t < file.count; t++)
        if ((t * 2654435761u >> 7 & mask) == 0)
            kept[count++] = file.tensors[t];
    assert_true(count > 0 && count < file.count);
    assert_int_equal(safetensors_write(checkpoint, kept, count, file.metadata, &e), 0);
    free(kept);
    safetensors_close(&file);
}

static void test_a_fit_resumed_from_any_part_ends_in_the_same_bits(void **state)
{
    (void)state;
    struct blobs b;
    struct svm whole, resumed;
    struct mien_error e;
    blobs_make(&b);
    const struct svm_options o = grid_options(SVM_DENSE);
    const struct fit_context c = {
        .seed = 3, .threads = 2, .checkpoint = checkpoint, .fingerprint = "a1"};
    assert_int_equal(svm_fit(&b.samples, &o, &c, &whole, &e), FIT_DONE);
    for (unsigned mask = 1; mask <= 7; mask++) {
        forget(mask);
        assert_int_equal(svm_fit(&b.samples, &o, &c, &resumed, &e), FIT_DONE);
        assert_same_bits(&whole, &resumed);
        svm_free(&resumed);
    }
    svm_free(&whole);
}

static void test_a_checkpoint_of_another_fit_is_refused(void **state)
{
    (void)state;
    struct blobs b;
    struct svm m;
    struct mien_error e;
    blobs_make(&b);
    const struct svm_options o = blobs_options(SVM_DENSE, MIEN_KERNEL_RBF);
    struct fit_context c = {
        .seed = 3, .threads = 1, .checkpoint = checkpoint, .fingerprint = "one"};
    assert_int_equal(svm_fit(&b.samples, &o, &c, &m, &e), FIT_DONE);
    svm_free(&m);
    c.fingerprint = "two";
    assert_int_equal(svm_fit(&b.samples, &o, &c, &m, &e), FIT_FAILED);
    assert_non_null(strstr(e.text, "another fit"));
}

static void test_the_search_keeps_the_point_that_generalises(void **state)
{
    (void)state;
    struct blobs b;
    struct svm m;
    struct mien_error e;
    blobs_make(&b);
    const struct svm_options o = grid_options(SVM_DENSE);
    const struct fit_context c = {.seed = 3, .threads = 2};
    assert_int_equal(svm_fit(&b.samples, &o, &c, &m, &e), FIT_DONE);
    assert_int_equal(m.grid_count, 4);
    const struct svm_grid_point *best = &m.grid[m.grid[2].accuracy > m.grid[0].accuracy ? 2 : 0];
    assert_float_equal(m.C, best->C, 0.0);
    assert_float_equal(m.gamma, 0.05, 0.0);
    /* With gamma 50 a row is like no other row: what is learnt does not carry over. */
    assert_true(best->accuracy > 0.5);
    assert_true(m.grid[1].accuracy < 0.35 && m.grid[3].accuracy < 0.35);
    svm_free(&m);
}

static uint32_t predict(const struct svm *m, const float *x, float *p)
{
    float scratch[MIEN_SVM_SCRATCH(0, BLOB_CLASSES)];
    uint32_t best = 0;
    mien_svm_predict(&m->machine, x, p, scratch);
    for (int32_t c = 1; c < m->machine.classes; c++)
        if (p[c] > p[best])
            best = (uint32_t)c;
    return best;
}

static void test_a_class_without_rows_is_never_predicted(void **state)
{
    (void)state;
    struct blobs b;
    struct svm m;
    struct mien_error e;
    blobs_make(&b);
    for (int r = 0; r < BLOB_ROWS; r++)
        b.y[r] = b.y[r] == 1 ? 2 : b.y[r];
    const struct svm_options o = blobs_options(SVM_DENSE, MIEN_KERNEL_RBF);
    const struct fit_context c = {.seed = 1, .threads = 1};
    assert_int_equal(svm_fit(&b.samples, &o, &c, &m, &e), FIT_DONE);
    assert_int_equal(m.start[1], m.start[2]);
    for (int r = 0; r < BLOB_ROWS; r++) {
        float p[BLOB_CLASSES];
        assert_int_not_equal(predict(&m, b.x + r * BLOB_WIDTH, p), 1);
        assert_true(p[1] < 0.05f);
    }
    svm_free(&m);
}

static void test_identical_rows_of_all_classes_fit_and_tell_nothing(void **state)
{
    (void)state;
    struct blobs b;
    struct svm m;
    struct mien_error e;
    blobs_make(&b);
    for (int k = 0; k < BLOB_ROWS * BLOB_WIDTH; k++)
        b.x[k] = 0.5f;
    const struct fit_context c = {.seed = 1, .threads = 1};
    for (int kernel = 0; kernel < 2; kernel++) {
        struct svm_options o = blobs_options(SVM_DENSE, (enum mien_kernel)kernel);
        o.gamma_rule = SVM_GAMMA_SCALE;
        assert_int_equal(svm_fit(&b.samples, &o, &c, &m, &e), FIT_DONE);
        float p[BLOB_CLASSES];
        predict(&m, b.x, p);
        for (int k = 0; k < BLOB_CLASSES; k++)
            assert_float_equal(p[k], 0.25, 0.05);
        svm_free(&m);
    }
}

static void test_one_feature_is_enough(void **state)
{
    (void)state;
    float x[60];
    uint8_t y[60];
    for (int r = 0; r < 60; r++) {
        y[r] = (uint8_t)(r / 20);
        x[r] = (float)(r / 20) * 3.0f + 0.1f * (float)(r % 20);
    }
    const struct samples s = {.rows = 60, .width = 1, .classes = 3, .x = x, .y = y};
    const struct svm_options o = blobs_options(SVM_DENSE, MIEN_KERNEL_RBF);
    const struct fit_context c = {.seed = 1, .threads = 1};
    struct svm m;
    struct mien_error e;
    assert_int_equal(svm_fit(&s, &o, &c, &m, &e), FIT_DONE);
    float p[3];
    for (int r = 0; r < 60; r++)
        assert_int_equal(predict(&m, x + r, p), y[r]);
    svm_free(&m);
}

static void test_a_subset_keeps_every_class(void **state)
{
    (void)state;
    struct blobs b;
    struct svm m;
    struct mien_error e;
    blobs_make(&b);
    struct svm_options o = blobs_options(SVM_DENSE, MIEN_KERNEL_RBF);
    o.rows = 24;
    o.holdout = true;
    o.balanced = true;
    const struct fit_context c = {.seed = 1, .threads = 1};
    assert_int_equal(svm_fit(&b.samples, &o, &c, &m, &e), FIT_DONE);
    assert_true(m.support_vectors <= 24);
    for (int k = 0; k < BLOB_CLASSES; k++)
        assert_true(m.start[k + 1] > m.start[k] && m.start[k + 1] - m.start[k] <= 6);
    svm_free(&m);
}

static void refuse(const struct samples *s, const char *why)
{
    const struct svm_options o = blobs_options(SVM_DENSE, MIEN_KERNEL_RBF);
    const struct fit_context c = {.seed = 1, .threads = 1};
    struct svm m;
    struct mien_error e = {0};
    assert_int_equal(svm_fit(s, &o, &c, &m, &e), FIT_FAILED);
    assert_non_null(strstr(e.text, why));
}

static void test_rows_an_svm_cannot_take_are_refused(void **state)
{
    (void)state;
    struct blobs b;
    blobs_make(&b);
    struct samples s = b.samples;
    s.weight = b.x;
    refuse(&s, "sample weights");
    s = b.samples;
    s.target = b.x;
    refuse(&s, "soft targets");
    s = b.samples;
    s.rows = BLOB_ROWS / BLOB_CLASSES;
    refuse(&s, "rows of two classes");
    s.rows = 0;
    refuse(&s, "rows of two classes");
    s = b.samples;
    b.y[5] = BLOB_CLASSES;
    refuse(&s, "row 5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decisions_agree_with_libsvms_own_fit),
        cmocka_unit_test(test_any_number_of_threads_gives_the_same_bits),
        cmocka_unit_test_teardown(test_a_fit_stopped_again_and_again_ends_in_the_same_bits,
                                  remove_checkpoint),
        cmocka_unit_test_teardown(test_a_fit_resumed_from_any_part_ends_in_the_same_bits,
                                  remove_checkpoint),
        cmocka_unit_test_teardown(test_a_checkpoint_of_another_fit_is_refused, remove_checkpoint),
        cmocka_unit_test(test_the_search_keeps_the_point_that_generalises),
        cmocka_unit_test(test_a_class_without_rows_is_never_predicted),
        cmocka_unit_test(test_identical_rows_of_all_classes_fit_and_tell_nothing),
        cmocka_unit_test(test_one_feature_is_enough),
        cmocka_unit_test(test_a_subset_keeps_every_class),
        cmocka_unit_test(test_rows_an_svm_cannot_take_are_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
