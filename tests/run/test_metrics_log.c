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
#include <unistd.h>

#include <cmocka.h>

#include "runtime/host/file.h"
#include "tests/run/scratch.h"
#include "trainer/run/metrics_log.h"

static struct fit_report epoch(int number)
{
    return (struct fit_report){.unit = "epoch",
                               .done = number,
                               .total = 40,
                               .step = 100LL * number,
                               .finished_step = true,
                               .samples_per_second = 1000,
                               .metrics = {{"loss", 1.0 / number}, {"valid_accuracy", 0.5}},
                               .metric_count = 2};
}

static struct metrics_log opened(const char *path)
{
    struct metrics_log log;
    struct mien_error e;
    if (metrics_log_open(&log, path, &e) != 0)
        fail_msg("%s", e.text);
    return log;
}

static void add(struct metrics_log *log, int from, int to)
{
    struct mien_error e;
    for (int i = from; i <= to; i++) {
        struct fit_report r = epoch(i);
        if (metrics_log_add(log, &r, &e) != 0)
            fail_msg("%s", e.text);
    }
}

static char *text_of(const char *path)
{
    struct mien_error e;
    char *text = file_text(path, 1 << 20, &e);
    if (!text)
        fail_msg("%s", e.text);
    return text;
}

/* The numbers behind `"epoch":` of the file's lines, as "1 2 3 ". */
static const char *epochs_in(const char *path, char *out)
{
    char *text = text_of(path), *p = text;
    out[0] = '\0';
    while ((p = strstr(p, "\"epoch\":"))) {
        p += 8;
        sprintf(out + strlen(out), "%d ", atoi(p));
    }
    free(text);
    return out;
}

static char *path_in(void **state)
{
    return file_join(*state, "metrics.jsonl");
}

static void a_report_is_one_json_line(void **state)
{
    char *path = path_in(state);
    struct metrics_log log = opened(path);
    struct mien_error e;
    assert_int_equal(metrics_log_start(&log, &e), 0);
    struct fit_report r = epoch(2);
    r.metrics[1].value = NAN;
    r.samples_per_second = INFINITY;
    assert_int_equal(metrics_log_add(&log, &r, &e), 0);
    assert_int_equal(metrics_log_close(&log, &e), 0);
    char *text = text_of(path), *wall = strstr(text, "\"wall\":");
    const char *rest = strchr(wall, ',');
    assert_non_null(rest);
    assert_memory_equal(text, "{\"kind\":\"epoch\",\"step\":200,\"epoch\":2,\"wall\":0.", 46);
    assert_string_equal(rest,
                        ",\"samples_per_second\":null,\"loss\":0.5,\"valid_accuracy\":null}\n");
    free(text);
    free(path);
}

static void a_start_empties_the_file(void **state)
{
    char *path = path_in(state), found[64];
    struct metrics_log log = opened(path);
    struct mien_error e;
    metrics_log_start(&log, &e);
    add(&log, 1, 3);
    metrics_log_close(&log, &e);
    log = opened(path);
    assert_string_equal(epochs_in(path, found), "1 2 3 ");
    assert_int_equal(metrics_log_start(&log, &e), 0);
    add(&log, 1, 1);
    metrics_log_close(&log, &e);
    assert_string_equal(epochs_in(path, found), "1 ");
    free(path);
}

static void a_resume_cuts_off_what_is_done_again(void **state)
{
    char *path = path_in(state), found[64];
    struct metrics_log log = opened(path);
    struct mien_error e;
    metrics_log_start(&log, &e);
    add(&log, 1, 5);
    metrics_log_close(&log, &e);
    log = opened(path);
    assert_int_equal(metrics_log_resume(&log, &e), 0);
    assert_string_equal(epochs_in(path, found), "1 2 3 4 5 ");
    add(&log, 4, 4);
    assert_string_equal(epochs_in(path, found), "1 2 3 4 ");
    add(&log, 5, 6);
    metrics_log_close(&log, &e);
    assert_string_equal(epochs_in(path, found), "1 2 3 4 5 6 ");
    free(path);
}

static void a_resume_goes_on_with_the_wall_time_of_the_last_kept_line(void **state)
{
    char *path = path_in(state);
    static const char lines[] = "{\"kind\":\"epoch\",\"step\":100,\"epoch\":1,\"wall\":1000}\n"
                                "{\"kind\":\"epoch\",\"step\":200,\"epoch\":2,\"wall\":2000}\n";
    struct mien_error e;
    assert_int_equal(file_write(path, lines, sizeof lines - 1, &e), 0);
    struct metrics_log log = opened(path);
    assert_int_equal(metrics_log_resume(&log, &e), 0);
    add(&log, 2, 2);
    metrics_log_close(&log, &e);
    char *text = text_of(path), *last = strchr(text, '\n');
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
    assert_string_equal(epochs_in(path, found), "1 2 ");
    free(text);
    free(path);
}

static void a_line_that_is_no_metrics_is_named_and_left(void **state)
{
    char *path = path_in(state);
    static const char *const bad[] = {"hello\n", "{}\n", "{\"step\":\"1\",\"wall\":1}\n",
                                      "[1]\n",   "\n",   "{\"step\":1}\n"};
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

/* 0 where the fourth line fails with one message and close fails too. */
static int write_to_a_full_disk(const char *path)
{
    struct metrics_log log;
    struct mien_error e;
    if (metrics_log_open(&log, path, &e) != 0 || metrics_log_resume(&log, &e) != 0)
        return 1;
    struct fit_report r = epoch(4);
    if (metrics_log_add(&log, &r, &e) != -1 || !strstr(e.text, "metrics.jsonl: cannot write ("))
        return 2;
    return metrics_log_close(&log, &e) == -1 ? 0 : 3;
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
    assert_string_equal(epochs_in(path, found), "1 2 3 ");
    assert_int_equal(in_child(write_to_a_full_disk, path, length + 10), 0);
    char *text = text_of(path);
    assert_int_equal(strlen(text), length);
    free(text);
    free(path);
}

/* The disk is full for one line and has room again: both lines arrive, in order. */
static int write_when_room_is_back(const char *path)
{
    struct metrics_log log;
    struct mien_error e;
    struct rlimit r;
    getrlimit(RLIMIT_FSIZE, &r);
    rlim_t most = r.rlim_max;
    r.rlim_cur = 10;
    setrlimit(RLIMIT_FSIZE, &r);
    struct fit_report first = epoch(1), second = epoch(2);
    if (metrics_log_open(&log, path, &e) != 0 || metrics_log_start(&log, &e) != 0)
        return 1;
    if (metrics_log_add(&log, &first, &e) != -1)
        return 2;
    r.rlim_cur = most;
    setrlimit(RLIMIT_FSIZE, &r);
    if (metrics_log_add(&log, &second, &e) != 0)
        return 3;
    return metrics_log_close(&log, &e) == 0 ? 0 : 4;
}

static void a_line_that_failed_is_written_when_there_is_room(void **state)
{
    char *path = path_in(state), found[64];
    assert_int_equal(in_child(write_when_room_is_back, path, 1 << 20), 0);
    assert_string_equal(epochs_in(path, found), "1 2 ");
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
    assert_string_equal(epochs_in(path, found), "1 2 ");
    free(path);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, scratch_make, scratch_remove)
    const struct CMUnitTest tests[] = {
        TEST(a_report_is_one_json_line),
        TEST(a_start_empties_the_file),
        TEST(a_resume_cuts_off_what_is_done_again),
        TEST(a_resume_goes_on_with_the_wall_time_of_the_last_kept_line),
        TEST(a_half_last_line_is_cut_off),
        TEST(a_line_that_is_no_metrics_is_named_and_left),
        TEST(a_full_disk_leaves_whole_lines),
        TEST(a_line_that_failed_is_written_when_there_is_room),
        TEST(a_second_process_is_told_who_uses_the_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
