/* test_report.c - reports over subsets of rows, and the confusion matrix as text and as a figure.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/host/file.h"
#include "trainer/evaluate/confusion.h"
#include "trainer/evaluate/report.h"

static const uint8_t y[6] = {0, 0, 1, 1, 0, 1}, copy[6] = {0, 1, 0, 0, 0, 1};
static const float score[6] = {0.9f, 0.5f, 0.4f, 0.8f, 0.1f, 0.9f};
static char name[] = "toy", yes[] = "yes", no[] = "no";
static char *class_names[] = {yes, no};
static const struct dataset toy = {.name = name,
                                   .rows = 6,
                                   .classes = 2,
                                   .class_names = class_names,
                                   .y = y,
                                   .score = score,
                                   .copy = copy};

/* Rows 1..5; of them 1, 2 and 5 are predicted right. */
static const uint32_t rows[5] = {1, 2, 3, 4, 5};
static const float p[10] = {0.9f, 0.1f, 0.3f, 0.7f, 0.8f, 0.2f, 0.4f, 0.6f, 0.2f, 0.8f};

static void test_each_subset_counts_its_own_rows(void **state)
{
    (void)state;
    struct report r;
    struct mien_error e;
    assert_int_equal(report_make(&r, &toy, rows, 5, p, 1, &e), 0);
    assert_int_equal(r.count, 3);
    assert_int_equal(r.subsets[0].metrics.rows, 5);
    assert_float_equal(r.subsets[0].metrics.accuracy, 0.6, 1e-12);
    assert_string_equal(r.subsets[1].key, "face");
    assert_int_equal(r.subsets[1].metrics.rows, 3); /* 1, 3, 5 */
    assert_float_equal(r.subsets[1].metrics.accuracy, 2.0 / 3, 1e-12);
    assert_string_equal(r.subsets[2].key, "no_copies");
    assert_int_equal(r.subsets[2].metrics.rows, 3); /* 2, 3, 4 */
    assert_float_equal(r.subsets[2].metrics.accuracy, 1.0 / 3, 1e-12);
    report_free(&r);
}

/* Votes for "yes", for "no" and for neither. Rows 1 and 3 have no majority (a single vote does not
 * count), row 2 one for neither. */
static void test_votes_are_labels_where_they_have_a_majority(void **state)
{
    static const uint8_t votes[] = {9, 0, 0, 4, 4, 1, 1, 2, 7, 0, 0, 1, 5, 3, 1, 2, 6, 2};
    (void)state;
    struct dataset voted = toy;
    struct report r;
    struct mien_error e;
    char *text = NULL;
    size_t size = 0;
    voted.vote = votes;
    voted.votes = 3;
    memcpy(voted.vote_class, (int16_t[]){0, 1, -1}, 3 * sizeof(int16_t));
    assert_int_equal(report_make(&r, &voted, rows, 5, p, 1, &e), 0);
    assert_int_equal(r.count, 4);
    assert_string_equal(r.subsets[3].key, "votes");
    assert_int_equal(r.subsets[3].metrics.rows,
                     2); /* 4: yes by 5 of 8, said no; 5: no by 6 of 10 */
    assert_float_equal(r.subsets[3].metrics.accuracy, 0.5, 1e-12);
    assert_int_equal(r.subsets[3].metrics.per_class[0].support, 1);
    FILE *stream = open_memstream(&text, &size);
    assert_int_equal(report_print(&r, stream, &e), 0);
    fclose(stream);
    assert_non_null(strstr(text, "against the annotators' votes, on the 2 rows"));
    free(text);
    report_free(&r);
}

static void test_a_data_set_that_tells_less_is_reported_on_less(void **state)
{
    (void)state;
    struct dataset plain = toy;
    struct report r;
    struct mien_error e;
    plain.score = NULL;
    plain.copy = NULL;
    assert_int_equal(report_make(&r, &plain, rows, 5, p, 1, &e), 0);
    assert_int_equal(r.count, 1);
    report_free(&r);
}

static void test_json_holds_what_was_measured(void **state)
{
    (void)state;
    char path[] = "/tmp/mien-report-XXXXXX";
    struct report r;
    struct mien_error e;
    close(mkstemp(path));
    assert_int_equal(report_make(&r, &toy, rows, 5, p, 1, &e), 0);
    cJSON *json = report_json(&r);
    assert_int_equal(report_write(json, path, &e), 0);
    cJSON_Delete(json);
    report_free(&r);

    char *text = file_text(path, 1 << 20, &e);
    json = cJSON_Parse(text);
    assert_non_null(json);
    const cJSON *all = cJSON_GetArrayItem(cJSON_GetObjectItem(json, "subsets"), 0);
    const cJSON *first = cJSON_GetArrayItem(cJSON_GetObjectItem(all, "confusion"), 0);
    assert_string_equal(cJSON_GetObjectItem(json, "dataset")->valuestring, "toy");
    assert_float_equal(cJSON_GetObjectItem(all, "accuracy")->valuedouble, 0.6, 1e-12);
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(all, "accuracy_interval")), 2);
    assert_int_equal(cJSON_GetArrayItem(first, 0)->valueint, 1);
    assert_int_equal(cJSON_GetArrayItem(first, 1)->valueint, 1);
    cJSON_Delete(json);
    free(text);
    unlink(path);
}

static void test_a_report_reads_well_without_colour(void **state)
{
    (void)state;
    struct report r;
    struct mien_error e;
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_int_equal(report_make(&r, &toy, rows, 5, p, 1, &e), 0);
    assert_int_equal(report_print(&r, stream, &e), 0);
    fclose(stream);
    assert_non_null(strstr(text, "rows without copies"));
    assert_non_null(strstr(text, "recall"));
    assert_null(strchr(text, '\033'));
    free(text);
    report_free(&r);
}

static uint32_t big_endian(const uint8_t *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static void test_the_figure_is_a_png_for_few_and_many_classes(void **state)
{
    (void)state;
    enum { MANY = 60 };
    char path[] = "/tmp/mien-figure-XXXXXX";
    const char *names[MANY];
    float many[MANY * MANY];
    uint8_t labels[MANY];
    close(mkstemp(path));
    for (int k = 0; k < MANY; k++) {
        names[k] = k % 2 ? "a rather long name \xc3\xa9" : "b";
        labels[k] = (uint8_t)k;
        for (int c = 0; c < MANY; c++)
            many[k * MANY + c] = c == (k + k % 3) % MANY ? 0.9f : 0.1f / (MANY - 1);
    }
    for (uint32_t classes = 2; classes <= MANY; classes += 29) {
        struct metrics m;
        struct mien_error e;
        struct file_map map;
        float *few = malloc(classes * classes * sizeof *few);
        for (uint32_t k = 0; k < classes; k++)
            memcpy(few + k * classes, many + k * MANY, classes * sizeof *few);
        assert_int_equal(metrics_measure(&m, few, labels, classes, classes, 1, &e), 0);
        assert_int_equal(confusion_png(&m, names, "Title", "subtitle", path, &e), 0);
        assert_int_equal(file_map(&map, path, &e), 0);
        assert_memory_equal(map.data, "\x89PNG\r\n\x1a\n", 8);
        assert_true(big_endian(map.data + 16) > 300 && big_endian(map.data + 16) < 4000);
        file_unmap(&map);
        metrics_free(&m);
        free(few);
    }
    unlink(path);
}

static void test_a_figure_that_cannot_be_written_is_an_error(void **state)
{
    (void)state;
    const uint8_t label = 0;
    const float sure[2] = {1.0f, 0.0f};
    const char *names[] = {"yes", "no"};
    struct metrics m;
    struct mien_error e = {0};
    assert_int_equal(metrics_measure(&m, sure, &label, 1, 2, 1, &e), 0);
    assert_int_equal(confusion_png(&m, names, "T", NULL, "/nowhere/at/all.png", &e), -1);
    assert_non_null(strstr(e.text, "/nowhere/at/all.png"));
    metrics_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_subset_counts_its_own_rows),
        cmocka_unit_test(test_votes_are_labels_where_they_have_a_majority),
        cmocka_unit_test(test_a_data_set_that_tells_less_is_reported_on_less),
        cmocka_unit_test(test_json_holds_what_was_measured),
        cmocka_unit_test(test_a_report_reads_well_without_colour),
        cmocka_unit_test(test_the_figure_is_a_png_for_few_and_many_classes),
        cmocka_unit_test(test_a_figure_that_cannot_be_written_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
