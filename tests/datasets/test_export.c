/* test_export.c - data sets as text, exactly, and that the importers read them back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "datasets/dataset_open.h"
#include "datasets/export_text.h"
#include "datasets/import.h"
#include "tests/datasets/workplace.h"

static const float faces[3][4] = {{0, 1.5F, -2, 0.1F}, {1e-7F, 3.4e38F, 0, 16777217}, {0, 0, 0, 0}};

/* Three rows of two landmarks; the class's name needs quotes. */
static void make_set(struct workplace *w, const char *name, struct dataset *d)
{
    static const char *const classes[] = {"happy", "so, \"so\""}, *const splits[] = {"train",
                                                                                     "valid"};
    struct dataset_plan plan = {.name = "faces",
                                .kind = DATASET_LANDMARKS,
                                .shape = {2, 2},
                                .dimensions = 2,
                                .type = NPY_F32,
                                .class_names = classes,
                                .classes = 2,
                                .split_names = splits,
                                .splits = 2};
    struct dataset_builder b;
    struct mien_error e = {.text = ""};
    const char *folder = workplace_path(w, name);
    if (dataset_builder_open(&b, folder, &plan, &e) != 0)
        fail_msg("%s", e.text);
    for (uint8_t i = 0; i < 3; i++) {
        struct dataset_sample row = {.x = faces[i], .y = i % 2, .split = i / 2};
        assert_int_equal(dataset_builder_add(&b, &row, &e), 0);
    }
    if (dataset_builder_commit(&b, &e) != 0 || dataset_open(d, folder, &e) != 0)
        fail_msg("%s", e.text);
}

static char *export_all(struct workplace *w, const struct dataset *d, enum export_format format,
                        const char *name)
{
    static const uint32_t rows[] = {0, 1, 2};
    struct mien_error e = {.text = ""};
    const char *path = workplace_path(w, name);
    if (export_text(d, rows, 3, format, path, NULL, &e) != 0)
        fail_msg("%s", e.text);
    return file_text(path, 4096, &e);
}

static void csv_has_names_splits_and_short_numbers(void **state)
{
    struct dataset d;
    make_set(*state, "set", &d);
    char *text = export_all(*state, &d, EXPORT_CSV, "a.csv");
    assert_string_equal(text, "label,split,x0,y0,x1,y1\n"
                              "happy,train,0,1.5,-2,0.1\n"
                              "\"so, \"\"so\"\"\",train,1e-07,3.4e+38,0,16777216\n"
                              "happy,valid,0,0,0,0\n");
    free(text);
    dataset_close(&d);
}

static void libsvm_leaves_out_zeros(void **state)
{
    struct dataset d;
    make_set(*state, "set", &d);
    char *text = export_all(*state, &d, EXPORT_LIBSVM, "a.svm");
    assert_string_equal(text, "0 2:1.5 3:-2 4:0.1\n1 1:1e-07 2:3.4e+38 4:16777216\n0\n");
    free(text);
    dataset_close(&d);
}

static void importers_read_exports_back(void **state)
{
    static const enum import_kind kinds[EXPORT_FORMAT_COUNT] = {IMPORT_CSV, IMPORT_LIBSVM};
    struct workplace *w = *state;
    struct dataset d, again;
    make_set(w, "set", &d);
    for (int f = 0; f < EXPORT_FORMAT_COUNT; f++) {
        char name[32];
        struct mien_error e = {.text = ""};
        snprintf(name, sizeof name, "again%d", f);
        free(export_all(w, &d, (enum export_format)f, "text"));
        const char *out = workplace_path(w, name);
        if (import_run(kinds[f], workplace_path(w, "text"), &(struct import_options){0}, out, &e) !=
                0 ||
            dataset_open(&again, out, &e) != 0)
            fail_msg("%s", e.text);
        for (uint32_t row = 0; row < 3; row++) {
            float x[4];
            dataset_row(&again, row, x);
            assert_memory_equal(x, faces[row], sizeof x);
        }
        assert_memory_equal(again.y, d.y, 3);
        dataset_close(&again);
    }
    dataset_close(&d);
}

static void only_known_endings_are_formats(void **state)
{
    (void)state;
    enum export_format format;
    struct mien_error e = {.text = ""};
    assert_int_equal(export_format_of("runs.2/a.SVM", &format, &e), 0);
    assert_int_equal(format, EXPORT_LIBSVM);
    assert_int_equal(export_format_of("a.xlsx", &format, &e), -1);
    assert_true(e.usage);
    assert_int_equal(export_format_of("csv", &format, &e), -1);
}

static void a_failed_export_leaves_the_old_file(void **state)
{
    struct workplace *w = *state;
    struct dataset d;
    struct mien_error e = {.text = ""};
    make_set(w, "set", &d);
    dataset_close(&d);
    const char *x = workplace_path(w, "set/x.npy");
    FILE *f = fopen(x, "r+b");
    const float nan = NAN;
    fseek(f, -(long)sizeof nan, SEEK_END);
    fwrite(&nan, sizeof nan, 1, f);
    fclose(f);
    assert_int_equal(dataset_open(&d, workplace_path(w, "set"), &e), 0);
    const char *old = workplace_write(w, "out.csv", "old");
    assert_int_equal(export_text(&d, (uint32_t[]){0, 2}, 2, EXPORT_CSV, old, NULL, &e), -1);
    assert_non_null(strstr(e.text, "x.npy"));
    char *text = file_text(old, 16, &e);
    assert_string_equal(text, "old");
    assert_int_equal(workplace_count(w, "out"), 1);
    free(text);
    dataset_close(&d);
}

#define HELD(test) cmocka_unit_test_setup_teardown(test, workplace_make, workplace_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HELD(csv_has_names_splits_and_short_numbers),
        HELD(libsvm_leaves_out_zeros),
        HELD(importers_read_exports_back),
        cmocka_unit_test(only_known_endings_are_formats),
        HELD(a_failed_export_leaves_the_old_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
