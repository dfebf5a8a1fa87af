/* test_parts.c - copies, audits, class selections and splits: on a small set whose answers are
 * plain, and on the shipped set, whose copies NumPy counted in the pictures themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "datasets/audit.h"
#include "datasets/copies.h"
#include "datasets/dataset_open.h"
#include "datasets/select.h"
#include "datasets/split.h"
#include "tests/datasets/workplace.h"

#define SHIPPED "datasets/fer2013-landmarks"

static struct dataset opened(const char *folder)
{
    struct dataset d;
    struct mien_error e = {0};
    if (dataset_open(&d, folder, &e) != 0)
        fail_msg("%s", e.text);
    return d;
}

/* ---- copies and audit ---- */

static void copies_point_to_the_first_of_their_kind(void **state)
{
    static const char x[] = "abcdefghi"
                            "abcdefghj"
                            "abcdefghi"
                            "zzzzzzzzz"
                            "abcdefghj"
                            "abcdefghi";
    static const uint32_t expected[6] = {0, 1, 0, 3, 1, 0};
    static const uint8_t split[6] = {1, 0, 0, 0, 1, 1}, marks[6] = {0, 0, 0, 0, 1, 1};
    uint32_t first[6];
    uint8_t copy[6];
    (void)state;
    assert_int_equal(copies_find(x, 9, 6, first, NULL), 0);
    assert_memory_equal(first, expected, sizeof first);
    assert_int_equal(copies_mark(x, 9, split, 6, copy, NULL), 0);
    assert_memory_equal(copy, marks, sizeof copy);
}

static void the_shipped_set_has_the_copies_its_pictures_have(void **state)
{
    struct dataset d = opened(SHIPPED);
    struct audit a;
    (void)state;
    assert_int_equal(audit_run(&a, &d, NULL, NULL), 0);
    assert_int_equal(a.splits[0].rows, 28709);
    assert_int_equal(a.splits[0].copies, 1236);
    assert_int_equal(a.splits[1].shared[0], 280);
    assert_int_equal(a.splits[1].marked, 280);
    assert_int_equal(a.splits[0].by_class[3], 7215);
    assert_int_equal(a.splits[1].by_class[1], 56);
    assert_int_equal(a.splits[0].voted + a.splits[1].voted, 32134);
    assert_int_equal(a.splits[0].constant, 0);
    assert_int_equal(a.not_finite, 0);
    assert_true((a.splits[0].faces + a.splits[1].faces) / 32298.0 > 0.984);
    audit_free(&a);
    dataset_close(&d);
}

static void an_audit_finds_what_is_odd(void **state)
{
    static const float x[5][2] = {{1, 1}, {1, 1}, {2, 3}, {-4, 0}, {2, 3}};
    static const uint8_t y[5] = {0, 1, 0, 0, 0}, split[5] = {0, 0, 0, 1, 1};
    static const char *const names[] = {"a", "b"};
    const struct dataset_plan plan = {.name = "odd",
                                      .kind = DATASET_VECTOR,
                                      .shape = {2},
                                      .dimensions = 1,
                                      .type = NPY_F32,
                                      .class_names = names,
                                      .split_names = names,
                                      .classes = 2,
                                      .splits = 2,
                                      .columns = 1u << COLUMN_GROUP};
    const char *folder = workplace_path(*state, "odd");
    struct dataset_builder b;
    struct audit a;
    assert_int_equal(dataset_builder_open(&b, folder, &plan, NULL), 0);
    for (int i = 0; i < 5; i++)
        assert_int_equal(
            dataset_builder_add(
                &b,
                &(struct dataset_sample){.x = x[i], .y = y[i], .split = split[i], .group = i / 2},
                NULL),
            0);
    assert_int_equal(dataset_builder_commit(&b, NULL), 0);
    struct dataset d = opened(folder);
    assert_int_equal(audit_run(&a, &d, NULL, NULL), 0);
    assert_int_equal(a.splits[0].constant, 2);
    assert_int_equal(a.splits[0].copies, 1);
    assert_int_equal(a.splits[0].shared[1], 1);
    assert_int_equal(a.contradictions, 1);
    assert_int_equal(a.groups, 3);
    assert_true(a.low == -4 && a.high == 3);
    audit_free(&a);
    dataset_close(&d);
}

/* ---- classes ---- */

static void classes_are_kept_renamed_and_merged(void **state)
{
    struct dataset d = opened(SHIPPED);
    struct mien_error e;
    const char *folder = workplace_path(*state, "three");
    float target[3];
    assert_int_equal(select_write(&d, "joy=happy,negative=angry+disgust+fear+sad,neutral", folder,
                                  false, NULL, &e),
                     0);
    struct dataset s = opened(folder);
    struct audit a;
    assert_int_equal(audit_run(&a, &s, NULL, NULL), 0);
    assert_int_equal(s.rows, 32298 - 3586); /* all but surprise */
    assert_string_equal(s.class_names[1], "negative");
    assert_int_equal(a.splits[0].by_class[0], 7215);
    assert_int_equal(a.splits[0].by_class[1], 3995 + 436 + 4097 + 4830);
    assert_int_equal(s.votes, 7); /* joy, negative, neutral, surprise, contempt, unknown, NF */
    assert_int_equal(s.id[0], d.id[0]);
    assert_memory_equal(s.x.data, d.x.data, s.width * sizeof(int16_t));
    dataset_vote_target(&s, 0, target); /* 2 neutral, 1 sadness, 7 anger */
    assert_true(target[0] == 0 && target[1] == 0.8f && target[2] == 0.2f);
    assert_non_null(strstr(s.provenance, "Classes selected: joy=happy"));
    audit_free(&a);
    dataset_close(&s);
    dataset_close(&d);
}

static void a_list_of_classes_at_fault_is_a_usage_error(void **state)
{
    static const struct {
        const char *list, *says;
    } bad[] = {
        {"hapy,sad", "did you mean 'happy'?"},
        {"happy", "name two at least"},
        {"happy,happy", "named twice"},
        {"a=happy,a=sad", "two of the new classes"},
        {"happy,,sad", "is missing"},
        {"a=,sad", "is missing"},
        {"=happy,sad", "is missing"},
        {"a=happy+,sad", "is missing"},
        {"", "is missing"},
        {"happy+sad,fear", "no class 'happy+sad'"},
    };
    struct dataset d = opened(SHIPPED);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct mien_error e;
        assert_int_equal(
            select_write(&d, bad[i].list, workplace_path(*state, "s"), false, NULL, &e), -1);
        if (!e.usage || !strstr(e.text, bad[i].says))
            fail_msg("%s: said '%s'", bad[i].list, e.text);
    }
    assert_int_equal(workplace_count(*state, "s"), 0);
    dataset_close(&d);
}

/* ---- splits ---- */

static void folds_have_their_share_of_every_class(void **state)
{
    enum { FOLDS = 5 };
    struct dataset d = opened(SHIPPED);
    uint32_t count, seen[FOLDS][7] = {{0}};
    uint32_t *rows = dataset_split_rows(&d, 0, &count, NULL);
    uint8_t *fold = malloc(count), *again = malloc(count), *other = malloc(count);
    (void)state;
    assert_int_equal(split_folds(&d, rows, count, FOLDS, 1, fold, NULL), 0);
    assert_int_equal(split_folds(&d, rows, count, FOLDS, 1, again, NULL), 0);
    assert_int_equal(split_folds(&d, rows, count, FOLDS, 2, other, NULL), 0);
    assert_memory_equal(fold, again, count);
    assert_memory_not_equal(fold, other, count);
    for (uint32_t i = 0; i < count; i++)
        seen[fold[i]][d.y[rows[i]]]++;
    for (int c = 0; c < 7; c++)
        for (int f = 1; f < FOLDS; f++)
            assert_in_range(seen[f][c] + 1 - seen[0][c], 0, 2); /* equal to one row */
    free(rows);
    free(fold);
    free(again);
    free(other);
    dataset_close(&d);
}

static void copies_never_stand_on_both_sides(void **state)
{
    static const char *const names[] = {"train", "valid"};
    static const double shares[] = {0.8, 0.2};
    const struct split_options options = {.names = names, .shares = shares, .parts = 2, .seed = 1};
    struct dataset d = opened(SHIPPED);
    const char *folder = workplace_path(*state, "parted");
    assert_int_equal(split_write(&d, folder, &options, NULL), 0);
    struct dataset s = opened(folder);
    struct audit a;
    assert_int_equal(audit_run(&a, &s, NULL, NULL), 0);
    assert_int_equal(a.splits[0].shared[1], 0);
    assert_int_equal(a.splits[1].shared[0], 0);
    assert_int_equal(a.splits[1].marked, 0);
    assert_in_range(a.splits[1].rows, 6459, 6461); /* a fifth of 32298 */
    audit_free(&a);
    dataset_close(&s);
    dataset_close(&d);
}

static void one_split_is_parted_and_the_others_stay(void **state)
{
    static const char *const names[] = {"fit", "choose"};
    static const double shares[] = {3, 1};
    struct split_options options = {
        .of = "train", .names = names, .shares = shares, .parts = 2, .seed = 4};
    struct dataset d = opened(SHIPPED);
    struct mien_error e;
    const char *folder = workplace_path(*state, "parted");
    assert_int_equal(split_write(&d, folder, &options, &e), 0);
    struct dataset s = opened(folder);
    assert_int_equal(s.splits, 3);
    assert_string_equal(s.split_names[2], "valid");
    for (uint32_t row = 0; row < s.rows; row++)
        assert_int_equal(s.split[row] == 2, d.split[row] == 1);
    dataset_close(&s);
    options.of = "trian";
    assert_int_equal(split_write(&d, workplace_path(*state, "none"), &options, &e), -1);
    assert_non_null(strstr(e.text, "did you mean 'train'?"));
    options.of = "train";
    options.names = (const char *const[]){"valid", "choose"};
    assert_int_equal(split_write(&d, workplace_path(*state, "none"), &options, &e), -1);
    assert_non_null(strstr(e.text, "two of the split names are 'valid'"));
    assert_int_equal(workplace_count(*state, "none"), 0);
    dataset_close(&d);
}

/* 60 rows of 12 subjects, five rows each, classes in turn. */
static void subjects_stay_together(void **state)
{
    enum { ROWS = 60, SUBJECTS = 12, PARTS = 4 };
    static const char *const names[] = {"a", "b"};
    const struct dataset_plan plan = {.name = "g",
                                      .kind = DATASET_VECTOR,
                                      .shape = {1},
                                      .dimensions = 1,
                                      .type = NPY_F32,
                                      .class_names = names,
                                      .split_names = names,
                                      .classes = 2,
                                      .splits = 1,
                                      .columns = 1u << COLUMN_GROUP};
    const char *folder = workplace_path(*state, "subjects");
    struct dataset_builder b;
    uint32_t rows[ROWS], size[PARTS] = {0};
    uint8_t part[ROWS];
    assert_int_equal(dataset_builder_open(&b, folder, &plan, NULL), 0);
    for (int i = 0; i < ROWS; i++) {
        const float x = (float)i;
        const struct dataset_sample s = {.x = &x, .group = i % SUBJECTS - 5, .y = i & 1};
        assert_int_equal(dataset_builder_add(&b, &s, NULL), 0);
        rows[i] = (uint32_t)i;
    }
    assert_int_equal(dataset_builder_commit(&b, NULL), 0);
    struct dataset d = opened(folder);
    assert_int_equal(split_folds(&d, rows, ROWS, PARTS, 1, part, NULL), 0);
    for (int i = 0; i < ROWS; i++) {
        assert_int_equal(part[i], part[i % SUBJECTS]);
        size[part[i]]++;
    }
    for (int p = 0; p < PARTS; p++)
        assert_int_equal(size[p], ROWS / PARTS);
    dataset_close(&d);
}

static void what_cannot_be_dealt_is_refused(void **state)
{
    static const uint32_t rows[3] = {0, 1, 2};
    static const double shares[2] = {1, -1};
    struct dataset d = opened(SHIPPED);
    struct mien_error e;
    uint8_t part[3];
    (void)state;
    assert_int_equal(split_folds(&d, rows, 3, 1, 1, part, &e), -1);
    assert_int_equal(split_folds(&d, rows, 3, 4, 1, part, &e), -1);
    assert_non_null(strstr(e.text, "3 rows cannot be dealt to 4 parts"));
    assert_int_equal(split_folds(&d, rows, 3, 1000, 1, part, &e), -1);
    assert_int_equal(split_deal(&d, rows, 3, shares, 2, 1, part, &e), -1);
    assert_non_null(strstr(e.text, "the share of part 1 is -1"));
    dataset_close(&d);
}

#define PLACED(test) cmocka_unit_test_setup_teardown(test, workplace_make, workplace_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(copies_point_to_the_first_of_their_kind),
        cmocka_unit_test(the_shipped_set_has_the_copies_its_pictures_have),
        PLACED(an_audit_finds_what_is_odd),
        PLACED(classes_are_kept_renamed_and_merged),
        PLACED(a_list_of_classes_at_fault_is_a_usage_error),
        cmocka_unit_test(folds_have_their_share_of_every_class),
        PLACED(copies_never_stand_on_both_sides),
        PLACED(one_split_is_parted_and_the_others_stay),
        PLACED(subjects_stay_together),
        cmocka_unit_test(what_cannot_be_dealt_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
