/* test_maps.c - headers of models that work on maps: every operator, branches, several outputs,
 * convolutions in a classifier; and what their proof lets pass. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/export/models_maps.h"
#include "trainer/export/answers.h"
#include "trainer/export/header_bench.h"
#include "trainer/export/verify.h"
#include "trainer/export/workshop.h"

enum { ROWS = 12 };

static const char *const compilers[] = {"gcc", "clang"};

/* A model, its header, rows and what it should answer. */
struct fixture {
    struct model model;
    char *text;
    struct workshop shop;
    char *path;
    float *x, *expected;
    struct verify_options options;
    struct proof proofs[VERIFY_PROOFS_MAX];
    int count;
    struct mien_error e;
};

static char *header_of(const struct model *m, const char *name, bool standalone,
                       struct mien_error *e)
{
    const struct export_options o = {
        .file = "net.h", .name = name, .command = "mien export", .standalone = standalone};
    struct facts f;
    size_t size;
    facts_collect(&f, m);
    char *text = export_header(m, &f, &o, &size, e);
    facts_free(&f);
    return text;
}

static void open_fixture(struct fixture *t, void (*build)(struct model *), bool standalone)
{
    *t = (struct fixture){.e = {.text = ""}};
    build(&t->model);
    t->text = header_of(&t->model, "net", standalone, &t->e);
    t->x = answers_rows(&t->model, ROWS, &t->e);
    t->expected = answers_make(&t->model, t->x, ROWS, &t->e);
    t->options.limits = proof_limits_of(&t->model);
    verify_find_compilers(compilers, 2, t->options.compilers, &t->options.compiler_count);
    assert_non_null(t->text);
    assert_non_null(t->x);
    assert_non_null(t->expected);
    assert_true(t->options.compiler_count > 0);
    assert_int_equal(workshop_open(&t->shop, &t->e), 0);
    t->path = workshop_path(&t->shop, "net.h");
    assert_non_null(t->path);
}

static void close_fixture(struct fixture *t)
{
    workshop_close(&t->shop);
    model_free(&t->model);
    free(t->text);
    free(t->path);
    free(t->x);
    free(t->expected);
}

/* Compile `text` and hold it against what is expected. */
static void prove(struct fixture *t, const char *text)
{
    assert_int_equal(workshop_write(&t->shop, "net.h", text, strlen(text), &t->e), 0);
    if (verify_rows(&t->model, t->path, "net", &t->options, t->x, t->expected, ROWS, t->proofs,
                    &t->count, &t->e) != 0)
        fail_msg("%s", t->e.text);
}

/* By each compiler, at plain flags and for this machine. */
static void holds(struct fixture *t)
{
    prove(t, t->text);
    assert_int_equal(t->count, 2 * t->options.compiler_count);
    for (int i = 0; i < t->count; i++) {
        if (!proof_holds(&t->proofs[i]))
            fail_msg("%s %s: %u differ, largest %g", t->proofs[i].version, t->proofs[i].flags,
                     t->proofs[i].argmax_differ, t->proofs[i].largest);
        assert_int_equal(t->proofs[i].cplusplus, i % 2 == 0);
    }
}

static void every_operator_on_maps_answers_as_the_interpreter(void **state)
{
    (void)state;
    for (int standalone = 0; standalone < 2; standalone++) {
        struct fixture t;
        open_fixture(&t, models_maps, standalone);
        bool varied = false;
        for (size_t i = 1; i < answers_width(&t.model); i++)
            varied = varied || t.expected[i] != t.expected[0];
        assert_true(varied);
        holds(&t);
        close_fixture(&t);
    }
}

/* A mean of 3 x 3 leaves a ramp as it is; the largest of a falling one is its first. */
static void a_ramp_comes_out_as_arithmetic_says(void **state)
{
    struct fixture t;
    (void)state;
    open_fixture(&t, models_ramp, true);
    for (int r = 0; r < ROWS; r++) {
        const float a = 0.5f + (float)r, b = 2.0f, c = 1.0f;
        float *x = t.x + r * 64, *y = t.expected + r * (72 + 18);
        for (int i = 0; i < 64; i++)
            x[i] = a * (float)(i / 8) + b * (float)(i % 8) + c;
        for (int i = 0; i < 36; i++) {
            const float mean = a * (float)(i / 6 + 1) + b * (float)(i % 6 + 1) + c;
            y[2 * i] = mean;
            y[2 * i + 1] = -0.25f * mean;
        }
        for (int i = 0; i < 9; i++) {
            const float top = (float)(2 * (i / 3)), left = (float)(2 * (i % 3));
            y[72 + 2 * i] = a * (top + 2) + b * (left + 2) + c;
            y[72 + 2 * i + 1] = -0.25f * (a * (top + 1) + b * (left + 1) + c);
        }
    }
    t.options.limits.tolerance = 1e-6f;
    holds(&t);
    close_fixture(&t);
}

static void a_classifier_with_convolutions_answers_as_the_interpreter(void **state)
{
    struct fixture t;
    (void)state;
    open_fixture(&t, models_cnn, true);
    assert_true(t.options.limits.tie > 0);
    assert_non_null(strstr(t.text, "net_argmax"));
    holds(&t);
    close_fixture(&t);
}

static void a_changed_digit_makes_rows_differ(void **state)
{
    struct fixture t;
    (void)state;
    open_fixture(&t, models_maps, true);
    t.options.compiler_count = 1;
    char *bias = strstr(t.text, "net_conv0_bias[8] = {");
    assert_non_null(bias);
    bias += strcspn(bias, ".") + 1;
    *bias = *bias == '9' ? '1' : '9';
    prove(&t, t.text);
    assert_false(proof_holds(&t.proofs[0]));
    assert_false(proof_holds(&t.proofs[1]));
    close_fixture(&t);
}

static void the_comment_tells_range_outputs_and_origin(void **state)
{
    struct fixture t;
    (void)state;
    open_fixture(&t, models_maps, true);
    assert_non_null(strstr(t.text, "[9][11][3] floats from 0 to 1"));
    assert_non_null(strstr(t.text, " * maps           [3][3][7] floats."));
    assert_non_null(strstr(t.text, "net_run(input, maps, scores, arena);"));
    assert_non_null(strstr(t.text, "converted from net * / .tflite"));
    assert_null(strstr(t.text, "accuracy"));
    close_fixture(&t);
}

static void outputs_that_c_cannot_name_are_refused(void **state)
{
    static const char *const refused[][2] = {{"class", "b"}, {"input", "b"}, {"arena", "b"},
                                             {"a", "a"},     {"Boxes", "b"}, {"a:0", "b"},
                                             {"", "b"},      {"9", "b"},     {"a", "int"}};
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct model m;
        struct mien_error e = {.text = ""};
        if (models_ramp_named(&m, refused[i], &e) == 0)
            assert_null(header_of(&m, "net", true, &e));
        assert_non_null(strstr(e.text, "output"));
        model_free(&m);
    }
}

static void headers_with_maps_share_a_file_in_c_and_in_cpp(void **state)
{
    static const char both[] = "#include \"net.h\"\n#include \"ramp.h\"\n"
                               "void both(const float *x, float *y, float *a);\n"
                               "void both(const float *x, float *y, float *a)\n{\n"
                               "    net_run(x, y, y + NET_MAPS_FLOATS, a);\n"
                               "    ramp_run(x, y, y + RAMP_MEANS_FLOATS, a);\n}\n";
    static const char *const standards[][2] = {
        {"c", "-std=c99"}, {"c", "-std=c11"}, {"c++", "-std=c++17"}};
    struct fixture t;
    struct model ramp;
    (void)state;
    open_fixture(&t, models_maps, true);
    models_ramp(&ramp);
    char *text = header_of(&ramp, "ramp", true, &t.e);
    assert_non_null(text);
    assert_int_equal(workshop_write(&t.shop, "net.h", t.text, strlen(t.text), &t.e), 0);
    assert_int_equal(workshop_write(&t.shop, "ramp.h", text, strlen(text), &t.e), 0);
    assert_int_equal(workshop_write(&t.shop, "both.c", both, strlen(both), &t.e), 0);
    for (int c = 0; c < t.options.compiler_count; c++)
        for (size_t i = 0; i < sizeof standards / sizeof *standards; i++) {
            const char *const argv[] = {t.options.compilers[c],
                                        "-x",
                                        standards[i][0],
                                        standards[i][1],
                                        "-Wall",
                                        "-Wextra",
                                        "-Wpedantic",
                                        "-Wconversion",
                                        "-Wshadow",
                                        "-Werror",
                                        "-fsyntax-only",
                                        "both.c",
                                        NULL};
            const pid_t process = workshop_start(&t.shop, argv, NULL, "log", NULL, &t.e);
            assert_true(process > 0);
            assert_int_equal(workshop_wait(process), 0);
        }
    free(text);
    model_free(&ramp);
    close_fixture(&t);
}

static void a_tie_may_fall_either_way_and_no_more(void **state)
{
    const float expected[] = {0.40005f, 0.4f, 0.19995f}, near[] = {0.4f, 0.40002f, 0.19998f};
    const float wrong[] = {0.39995f, 0.4002f, 0.19985f};
    struct proof_limits limits = {1e-4f, 1e-4f};
    struct model m;
    (void)state;
    models_cnn(&m);
    struct proof p = {.rows = 1};
    proof_compare(&p, &m, &limits, near, expected);
    assert_true(proof_holds(&p));
    p = (struct proof){.rows = 1};
    proof_compare(&p, &m, &limits, wrong, expected);
    assert_false(proof_holds(&p));
    p = (struct proof){.rows = 1};
    limits.tie = 0.0f;
    proof_compare(&p, &m, &limits, near, expected);
    assert_false(proof_holds(&p));
    assert_int_equal(p.argmax_differ, 1);
    model_free(&m);
}

/* The second output's numbers are small; a difference that the first's size would hide counts. */
static void each_output_is_held_to_its_own_size(void **state)
{
    float expected[90], given[90];
    struct proof_limits limits = {1e-4f, 0.0f};
    struct model m;
    (void)state;
    models_ramp(&m);
    for (int i = 0; i < 90; i++)
        expected[i] = given[i] = i < 72 ? 1000.0f : -0.01f;
    given[3] += 0.05f;
    struct proof p = {.rows = 1};
    proof_compare(&p, &m, &limits, given, expected);
    assert_true(proof_holds(&p));
    assert_float_equal(p.largest, 5e-5, 1e-6);
    given[80] += 1e-4f;
    p = (struct proof){.rows = 1};
    proof_compare(&p, &m, &limits, given, expected);
    assert_false(proof_holds(&p));
    given[80] = NAN;
    p = (struct proof){.rows = 1};
    proof_compare(&p, &m, &limits, given, expected);
    assert_false(proof_holds(&p));
    model_free(&m);
}

static void generated_rows_are_black_white_and_noise_of_the_range(void **state)
{
    struct model m;
    struct mien_error e = {.text = ""};
    (void)state;
    models_maps(&m);
    assert_int_equal(model_set(&m, "input",
                               "{\"kind\": \"image\", \"shape\": [9, 11, 3], \"range\": [-1, 3]}",
                               &e),
                     0);
    float *x = answers_rows(&m, 4, &e), *again = answers_rows(&m, 4, &e);
    const size_t width = m.input_width;
    assert_non_null(x);
    assert_memory_equal(x, again, 4 * width * sizeof *x);
    assert_memory_not_equal(x + 2 * width, x + 3 * width, width * sizeof *x);
    double sum = 0.0;
    for (size_t i = 0; i < width; i++) {
        assert_true(x[i] == -1.0f && x[width + i] == 3.0f);
        assert_true(x[2 * width + i] >= -1.0f && x[2 * width + i] < 3.0f);
        sum += x[2 * width + i];
    }
    assert_float_equal(sum / (double)width, 1.0, 0.3);
    free(x);
    free(again);
    model_free(&m);
}

static void a_header_is_timed_in_a_program_of_its_own(void **state)
{
    struct header_bench b;
    double ms[5] = {-1, -1, -1, -1, -1};
    struct mien_error e = {.text = ""};
    struct model m;
    (void)state;
    models_cnn(&m);
    if (header_bench_open(&b, &m, "gcc", &e) != 0 || header_bench_run(&b, 5, ms, &e) != 0)
        fail_msg("%s", e.text);
    for (int i = 0; i < 5; i++)
        assert_true(ms[i] >= 0.0);
    assert_true(b.bytes > 0);
    header_bench_close(&b);
    assert_int_equal(header_bench_open(&b, &m, "no-such-compiler", &e), -1);
    assert_non_null(strstr(e.text, "no-such-compiler"));
    model_free(&m);
}

static void a_lean_model_answers_alike_in_less_memory(void **state)
{
    struct mien_error e = {.text = ""};
    struct model m, lean;
    (void)state;
    models_cnn(&m);
    assert_int_equal(model_lean(&lean, &m, &e), 0);
    assert_true(lean.graph.arena_floats < m.graph.arena_floats);
    float *x = answers_rows(&m, 20, &e);
    float *want = answers_make(&m, x, 20, &e), *given = answers_make(&lean, x, 20, &e);
    assert_non_null(x);
    assert_non_null(want);
    assert_non_null(given);
    assert_memory_equal(given, want, 20 * answers_width(&m) * sizeof *want);
    model_lean_free(&lean);
    float *again = answers_make(&m, x, 20, &e); /* which the lean one has left as it was */
    assert_memory_equal(again, want, 20 * answers_width(&m) * sizeof *want);
    free(again);
    free(given);
    free(want);
    free(x);
    model_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lean_model_answers_alike_in_less_memory),
        cmocka_unit_test(every_operator_on_maps_answers_as_the_interpreter),
        cmocka_unit_test(a_ramp_comes_out_as_arithmetic_says),
        cmocka_unit_test(a_classifier_with_convolutions_answers_as_the_interpreter),
        cmocka_unit_test(a_changed_digit_makes_rows_differ),
        cmocka_unit_test(the_comment_tells_range_outputs_and_origin),
        cmocka_unit_test(outputs_that_c_cannot_name_are_refused),
        cmocka_unit_test(headers_with_maps_share_a_file_in_c_and_in_cpp),
        cmocka_unit_test(a_tie_may_fall_either_way_and_no_more),
        cmocka_unit_test(each_output_is_held_to_its_own_size),
        cmocka_unit_test(generated_rows_are_black_white_and_noise_of_the_range),
        cmocka_unit_test(a_header_is_timed_in_a_program_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
