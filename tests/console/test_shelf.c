/* test_shelf.c - runs are found wherever they appear, and seen as they grow. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/resource.h>

#include "tests/console/metrics_file.h"
#include "viewer/console/journal/shelf.h"

#define LINE "{\"kind\":\"epoch\",\"step\":1,\"epoch\":1,\"loss\":0.5}\n"

static char *folder;
static struct shelf s;
static struct mien_error e;

static int make_folder(void **state)
{
    (void)state;
    folder = new_folder();
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    shelf_close(&s);
    remove_folder(folder);
    return 0;
}

static void open_on(const char *path)
{
    assert_int_equal(shelf_open(&s, &path, 1, &e), 0);
}

static void poll_all(void)
{
    while (shelf_poll(&s, 0.05, -1))
        ;
}

/* The descriptor says that something happened; it is taken in. */
static void is_told(void)
{
    struct pollfd told = {shelf_descriptor(&s), POLLIN, 0};
    assert_int_equal(poll(&told, 1, 5000), 1);
    poll_all();
}

static void new_run(const char *name, const char *text)
{
    char metrics[128];
    mkdir(in(folder, name), 0777);
    snprintf(metrics, sizeof metrics, "%s/metrics.jsonl", name);
    append(in(folder, metrics), text);
}

static void folders_runs_and_files_are_opened(void **state)
{
    (void)state;
    new_run("run10", LINE LINE);
    new_run("run9", LINE);
    mkdir(in(folder, "no-run"), 0777);
    append(in(folder, "note.txt"), "hello\n");
    append(in(folder, "lone.jsonl"), LINE);
    char runs[256], file[256];
    snprintf(runs, sizeof runs, "%s//", folder);
    snprintf(file, sizeof file, "%s/lone.jsonl", folder);
    const char *paths[] = {in(folder, "run10"), file, runs};
    assert_int_equal(shelf_open(&s, paths, 3, &e), 0);
    poll_all();
    assert_int_equal(s.count, 3); /* run10 is not there twice */
    assert_string_equal(s.runs[0]->name, "run10");
    assert_string_equal(s.runs[1]->name, "lone.jsonl");
    assert_string_equal(s.runs[2]->name, "run9");
    assert_int_equal(s.runs[0]->lines, 2);
}

static void a_path_can_join_later_and_twice(void **state)
{
    (void)state;
    new_run("runs", "");
    mkdir(in(folder, "more"), 0777);
    new_run("more/late", LINE);
    open_on(in(folder, "runs"));
    assert_int_equal(shelf_add(&s, in(folder, "more/"), &e), 0);
    assert_int_equal(shelf_add(&s, in(folder, "more"), &e), 0);
    poll_all();
    assert_int_equal(s.count, 2);
    assert_string_equal(s.runs[1]->name, "late");
    append(in(folder, "more/late/metrics.jsonl"), LINE);
    is_told();
    assert_int_equal(s.runs[1]->lines, 2);
}

static void runs_come_in_the_order_of_their_numbers(void **state)
{
    (void)state;
    new_run("run10", LINE);
    new_run("run9", LINE);
    new_run("run1", LINE);
    open_on(folder);
    assert_string_equal(s.runs[0]->name, "run1");
    assert_string_equal(s.runs[1]->name, "run9");
    assert_string_equal(s.runs[2]->name, "run10");
}

static void a_line_is_told_of_at_once(void **state)
{
    (void)state;
    new_run("a", LINE);
    open_on(folder);
    poll_all();
    const uint64_t generation = s.generation;
    poll_all();
    assert_int_equal(s.generation, generation);
    append(in(folder, "a/metrics.jsonl"), LINE);
    is_told();
    assert_int_equal(s.runs[0]->lines, 2);
    assert_true(s.generation > generation);
}

static void a_run_behind_a_link_is_told_of_too_and_shown_once(void **state)
{
    (void)state;
    char *elsewhere = new_folder();
    mkdir(in(elsewhere, "a"), 0777);
    append(in(elsewhere, "a/metrics.jsonl"), LINE);
    assert_int_equal(symlink(in(elsewhere, "a"), in(folder, "a")), 0);
    assert_int_equal(symlink("a", in(folder, "latest")), 0);
    assert_int_equal(symlink("nowhere", in(folder, "broken")), 0);
    open_on(folder);
    poll_all();
    assert_int_equal(s.count, 1);
    append(in(elsewhere, "a/metrics.jsonl"), LINE);
    is_told();
    assert_int_equal(s.runs[0]->lines, 2);
    remove_folder(elsewhere);
}

static void new_runs_join(void **state)
{
    (void)state;
    open_on(folder);
    poll_all();
    assert_int_equal(s.count, 0);
    mkdir(in(folder, "b"), 0777);
    is_told();
    assert_int_equal(s.count, 0);
    append(in(folder, "b/metrics.jsonl"), LINE);
    is_told();
    assert_int_equal(s.count, 1);
    new_run("a", LINE);
    is_told();
    assert_int_equal(s.count, 2);
    assert_string_equal(s.runs[0]->name, "b");
    assert_int_equal(s.runs[1]->lines, 1);
}

static void a_folder_moved_here_joins(void **state)
{
    (void)state;
    char *elsewhere = new_folder();
    mkdir(in(elsewhere, "a"), 0777);
    append(in(elsewhere, "a/metrics.jsonl"), LINE);
    open_on(folder);
    assert_int_equal(rename(in(elsewhere, "a"), in(folder, "a")), 0);
    is_told();
    assert_int_equal(s.count, 1);
    remove_folder(elsewhere);
}

static void a_run_deleted_and_made_again_is_the_same_run(void **state)
{
    (void)state;
    new_run("a", LINE LINE);
    open_on(folder);
    poll_all();
    const struct journal *run = s.runs[0];
    unlink(in(folder, "a/metrics.jsonl"));
    is_told();
    assert_int_equal(run->state, JOURNAL_GONE);
    rmdir(in(folder, "a"));
    is_told();
    new_run("a", LINE);
    is_told();
    assert_int_equal(s.count, 1);
    assert_ptr_equal(s.runs[0], run);
    assert_int_equal(run->state, JOURNAL_STOPPED);
    assert_int_equal(run->lines, 1);
    append(in(folder, "a/metrics.jsonl"), LINE);
    is_told();
    assert_int_equal(run->lines, 2);
}

static void a_file_that_takes_the_place_of_another_is_followed(void **state)
{
    (void)state;
    new_run("a", LINE LINE);
    open_on(folder);
    poll_all();
    append(in(folder, "new"), LINE);
    assert_int_equal(rename(in(folder, "new"), in(folder, "a/metrics.jsonl")), 0);
    is_told();
    assert_int_equal(s.runs[0]->lines, 1);
    append(in(folder, "a/metrics.jsonl"), LINE);
    is_told();
    assert_int_equal(s.runs[0]->lines, 2);
}

/* As a loop would that is woken by its clock. */
static void poll_for_a_while(bool (*until)(void))
{
    for (int i = 0; i < 500 && !until(); i++) {
        poll(NULL, 0, 10);
        poll_all();
    }
    assert_true(until());
}

static bool has_a_run_of_one_line(void)
{
    return s.count == 1 && s.runs[0]->lines == 1;
}

static bool has_a_run_of_two_lines(void)
{
    return s.count == 1 && s.runs[0]->lines == 2;
}

static void a_path_that_is_not_there_yet_is_waited_for(void **state)
{
    (void)state;
    open_on(in(folder, "runs"));
    poll_all();
    assert_int_equal(s.count, 0);
    mkdir(in(folder, "runs"), 0777);
    new_run("runs/a", LINE);
    poll_for_a_while(has_a_run_of_one_line);
}

/* Without a descriptor to spare there is no inotify. */
static void without_inotify_runs_are_looked_at(void **state)
{
    (void)state;
    struct rlimit limit, none;
    new_run("a", LINE);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    none = limit;
    none.rlim_cur = 0;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    const char *path = folder;
    const int opened = shelf_open(&s, &path, 1, &e);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_int_equal(opened, 0);
    assert_int_equal(shelf_descriptor(&s), -1);
    poll_for_a_while(has_a_run_of_one_line);
    append(in(folder, "a/metrics.jsonl"), LINE);
    poll_for_a_while(has_a_run_of_two_lines);
}

static void runs_beyond_the_shelf_are_left_out(void **state)
{
    (void)state;
    for (int i = 0; i < SHELF_RUNS_MAX + 3; i++) {
        char name[16];
        snprintf(name, sizeof name, "r%d", i);
        new_run(name, LINE);
    }
    open_on(folder);
    poll_all();
    assert_int_equal(s.count, SHELF_RUNS_MAX);
    assert_true(s.full);
    assert_int_equal(s.runs[SHELF_RUNS_MAX - 1]->lines, 1);
    append(in(folder, "r1000/metrics.jsonl"), LINE);
    is_told();
    assert_int_equal(s.runs[1000]->lines, 2);
}

static void the_chief_is_read_first_and_then_the_shorter(void **state)
{
    (void)state;
    static char line[200001];
    memset(line, ' ', sizeof line - 1);
    memcpy(line, LINE, sizeof LINE - 2);
    line[sizeof line - 2] = '\n';
    new_run("a", line);
    append(in(folder, "a/metrics.jsonl"), line);
    new_run("b", line);
    new_run("c", LINE);
    open_on(folder);
    assert_int_equal(shelf_poll(&s, 0, 0), 1);
    assert_int_equal(s.runs[0]->lines, 2);
    assert_int_equal(s.runs[2]->lines, 0);
    assert_int_equal(shelf_poll(&s, 0, 0), 1);
    assert_int_equal(s.runs[2]->lines, 1);
    assert_int_equal(s.runs[1]->lines, 0);
    assert_int_equal(shelf_poll(&s, 0, 0), 0);
    assert_int_equal(s.runs[1]->lines, 1);
}

/* Several megabytes each: they are read by several threads, and each comes out as if alone. */
static void long_runs_are_read_side_by_side(void **state)
{
    (void)state;
    enum { RUNS = 7, STEPS = 40000 };
    for (int run = 0; run < RUNS; run++) {
        char name[2] = {(char)('a' + run), '\0'}, metrics[32];
        mkdir(in(folder, name), 0777);
        snprintf(metrics, sizeof metrics, "%s/metrics.jsonl", name);
        FILE *f = fopen(in(folder, metrics), "w");
        assert_non_null(f);
        for (int i = 1; i <= STEPS + run; i++)
            fprintf(f, "{\"kind\":\"epoch\",\"step\":%d,\"epoch\":%d,\"wall\":%d,\"loss\":%d.5}\n",
                    i, i, i, run * i);
        assert_int_equal(fclose(f), 0);
    }
    open_on(folder);
    poll_all();
    assert_int_equal(s.count, RUNS);
    for (int run = 0; run < RUNS; run++) {
        assert_int_equal(s.runs[run]->lines, STEPS + run);
        assert_int_equal(s.runs[run]->bad_lines, 0);
        assert_float_equal(journal_last(s.runs[run], "loss"), run * (STEPS + run) + 0.5, 1e-9);
    }
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, make_folder, close_all)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(folders_runs_and_files_are_opened),
        CASE(a_path_can_join_later_and_twice),
        CASE(runs_come_in_the_order_of_their_numbers),
        CASE(a_line_is_told_of_at_once),
        CASE(a_run_behind_a_link_is_told_of_too_and_shown_once),
        CASE(new_runs_join),
        CASE(a_folder_moved_here_joins),
        CASE(a_run_deleted_and_made_again_is_the_same_run),
        CASE(a_file_that_takes_the_place_of_another_is_followed),
        CASE(a_path_that_is_not_there_yet_is_waited_for),
        CASE(without_inotify_runs_are_looked_at),
        CASE(runs_beyond_the_shelf_are_left_out),
        CASE(the_chief_is_read_first_and_then_the_shorter),
        CASE(long_runs_are_read_side_by_side),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
