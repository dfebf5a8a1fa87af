/* test_metrics_log.c - what metrics.jsonl holds after a start, a crash, a resume and a full disk.
 */
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "runtime/host/file.h"
#include "runtime/host/metrics_log.h"
#include "tests/run/scratch.h"

static const char FIRST[] = "{\"kind\":\"run\",\"step\":0}\n";

static struct metrics_log opened(const char *path)
{
    struct metrics_log log;
    struct mien_error e;
    if (metrics_log_open(&log, path, &e) != 0)
        fail_msg("%s", e.text);
    return log;
}

static int try_epoch(struct metrics_log *log, int number, struct mien_error *e)
{
    struct metrics_line line;
    if (metrics_log_step(log, &line, "epoch", 100LL * number, number, e) != 0)
        return -1;
    metrics_line_number(&line, "loss", 1.0 / number, 9);
    return metrics_log_write(log, &line, e);
}

static void add(struct metrics_log *log, int from, int to)
{
    struct mien_error e;
    for (int i = from; i <= to; i++)
        if (try_epoch(log, i, &e) != 0)
            fail_msg("%s", e.text);
}

static int try_first(struct metrics_log *log, struct mien_error *e)
{
    struct metrics_line line;
    metrics_line_start(&line, "run", 0);
    return metrics_log_write(log, &line, e);
}

static int try_end(struct metrics_log *log, enum metrics_state state, struct mien_error *e)
{
    struct metrics_line line;
    metrics_log_end(log, &line, state);
    return metrics_log_write(log, &line, e);
}

static void end(struct metrics_log *log, enum metrics_state state)
{
    struct mien_error e;
    if (try_end(log, state, &e) != 0)
        fail_msg("%s", e.text);
}

/* A whole run of so many epochs, in a file of its own. */
static void make_run(const char *path, int epochs, enum metrics_state state)
{
    struct metrics_log log = opened(path);
    struct mien_error e;
    assert_int_equal(metrics_log_start(&log, &e), 0);
    assert_int_equal(try_first(&log, &e), 0);
    add(&log, 1, epochs);
    end(&log, state);
    assert_int_equal(metrics_log_close(&log, &e), 0);
}

static char *text_of(const char *path)
{
    struct mien_error e;
    char *text = file_text(path, 1 << 20, &e);
    if (!text)
        fail_msg("%s", e.text);
    return text;
}

/* The lines of the file in short: "run 1 2 3 stopped ". */
static const char *lines_in(const char *path, char *out)
{
    char *text = text_of(path), *rest = text, *line;
    out[0] = '\0';
    while ((line = strsep(&rest, "\n")) && *line) {
        cJSON *json = cJSON_Parse(line);
        const cJSON *epoch = cJSON_GetObjectItem(json, "epoch");
        const cJSON *state = cJSON_GetObjectItem(json, "state");
        assert_non_null(json);
        if (epoch)
            sprintf(out + strlen(out), "%d ", epoch->valueint);
        else
            sprintf(out + strlen(out), "%s ",
                    (state ? state : cJSON_GetObjectItem(json, "kind"))->valuestring);
        cJSON_Delete(json);
    }
    free(text);
    return out;
}

static char *path_in(void **state)
{
    return file_join(*state, "metrics.jsonl");
}

static void a_step_is_one_json_line(void **state)
{
    char *path = path_in(state);
    struct metrics_log log = opened(path);
    struct metrics_line line;
    struct mien_error e;
    static const uint32_t confusion[] = {3, 0, 12, 4294967295};
    assert_int_equal(metrics_log_start(&log, &e), 0);
    assert_int_equal(metrics_log_step(&log, &line, "epoch", 200, 2, &e), 0);
    metrics_line_number(&line, "samples_per_second", INFINITY, 6);
    metrics_line_number(&line, "loss", 1.0 / 3, 9);
    metrics_line_number(&line, "valid_accuracy", NAN, 9);
    metrics_line_confusion(&line, "confusion", confusion, 2);
    assert_int_equal(metrics_log_write(&log, &line, &e), 0);
    assert_int_equal(metrics_log_close(&log, &e), 0);
    char *text = text_of(path), *wall = strstr(text, "\"wall\":");
    assert_memory_equal(text, "{\"kind\":\"epoch\",\"step\":200,\"epoch\":2,\"wall\":0.", 46);
    assert_string_equal(strchr(wall, ','),
                        ",\"samples_per_second\":null,\"loss\":0.333333333,"
                        "\"valid_accuracy\":null,\"confusion\":[[3,0],[12,4294967295]]}\n");
    free(text);
    free(path);
}

/* What a JSON parser reads back of a text that was written into a line. */
static char *read_back(const char *text)
{
    struct metrics_line line;
    metrics_line_start(&line, "event", 1);
    metrics_line_text(&line, "text", text);
    char *written = metrics_line_finish(&line);
    assert_true(strchr(written, '\n') == written + strlen(written) - 1);
    cJSON *json = cJSON_Parse(written);
    assert_non_null(json);
    char *found = strdup(cJSON_GetObjectItem(json, "text")->valuestring);
    cJSON_Delete(json);
    free(written);
    return found;
}

static void any_text_is_written_as_json(void **state)
{
    (void)state;
    static const char *const kept[] = {"", "[data]\npath = \"a\\b\"\r\n\tx\x01\x1f\x7f",
                                       "Grüße \xe2\x82\xac \xf0\x9f\x99\x82", "/"};
    for (size_t k = 0; k < sizeof kept / sizeof *kept; k++) {
        char *found = read_back(kept[k]);
        assert_string_equal(found, kept[k]);
        free(found);
    }
    static const char *const mended[][2] = {
        {"a\xff", "a\xef\xbf\xbd"},
        {"\xc3", "\xef\xbf\xbd"},
        {"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"\xe2\x82!", "\xef\xbf\xbd\xef\xbf\xbd!"}};
    for (size_t k = 0; k < sizeof mended / sizeof *mended; k++) {
        char *found = read_back(mended[k][0]);
        assert_string_equal(found, mended[k][1]);
        free(found);
    }
}

static void lists_and_whole_numbers_are_written_in_full(void **state)
{
    (void)state;
    static const char *const classes[] = {"angry", "\"happy\""};
    struct metrics_line line;
    metrics_line_start(&line, "session", 0);
    metrics_line_texts(&line, "classes", classes, 2);
    metrics_line_texts(&line, "stages", NULL, 0);
    metrics_line_whole(&line, "operations", 9007199254740993);
    metrics_line_seconds(&line, "fit_seconds", 1.23456);
    char *text = metrics_line_finish(&line);
    assert_string_equal(text, "{\"kind\":\"session\",\"step\":0,\"classes\":[\"angry\","
                              "\"\\\"happy\\\"\"],\"stages\":[],\"operations\":9007199254740993,"
                              "\"fit_seconds\":1.235}\n");
    free(text);
}

static void the_last_line_says_when_and_how_it_ended(void **state)
{
    char *path = path_in(state);
    make_run(path, 2, METRICS_STOPPED);
    char *text = text_of(path), *last = strstr(text, "{\"kind\":\"end\"");
    cJSON *json = cJSON_Parse(last);
    assert_int_equal(cJSON_GetObjectItem(json, "step")->valueint, 200);
    assert_string_equal(cJSON_GetObjectItem(json, "state")->valuestring, "stopped");
    assert_float_equal(cJSON_GetObjectItem(json, "time")->valuedouble, (double)time(NULL), 60);
    cJSON_Delete(json);
    free(text);
    free(path);
}

static void a_newer_last_line_takes_the_place_of_the_older(void **state)
{
    char *path = path_in(state), found[64];
    struct metrics_log log = opened(path);
    struct mien_error e;
    metrics_log_start(&log, &e);
    add(&log, 1, 2);
    end(&log, METRICS_FINISHED);
    end(&log, METRICS_FAILED);
    assert_string_equal(lines_in(path, found), "1 2 failed ");
    metrics_log_close(&log, &e);
    free(path);
}

static void a_start_empties_the_file(void **state)
{
    char *path = path_in(state), found[64];
    make_run(path, 3, METRICS_FINISHED);
    struct metrics_log log = opened(path);
    struct mien_error e;
    assert_string_equal(lines_in(path, found), "run 1 2 3 finished ");
    assert_int_equal(metrics_log_start(&log, &e), 0);
    add(&log, 1, 1);
    metrics_log_close(&log, &e);
    assert_string_equal(lines_in(path, found), "1 ");
    free(path);
}

static void a_resume_cuts_off_the_last_word_and_what_is_done_again(void **state)
{
    char *path = path_in(state), found[64];
    struct mien_error e;
    make_run(path, 5, METRICS_STOPPED);
    struct metrics_log log = opened(path);
    assert_string_equal(lines_in(path, found), "run 1 2 3 4 5 stopped ");
    assert_int_equal(metrics_log_resume(&log, &e), 0);
    assert_string_equal(lines_in(path, found), "run 1 2 3 4 5 ");
    assert_int_equal(log.step, 500);
    add(&log, 4, 4);
    assert_string_equal(lines_in(path, found), "run 1 2 3 4 ");
    add(&log, 5, 6);
    end(&log, METRICS_FINISHED);
    metrics_log_close(&log, &e);
    assert_string_equal(lines_in(path, found), "run 1 2 3 4 5 6 finished ");
    free(path);
}

static void a_resume_that_is_stopped_before_its_first_step_keeps_all(void **state)
{
    char *path = path_in(state), found[64];
    struct mien_error e;
    make_run(path, 3, METRICS_STOPPED);
    struct metrics_log log = opened(path);
    assert_int_equal(metrics_log_resume(&log, &e), 0);
    end(&log, METRICS_STOPPED);
    metrics_log_close(&log, &e);
    assert_string_equal(lines_in(path, found), "run 1 2 3 stopped ");
    free(path);
}

static void what_follows_a_last_line_is_cut_off(void **state)
{
    char *path = path_in(state), found[64];
    static const char lines[] = "{\"kind\":\"epoch\",\"step\":100,\"epoch\":1,\"wall\":1}\n"
                                "{\"kind\":\"end\",\"step\":100,\"state\":\"failed\"}\n"
                                "{\"kind\":\"epoch\",\"step\":200,\"epoch\":2,\"wall\":2}\n";
    struct mien_error e;
    assert_int_equal(file_write(path, lines, sizeof lines - 1, &e), 0);
    struct metrics_log log = opened(path);
    assert_int_equal(metrics_log_resume(&log, &e), 0);
    metrics_log_close(&log, &e);
    assert_string_equal(lines_in(path, found), "1 ");
    free(path);
}

static void a_resume_goes_on_with_the_wall_time_of_the_last_kept_line(void **state)
{
    char *path = path_in(state);
    static const char lines[] = "{\"kind\":\"run\",\"step\":0}\n"
                                "{\"kind\":\"epoch\",\"step\":100,\"epoch\":1,\"wall\":1000}\n"
                                "{\"kind\":\"epoch\",\"step\":200,\"epoch\":2,\"wall\":2000}\n"
                                "{\"kind\":\"end\",\"step\":200,\"state\":\"stopped\"}\n";
    struct mien_error e;
    assert_int_equal(file_write(path, lines, sizeof lines - 1, &e), 0);
    struct metrics_log log = opened(path);
    assert_int_equal(metrics_log_resume(&log, &e), 0);
    assert_true(metrics_log_wall(&log) >= 2000 && metrics_log_wall(&log) < 3000);
    add(&log, 2, 2);
    assert_true(metrics_log_wall(&log) >= 1000 && metrics_log_wall(&log) < 2000);
    metrics_log_close(&log, &e);
    char *text = text_of(path), *last = strstr(text, "\"epoch\":2");
    double wall = atof(strstr(last, "\"wall\":") + 7);
    assert_true(wall >= 1000 && wall < 2000);
    free(text);
    free(path);
}

static void a_half_last_line_is_cut_off(void **state)
{
    char *path = path_in(state), found[64];
    static const char lines[] = "{\"kind\":\"epoch\",\"step\":100,\"epoch\":1,\"wall\":1}\n"
                                "{\"kind\":\"epoch\",\"step\":200,\"epo";
    struct mien_error e;
    assert_int_equal(file_write(path, lines, sizeof lines - 1, &e), 0);
    struct metrics_log log = opened(path);
    assert_int_equal(metrics_log_resume(&log, &e), 0);
    metrics_log_close(&log, &e);
    char *text = text_of(path);
    assert_string_equal(text, "{\"kind\":\"epoch\",\"step\":100,\"epoch\":1,\"wall\":1}\n");
    log = opened(path);
    assert_int_equal(metrics_log_resume(&log, &e), 0);
    add(&log, 2, 2);
    metrics_log_close(&log, &e);
    assert_string_equal(lines_in(path, found), "1 2 ");
    free(text);
    free(path);
}

static void a_line_that_is_no_metrics_is_named_and_left(void **state)
{
    char *path = path_in(state);
    static const char *const bad[] = {"hello\n",
                                      "{}\n",
                                      "{\"step\":\"1\",\"wall\":1}\n",
                                      "[1]\n",
                                      "\n",
                                      "{\"step\":1}\n",
                                      "{\"kind\":\"run\"}\n",
                                      "{\"step\":1e300,\"wall\":1}\n",
                                      "{\"step\":1,\"wall\":1}}\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char lines[128];
        snprintf(lines, sizeof lines, "{\"step\":1,\"wall\":1}\n%s{\"ste", bad[i]);
        struct mien_error e;
        assert_int_equal(file_write(path, lines, strlen(lines), &e), 0);
        struct metrics_log log = opened(path);
        assert_int_equal(metrics_log_resume(&log, &e), -1);
        assert_non_null(strstr(e.text, "metrics.jsonl:2: not a line of metrics ("));
        metrics_log_close(&log, &e);
        char *text = text_of(path);
        assert_string_equal(text, lines);
        free(text);
    }
    free(path);
}

/* What `work` returns in a process of its own, whose files may not grow beyond `limit` bytes. */
static int in_child(int (*work)(const char *path), const char *path, rlim_t limit)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct rlimit r = {limit, limit};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &r);
        _exit(work(path));
    }
    int status;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* 0 where the fourth line and the last one fail with one message and close fails too. */
static int write_to_a_full_disk(const char *path)
{
    struct metrics_log log;
    struct mien_error e;
    if (metrics_log_open(&log, path, &e) != 0 || metrics_log_resume(&log, &e) != 0)
        return 1;
    if (try_epoch(&log, 4, &e) != -1 || !strstr(e.text, "metrics.jsonl: cannot write ("))
        return 2;
    if (try_end(&log, METRICS_FAILED, &e) != -1)
        return 3;
    return metrics_log_close(&log, &e) == -1 ? 0 : 4;
}

static void a_full_disk_leaves_whole_lines(void **state)
{
    char *path = path_in(state), found[64];
    struct metrics_log log = opened(path);
    struct mien_error e;
    metrics_log_start(&log, &e);
    add(&log, 1, 3);
    rlim_t length = (rlim_t)log.length;
    metrics_log_close(&log, &e);
    assert_int_equal(in_child(write_to_a_full_disk, path, length), 0);
    assert_string_equal(lines_in(path, found), "1 2 3 ");
    assert_int_equal(in_child(write_to_a_full_disk, path, length + 10), 0);
    char *text = text_of(path);
    assert_int_equal(strlen(text), length);
    free(text);
    free(path);
}

static void limit_files(rlim_t bytes)
{
    struct rlimit r;
    getrlimit(RLIMIT_FSIZE, &r);
    r.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &r);
}

/* The disk is full for one line and has room again: both lines arrive, in order. */
static int write_when_room_is_back(const char *path)
{
    struct metrics_log log;
    struct mien_error e;
    limit_files(10);
    if (metrics_log_open(&log, path, &e) != 0 || metrics_log_start(&log, &e) != 0)
        return 1;
    if (try_epoch(&log, 1, &e) != -1)
        return 2;
    limit_files(1 << 20);
    if (try_epoch(&log, 2, &e) != 0)
        return 3;
    return metrics_log_close(&log, &e) == 0 ? 0 : 4;
}

static void a_line_that_failed_is_written_when_there_is_room(void **state)
{
    char *path = path_in(state), found[64];
    assert_int_equal(in_child(write_when_room_is_back, path, 1 << 20), 0);
    assert_string_equal(lines_in(path, found), "1 2 ");
    free(path);
}

/* The disk is full for the last line, and for the one that says so; then it has room. */
static int end_when_room_is_back(const char *path)
{
    struct metrics_log log;
    struct mien_error e;
    if (metrics_log_open(&log, path, &e) != 0 || metrics_log_start(&log, &e) != 0 ||
        try_first(&log, &e) != 0)
        return 1;
    limit_files(sizeof FIRST - 1);
    if (try_epoch(&log, 1, &e) != -1 || try_end(&log, METRICS_FINISHED, &e) != -1 ||
        try_end(&log, METRICS_FAILED, &e) != -1)
        return 2;
    limit_files(1 << 20);
    return metrics_log_close(&log, &e) == 0 ? 0 : 3;
}

static void a_last_line_that_failed_is_replaced_too(void **state)
{
    char *path = path_in(state), found[64];
    assert_int_equal(in_child(end_when_room_is_back, path, 1 << 20), 0);
    assert_string_equal(lines_in(path, found), "run 1 failed ");
    free(path);
}

static int open_a_locked_file(const char *path)
{
    struct metrics_log log;
    struct mien_error e;
    char expected[128];
    snprintf(expected, sizeof expected, "the run is in use (by process %ld)", (long)getppid());
    if (metrics_log_open(&log, path, &e) != -1)
        return 1;
    return strstr(e.text, expected) ? 0 : 2;
}

static void a_second_process_is_told_who_uses_the_run(void **state)
{
    char *path = path_in(state), found[64];
    struct metrics_log log = opened(path);
    struct mien_error e;
    metrics_log_start(&log, &e);
    add(&log, 1, 1);
    assert_int_equal(in_child(open_a_locked_file, path, RLIM_INFINITY), 0);
    add(&log, 2, 2);
    metrics_log_close(&log, &e);
    assert_string_equal(lines_in(path, found), "1 2 ");
    free(path);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)
    const struct CMUnitTest tests[] = {
        TEST(a_step_is_one_json_line),
        cmocka_unit_test(any_text_is_written_as_json),
        cmocka_unit_test(lists_and_whole_numbers_are_written_in_full),
        TEST(the_last_line_says_when_and_how_it_ended),
        TEST(a_newer_last_line_takes_the_place_of_the_older),
        TEST(a_start_empties_the_file),
        TEST(a_resume_cuts_off_the_last_word_and_what_is_done_again),
        TEST(a_resume_that_is_stopped_before_its_first_step_keeps_all),
        TEST(what_follows_a_last_line_is_cut_off),
        TEST(a_resume_goes_on_with_the_wall_time_of_the_last_kept_line),
        TEST(a_half_last_line_is_cut_off),
        TEST(a_line_that_is_no_metrics_is_named_and_left),
        TEST(a_full_disk_leaves_whole_lines),
        TEST(a_line_that_failed_is_written_when_there_is_room),
        TEST(a_last_line_that_failed_is_replaced_too),
        TEST(a_second_process_is_told_who_uses_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
