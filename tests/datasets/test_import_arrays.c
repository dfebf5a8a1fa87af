/* test_import_arrays.c - folders of NumPy arrays become data sets: by a described one or by their
 * own shape; arrays that do not fit together are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "datasets/dataset_open.h"
#include "datasets/import_arrays.h"
#include "tests/datasets/workplace.h"

enum { ROWS = 3 };

static void put(struct workplace *w, const char *name, enum npy_type type, uint32_t dimensions,
                const uint64_t *shape, const void *data)
{
    struct mien_error e = {0};
    if (npy_write(workplace_path(w, name), type, dimensions, shape, data, &e) != 0)
        fail_msg("%s", e.text);
}

/* Two landmarks with z, three rows, the last equal to the first. */
static const char *arrays(struct workplace *w)
{
    static const float x[ROWS][2][3] = {
        {{1, 2, 9}, {3, 4, 9}}, {{5, 6, 9}, {7, 8.5f, 9}}, {{1, 2, 9}, {3, 4, 9}}};
    static const int64_t labels[ROWS] = {0, 2, 0};
    static const uint8_t split[ROWS] = {0, 0, 1};
    static const uint64_t shape[3] = {ROWS, 2, 3};
    workplace_write(w, "in/names.txt",
                    "train/a/Training_7.jpg\ntrain/c/Training_8.jpg\ntest/a/PublicTest_9.jpg\n");
    put(w, "in/landmarks68.npy", NPY_F32, 3, shape, x);
    put(w, "in/labels.npy", NPY_I64, 1, shape, labels);
    put(w, "in/split.npy", NPY_U8, 1, shape, split);
    return workplace_path(w, "in");
}

static struct dataset imported(const char *in, const struct import_options *o, const char *out)
{
    struct dataset d;
    struct mien_error e = {0};
    if (import_arrays(in, o, out, &e) != 0 || dataset_open(&d, out, &e) != 0)
        fail_msg("%s", e.text);
    return d;
}

static void arrays_tell_their_own_shape(void **state)
{
    const struct import_options options = {0};
    const char *in = arrays(*state);
    struct dataset d = imported(in, &options, workplace_path(*state, "out"));
    float row[6];
    assert_int_equal(d.kind, DATASET_LANDMARKS);
    assert_int_equal(d.shape[1], 3);
    assert_int_equal(d.x.type, NPY_F32);
    assert_int_equal(d.classes, 3);
    assert_string_equal(d.class_names[2], "2");
    assert_string_equal(d.split_names[1], "valid");
    assert_int_equal(d.id[2], 9);
    assert_memory_equal(d.copy, "\0\0\1", ROWS);
    dataset_row(&d, 1, row);
    assert_true(row[4] == 8.5f && row[5] == 9);
    dataset_close(&d);
}

static void a_described_set_gives_names_and_storage(void **state)
{
    struct workplace *w = *state;
    const char *in = arrays(w);
    workplace_write(w, "like/dataset.json",
                    "{\"format\": \"mien-dataset 1\", \"name\": \"faces\", \"kind\": \"landmarks\","
                    " \"shape\": [2, 2], \"scale\": 0.25, \"classes\": [\"a\", \"b\", \"c\"],"
                    " \"splits\": [\"train\", \"valid\"], \"licence\": \"MIT\"}");
    const char *votes =
        workplace_write(w, "votes.csv", "image,a,maybe\ntrain/c/Training_8.jpg,1,9\n");
    const struct import_options options = {.like = workplace_path(w, "like"), .votes = votes};
    struct dataset d = imported(in, &options, workplace_path(w, "out"));
    float row[4];
    assert_string_equal(d.name, "faces");
    assert_string_equal(d.licence, "MIT");
    assert_int_equal(d.x.type, NPY_I16);
    assert_int_equal(d.width, 4);
    dataset_row(&d, 1, row);
    assert_true(row[2] == 7 && row[3] == 8.5f);
    assert_memory_equal(d.vote, "\0\0\1\11\0\0", 6);
    dataset_close(&d);
}

static void arrays_that_do_not_fit_are_refused(void **state)
{
    static const uint64_t two[1] = {2}, three[1] = {ROWS};
    const struct {
        const char *file;
        enum npy_type type;
        const uint64_t *shape;
        const void *data;
        const char *says;
    } bad[] = {
        {"in/labels.npy", NPY_U8, two, "\0\0", "labels.npy: it has 2 rows"},
        {"in/labels.npy", NPY_F32, three, (float[]){0, 0.5f, 1}, "labels.npy: row 1 holds 0.5"},
        {"in/labels.npy", NPY_I16, three, (int16_t[]){0, 1, -1}, "labels.npy: row 2 holds -1"},
        {"in/labels.npy", NPY_I16, three, (int16_t[]){0, 256, 0}, "labels.npy: row 1 holds 256"},
        {"in/split.npy", NPY_U8, three, "\0\1\100", "split.npy: row 2 holds 64"},
        {"in/face_score.npy", NPY_F32, three, (float[]){0, 1, 2}, "row 2 has the score 2"},
        {"in/duplicate.npy", NPY_U8, three, "\0\1\2", "duplicate.npy: row 2 holds 2"},
        {"in/landmarks68.npy", NPY_F32, three, (float[]){0, 1, 2}, "x has 1 dimensions"},
    };
    const struct import_options options = {0};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct mien_error e = {0};
        const char *in = arrays(*state), *out = workplace_path(*state, "out");
        put(*state, bad[i].file, bad[i].type, 1, bad[i].shape, bad[i].data);
        assert_int_equal(import_arrays(in, &options, out, &e), -1);
        if (!strstr(e.text, bad[i].says))
            fail_msg("wanted '%s', said '%s'", bad[i].says, e.text);
        assert_int_equal(workplace_count(*state, "out"), 0);
        unlink(workplace_path(*state, bad[i].file));
    }
}

static void folders_that_lack_something_are_refused(void **state)
{
    struct import_options options = {0};
    struct mien_error e;
    const char *in = arrays(*state), *out = workplace_path(*state, "out");
    workplace_write(*state, "in/names.txt", "a1.jpg\na2.jpg\n");
    assert_int_equal(import_arrays(in, &options, out, &e), -1);
    assert_non_null(strstr(e.text, "it names 2 rows"));
    workplace_write(*state, "in/names.txt", "a1.jpg\n\na3.jpg\n");
    assert_int_equal(import_arrays(in, &options, out, &e), -1);
    assert_non_null(strstr(e.text, "names.txt:2: a row without a name"));
    unlink(workplace_path(*state, "in/names.txt"));
    options.votes = workplace_write(*state, "votes.csv", "image,a\nx,1\n");
    assert_int_equal(import_arrays(in, &options, out, &e), -1);
    assert_non_null(strstr(e.text, "names.txt: missing"));
    options = (struct import_options){.like = "datasets/fer2013-landmarks"};
    assert_int_equal(import_arrays(in, &options, out, &e), -1);
    assert_non_null(strstr(e.text, "do not have the shape"));
    unlink(workplace_path(*state, "in/labels.npy"));
    assert_int_equal(import_arrays(in, &options, out, &e), -1);
    assert_non_null(strstr(e.text, "no labels"));
    assert_int_equal(workplace_count(*state, "out"), 0);
}

#define PLACED(test) cmocka_unit_test_setup_teardown(test, workplace_make, workplace_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(arrays_tell_their_own_shape),
        PLACED(a_described_set_gives_names_and_storage),
        PLACED(arrays_that_do_not_fit_are_refused),
        PLACED(folders_that_lack_something_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
