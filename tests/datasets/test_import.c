/* test_import.c - what text sources become, and that a source at fault is named with its line and
 * leaves nothing behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "datasets/csv.h"
#include "datasets/dataset_open.h"
#include "datasets/import.h"
#include "tests/datasets/workplace.h"

static void import_ok(enum import_kind kind, const char *path, const struct import_options *o,
                      const char *out, struct dataset *d)
{
    struct mien_error e = {.text = ""};
    if (import_run(kind, path, o, out, &e) != 0 || dataset_open(d, out, &e) != 0)
        fail_msg("%s", e.text);
}

static float number_at(const struct dataset *d, uint32_t row, uint32_t column)
{
    float x[4096];
    dataset_row(d, row, x);
    return x[column];
}

static void fer2013_rows_keep_order_labels_and_pixels(void **state)
{
    struct workplace *w = *state;
    struct dataset d;
    const char *path =
        workplace_write(w, "fer2013.csv",
                        "emotion,pixels,Usage\n"
                        "6,@,PrivateTest\n3,@,Training\n0,@,PublicTest\n3,@,Training\n");
    import_ok(IMPORT_FER2013, path, &(struct import_options){0}, workplace_path(w, "out"), &d);
    assert_int_equal(d.rows, 4);
    assert_int_equal(d.kind, DATASET_IMAGE);
    assert_int_equal(d.width, 48 * 48);
    assert_string_equal(d.class_names[6], "neutral");
    assert_string_equal(d.split_names[0], "train");
    assert_string_equal(d.split_names[1], "valid");
    assert_string_equal(d.split_names[2], "test");
    assert_memory_equal(d.y, ((uint8_t[]){6, 3, 0, 3}), 4);
    assert_memory_equal(d.split, ((uint8_t[]){2, 0, 1, 0}), 4);
    assert_memory_equal(d.id, ((uint32_t[]){0, 1, 2, 3}), 16);
    assert_float_equal(number_at(&d, 2, 300), 300 - 256, 0);
    dataset_close(&d);
}

static void fer2013_takes_kaggle_s_other_headers(void **state)
{
    struct workplace *w = *state;
    struct dataset d;
    const char *path = workplace_write(w, "icml.csv", "emotion, Usage, pixels\r\n1,Training,@\r\n");
    import_ok(IMPORT_FER2013, path, &(struct import_options){0}, workplace_path(w, "a"), &d);
    assert_int_equal(d.y[0], 1);
    dataset_close(&d);
    path = workplace_write(w, "train.csv", "emotion,pixels\n2,\"@\"\n");
    import_ok(IMPORT_FER2013, path, &(struct import_options){0}, workplace_path(w, "b"), &d);
    assert_int_equal(d.splits, 1);
    dataset_close(&d);
}

static void ferplus_votes_are_joined_by_row_number(void **state)
{
    struct workplace *w = *state;
    struct dataset d;
    struct import_options o = {
        .votes = workplace_write(w, "fer2013new.csv",
                                 "Usage,Image name,neutral,happiness,NF\n"
                                 "Training,fer0000002.png,1,9,0\nTraining,fer0000000.png,4,5,1\n"
                                 "Training,,0,0,10\nTraining,fer0000009.png,1,1,1\n")};
    const char *path = workplace_write(
        w, "fer2013.csv", "emotion,pixels,Usage\n0,@,Training\n1,@,Training\n2,@,Training\n");
    import_ok(IMPORT_FER2013, path, &o, workplace_path(w, "out"), &d);
    assert_int_equal(d.votes, 3);
    assert_string_equal(d.vote_names[1], "happiness");
    assert_memory_equal(d.vote, ((uint8_t[]){4, 5, 1, 0, 0, 0, 1, 9, 0}), 9);
    dataset_close(&d);
}

static void fer2013_says_where_it_is_from_and_what_may_be_done_with_it(void **state)
{
    struct workplace *w = *state;
    struct dataset d;
    struct import_options o = {.votes = workplace_write(w, "fer2013new.csv",
                                                        "Usage,Image name,neutral\n"
                                                        "Training,fer0000000.png,4\n")};
    const char *path = workplace_write(w, "fer2013.csv", "emotion,pixels\n0,@\n");
    import_ok(IMPORT_FER2013, path, &(struct import_options){0}, workplace_path(w, "a"), &d);
    assert_non_null(strstr(d.provenance, "FER2013"));
    assert_non_null(strstr(d.licence, "No licence to pass the pictures on"));
    assert_null(strstr(d.licence, "FER+"));
    dataset_close(&d);
    import_ok(IMPORT_FER2013, path, &o, workplace_path(w, "b"), &d);
    assert_non_null(strstr(d.licence, "FER+, Copyright (c) Microsoft"));
    dataset_close(&d);
    o.licence = "as agreed";
    import_ok(IMPORT_FER2013, path, &o, workplace_path(w, "c"), &d);
    assert_string_equal(d.licence, "as agreed");
    dataset_close(&d);
}

static void landmark_csv_is_known_by_its_columns(void **state)
{
    struct workplace *w = *state;
    struct dataset d;
    enum import_kind kind;
    const char *path = workplace_write(w, "faces.csv",
                                       "\xEF\xBB\xBFlabel,split,x0,y0,x1,y1\n"
                                       "sad,test,1,2,3,-4.5e1\n\nhappy,train,5,6,7,8\n");
    assert_int_equal(import_detect(path, &kind, NULL), 0);
    assert_int_equal(kind, IMPORT_CSV);
    import_ok(kind, path, &(struct import_options){0}, workplace_path(w, "out"), &d);
    assert_int_equal(d.kind, DATASET_LANDMARKS);
    assert_int_equal(d.shape[0], 2);
    assert_int_equal(d.shape[1], 2);
    assert_string_equal(d.class_names[0], "happy"); /* FER2013's order, not the file's */
    assert_string_equal(d.split_names[1], "test");
    assert_memory_equal(d.y, ((uint8_t[]){1, 0}), 2);
    assert_float_equal(number_at(&d, 0, 3), -45, 0);
    dataset_close(&d);
    path = workplace_write(w, "other.csv", "f0,label,f1\n1,b,2\n3,10,4\n5,9,6\n");
    import_ok(IMPORT_CSV, path, &(struct import_options){0}, workplace_path(w, "vectors"), &d);
    assert_int_equal(d.kind, DATASET_VECTOR);
    assert_string_equal(d.class_names[0], "10"); /* names that are not all numbers sort by bytes */
    assert_float_equal(number_at(&d, 2, 1), 6, 0);
    dataset_close(&d);
}

static void libsvm_text_becomes_dense_with_classes_in_order(void **state)
{
    struct workplace *w = *state;
    struct dataset d;
    enum import_kind kind;
    const char *path =
        workplace_write(w, "heart", "+1 2:0.5 4:-1e-3 # note\n-1 1:2\n\n10\t3:7\r\n");
    assert_int_equal(import_detect(path, &kind, NULL), 0);
    assert_int_equal(kind, IMPORT_LIBSVM);
    import_ok(kind, path, &(struct import_options){0}, workplace_path(w, "out"), &d);
    assert_int_equal(d.width, 4);
    assert_string_equal(d.class_names[0], "-1");
    assert_string_equal(d.class_names[2], "10");
    assert_memory_equal(d.y, ((uint8_t[]){1, 0, 2}), 3);
    assert_float_equal(number_at(&d, 0, 1), 0.5, 0);
    assert_float_equal(number_at(&d, 0, 2), 0, 0);
    assert_float_equal(number_at(&d, 2, 2), 7, 0);
    dataset_close(&d);
}

static void class_names_are_given_by_index_or_by_place(void **state)
{
    struct workplace *w = *state;
    struct dataset d;
    static const char *const four[] = {"a", "b", "c", "d"};
    struct import_options o = {.classes = four, .class_count = 4};
    const char *path = workplace_write(w, "indexes", "3 1:1\n0 1:2\n");
    import_ok(IMPORT_LIBSVM, path, &o, workplace_path(w, "by-index"), &d);
    assert_int_equal(d.classes, 4);
    assert_memory_equal(d.y, ((uint8_t[]){3, 0}), 2);
    dataset_close(&d);
    path = workplace_write(w, "signs", "1 1:1\n-1 1:2\n");
    o.class_count = 2;
    import_ok(IMPORT_LIBSVM, path, &o, workplace_path(w, "by-place"), &d);
    assert_memory_equal(d.y, ((uint8_t[]){1, 0}), 2);
    dataset_close(&d);
}

/* ---- Bad input ---- */

static const struct bad {
    enum import_kind kind;
    const char *text;
    const char *says; /* "source" in front is the file's name */
} bads[] = {
    {IMPORT_FER2013, "", "source:1: empty"},
    {IMPORT_FER2013, "emotion,Usage\n0,Training\n", "source:1: no column 'pixels'"},
    {IMPORT_FER2013, "emotions,pixels\n0,@\n", "did you mean 'emotions'?"},
    {IMPORT_FER2013, "emotion,pixels,Usage\n", "source: no rows"},
    {IMPORT_FER2013, "emotion,pixels\n0,@\n1,1 2 3\n", "source:3: 3 pixels"},
    {IMPORT_FER2013, "emotion,pixels\n1,@ 4\n", "source:2: 2305 pixels"},
    {IMPORT_FER2013, "emotion,pixels\n1,7 256 @\n", "source:2: pixel 2 is no whole number"},
    {IMPORT_FER2013, "emotion,pixels\n1,7 -1 @\n", "source:2: pixel 2 is no whole number"},
    {IMPORT_FER2013, "emotion,pixels\n1,7 1.5 @\n", "source:2: pixel 2 is no whole number"},
    {IMPORT_FER2013, "emotion,pixels\n9,@\n",
     "source:2: 'emotion' is no whole number from 0 to 6 (9)"},
    {IMPORT_FER2013, "emotion,pixels\nhappy,@\n", "source:2: 'emotion' is no whole number"},
    {IMPORT_FER2013, "emotion,pixels,Usage\n1,@,Exam\n", "source:2: 'Usage' is not"},
    {IMPORT_CSV, "label,x0,y0\nhappy,nan,1\n", "source:2: 'x0' is no finite number (nan)"},
    {IMPORT_CSV, "label,x0,y0\nhappy,1,1e39\n", "source:2: 'y0' is no finite number"},
    {IMPORT_CSV, "label,x0,y0\nhappy,1,\n", "source:2: 'y0' is no finite number"},
    {IMPORT_CSV, "label,x0,y0\nhappy,1 ,2\n", "source:2: 'x0' is no finite number"},
    {IMPORT_CSV, "label,x0,y0\na,1,2\nb,1\n", "source:3: 2 fields, but line 1 names 3 columns"},
    {IMPORT_CSV, "label,x0,x0\na,1,2\n", "source:1: two columns are called 'x0'"},
    {IMPORT_CSV, "label,,x0\na,1,2\n", "source:1: column 2 has no name"},
    {IMPORT_CSV, "label\na\n", "source:1: no columns of numbers"},
    {IMPORT_CSV, "label,x0\n,1\n", "source:2: the label is empty"},
    {IMPORT_CSV, "label,split,x0\na,,1\n", "source:2: the split is empty"},
    {IMPORT_CSV, "label,x0\na,1\n\"b,2\n\n", "source:3: a quote is opened and never closed"},
    {IMPORT_CSV, "label,x0\n\"a\"b,1\n", "source:2: text behind a closing quote"},
    {IMPORT_CSV, "label,x0\na\"b\",1\n", "source:2: a quote inside a bare field"},
    {IMPORT_CSV, "label,x0\n\"a\nb\",1\nc,x\n", "source:4: 'x0' is no finite number (x)"},
    {IMPORT_LIBSVM, "", "source: no rows"},
    {IMPORT_LIBSVM, "1\n2\n", "source: no numbers behind the labels"},
    {IMPORT_LIBSVM, "1 1:2\n1 3:1 1:1\n", "source:2: index 1 behind index 3"},
    {IMPORT_LIBSVM, "1 1:2 1:2\n", "source:1: index 1 behind index 1"},
    {IMPORT_LIBSVM, "1 0:2\n", "source:1: the index of '0:2'"},
    {IMPORT_LIBSVM, "1 4294967297:2\n", "source:1: the index of"},
    {IMPORT_LIBSVM, "1 1:nan\n", "source:1: the value of '1:nan' is no finite number"},
    {IMPORT_LIBSVM, "1 1:inf\n", "source:1: the value of '1:inf' is no finite number"},
    {IMPORT_LIBSVM, "happy 1:2\n", "source:1: the label is no whole number (happy)"},
    {IMPORT_LIBSVM, "0.5 1:2\n", "source:1: the label is no whole number"},
    {IMPORT_LIBSVM, "1 1:2\n\n1 2\n", "source:3: '2' is not INDEX:VALUE"},
};

static void bad_sources_are_named_with_their_line_and_leave_nothing(void **state)
{
    struct workplace *w = *state;
    for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
        struct mien_error e = {.text = ""};
        const char *source = workplace_write(w, "source", bads[i].text);
        int result = import_run(bads[i].kind, source, &(struct import_options){0},
                                workplace_path(w, "out"), &e);
        if (result == 0 || !strstr(e.text, bads[i].says) || !strstr(e.text, source))
            fail_msg("case %zu: '%s' was expected, but it said '%s'", i, bads[i].says, e.text);
        assert_int_equal(workplace_count(w, "out"), 0);
    }
}

static void bad_votes_are_refused(void **state)
{
    static const struct {
        const char *text, *says;
    } votes[] = {
        {"name,a\nfer0000000.png,1\n", "votes.csv:1: no column 'image'"},
        {"image,usage\nfer0000000.png,Training\n", "votes.csv:1: no column of votes"},
        {"image,a\nfer0000000.png,256\n",
         "votes.csv:2: 'a' is no whole number from 0 to 255 (256)"},
        {"image,a\nfer0000000.png,1\nx/fer0000000.png,1\n",
         "votes.csv:3: votes for 'x/fer0000000.png' again"},
        {"image,a\nother.png,1\n", "votes.csv: no vote is for a row"},
    };
    struct workplace *w = *state;
    const char *source = workplace_write(w, "fer2013.csv", "emotion,pixels\n0,@\n");
    for (size_t i = 0; i < sizeof votes / sizeof *votes; i++) {
        struct mien_error e = {.text = ""};
        struct import_options o = {.votes = workplace_write(w, "votes.csv", votes[i].text)};
        assert_int_equal(import_run(IMPORT_FER2013, source, &o, workplace_path(w, "out"), &e), -1);
        if (!strstr(e.text, votes[i].says))
            fail_msg("'%s' was expected, but it said '%s'", votes[i].says, e.text);
        assert_int_equal(workplace_count(w, "out"), 0);
    }
}

static void options_without_use_are_a_usage_error(void **state)
{
    struct workplace *w = *state;
    struct mien_error e = {.text = ""};
    struct import_options o = {.grey = true};
    const char *source = workplace_write(w, "a.svm", "1 1:1\n");
    assert_int_equal(import_run(IMPORT_LIBSVM, source, &o, workplace_path(w, "out"), &e), -1);
    assert_true(e.usage);
    assert_non_null(strstr(e.text, "has no use for a choice of grey"));
}

static void an_existing_folder_is_not_overwritten(void **state)
{
    struct workplace *w = *state;
    struct mien_error e = {.text = ""};
    const char *source = workplace_write(w, "a.svm", "1 1:1\n"), *out = workplace_path(w, "out");
    workplace_write(w, "out/thesis.txt", "words");
    assert_int_equal(import_run(IMPORT_LIBSVM, source, &(struct import_options){0}, out, &e), -1);
    assert_int_equal(
        import_run(IMPORT_LIBSVM, source, &(struct import_options){.replace = true}, out, &e), -1);
    char *kept = file_text(workplace_path(w, "out/thesis.txt"), 64, NULL);
    assert_string_equal(kept, "words");
    free(kept);
}

static bool stop_at_once(void *context, uint64_t done, uint64_t total)
{
    (void)context, (void)done, (void)total;
    return false;
}

static void a_stop_leaves_nothing_behind(void **state)
{
    struct workplace *w = *state;
    struct mien_error e = {.text = ""};
    struct dataset_watch watch = {NULL, stop_at_once};
    struct import_options o = {.watch = &watch};
    const char *source = workplace_write(w, "a.svm", "1 1:1\n2 1:1\n");
    assert_int_equal(import_run(IMPORT_LIBSVM, source, &o, workplace_path(w, "out"), &e), -1);
    assert_non_null(strstr(e.text, "stopped"));
    assert_int_equal(workplace_count(w, "out"), 0);
}

static void what_is_no_source_is_named(void **state)
{
    struct workplace *w = *state;
    struct mien_error e = {.text = ""};
    enum import_kind kind;
    assert_int_equal(import_detect(workplace_path(w, "missing"), &kind, &e), -1);
    assert_non_null(strstr(e.text, "missing"));
    assert_int_equal(import_detect(workplace_write(w, "a.csv", "x,y\n1,2\n"), &kind, &e), -1);
    assert_non_null(strstr(e.text, "a.csv:1: no column 'label'"));
    assert_int_equal(import_detect(workplace_write(w, "b.txt", "dear diary\n"), &kind, &e), -1);
    assert_non_null(strstr(e.text, "--from KIND"));
}

static void a_record_without_end_is_refused(void **state)
{
    (void)state;
    size_t size = CSV_RECORD_MAX + 64;
    char *text = malloc(size);
    memcpy(text, "label,x0\n", 9);
    memset(text + 9, '1', size - 9);
    struct csv c;
    struct mien_error e = {.text = ""};
    assert_int_equal(csv_parse(&c, "huge.csv", text, size, &e), 0);
    assert_int_equal(csv_next(&c, &e), -1);
    assert_non_null(strstr(e.text, "huge.csv:2: a record of more than"));
    csv_close(&c);
    text[100] = '\0';
    assert_int_equal(csv_parse(&c, "huge.csv", text, size, &e), 0);
    assert_int_equal(csv_next(&c, &e), -1);
    assert_non_null(strstr(e.text, "NUL"));
    csv_close(&c);
    free(text);
}

static void quoted_fields_hold_commas_quotes_and_line_ends(void **state)
{
    (void)state;
    static const char text[] = "a,\"b,c\",d\r\n\"1\n2\",\"say \"\"x\"\"\",\"\"\n,,";
    struct csv c;
    struct mien_error e;
    assert_int_equal(csv_parse(&c, "q.csv", text, sizeof text - 1, &e), 0);
    assert_string_equal(c.names[1], "b,c");
    assert_int_equal(csv_next(&c, &e), 1);
    assert_int_equal(c.fields[0].length, 3);
    assert_memory_equal(c.fields[1].text, "say \"x\"", 7);
    assert_int_equal(c.fields[2].length, 0);
    assert_int_equal(csv_next(&c, &e), 1);
    assert_int_equal(c.line, 4);
    assert_int_equal(csv_next(&c, &e), 0);
    csv_close(&c);
}

#define HELD(test) cmocka_unit_test_setup_teardown(test, workplace_make, workplace_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        HELD(fer2013_rows_keep_order_labels_and_pixels),
        HELD(fer2013_takes_kaggle_s_other_headers),
        HELD(ferplus_votes_are_joined_by_row_number),
        HELD(fer2013_says_where_it_is_from_and_what_may_be_done_with_it),
        HELD(landmark_csv_is_known_by_its_columns),
        HELD(libsvm_text_becomes_dense_with_classes_in_order),
        HELD(class_names_are_given_by_index_or_by_place),
        HELD(bad_sources_are_named_with_their_line_and_leave_nothing),
        HELD(bad_votes_are_refused),
        HELD(options_without_use_are_a_usage_error),
        HELD(an_existing_folder_is_not_overwritten),
        HELD(a_stop_leaves_nothing_behind),
        HELD(what_is_no_source_is_named),
        cmocka_unit_test(a_record_without_end_is_refused),
        cmocka_unit_test(quoted_fields_hold_commas_quotes_and_line_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
