/* test_verify.c - what a header is refused for: other models, changed code, answers, calls, names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/export/models.h"
#include "trainer/export/reduce.h"
#include "trainer/evaluate/source.h"
#include "trainer/export/verify.h"
#include "trainer/export/workshop.h"

enum { ROWS = 50 };

static const char *const compilers[] = {"gcc", "clang"};

/* A model, its header in memory and on disk, and what it should answer. */
struct fixture {
    struct model model;
    struct export_options options;
    char *text;
    struct workshop shop;
    char *path;
    float *x, *p;
    struct verify_options verify;
    struct proof proofs[VERIFY_PROOFS_MAX];
    int proof_count;
    struct mien_error e;
};

static char *header_of(const struct model *m, const struct export_options *o, struct mien_error *e)
{
    struct facts f;
    size_t size;
    facts_collect(&f, m);
    char *text = export_header(m, &f, o, &size, e);
    facts_free(&f);
    return text;
}

static int set_up(void **state)
{
    struct fixture *t = calloc(1, sizeof *t);
    models_network(&t->model);
    t->options = (struct export_options){
        .file = "mood.h", .name = "mood", .command = "mien export", .standalone = true};
    t->text = header_of(&t->model, &t->options, &t->e);
    t->x = models_rows(&t->model, ROWS);
    t->p = models_answers(&t->model, t->x, ROWS);
    t->verify.limits = (struct proof_limits){1e-6f, 0.0f};
    verify_find_compilers(compilers, 1, t->verify.compilers, &t->verify.compiler_count);
    *state = t;
    return t->text && workshop_open(&t->shop, &t->e) == 0 &&
                   (t->path = workshop_path(&t->shop, "mood.h"))
               ? 0
               : -1;
}

static int tear_down(void **state)
{
    struct fixture *t = *state;
    model_free(&t->model);
    workshop_close(&t->shop);
    free(t->text);
    free(t->path);
    free(t->x);
    free(t->p);
    free(t);
    return 0;
}

/* Write the text as the header and hold it against the model. */
static int prove(struct fixture *t, const char *text)
{
    assert_int_equal(workshop_write(&t->shop, "mood.h", text, strlen(text), &t->e), 0);
    return verify_rows(&t->model, t->path, "mood", &t->verify, t->x, t->p, ROWS, t->proofs,
                       &t->proof_count, &t->e);
}

/* The text with the first `from` behind `after` replaced; for free(). */
static char *replaced(const char *text, const char *after, const char *from, const char *to)
{
    const char *at = strstr(strstr(text, after), from);
    assert_non_null(at);
    char *out = malloc(strlen(text) + strlen(to) + 1);
    sprintf(out, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return out;
}

static void the_record_of_a_header_is_read_back(void **state)
{
    struct fixture *t = *state;
    struct record r;
    assert_int_equal(record_read(&r, "mood.h", t->text, &t->e), 0);
    assert_string_equal(r.name, "mood");
    assert_true(r.standalone);
    assert_false(r.inlined);
    assert_int_equal(r.forest_bytes, 0);
    assert_int_equal(verify_model(&r, &t->model, "mood.h", &t->e), 0);
    assert_int_equal(verify_code(&r, "mood.h", t->text, &t->e), 0);
}

static void a_header_of_another_model_is_named_as_such(void **state)
{
    struct fixture *t = *state;
    struct model other;
    struct record r;
    models_vector(&other);
    assert_int_equal(record_read(&r, "mood.h", t->text, &t->e), 0);
    assert_int_equal(verify_model(&r, &other, "mood.h", &t->e), -1);
    assert_non_null(strstr(t->e.text, "another model"));
    model_free(&other);
}

static void changed_code_is_seen(void **state)
{
    struct fixture *t = *state;
    struct record r;
    char *text = replaced(t->text, "#define MOOD_CLASSES", "probabilities", "probabilites");
    assert_int_equal(record_read(&r, "mood.h", text, &t->e), 0);
    assert_int_equal(verify_code(&r, "mood.h", text, &t->e), -1);
    assert_non_null(strstr(t->e.text, "changed since"));
    free(text);
}

static void a_changed_weight_makes_rows_differ(void **state)
{
    struct fixture *t = *state;
    char last[40]; /* the dense layer before the softmax */
    snprintf(last, sizeof last, "mood_dense%d_bias[7] = {", (int)t->model.graph.node_count - 2);
    char *text = replaced(t->text, last, "{", "{-9.0f + ");
    assert_int_equal(prove(t, text), 0);
    assert_false(proof_holds(&t->proofs[0]));
    assert_int_equal(t->proofs[0].first, 0);
    assert_true(t->proofs[0].argmax_differ > 0);
    assert_true(t->proofs[0].largest > 0.1);
    free(text);
}

static void an_answer_that_is_no_number_is_a_difference(void **state)
{
    struct fixture *t = *state;
    char *text = replaced(t->text, "mien_softmax(arena", "p);", "p);\n    p[2] = NAN;");
    assert_int_equal(prove(t, text), 0);
    assert_false(proof_holds(&t->proofs[0]));
    free(text);
}

static void a_header_that_allocates_is_refused(void **state)
{
    struct fixture *t = *state;
    char *text = replaced(t->text, "mien_softmax(arena", "p);",
                          "p);\n    extern void *malloc(size_t);\n"
                          "    void *volatile kept = malloc(8);\n    (void)kept;");
    assert_int_equal(prove(t, text), -1);
    assert_non_null(strstr(t->e.text, "malloc"));
    free(text);
}

static void a_header_with_writable_data_is_refused(void **state)
{
    struct fixture *t = *state;
    char *text = replaced(t->text, "mien_softmax(arena", "p);",
                          "p);\n    static volatile int calls;\n    calls = calls + 1;");
    assert_int_equal(prove(t, text), -1);
    assert_non_null(strstr(t->e.text, "writable"));
    free(text);
}

static void a_warning_is_an_error_with_its_line(void **state)
{
    struct fixture *t = *state;
    char *text = replaced(t->text, "mien_softmax(arena", "p);", "p);\n    int unused = 2.5;");
    assert_int_equal(prove(t, text), -1);
    assert_non_null(strstr(t->e.text, "mood.h:"));
    assert_non_null(strstr(t->e.text, "gcc"));
    free(text);
}

static void a_missing_compiler_is_named(void **state)
{
    struct fixture *t = *state;
    t->verify.compilers[0] = "no-such-compiler";
    assert_int_equal(prove(t, t->text), -1);
    assert_non_null(strstr(t->e.text, "no-such-compiler"));
}

static void a_text_that_is_no_header_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        "/*",
        "int main(void) { return 0; }\n",
        "/* a header */\n",
        "/*\n * sha256-weights 12\n */\n",
    };
    struct fixture *t = *state;
    struct record r;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_int_equal(record_read(&r, "x.h", texts[i], &t->e), -1);
    char *text = replaced(t->text, "options  ", "{", "");
    assert_int_equal(record_read(&r, "x.h", text, &t->e), -1);
    free(text);
}

static void names_that_c_would_not_take_are_usage_errors(void **state)
{
    static const char *const names[] = {"", "9lives", "a-b", "_x", "mien", "mien_x", "e m"};
    struct fixture *t = *state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        t->e.usage = false;
        t->options.name = names[i];
        assert_null(header_of(&t->model, &t->options, &t->e));
        assert_true(t->e.usage);
    }
}

static void a_header_over_the_limit_says_what_it_needs(void **state)
{
    struct fixture *t = *state;
    t->options.max_bytes = 5000;
    assert_null(header_of(&t->model, &t->options, &t->e));
    assert_non_null(strstr(t->e.text, "5,000"));
}

static void nested_ifs_are_for_forests(void **state)
{
    struct fixture *t = *state;
    t->options.inlined = true;
    assert_null(header_of(&t->model, &t->options, &t->e));
    assert_true(t->e.usage);
}

static void two_headers_share_a_file_in_c_and_in_cpp(void **state)
{
    struct fixture *t = *state;
    struct model forest;
    struct export_options o = t->options;
    models_forest(&forest);
    o.name = "woods";
    char *woods = header_of(&forest, &o, &t->e);
    assert_non_null(woods);
    static const char both[] =
        "#include \"mood.h\"\n#include \"woods.h\"\n"
        "float both(const float *l, float *a);\n"
        "float both(const float *l, float *a)\n{\n"
        "    float f[WOODS_FEATURES], p[WOODS_CLASSES], g[MOOD_FEATURES], q[MOOD_CLASSES];\n"
        "    woods_features(l, f, a);\n    woods_predict(f, p, a);\n"
        "    mood_features(l, g, a);\n    mood_predict(g, q, a);\n"
        "    return p[woods_argmax(p)] + q[mood_argmax(q)] + (float)mood_class_names[0][0];\n}\n";
    assert_int_equal(workshop_write(&t->shop, "mood.h", t->text, strlen(t->text), &t->e), 0);
    assert_int_equal(workshop_write(&t->shop, "woods.h", woods, strlen(woods), &t->e), 0);
    assert_int_equal(workshop_write(&t->shop, "both.c", both, strlen(both), &t->e), 0);
    static const char *const standards[][3] = {
        {"c", "-std=c99"}, {"c", "-std=c11"}, {"c++", "-std=c++17"}};
    const char *found[VERIFY_COMPILERS_MAX];
    int count;
    verify_find_compilers(compilers, 2, found, &count);
    for (int c = 0; c < count; c++)
        for (size_t i = 0; i < sizeof standards / sizeof *standards; i++) {
            const char *const argv[] = {found[c],   "-x",      standards[i][0], standards[i][1],
                                        "-Wall",    "-Wextra", "-Wpedantic",    "-Wconversion",
                                        "-Wshadow", "-Werror", "-fsyntax-only", "both.c",
                                        NULL};
            const pid_t process = workshop_start(&t->shop, argv, NULL, "log", NULL, &t->e);
            assert_true(process > 0);
            assert_int_equal(workshop_wait(process), 0);
        }
    free(woods);
    model_free(&forest);
}

static void a_reduced_forest_is_made_again_and_answers_as_its_header(void **state)
{
    struct fixture *t = *state;
    struct model full, reduced, again;
    struct facts f;
    size_t size = 0;
    models_forest(&full);
    facts_collect(&f, &full);
    char *whole = header_of(&full, &t->options, &t->e);
    assert_non_null(whole);
    t->options.max_bytes = (long long)strlen(whole) - 2000;
    assert_int_equal(reduce_to_fit(&reduced, &full, &f, &t->options, &t->e), 0);
    assert_true(t->options.forest_bytes > 0);
    char *text = export_header(&reduced, &f, &t->options, &size, &t->e);
    assert_non_null(text);
    assert_true((long long)size <= t->options.max_bytes);

    struct record r;
    assert_int_equal(record_read(&r, "mood.h", text, &t->e), 0);
    assert_int_equal(verify_model(&r, &full, "mood.h", &t->e), 0);
    assert_int_equal(reduce_model(&again, &full, r.forest_bytes, &t->e), 0);
    assert_string_equal(again.weights_checksum, reduced.weights_checksum);

    model_free(&t->model);
    t->model = again;
    free(t->p);
    t->p = models_answers(&again, t->x, ROWS);
    verify_find_compilers(compilers, 2, t->verify.compilers, &t->verify.compiler_count);
    if (prove(t, text) != 0)
        fail_msg("%s", t->e.text);
    for (int i = 0; i < t->proof_count; i++)
        assert_true(proof_holds(&t->proofs[i]));
    free(whole);
    free(text);
    facts_free(&f);
    model_free(&reduced);
    model_free(&full);
}

static void a_run_that_is_missing_or_unfinished_is_named(void **state)
{
    struct fixture *t = *state;
    struct model m;
    assert_int_equal(source_open(&m, "/nowhere/run", &t->e), -1);
    assert_non_null(strstr(t->e.text, "/nowhere/run"));
    assert_int_equal(source_open(&m, t->shop.folder, &t->e), -1);
    assert_non_null(strstr(t->e.text, "no model"));
    assert_int_equal(workshop_write(&t->shop, "model.safetensors", "junk", 4, &t->e), 0);
    assert_int_equal(source_open(&m, t->shop.folder, &t->e), -1);
    assert_non_null(strstr(t->e.text, "model.safetensors"));
}

static void a_workshop_leaves_nothing_behind(void **state)
{
    struct fixture *t = *state;
    struct workshop w;
    assert_int_equal(workshop_open(&w, &t->e), 0);
    char *folder = strdup(w.folder);
    assert_int_equal(workshop_write(&w, "file", "text", 4, &t->e), 0);
    workshop_close(&w);
    assert_int_not_equal(access(folder, F_OK), 0);
    free(folder);
}

static void an_interrupted_workshop_leaves_nothing_behind(void **state)
{
    struct fixture *t = *state;
    char *place = workshop_path(&t->shop, "place");
    assert_int_equal(file_make_folder(place, &t->e), 0);
    const pid_t child = fork();
    if (child == 0) {
        struct workshop w;
        signal(SIGTERM, SIG_DFL); /* the fixture has a workshop of its own */
        setenv("TMPDIR", place, 1);
        if (workshop_open(&w, NULL) != 0 || workshop_write(&w, "file", "text", 4, NULL) != 0)
            _exit(1);
        raise(SIGTERM);
        workshop_close(&w);
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
    assert_int_equal(rmdir(place), 0);
    free(place);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_record_of_a_header_is_read_back),
        TEST(a_header_of_another_model_is_named_as_such),
        TEST(changed_code_is_seen),
        TEST(a_changed_weight_makes_rows_differ),
        TEST(an_answer_that_is_no_number_is_a_difference),
        TEST(a_header_that_allocates_is_refused),
        TEST(a_header_with_writable_data_is_refused),
        TEST(a_warning_is_an_error_with_its_line),
        TEST(a_missing_compiler_is_named),
        TEST(a_text_that_is_no_header_is_refused),
        TEST(names_that_c_would_not_take_are_usage_errors),
        TEST(a_header_over_the_limit_says_what_it_needs),
        TEST(nested_ifs_are_for_forests),
        TEST(two_headers_share_a_file_in_c_and_in_cpp),
        TEST(a_reduced_forest_is_made_again_and_answers_as_its_header),
        TEST(a_run_that_is_missing_or_unfinished_is_named),
        TEST(a_workshop_leaves_nothing_behind),
        TEST(an_interrupted_workshop_leaves_nothing_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
