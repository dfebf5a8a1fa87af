/* test_stop.c - Ctrl-C and a full disk, as a fit meets them through its monitor. */
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
#include "trainer/run/run_monitor.h"
#include "runtime/host/stop.h"

static const struct fit_report tree = {
    .unit = "tree", .done = 1, .total = 10, .step = 1, .finished_step = true};

static void the_first_signal_asks_for_a_stop(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < 2; i++) {
        stop_watch();
        assert_false(stop_asked());
        raise(signals[i]);
        assert_true(stop_asked());
        stop_unwatch();
        assert_true(stop_asked());
    }
    stop_watch();
    assert_false(stop_asked());
    stop_unwatch();
}

static void the_second_ends_the_process(void **state)
{
    (void)state;
    pid_t pid = fork();
    if (pid == 0) {
        stop_watch();
        raise(SIGINT);
        raise(SIGINT);
        _exit(0);
    }
    int status;
    waitpid(pid, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
}

/* The monitor prints to stderr: give it a file, and give back what it printed. */
static char *printed(void (*work)(void *), void *argument)
{
    char *text = calloc(1, 4096);
    FILE *file = tmpfile();
    fflush(stderr);
    int saved = dup(2);
    dup2(fileno(file), 2);
    work(argument);
    fflush(stderr);
    dup2(saved, 2);
    close(saved);
    rewind(file);
    size_t n = fread(text, 1, 4095, file);
    text[n] = '\0';
    fclose(file);
    return text;
}

static void interrupt_a_fit(void *unused)
{
    (void)unused;
    struct run_monitor m;
    struct monitor monitor = run_monitor_start(&m, NULL);
    assert_true(monitor.report(monitor.context, &tree));
    raise(SIGINT);
    assert_false(monitor.report(monitor.context, &tree));
    assert_false(monitor.report(monitor.context, &tree));
    struct mien_error e;
    assert_int_equal(run_monitor_finish(&m, &e), 0);
}

static void an_interrupted_fit_is_asked_to_stop_and_says_so_once(void **state)
{
    (void)state;
    char *text = printed(interrupt_a_fit, NULL);
    const char *note = strstr(text, "stopping at the next checkpoint");
    assert_non_null(note);
    assert_null(strstr(note + 1, "stopping"));
    free(text);
}

static void fill_the_disk(void *argument)
{
    struct mien_error e;
    struct metrics_log log;
    assert_int_equal(metrics_log_open(&log, argument, &e), 0);
    assert_int_equal(metrics_log_start(&log, &e), 0);
    struct run_monitor m;
    struct monitor monitor = run_monitor_start(&m, &log);
    struct rlimit limit, none;
    getrlimit(RLIMIT_FSIZE, &limit);
    none = (struct rlimit){10, limit.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &none);
    bool go_on = monitor.report(monitor.context, &tree);
    setrlimit(RLIMIT_FSIZE, &limit);
    assert_false(go_on);
    assert_int_equal(run_monitor_finish(&m, &e), -1);
    assert_non_null(strstr(e.text, "metrics.jsonl: cannot write ("));
    assert_int_equal(metrics_log_close(&log, &e), 0);
}

static void a_full_disk_stops_the_fit_with_its_error_and_loses_no_line(void **state)
{
    char *path = file_join(*state, "metrics.jsonl");
    free(printed(fill_the_disk, path));
    struct mien_error e;
    char *text = file_text(path, 1000, &e);
    assert_non_null(strstr(text, "{\"kind\":\"tree\",\"step\":1,\"tree\":1,"));
    free(text);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_signal_asks_for_a_stop),
        cmocka_unit_test(the_second_ends_the_process),
        cmocka_unit_test(an_interrupted_fit_is_asked_to_stop_and_says_so_once),
        cmocka_unit_test_setup_teardown(a_full_disk_stops_the_fit_with_its_error_and_loses_no_line,
                                        scratch_make, scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
