/* test_join.c - two sets of the same subjects as one: which rows belong together, that no number
 * changes, what is refused and why. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "datasets/dataset_open.h"
#include "datasets/export_text.h"
#include "datasets/join.h"
#include "datasets/picture.h"
#include "tests/datasets/workplace.h"

static const char *const classes[] = {"calm", "glad"}, *const splits[] = {"train", "valid"};
static const char *const turned[] = {"valid", "train", "spare"};

/* Pictures of 2 x 3 pixels, row i all i; ids 100, 99, 98, ... of the train split, then valid. */
static struct dataset_plan picture_plan(void)
{
    return (struct dataset_plan){.name = "pictures",
                                 .licence = "CC0-1.0.",
                                 .kind = DATASET_IMAGE,
                                 .shape = {2, 3, 1},
                                 .dimensions = 3,
                                 .type = NPY_U8,
                                 .class_names = classes,
                                 .classes = 2,
                                 .split_names = splits,
                                 .splits = 2,
                                 .columns = 1u << COLUMN_ID | 1u << COLUMN_GROUP};
}

/* Two landmarks (x, y) in units of 1/256; splits named in another order, and one more. */
static struct dataset_plan landmark_plan(void)
{
    return (struct dataset_plan){.name = "landmarks",
                                 .kind = DATASET_LANDMARKS,
                                 .shape = {2, 2},
                                 .dimensions = 2,
                                 .type = NPY_I16,
                                 .scale = 1.0 / 256,
                                 .class_names = classes,
                                 .classes = 2,
                                 .split_names = turned,
                                 .splits = 3,
                                 .columns = 1u << COLUMN_ID | 1u << COLUMN_SCORE};
}

/* What a test changes of row i. */
typedef void (*change_row)(uint32_t i, struct dataset_sample *s);

static void build(const char *folder, const struct dataset_plan *plan, uint32_t rows,
                  change_row change)
{
    struct dataset_builder b;
    struct mien_error e;
    if (dataset_builder_open(&b, folder, plan, &e) != 0)
        fail_msg("%s", e.text);
    for (uint32_t i = 0; i < rows; i++) {
        const float v = plan->kind == DATASET_IMAGE ? (float)(10 * i) : 7.0f + (float)i / 256;
        const float x[6] = {v, v, v, v, v, v};
        struct dataset_sample s = {.x = x,
                                   .y = (uint8_t)(i % 2),
                                   .split = (uint8_t)(i >= 4),
                                   .id = 100 - i,
                                   .group = (int32_t)i,
                                   .score = 0.25f};
        if (plan->kind == DATASET_LANDMARKS)
            s.split = i < 4;
        if (change)
            change(i, &s);
        assert_int_equal(dataset_builder_add(&b, &s, &e), 0);
    }
    if (dataset_builder_commit(&b, &e) != 0)
        fail_msg("%s", e.text);
}

static int join_folders(const char *a, const char *b, const char *out, struct join_summary *s,
                        struct mien_error *e)
{
    struct dataset first, second;
    assert_int_equal(dataset_open(&first, a, e), 0);
    assert_int_equal(dataset_open(&second, b, e), 0);
    const int result = join_write(&first, &second, out, false, NULL, s, e);
    dataset_close(&first);
    dataset_close(&second);
    return result;
}

static void pairs_keep_every_number_and_column(void **state)
{
    struct workplace *w = *state;
    const struct dataset_plan pictures = picture_plan(), landmarks = landmark_plan();
    struct join_summary s;
    struct dataset d;
    struct mien_error e;
    struct dataset_part part;
    float x[10];
    build(workplace_path(w, "a"), &pictures, 6, NULL);
    build(workplace_path(w, "b"), &landmarks, 6, NULL);
    if (join_folders(workplace_path(w, "a"), workplace_path(w, "b"), workplace_path(w, "ab"), &s,
                     &e) != 0)
        fail_msg("%s", e.text);
    assert_true(s.rows == 6 && s.alone[0] == 0 && s.alone[1] == 0);
    if (dataset_open(&d, workplace_path(w, "ab"), &e) != 0)
        fail_msg("%s", e.text);
    assert_true(d.kind == DATASET_MIXED && d.width == 10 && d.part_count == 2);
    assert_true(d.x.type == NPY_I16 && d.id && d.group && d.score && !d.vote);
    assert_string_equal(d.licence, "image: CC0-1.0. landmarks: not recorded.");
    for (uint32_t i = 0; i < 6; i++) {
        dataset_row(&d, i, x);
        for (int k = 0; k < 10; k++)
            assert_true(x[k] == (k < 6 ? (float)(10 * i) : 7.0f + (float)i / 256));
        assert_true(d.y[i] == i % 2 && d.split[i] == (i >= 4) && d.id[i] == 100 - i);
        assert_true(d.group[i] == (int32_t)i && d.score[i] == 0.25f);
    }
    assert_true(dataset_find_part(&d, DATASET_LANDMARKS, &part));
    assert_true(part.start == 6 && part.width == 4 && part.shape[0] == 2 && part.shape[1] == 2);
    assert_false(dataset_find_part(&d, DATASET_VECTOR, &part));
    dataset_close(&d);
}

static void leave_gaps(uint32_t i, struct dataset_sample *s)
{
    if (i == 1)
        s->id = 7; /* nobody else's */
    if (i == 5)
        s->split = 2; /* a split the other set has not */
}

static void rows_without_a_partner_are_left_out_and_counted(void **state)
{
    struct workplace *w = *state;
    const struct dataset_plan pictures = picture_plan(), landmarks = landmark_plan();
    struct join_summary s;
    struct dataset d;
    struct mien_error e;
    build(workplace_path(w, "a"), &pictures, 6, NULL);
    build(workplace_path(w, "b"), &landmarks, 6, leave_gaps);
    assert_int_equal(join_folders(workplace_path(w, "b"), workplace_path(w, "a"),
                                  workplace_path(w, "ba"), &s, &e),
                     0);
    assert_true(s.rows == 4 && s.alone[0] == 2 && s.alone[1] == 2);
    assert_true(s.first_alone[0] == 1 && s.first_alone[1] == 1);
    assert_int_equal(dataset_open(&d, workplace_path(w, "ba"), &e), 0);
    assert_true(d.rows == 4 && d.parts[0].kind == DATASET_LANDMARKS && d.id[1] == 98);
    assert_string_equal(d.split_names[d.split[0]], "train");
    dataset_close(&d);
}

static void share_a_number(uint32_t i, struct dataset_sample *s)
{
    s->id = i == 1 ? 100 : 100 - i; /* as row 0, which is of another class */
}

static void a_number_may_be_in_two_classes(void **state)
{
    struct workplace *w = *state;
    const struct dataset_plan pictures = picture_plan(), landmarks = landmark_plan();
    struct join_summary s;
    struct dataset d;
    struct mien_error e;
    float x[10];
    build(workplace_path(w, "a"), &pictures, 6, share_a_number);
    build(workplace_path(w, "b"), &landmarks, 6, share_a_number);
    if (join_folders(workplace_path(w, "a"), workplace_path(w, "b"), workplace_path(w, "ab"), &s,
                     &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(s.rows, 6);
    assert_int_equal(dataset_open(&d, workplace_path(w, "ab"), &e), 0);
    for (uint32_t i = 0; i < 2; i++) {
        dataset_row(&d, i, x);
        assert_true(x[0] == (float)(10 * i) && x[6] == 7.0f + (float)i / 256);
    }
    dataset_close(&d);
}

static void floats_make_the_joined_rows_floats(void **state)
{
    struct workplace *w = *state;
    struct dataset_plan pictures = picture_plan(), landmarks = landmark_plan();
    struct join_summary s;
    struct dataset d;
    struct mien_error e;
    float x[10];
    pictures.type = NPY_F32;
    build(workplace_path(w, "a"), &pictures, 6, NULL);
    build(workplace_path(w, "b"), &landmarks, 6, NULL);
    assert_int_equal(join_folders(workplace_path(w, "a"), workplace_path(w, "b"),
                                  workplace_path(w, "ab"), &s, &e),
                     0);
    assert_int_equal(dataset_open(&d, workplace_path(w, "ab"), &e), 0);
    dataset_row(&d, 3, x);
    assert_true(d.x.type == NPY_F32 && x[0] == 30 && x[9] == 7 + 3.0f / 256);
    dataset_close(&d);
}

static void other_labels(uint32_t i, struct dataset_sample *s)
{
    s->y = (uint8_t)(i % 2 != (i == 3));
}

static void one_id_twice(uint32_t i, struct dataset_sample *s)
{
    s->id = i == 2 ? 100 : 100 - i;
}

static void other_ids(uint32_t i, struct dataset_sample *s)
{
    s->id = i;
}

static void sets_that_do_not_belong_together_are_refused(void **state)
{
    struct workplace *w = *state;
    const struct dataset_plan pictures = picture_plan(), landmarks = landmark_plan();
    struct dataset_plan nameless = picture_plan();
    struct join_summary s;
    struct mien_error e;
    nameless.columns = 0;
    build(workplace_path(w, "a"), &pictures, 6, NULL);
    build(workplace_path(w, "b"), &landmarks, 6, NULL);
    build(workplace_path(w, "labels"), &landmarks, 6, other_labels);
    build(workplace_path(w, "twice"), &landmarks, 6, one_id_twice);
    build(workplace_path(w, "others"), &landmarks, 6, other_ids);
    build(workplace_path(w, "nameless"), &nameless, 6, NULL);
    assert_int_equal(join_folders(workplace_path(w, "a"), workplace_path(w, "b"),
                                  workplace_path(w, "ab"), &s, &e),
                     0);
    static const struct {
        const char *first, *second, *says;
    } wrong[] = {
        {"a", "a", "both sets hold rows of kind 'image'"},
        {"ab", "b", "of several parts already"},
        {"b", "ab", "of several parts already"},
        {"nameless", "b", "there is no id.npy"},
        {"a", "labels", "id 97 of split 'train' is 'calm' (row 3), but 'glad' in"},
        {"a", "twice", "rows 0 and 2 of split 'train' and class 'calm' both have the id 100"},
        {"twice", "a", "rows 0 and 2 of split 'train' and class 'calm' both have the id 100"},
        {"a", "others", "no row has a partner"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(join_folders(workplace_path(w, wrong[i].first),
                                      workplace_path(w, wrong[i].second), workplace_path(w, "new"),
                                      &s, &e),
                         -1);
        if (!strstr(e.text, wrong[i].says))
            fail_msg("wanted '%s', said '%s'", wrong[i].says, e.text);
        assert_int_equal(workplace_count(w, "new"), 0);
    }
}

/* ---- what a folder may say of its parts ---- */

#define MIXED(parts)                                                                               \
    "{\n\"format\": \"mien-dataset 1\",\n\"name\": \"m\",\n\"kind\": \"mixed\",\n\"shape\": "      \
    "[5],\n"                                                                                       \
    "\"classes\": [\"a\", \"b\"],\n\"splits\": [\"train\", \"valid\"],\n\"parts\": " parts "}"

static void parts_at_fault_are_refused(void **state)
{
    static const struct {
        const char *json, *says;
    } bad[] = {
        {MIXED("7"), "dataset.json:8: 'parts' is not a list"},
        {MIXED("[]"), "two or three parts, 5 numbers in all (0 parts, 0 numbers)"},
        {MIXED("[1, 2]"), "dataset.json:8: a part is not an object"},
        {MIXED("[{}, {}]"), "a part is not an object"},
        {MIXED("[{\"kind\": \"vector\"}]"), "no 'shape' in it"},
        {MIXED("[{\"kind\": \"vector\", \"shape\": [5]}]"), "(1 parts, 5 numbers)"},
        {MIXED("[{\"kind\": \"vector\", \"shape\": [5], \"name\": \"v\"}]"), "unknown key 'name'"},
        {MIXED("[{\"kind\": \"mixed\", \"shape\": [5]}]"), "(0 parts, 0 numbers)"},
        {MIXED("[{\"kind\": \"vector\", \"shape\": [4]}, {\"kind\": \"vector\", \"shape\": [1]}]"),
         "a part of kind 'vector' beside others"},
        {MIXED("[{\"kind\": \"vector\", \"shape\": [4]}, {\"kind\": \"landmarks\", \"shape\": "
               "[1, 2]}]"),
         "5 numbers in all (2 parts, 6 numbers)"},
        {MIXED("[{\"kind\": \"image\", \"shape\": [67108864, 67108864, 2]}]"), "too wide"},
        {MIXED("[{\"kind\": \"vector\", \"shape\": [1], \"scale\": 0}, {\"kind\": \"landmarks\", "
               "\"shape\": [2, 2]}]"),
         "do not keep the values finite"},
        {MIXED("[{\"kind\": \"vector\", \"shape\": [1]}, {\"kind\": \"landmarks\", \"shape\": "
               "[2, 2]}],\n\"scale\": 2"),
         "a scale of its own"},
        {"{\"format\": \"mien-dataset 1\", \"name\": \"m\", \"kind\": \"vector\", \"shape\": [1], "
         "\"classes\": [\"a\"], \"splits\": [\"s\"], \"parts\": [{\"kind\": \"vector\", \"shape\": "
         "[1]}]}",
         "parts are a mixed set's"},
    };
    struct workplace *w = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct dataset d;
        struct mien_error e;
        workplace_write(w, "set/dataset.json", bad[i].json);
        assert_int_equal(dataset_open(&d, workplace_path(w, "set"), &e), -1);
        if (!strstr(e.text, bad[i].says))
            fail_msg("wanted '%s', said '%s'", bad[i].says, e.text);
    }
}

static void a_mixed_row_is_drawn_and_exported_by_its_parts(void **state)
{
    struct workplace *w = *state;
    const struct dataset_plan pictures = picture_plan(), landmarks = landmark_plan();
    const struct picture_style style = {.columns = 8, .lines = 4};
    struct join_summary s;
    struct dataset d;
    struct picture p;
    struct mien_error e;
    build(workplace_path(w, "a"), &pictures, 6, NULL);
    build(workplace_path(w, "b"), &landmarks, 6, NULL);
    assert_int_equal(join_folders(workplace_path(w, "a"), workplace_path(w, "b"),
                                  workplace_path(w, "ab"), &s, &e),
                     0);
    assert_int_equal(dataset_open(&d, workplace_path(w, "ab"), &e), 0);
    assert_int_equal(picture_row(&p, &d, 5, style, &e), 0);
    assert_true(p.lines > 0);
    picture_free(&p);
    assert_int_equal(export_text(&d, (const uint32_t[]){1}, 1, EXPORT_CSV,
                                 workplace_path(w, "ab.csv"), NULL, &e),
                     0);
    char *text = file_text(workplace_path(w, "ab.csv"), 4096, &e);
    assert_string_equal(text,
                        "label,split,p0,p1,p2,p3,p4,p5,x0,y0,x1,y1\n"
                        "glad,train,10,10,10,10,10,10,7.0039062,7.0039062,7.0039062,7.0039062\n");
    free(text);
    dataset_close(&d);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, workplace_make, workplace_remove)
    const struct CMUnitTest tests[] = {
        TEST(pairs_keep_every_number_and_column),
        TEST(rows_without_a_partner_are_left_out_and_counted),
        TEST(a_number_may_be_in_two_classes),
        TEST(floats_make_the_joined_rows_floats),
        TEST(sets_that_do_not_belong_together_are_refused),
        TEST(parts_at_fault_are_refused),
        TEST(a_mixed_row_is_drawn_and_exported_by_its_parts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
