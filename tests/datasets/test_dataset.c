/* test_dataset.c - data set folders: what opens, what is refused and why, and the builder, which
 * leaves a whole data set or nothing. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <signal.h>
#include <unistd.h>

#include <cmocka.h>

#include "datasets/dataset_open.h"
#include "datasets/dataset_write.h"
#include "tests/datasets/workplace.h"

#define SHIPPED "datasets/fer2013-landmarks"

/* ---- the shipped set, against NumPy's reading of it ---- */

static void the_shipped_set_is_what_numpy_reads(void **state)
{
    struct dataset d;
    struct mien_error e = {0};
    char hex[65];
    float row[136], target[7];
    double sum = 0;
    (void)state;
    if (dataset_open(&d, SHIPPED, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(d.rows, 32298);
    assert_int_equal(d.width, 136);
    assert_int_equal(d.kind, DATASET_LANDMARKS);
    assert_string_equal(d.class_names[3], "happy");
    dataset_row(&d, 30000, row);
    assert_true(row[80] == 18.45703125f && row[81] == 13.8828125f);
    for (uint32_t r = 0; r < d.rows; r++) {
        dataset_row(&d, r, row);
        for (int i = 0; i < 136; i++)
            sum += row[i];
    }
    assert_true(fabs(sum - 114137086.69140625) < 1e-3);
    assert_int_equal(dataset_checksum(&d, hex, &e), 0);
    assert_string_equal(hex, "23114375f2956cbc2ab9957536a3a6baecb426d0457db6a322fbd683f8cd90b6");
    dataset_vote_target(&d, 1, target); /* 7 neutral, 2 happy, 1 that no class counts */
    assert_true(target[6] == 7 / 9.0f && target[3] == 2 / 9.0f && target[0] == 0);
    dataset_close(&d);
    dataset_close(&d);
}

static void splits_are_found_by_name(void **state)
{
    struct dataset d;
    struct mien_error e;
    uint32_t split, count;
    (void)state;
    assert_int_equal(dataset_open(&d, SHIPPED, &e), 0);
    assert_int_equal(dataset_find_split(&d, "valid", &split, &e), 0);
    uint32_t *rows = dataset_split_rows(&d, split, &count, &e);
    assert_int_equal(count, 3589);
    assert_int_equal(rows[0], 28709);
    free(rows);
    assert_int_equal(dataset_find_split(&d, "vaild", &split, &e), -1);
    assert_string_equal(e.text, SHIPPED
                        ": no split 'vaild' (there are: train, valid); did you mean 'valid'?");
    dataset_close(&d);
}

/* ---- a small set, written by hand ---- */

#define JSON(more)                                                                                 \
    "{\n\"format\": \"mien-dataset 1\",\n\"name\": \"small\",\n\"kind\": \"vector\",\n"            \
    "\"shape\": [2],\n\"classes\": [\"a\", \"b\"],\n\"splits\": [\"train\", \"valid\"]" more "}"

static const uint64_t three[2] = {3, 2};
static const float x[6] = {0, 1, 2, 3, 4, 5};
static const uint8_t y[3] = {0, 1, 1}, split[3] = {0, 0, 1};

static const char *small_set(struct workplace *w)
{
    struct mien_error e;
    workplace_write(w, "set/dataset.json", JSON(""));
    assert_int_equal(npy_write(workplace_path(w, "set/x.npy"), NPY_F32, 2, three, x, &e), 0);
    assert_int_equal(npy_write(workplace_path(w, "set/y.npy"), NPY_U8, 1, three, y, &e), 0);
    assert_int_equal(npy_write(workplace_path(w, "set/split.npy"), NPY_U8, 1, three, split, &e), 0);
    return workplace_path(w, "set");
}

static void assert_refused(const char *folder, const char *says)
{
    struct dataset d;
    struct mien_error e;
    assert_int_equal(dataset_open(&d, folder, &e), -1);
    if (!strstr(e.text, says))
        fail_msg("wanted '%s', said '%s'", says, e.text);
    assert_null(d.path);
}

static void a_description_at_fault_is_refused_by_line(void **state)
{
    static const struct {
        const char *json, *says;
    } bad[] = {
        {"", "not a JSON object"},
        {"[]", "not a JSON object"},
        {"{\n\"format\": \"mien-dataset 1\",\n\"name\" 7}", "dataset.json:3: not a JSON object"},
        {JSON(",\n\"licens\": \"MIT\""),
         "dataset.json:8: unknown key 'licens'; did you mean 'licence'?"},
        {JSON(",\n\"scale\": \"big\""), "dataset.json:8: 'scale' is not a number"},
        {JSON(",\n\"scale\": 0"), "do not keep the values finite"},
        {JSON(",\n\"scale\": 1e300"), "do not keep the values finite"},
        {JSON(",\n\"name\": \"again\""), "'name' is there twice"},
        {JSON(",\n\"votes\": [1]"), "'votes' is not a list of names"},
        {JSON(",\n\"votes\": [\"v\", \"v\"]"), "two of the vote names are 'v'"},
        {JSON(",\n\"votes\": [\"v\"]"), "there is no votes.npy"},
        {"{\"format\": \"mien-dataset 2\"}", "dataset.json:1: 'format' is not \"mien-dataset 1\""},
        {"{\"format\": \"mien-dataset 1\"}", "no 'name' in it"},
        {"{\"kind\": \"sound\"}", "'kind' is not \"vector\""},
        {"{\"shape\": [2, 0]}", "'shape' is not a list of one to three sizes"},
        {"{\"shape\": [1, 1, 1, 1]}", "'shape' is not a list"},
        {"{\"classes\": \"a\"}", "'classes' is not a list"},
    };
    const char *folder = small_set(*state);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        workplace_write(*state, "set/dataset.json", bad[i].json);
        assert_refused(folder, bad[i].says);
    }
}

static void columns_at_fault_are_refused_by_file(void **state)
{
    const struct {
        const char *file;
        enum npy_type type;
        uint32_t dimensions;
        uint64_t shape[3];
        const void *data;
        const char *says;
    } bad[] = {
        {"set/y.npy", NPY_I32, 1, {3}, x, "y.npy: its numbers are '<i4', not '|u1'"},
        {"set/y.npy", NPY_U8, 1, {2}, x, "y.npy: it has 2 rows"},
        {"set/y.npy", NPY_U8, 2, {3, 1}, x, "y.npy: it has 3 rows of 1 dimensions"},
        {"set/y.npy", NPY_U8, 1, {3}, "\0\1\2", "y.npy row 2 holds 2, but there are 2 classes"},
        {"set/split.npy",
         NPY_U8,
         1,
         {3},
         "\0\5\1",
         "split.npy row 1 holds 5, but there are 2 splits"},
        {"set/weight.npy", NPY_F32, 1, {3}, (float[]){1, NAN, 1}, "weight.npy row 1 holds nan"},
        {"set/weight.npy", NPY_F32, 1, {3}, (float[]){1, 1, -1}, "weight.npy row 2 holds -1"},
        {"set/score.npy", NPY_F32, 1, {3}, (float[]){0, 1, 1.5f}, "score.npy row 2 holds 1.5"},
        {"set/group.npy",
         NPY_I64,
         1,
         {3},
         (int64_t[]){0, 1, 1},
         "group.npy: its numbers are '<i8'"},
        {"set/votes.npy", NPY_U8, 2, {3, 1}, x, "votes.npy: it has 1 columns"},
        {"set/x.npy", NPY_F64, 2, {3, 2}, (double[6]){0}, "x.npy: its numbers are '<f8'"},
        {"set/x.npy", NPY_F32, 2, {2, 3}, x, "not of the shape that dataset.json states"},
        {"set/x.npy", NPY_F32, 1, {6}, x, "not of the shape that dataset.json states"},
        {"set/x.npy", NPY_F32, 2, {0, 2}, x, "it has 0 rows"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct mien_error e;
        const char *folder = small_set(*state), *path = workplace_path(*state, bad[i].file);
        assert_int_equal(
            npy_write(path, bad[i].type, bad[i].dimensions, bad[i].shape, bad[i].data, &e), 0);
        assert_refused(folder, bad[i].says);
        unlink(path);
    }
    const char *folder = small_set(*state);
    unlink(workplace_path(*state, "set/split.npy"));
    assert_refused(folder, "split.npy: cannot open (No such file");
    assert_refused(workplace_path(*state, "nothing"), "dataset.json: cannot open");
}

static void numbers_that_are_not_finite_are_named_where_rows_are_read(void **state)
{
    static const float holed[6] = {0, 1, 2, INFINITY, 4, 5};
    static const uint32_t rows[2] = {2, 1};
    float out[4];
    struct dataset d;
    struct mien_error e;
    const char *folder = small_set(*state);
    assert_int_equal(npy_write(workplace_path(*state, "set/x.npy"), NPY_F32, 2, three, holed, &e),
                     0);
    assert_int_equal(dataset_open(&d, folder, &e), 0);
    assert_int_equal(dataset_read(&d, rows, 1, out, &e), 0);
    assert_true(out[0] == 4 && out[1] == 5);
    assert_int_equal(dataset_read(&d, rows, 2, out, &e), -1);
    assert_non_null(strstr(e.text, "row 1, number 1 is not finite (inf)"));
    dataset_close(&d);
}

/* ---- the builder ---- */

static const char *const classes[] = {"a", "b"}, *const splits[] = {"train", "valid"},
                         *const votes[] = {"a", "other"};

static struct dataset_plan small_plan(void)
{
    return (struct dataset_plan){.name = "built",
                                 .kind = DATASET_VECTOR,
                                 .shape = {2},
                                 .dimensions = 1,
                                 .type = NPY_I16,
                                 .scale = 0.25,
                                 .offset = 1,
                                 .class_names = classes,
                                 .split_names = splits,
                                 .vote_names = votes,
                                 .classes = 2,
                                 .splits = 2,
                                 .votes = 2,
                                 .columns =
                                     1u << COLUMN_ID | 1u << COLUMN_SCORE | 1u << COLUMN_COPY,
                                 .mark_copies = true};
}

static void build(const char *folder, const struct dataset_plan *plan)
{
    struct dataset_builder b;
    struct mien_error e = {0};
    static const uint8_t cast[2] = {3, 1};
    if (dataset_builder_open(&b, folder, plan, &e) != 0)
        fail_msg("%s", e.text);
    for (int i = 0; i < 3; i++) {
        float row[2] = {1.25f + (float)(i / 2), 1.1f};
        struct dataset_sample s = {.x = row,
                                   .y = i & 1,
                                   .split = i == 1,
                                   .score = 0.5f,
                                   .id = 7u + (unsigned)i,
                                   .votes = i == 1 ? cast : NULL};
        assert_int_equal(dataset_builder_add(&b, &s, &e), 0);
    }
    if (dataset_builder_commit(&b, &e) != 0)
        fail_msg("%s", e.text);
}

static void a_built_set_holds_what_was_added(void **state)
{
    const char *folder = workplace_path(*state, "deep/er/built/");
    struct dataset_plan plan = small_plan();
    struct dataset d;
    struct mien_error e;
    float row[2], target[2];
    build(folder, &plan);
    assert_int_equal(dataset_open(&d, folder, &e), 0);
    assert_int_equal(d.rows, 3);
    dataset_row(&d, 2, row);
    assert_true(row[0] == 2.25f && row[1] == 1); /* 1.1 is nearest to a stored 0 */
    assert_int_equal(d.id[2], 9);
    assert_memory_equal(d.copy, "\0\1\0", 3);
    assert_null(d.weight);
    dataset_vote_target(&d, 1, target); /* "other" is no class */
    assert_true(target[0] == 1 && target[1] == 0);
    dataset_vote_target(&d, 2, target); /* no votes: the label */
    assert_true(target[0] == 1);
    dataset_close(&d);
    assert_int_equal(workplace_count(*state, "deep"), 1);
}

static void a_target_in_use_is_refused_or_replaced_when_asked(void **state)
{
    struct workplace *w = *state;
    const char *folder = workplace_path(w, "built"), *other = workplace_path(w, "other");
    struct dataset_plan plan = small_plan();
    struct dataset_builder b;
    struct mien_error e;
    build(folder, &plan);
    workplace_write(w, "built/README.md", "kept");
    workplace_write(w, "other/letter.txt", "dear");
    assert_int_equal(dataset_builder_open(&b, folder, &plan, &e), -1);
    assert_non_null(strstr(e.text, "holds a data set"));
    plan.replace = true;
    plan.vote_names = NULL;
    plan.votes = 0;
    assert_int_equal(dataset_builder_open(&b, other, &plan, &e), -1);
    assert_non_null(strstr(e.text, "not empty"));
    build(folder, &plan);
    assert_int_equal(access(workplace_path(w, "built/README.md"), F_OK), 0);
    assert_int_not_equal(access(workplace_path(w, "built/votes.npy"), F_OK), 0);
    assert_int_equal(workplace_count(w, "built"), 1);
    assert_int_equal(workplace_count(w, "other"), 1);
}

static void rows_at_fault_are_refused_and_nothing_stays(void **state)
{
    float good[2] = {1, 1}, nan[2] = {1, NAN}, wide[2] = {9000, 1};
    const struct {
        struct dataset_sample s;
        const char *says;
    } bad[] = {
        {{.x = nan}, "row 0, number 1 is nan"},     {{.x = wide}, "row 0, number 0 is 9000"},
        {{.x = good, .y = 2}, "class 2 of 2"},      {{.x = good, .split = 2}, "split 2 of 2"},
        {{.x = good, .score = -1}, "the score -1"},
    };
    struct dataset_plan plan = small_plan();
    struct dataset_builder b;
    struct mien_error e;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(dataset_builder_open(&b, workplace_path(*state, "built"), &plan, &e), 0);
        assert_int_equal(dataset_builder_add(&b, &bad[i].s, &e), -1);
        if (!strstr(e.text, bad[i].says))
            fail_msg("wanted '%s', said '%s'", bad[i].says, e.text);
        dataset_builder_abandon(&b);
    }
    assert_int_equal(dataset_builder_open(&b, workplace_path(*state, "built"), &plan, &e), 0);
    assert_int_equal(dataset_builder_commit(&b, &e), -1);
    assert_non_null(strstr(e.text, "no rows"));
    assert_int_equal(workplace_count(*state, "built"), 0);
}

/* A file-size limit stands for a full disk: writes fail in the same place. */
static void a_full_disk_leaves_nothing(void **state)
{
    const struct rlimit small = {4096, RLIM_INFINITY};
    struct rlimit before;
    struct dataset_plan plan = small_plan();
    struct dataset_builder b;
    struct mien_error e;
    float row[2] = {1, 1};
    const struct dataset_sample s = {.x = row};
    int result = 0;
    getrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(dataset_builder_open(&b, workplace_path(*state, "built"), &plan, &e), 0);
    setrlimit(RLIMIT_FSIZE, &small);
    for (int i = 0; i < 20000 && result == 0; i++)
        result = dataset_builder_add(&b, &s, &e);
    if (result == 0)
        result = dataset_builder_commit(&b, &e);
    else
        dataset_builder_abandon(&b);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(result, -1);
    assert_non_null(strstr(e.text, "cannot write (File too large)"));
    assert_int_equal(workplace_count(*state, "built"), 0);
}

static void a_plan_that_makes_no_sense_is_refused(void **state)
{
    struct dataset_plan plan = small_plan();
    struct dataset_builder b;
    struct mien_error e;
    plan.kind = DATASET_LANDMARKS;
    assert_int_equal(dataset_builder_open(&b, workplace_path(*state, "built"), &plan, &e), -1);
    assert_non_null(strstr(e.text, "has 2 dimensions, not 1"));
    plan = small_plan();
    plan.type = NPY_F64;
    assert_int_equal(dataset_builder_open(&b, workplace_path(*state, "built"), &plan, &e), -1);
    plan = small_plan();
    plan.shape[0] = UINT32_MAX;
    assert_int_equal(dataset_builder_open(&b, workplace_path(*state, "built"), &plan, &e), -1);
    assert_non_null(strstr(e.text, "too wide"));
    assert_int_equal(workplace_count(*state, "built"), 0);
}

#define PLACED(test) cmocka_unit_test_setup_teardown(test, workplace_make, workplace_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shipped_set_is_what_numpy_reads),
        cmocka_unit_test(splits_are_found_by_name),
        PLACED(a_description_at_fault_is_refused_by_line),
        PLACED(columns_at_fault_are_refused_by_file),
        PLACED(numbers_that_are_not_finite_are_named_where_rows_are_read),
        PLACED(a_built_set_holds_what_was_added),
        PLACED(a_target_in_use_is_refused_or_replaced_when_asked),
        PLACED(rows_at_fault_are_refused_and_nothing_stays),
        PLACED(a_full_disk_leaves_nothing),
        PLACED(a_plan_that_makes_no_sense_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
