/* test_journal.c - what a metrics file says is told, however the file came about. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "tests/console/metrics_file.h"
#include "viewer/console/journal/journal.h"

#define RUN                                                                                        \
    "{\"kind\":\"run\",\"step\":0,\"time\":1763726400.125,\"unit\":\"epoch\",\"total\":60,"        \
    "\"model\":\"network\",\"classes\":[\"angry\",\"happ\\u0079\"],\"threads\":2,"                 \
    "\"config\":\"[data]\\npath = a\\n\"}\n"
#define END(state) "{\"kind\":\"end\",\"step\":900,\"time\":1763728400.5,\"state\":\"" state "\"}\n"

static char *folder;
static const char *path;
static struct journal j;
static struct mien_error e;

static int open_one(void **state)
{
    (void)state;
    folder = new_folder();
    mkdir(in(folder, "first-run"), 0777);
    static char whole[512];
    path = strcpy(whole, in(folder, "first-run/metrics.jsonl"));
    return journal_open(&j, path, &e);
}

static int close_one(void **state)
{
    (void)state;
    journal_close(&j);
    remove_folder(folder);
    return 0;
}

static double now(void)
{
    return (double)time(NULL);
}

static void poll_all(void)
{
    while (journal_poll(&j, 1 << 20, now(), &e) > 0)
        ;
}

static void says(const char *text)
{
    append(path, text);
    poll_all();
}

static void epochs(int from, int to)
{
    FILE *f = fopen(path, "a");
    for (int i = from; i <= to; i++)
        fprintf(f,
                "{\"kind\":\"epoch\",\"step\":%d,\"epoch\":%d,\"wall\":%d,\"loss\":%.17g,"
                "\"confusion\":[[%d,1],[2,3]]}\n",
                225 * i, i, 2 * i, 1.0 / i, i);
    fclose(f);
    poll_all();
}

static void opening_and_steps_are_read(void **state)
{
    (void)state;
    says(RUN);
    epochs(1, 4);
    assert_string_equal(j.name, "first-run");
    assert_string_equal(j.unit, "epoch");
    assert_string_equal(j.model, "network");
    assert_string_equal(j.config, "[data]\npath = a\n");
    assert_int_equal(j.class_count, 2);
    assert_string_equal(j.classes[1], "happy");
    assert_int_equal(j.threads, 2);
    assert_float_equal(j.started, 1763726400.125, 0);
    assert_float_equal(j.total, 60, 0);
    assert_false(j.live);
    assert_int_equal(j.lines, 5);
    assert_int_equal(j.bad_lines, 0);
    assert_int_equal(j.column_count, 4);
    assert_string_equal(j.columns[3].name, "loss");
    assert_int_equal(j.columns[3].series.count, 4);
    assert_float_equal(j.columns[3].series.buckets[2].x_first, 3, 0);
    assert_float_equal(journal_last(&j, "loss"), 0.25, 0);
    assert_true(isnan(journal_last(&j, "none")));
    assert_float_equal(j.interval, 2, 0);
    assert_int_equal(j.confusion.classes, 2);
    assert_int_equal(j.confusion.count[0], 4);
    assert_int_equal(j.confusion.count[2], 2);
    assert_float_equal(j.confusion.x, 4, 0);
    assert_float_equal(journal_progress(&j), 4.0 / 60, 1e-12);
    double x;
    assert_float_equal(journal_best(&j, "loss", true, &x), 1, 0);
    assert_float_equal(x, 1, 0);
    assert_float_equal(journal_best(&j, "loss", false, &x), 0.25, 0);
    assert_float_equal(x, 4, 0);
    assert_true(isnan(journal_best(&j, "none", false, &x)) && isnan(x));
}

static void half_a_line_waits_for_its_rest(void **state)
{
    (void)state;
    says("{\"epoch\":1}\n{\"epoch\":2,\"lo");
    assert_int_equal(j.lines, 1);
    const uint64_t generation = j.generation;
    poll_all();
    assert_int_equal(j.generation, generation);
    says("ss\":5}");
    assert_int_equal(j.lines, 1);
    says("\n");
    assert_int_equal(j.lines, 2);
    assert_float_equal(journal_last(&j, "loss"), 5, 0);
}

static void keys_may_appear_midway_and_what_is_not_finite_is_a_gap(void **state)
{
    (void)state;
    says("{\"kind\":\"epoch\",\"epoch\":1,\"loss\":1}\n"
         "{\"kind\":\"epoch\",\"epoch\":2,\"loss\":null,\"late\":7}\n"
         "{\"kind\":\"epoch\",\"epoch\":3,\"loss\":1e999,\"late\":8}\n"
         "{\"kind\":\"epoch\",\"epoch\":4,\"loss\":2,\"loss\":3}\n");
    const struct series *loss = &journal_find(&j, "loss")->series;
    assert_int_equal(loss->gaps, 2);
    assert_int_equal(loss->count, 4);
    assert_float_equal(loss->last, 3, 0); /* of a key that stands twice the last counts */
    const struct series *late = &journal_find(&j, "late")->series;
    assert_float_equal(late->buckets[0].x_first, 2, 0);
    assert_int_equal(late->count, 2);
}

static void steps_without_their_unit_lie_at_their_step_or_line(void **state)
{
    (void)state;
    says("{\"loss\":1}\n{\"loss\":2}\n{\"loss\":3,\"step\":40}\n");
    const struct series *loss = &journal_find(&j, "loss")->series;
    assert_float_equal(loss->buckets[0].x_first, 0, 0);
    assert_float_equal(loss->buckets[1].x_first, 1, 0);
    assert_float_equal(loss->buckets[2].x_first, 40, 0);
    assert_string_equal(j.unit, "");
}

static void what_is_no_object_is_counted_and_passed_over(void **state)
{
    (void)state;
    says("{\"loss\":1}\nnot json\n\n[1]\n{\"loss\":NaN}\n{\"loss\":2} x\n{\"loss\":9}\n");
    put(path, O_APPEND, "\0\0\0\n\xff\xfe\n", 7);
    poll_all();
    assert_int_equal(j.lines, 9);
    assert_int_equal(j.bad_lines, 7);
    assert_int_equal(journal_find(&j, "loss")->series.count, 2);
}

static void a_line_of_megabytes_is_one_bad_line(void **state)
{
    (void)state;
    const size_t size = 3 << 20;
    char *text = malloc(size + 1);
    memset(text, 'x', size);
    text[size] = '\0';
    says("{\"loss\":1}\n{\"big\":\"");
    for (int i = 0; i < 2; i++) {
        says(text); /* in parts, of which none ends it */
        assert_int_equal(j.lines, 1);
    }
    says("\"}\n{\"loss\":2}\n");
    assert_int_equal(j.lines, 3);
    assert_int_equal(j.bad_lines, 1);
    assert_float_equal(journal_last(&j, "loss"), 2, 0);
    char out[16];
    assert_int_equal(journal_line(&j, 1, out, sizeof out), 2 * size + 10);
    assert_string_equal(out, "{\"big\":\"xxxxxxx");
    free(text);
}

static void more_keys_than_columns_are_counted(void **state)
{
    (void)state;
    FILE *f = fopen(path, "a");
    for (int line = 0; line < 2; line++) {
        fputs("{\"first\":1", f);
        for (int i = 1; i < 600; i++)
            fprintf(f, ",\"key%d\":%d", i, i);
        fputs("}\n", f);
    }
    fclose(f);
    poll_all();
    assert_int_equal(j.column_count, JOURNAL_COLUMNS_MAX);
    assert_int_equal(j.columns_left_out, 600 - JOURNAL_COLUMNS_MAX);
    assert_int_equal(j.bad_lines, 0);
    assert_int_equal(j.columns[JOURNAL_COLUMNS_MAX - 1].series.count, 2);
}

static void a_file_that_was_cut_is_read_anew(void **state)
{
    (void)state;
    says(RUN);
    epochs(1, 10);
    rewrite(path, "{\"kind\":\"tree\",\"tree\":1,\"error\":0.5}\n");
    poll_all();
    assert_string_equal(j.unit, "tree");
    assert_int_equal(j.lines, 1);
    assert_null(j.config);
    assert_null(journal_find(&j, "loss"));
    assert_null(j.confusion.count);
}

static void a_file_cut_and_grown_again_behind_our_back_is_read_anew(void **state)
{
    (void)state;
    epochs(1, 10);
    struct stat st;
    stat(path, &st);
    assert_int_equal(truncate(path, st.st_size / 2), 0);
    append(path, "\n");
    epochs(1, 20);
    assert_int_equal(j.bytes > (uint64_t)st.st_size, true);
    assert_int_equal(j.bad_lines, 1);
    assert_int_equal(journal_find(&j, "loss")->series.last_x, 20);
    assert_true(j.lines > 20);
}

static void another_file_by_the_name_is_read_anew(void **state)
{
    (void)state;
    epochs(1, 3);
    append(in(folder, "other"), "{\"kind\":\"epoch\",\"epoch\":1,\"loss\":1,\"more\":2}\n"
                                "{\"kind\":\"epoch\",\"epoch\":2,\"loss\":1,\"more\":2}\n"
                                "{\"kind\":\"epoch\",\"epoch\":3,\"loss\":1,\"more\":2}\n"
                                "{\"kind\":\"epoch\",\"epoch\":4,\"loss\":1,\"more\":3}\n");
    assert_int_equal(rename(in(folder, "other"), path), 0);
    poll_all();
    assert_int_equal(j.lines, 4);
    assert_float_equal(journal_last(&j, "more"), 3, 0);
}

static void a_file_that_is_gone_keeps_what_was_read(void **state)
{
    (void)state;
    poll_all();
    assert_int_equal(j.state, JOURNAL_EMPTY);
    says(RUN);
    epochs(1, 3);
    unlink(path);
    poll_all();
    assert_int_equal(j.state, JOURNAL_GONE);
    assert_int_equal(journal_find(&j, "loss")->series.count, 3);
    epochs(1, 1);
    assert_int_equal(journal_find(&j, "loss")->series.count, 1);
    assert_int_equal(j.state, JOURNAL_STOPPED);
}

static void what_cannot_be_read_says_so(void **state)
{
    (void)state;
    mkdir(path, 0777);
    assert_int_equal(journal_poll(&j, 1 << 20, now(), &e), -1);
    assert_non_null(strstr(e.text, "a folder"));
    assert_string_equal(j.message, e.text);
    rmdir(path);
    assert_int_equal(mkfifo(path, 0666), 0);
    assert_int_equal(journal_poll(&j, 1 << 20, now(), &e), -1);
    unlink(path);
    epochs(1, 1);
    assert_null(j.message);
    assert_int_equal(j.lines, 1);
}

static void the_last_word_is_the_state(void **state)
{
    (void)state;
    static const struct {
        const char *end;
        enum journal_state state;
    } ends[] = {
        {END("finished"), JOURNAL_FINISHED},       {END("stopped"), JOURNAL_STOPPED},
        {END("failed"), JOURNAL_FAILED},           {END("sulking"), JOURNAL_STOPPED},
        {"{\"kind\":\"end\"}\n", JOURNAL_STOPPED}, {"", JOURNAL_CRASHED},
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        rewrite(path, RUN);
        epochs(1, 4);
        says(ends[i].end);
        assert_int_equal(j.state, ends[i].state);
        assert_float_equal(journal_find(&j, "step")->series.last_x, 4, 0);
        assert_true(isnan(journal_left(&j)));
    }
    rewrite(path, RUN "{\"kind\":\"end\",\"state\":\"failed\",\"message\":\"disk full\"}\n");
    poll_all();
    assert_string_equal(j.message, "disk full");
}

static void numbers_of_the_end_are_results_and_no_curves(void **state)
{
    (void)state;
    says(RUN);
    epochs(1, 4);
    says("{\"kind\":\"end\",\"step\":900,\"time\":1763728400.5,\"state\":\"finished\","
         "\"accuracy\":0.66,\"loss\":0.2,\"parameters\":287623,\"confusion\":[[11,1],[5,13]]}\n");
    assert_float_equal(journal_last(&j, "accuracy"), 0.66, 0);
    assert_float_equal(journal_last(&j, "loss"), 0.2, 0); /* the last word, before the last step */
    assert_float_equal(journal_find(&j, "loss")->series.last, 0.25, 0);
    assert_int_equal(j.result_count, 3); /* what says when is none */
    assert_float_equal(journal_result(&j, "parameters")->value, 287623, 0);
    assert_null(journal_find(&j, "parameters"));
    assert_int_equal(j.column_count, 4);
    assert_int_equal(j.confusion.count[3], 13);
    assert_true(isnan(j.confusion.x)); /* of the run, which need not be its last step */
    assert_float_equal(journal_progress(&j), 1, 0);
    epochs(5, 5); /* it goes on: that was not the end */
    assert_int_equal(j.result_count, 0);
}

static void keys_that_mean_the_same_are_one_column(void **state)
{
    (void)state;
    says("{\"l\\u006fss\":1,\"a\xFF\":2}\n{\"loss\":3,\"a\xFE\":4}\n{\"a\\uFFFD\":5}\n");
    assert_int_equal(j.column_count, 2);
    assert_int_equal(journal_find(&j, "loss")->series.count, 2);
    assert_int_equal(journal_find(&j, "a\xEF\xBF\xBD")->series.count, 3);
}

static void a_file_without_opening_counts_by_its_kind(void **state)
{
    (void)state;
    epochs(1, 3);
    assert_string_equal(j.unit, "epoch");
    assert_int_equal(j.state, JOURNAL_STOPPED);
    assert_true(isnan(journal_progress(&j)));
}

static void the_holder_of_the_lock_is_alive(void **state)
{
    (void)state;
    says(RUN);
    const pid_t writer = start_writer(path);
    epochs(1, 1); /* which says how long it took from the start */
    assert_float_equal(journal_left(&j), 59 * 2, 1e-9);
    assert_true(isnan(journal_next(&j)));
    epochs(2, 4);
    assert_int_equal(j.state, JOURNAL_RUNNING);
    assert_int_equal(j.writer, writer);
    assert_float_equal(journal_left(&j), 56 * 2, 1e-9);
    assert_float_equal(journal_next(&j), 2, 1e-9);
    journal_poll(&j, 1 << 20, now() + 25, &e);
    assert_int_equal(j.state, JOURNAL_RUNNING);
    journal_poll(&j, 1 << 20, now() + 60, &e);
    assert_int_equal(j.state, JOURNAL_STALLED);
    epochs(5, 5);
    assert_int_equal(j.state, JOURNAL_RUNNING);
    stop_writer(writer);
    journal_poll(&j, 1 << 20, now() + 2, &e);
    assert_int_equal(j.state, JOURNAL_CRASHED);
    assert_int_equal(j.writer, 0);
}

static void an_end_that_nobody_named_is_not_near(void **state)
{
    (void)state;
    epochs(1, 1);
    const pid_t writer = start_writer(path);
    epochs(2, 4);
    assert_int_equal(j.state, JOURNAL_RUNNING);
    assert_true(isnan(j.total) && isnan(journal_left(&j)));
    assert_float_equal(journal_next(&j), 2, 1e-9);
    stop_writer(writer);
}

static void a_run_of_long_steps_is_not_taken_for_stalled(void **state)
{
    (void)state;
    says(RUN);
    const pid_t writer = start_writer(path);
    says("{\"kind\":\"epoch\",\"epoch\":1,\"wall\":100}\n");
    journal_poll(&j, 1 << 20, now() + 200, &e);
    assert_int_equal(j.state, JOURNAL_RUNNING);
    says("{\"kind\":\"epoch\",\"epoch\":2,\"wall\":200}\n");
    journal_poll(&j, 1 << 20, now() + 450, &e);
    assert_int_equal(j.state, JOURNAL_RUNNING);
    journal_poll(&j, 1 << 20, now() + 550, &e);
    assert_int_equal(j.state, JOURNAL_STALLED);
    stop_writer(writer);
}

static void a_session_is_live_and_keeps_its_newest_events(void **state)
{
    (void)state;
    FILE *f = fopen(path, "a");
    fputs("{\"kind\":\"session\",\"step\":0,\"unit\":\"frame\",\"model\":\"cnn-small\"}\n", f);
    for (int i = 0; i < 2000; i++)
        fprintf(f, "{\"kind\":\"event\",\"step\":%d,\"wall\":%d.5,\"text\":\"event %d\"}\n", i, i,
                i);
    fputs("{\"kind\":\"frame\",\"step\":4,\"frame\":4,\"stage_detect\":3.5}\n", f);
    fclose(f);
    poll_all();
    assert_true(j.live);
    assert_string_equal(j.model, "cnn-small");
    assert_int_equal(j.event_count, JOURNAL_EVENTS_MAX);
    assert_string_equal(j.events[JOURNAL_EVENTS_MAX - 1].text, "event 1999");
    assert_float_equal(j.events[0].wall, 2000 - JOURNAL_EVENTS_MAX + 0.5, 0);
    assert_null(journal_find(&j, "wall"));
    assert_float_equal(journal_last(&j, "stage_detect"), 3.5, 0);
}

static void a_matrix_that_is_none_takes_the_one_before_away(void **state)
{
    (void)state;
    epochs(1, 1);
    says("{\"epoch\":2,\"confusion\":[[1,2],[3]]}\n"
         "{\"epoch\":3,\"confusion\":[[1,2],[3,-4]]}\n"
         "{\"epoch\":4,\"confusion\":[1,2]}\n"
         "{\"epoch\":5,\"confusion\":[[1,2,3],[3,4,5]]}\n"
         "{\"epoch\":6,\"confusion\":[]}\n"
         "{\"epoch\":7,\"confusion\":\"[[1]]\"}\n"
         "{\"epoch\":8,\"confusion\":[[1e10]]}\n");
    assert_int_equal(j.bad_lines, 0);
    assert_int_equal(j.confusion.classes, 0); /* however it was read: at once, or line by line */
    assert_null(j.confusion.count);
    says("{\"epoch\":9,\"confusion\":[[7]]}\n");
    assert_int_equal(j.confusion.classes, 1);
    assert_int_equal(j.confusion.count[0], 7);
}

static void any_line_is_found_again(void **state)
{
    (void)state;
    enum { LINES = 200000 };
    FILE *f = fopen(path, "a");
    for (int i = 0; i < LINES; i++)
        fprintf(f, "{\"epoch\":%d}\n", i);
    fclose(f);
    poll_all();
    for (int k = 0; k < 300; k++) {
        const uint64_t line = (uint64_t)k * 66667 % LINES;
        char out[64], expected[64];
        const int size = snprintf(expected, sizeof expected, "{\"epoch\":%d}", (int)line);
        assert_int_equal(journal_line(&j, line, out, sizeof out), size);
        assert_string_equal(out, expected);
    }
    char cut[5];
    assert_int_equal(journal_line(&j, LINES - 1, cut, sizeof cut), 16);
    assert_string_equal(cut, "{\"ep");
    assert_int_equal(journal_line(&j, LINES, cut, sizeof cut), -1);
    assert_int_equal(journal_line(&j, 0, NULL, 0), 11);
}

static bool add_line(void *context, uint64_t line, const char *text, size_t size)
{
    char *all = context;
    snprintf(all + strlen(all), 256 - strlen(all), "%d:%.*s ", (int)line, (int)size, text);
    return line < 4;
}

static void lines_are_handed_over_in_a_row(void **state)
{
    (void)state;
    char all[256] = "";
    says("{}\n{\"a\":1}\n\nx\n{ }\n{\"b\":2}\n");
    assert_int_equal(journal_range(&j, 1, 3, add_line, all), 3);
    assert_string_equal(all, "1:{\"a\":1} 2: 3:x ");
    *all = '\0';
    assert_int_equal(journal_range(&j, 3, 100, add_line, all), 2);
    assert_string_equal(all, "3:x 4:{ } ");
    assert_int_equal(journal_range(&j, 6, 1, add_line, all), 0);
    unlink(path);
    assert_int_equal(journal_range(&j, 0, 1, add_line, all), -1);
}

/* All lines that hold `text`, by searches of `limit` lines, as "3 6 9 ". */
static void search_all(bool back, const char *text, uint64_t limit, char *out, size_t size)
{
    uint64_t from = UINT64_MAX;
    size_t used = 0;
    *out = '\0';
    for (int64_t found; (found = journal_search(&j, &from, back, text, limit)) != -1;)
        if (found >= 0) {
            used += (size_t)snprintf(out + used, size - used, "%d ", (int)found);
            from = (uint64_t)found;
        }
}

static void a_search_finds_lines_both_ways(void **state)
{
    (void)state;
    FILE *f = fopen(path, "a");
    for (int i = 0; i < 300; i++)
        fprintf(f, "{\"kind\":\"%s\",\"epoch\":%d}\n", i % 100 == 7 ? "needle" : "hay", i);
    fclose(f);
    poll_all();
    for (uint64_t limit = 1; limit < 500; limit = limit * 3 + 1) {
        char found[64];
        search_all(false, "needle", limit, found, sizeof found);
        assert_string_equal(found, "7 107 207 ");
        search_all(true, "needle", limit, found, sizeof found);
        assert_string_equal(found, "207 107 7 ");
        search_all(true, "nothing", limit, found, sizeof found);
        assert_string_equal(found, "");
    }
}

static void a_zoom_shows_what_the_file_has(void **state)
{
    (void)state;
    enum { LINES = 30000 };
    FILE *f = fopen(path, "a");
    fputs(RUN, f);
    for (int i = 0; i < LINES; i++)
        fprintf(f, "{\"kind\":\"epoch\",\"epoch\":%d,\"loss\":%d}\n", i, i * 7 % 1000);
    fputs(END("finished"), f);
    fclose(f);
    poll_all();
    struct series part = {0};
    assert_int_equal(journal_detail(&j, "loss", 12345, 12844, &part, &e), 0);
    assert_int_equal(part.count, 500);
    assert_int_equal(part.width, 1);
    for (int i = 0; i < 500; i++) {
        assert_float_equal(part.buckets[i].x_first, 12345 + i, 0);
        assert_float_equal(part.buckets[i].last, ((12345 + i) * 7 % 1000), 0);
    }
    assert_int_equal(journal_detail(&j, "loss", -INFINITY, INFINITY, &part, &e), 0);
    assert_int_equal(part.count, LINES);
    assert_int_equal(journal_detail(&j, "loss", 1e9, 2e9, &part, &e), 0);
    assert_int_equal(part.count, 0);
    assert_int_equal(journal_detail(&j, "none", 0, 1, &part, &e), 0);
    assert_int_equal(part.count, 0);
    unlink(path);
    assert_int_equal(journal_detail(&j, "loss", 5, 50, &part, &e), -1);
    series_free(&part);
}

static void a_file_is_read_in_pieces_as_in_one(void **state)
{
    (void)state;
    FILE *f = fopen(path, "a");
    for (int i = 0; i < 5000; i++)
        fprintf(f, "{\"kind\":\"epoch\",\"epoch\":%d,\"loss\":%d}\n", i, i);
    fclose(f);
    int polls = 1;
    while (journal_poll(&j, 1000, now(), &e) > 0) {
        assert_int_equal(j.state,
                         JOURNAL_EMPTY); /* nothing is said of the end before it is known */
        polls++;
    }
    assert_true(polls > 100);
    assert_int_equal(j.lines, 5000);
    assert_int_equal(journal_find(&j, "loss")->series.count, 5000);
    assert_int_equal(j.state, JOURNAL_STOPPED);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, open_one, close_one)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(opening_and_steps_are_read),
        CASE(keys_that_mean_the_same_are_one_column),
        CASE(half_a_line_waits_for_its_rest),
        CASE(keys_may_appear_midway_and_what_is_not_finite_is_a_gap),
        CASE(steps_without_their_unit_lie_at_their_step_or_line),
        CASE(what_is_no_object_is_counted_and_passed_over),
        CASE(a_line_of_megabytes_is_one_bad_line),
        CASE(more_keys_than_columns_are_counted),
        CASE(a_file_that_was_cut_is_read_anew),
        CASE(a_file_cut_and_grown_again_behind_our_back_is_read_anew),
        CASE(another_file_by_the_name_is_read_anew),
        CASE(a_file_that_is_gone_keeps_what_was_read),
        CASE(what_cannot_be_read_says_so),
        CASE(the_last_word_is_the_state),
        CASE(numbers_of_the_end_are_results_and_no_curves),
        CASE(a_file_without_opening_counts_by_its_kind),
        CASE(the_holder_of_the_lock_is_alive),
        CASE(an_end_that_nobody_named_is_not_near),
        CASE(a_run_of_long_steps_is_not_taken_for_stalled),
        CASE(a_session_is_live_and_keeps_its_newest_events),
        CASE(a_matrix_that_is_none_takes_the_one_before_away),
        CASE(any_line_is_found_again),
        CASE(lines_are_handed_over_in_a_row),
        CASE(a_search_finds_lines_both_ways),
        CASE(a_zoom_shows_what_the_file_has),
        CASE(a_file_is_read_in_pieces_as_in_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
