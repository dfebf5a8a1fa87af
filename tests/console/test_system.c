/* test_system.c - what /proc says, from recorded texts, and the view that shows it. */
#include "tests/console/stage.h"
#include "viewer/console/views/process.h"

/* ---- a process ---- */

/* As Linux 6.1 writes it; the process was called in the way each test wants. */
#define STAT(name)                                                                                 \
    "11976 (" name ") R 11900 11900 589 0 -1 4194304 100 0 0 0 250 17 0 0 20 5 3 0 3439315 "       \
    "3133440 384 18446744073709551615 94574050922496 94574050942377 140732182063504 0 0 0 0 0 0 "  \
    "0 "                                                                                           \
    "0 0 17 0 0 0 0 0 0 94574050958384 94574050960000 94574604574720 140732182067841 "             \
    "140732182067861 140732182067861 140732182069227 0\n"

static void a_process_is_read_from_its_stat(void **state)
{
    struct process p = {0};
    (void)state;
    assert_true(process_parse_stat(&p, STAT("mien")));
    assert_int_equal(p.pid, 11976);
    assert_string_equal(p.name, "mien");
    assert_int_equal(p.state, 'R');
    assert_int_equal(p.cpu_ticks, 267);
    assert_int_equal(p.nice, 5);
    assert_int_equal(p.threads, 3);
    assert_int_equal(p.started_ticks, 3439315);
}

static void its_name_may_hold_blanks_parentheses_and_line_ends(void **state)
{
    static const char *const texts[] = {STAT("a b"), STAT("(sd-pam)"), STAT(") R 1 2"),
                                        STAT("a)\n(b"), STAT("")};
    static const char *const names[] = {"a b", "(sd-pam)", ") R 1 2", "a)\n(b", ""};
    (void)state;
    for (int k = 0; k < 5; k++) {
        struct process p = {0};
        assert_true(process_parse_stat(&p, texts[k]));
        assert_string_equal(p.name, names[k]);
        assert_int_equal(p.threads, 3);
        assert_int_equal(p.cpu_ticks, 267);
    }
}

static void a_text_cut_anywhere_before_the_start_time_is_refused(void **state)
{
    static const char whole[] = STAT("mien");
    const size_t needed = (size_t)(strstr(whole, "3439315") - whole);
    char text[sizeof whole];
    (void)state;
    for (size_t length = 0; length <= needed; length++) {
        struct process p = {.pid = 7};
        memcpy(text, whole, length);
        text[length] = '\0';
        assert_false(process_parse_stat(&p, text));
        assert_int_equal(p.pid, 7);
    }
}

static void memory_is_read_from_status_in_bytes(void **state)
{
    struct process p = {0};
    (void)state;
    assert_true(process_parse_status(&p, "Name:\tmien\nVmPeak:\t 9000 kB\nVmHWM:\t    1940 kB\n"
                                         "VmRSS:\t    1840 kB\nThreads:\t1\n"));
    assert_int_equal(p.resident, 1840 * 1024);
    assert_int_equal(p.peak, 1940 * 1024);
    assert_false(process_parse_status(&p, "Name:\tkthreadd\nThreads:\t1\n"));
    assert_false(process_parse_status(&p, ""));
    assert_int_equal(p.resident, 1840 * 1024);
}

/* ---- the machine ---- */

static const char stat_before[] = "cpu  300 10 90 500 100 0 0 0 0 0\n"
                                  "cpu0 200 0 40 200 60 0 0 0 0 0\n"
                                  "cpu2 100 10 50 300 40 0 0 0 0 0\n"
                                  "intr 19108400 0 0\nctxt 33409642\n";
static const char stat_after[] = "cpu  380 10 110 580 110 5 5 0 0 0\n"
                                 "cpu0 280 0 50 200 60 5 5 0 0 0\n"
                                 "cpu2 100 10 60 380 50 0 0 0 0 0\n"
                                 "intr 19108400 0 0\nctxt 33409642\n";

static void shares_are_differences_of_two_readings(void **state)
{
    struct machine a = {0}, b = {0};
    (void)state;
    assert_true(machine_parse_stat(&a, stat_before));
    assert_true(machine_parse_stat(&b, stat_after));
    assert_int_equal(a.cores, 2);
    assert_int_equal(a.core[1].number, 2); /* cpu1 is switched off */
    assert_true(fabs(machine_share(&a.core[0], &b.core[0]) - 1.0) < 1e-12);
    assert_true(fabs(machine_share(&a.core[1], &b.core[1]) - 0.1) < 1e-12);
    assert_true(fabs(machine_share(&a.all, &b.all) - 110.0 / 200.0) < 1e-12);
    assert_true(isnan(machine_share(&a.all, &a.all)));
    assert_true(isnan(machine_share(&b.all, &a.all)));
}

static void texts_that_are_none_of_it_are_refused(void **state)
{
    struct machine m = {.cores = 7};
    (void)state;
    assert_false(machine_parse_stat(&m, ""));
    assert_false(machine_parse_stat(&m, "cpu\n"));
    assert_false(machine_parse_stat(&m, "cpu  1 2 3\n"));
    assert_false(machine_parse_stat(&m, "cpu0 1 2 3 4\n"));
    assert_false(machine_parse_memory(&m, "MemTotal: 10 kB\n"));
    assert_false(machine_parse_load(&m, "0.1 0.2\n"));
    assert_false(machine_parse_uptime(&m, "long\n"));
    assert_int_equal(m.cores, 7);
}

static void memory_load_and_uptime_are_read(void **state)
{
    struct machine m = {0};
    (void)state;
    assert_true(machine_parse_memory(&m, "MemTotal:       24684096 kB\nMemFree: 22159912 kB\n"
                                         "MemAvailable:   23545204 kB\n"));
    assert_int_equal(m.memory, 24684096ULL * 1024);
    assert_int_equal(m.available, 23545204ULL * 1024);
    assert_true(machine_parse_load(&m, "5.25 4.82 3.94 7/128 11979\n"));
    assert_true(m.load[0] == 5.25 && m.load[2] == 3.94);
    assert_true(machine_parse_uptime(&m, "34393.23 18531.43\n"));
    assert_true(m.uptime == 34393.23);
}

static void a_share_is_of_one_core_and_of_the_same_process(void **state)
{
    const double hz = (double)sysconf(_SC_CLK_TCK);
    const struct process before = {.pid = 5, .started_ticks = 9, .cpu_ticks = 100};
    struct process after = {.pid = 5, .started_ticks = 9, .cpu_ticks = 100 + (uint64_t)(3 * hz)};
    (void)state;
    assert_true(fabs(process_share(&before, &after, 2) - 1.5) < 1e-12);
    assert_true(isnan(process_share(&before, &after, 0)));
    assert_true(isnan(process_share(&before, &after, NAN)));
    after.started_ticks = 10; /* another one by that number */
    assert_true(isnan(process_share(&before, &after, 2)));
}

static void this_process_can_be_read(void **state)
{
    struct process p;
    struct machine m;
    (void)state;
    assert_true(process_read(&p, getpid()));
    assert_int_equal(p.pid, getpid());
    assert_true(p.resident > 0 && p.peak >= p.resident / 2 && p.threads >= 1);
    assert_true(machine_read(&m));
    assert_true(m.cores >= 1 && m.memory > 0);
    assert_true(process_age(&p, &m) < m.uptime);
    assert_false(process_read(&p, 0));
    assert_int_equal(p.pid, 0);
}

/* ---- the view ---- */

static const char run[] =
    "{\"kind\":\"epoch\",\"step\":10,\"epoch\":1,\"wall\":1.5,\"loss\":1.1}\n";

static void an_empty_shelf_tells_how_to_start_a_run(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_system);
    stage_draw(&s, 80, 22);
    stage_shows(&s, "core");
    stage_shows(&s, ":train experiments/mlp68.cfg");
    stage_close(&s);
}

static void a_run_without_a_process_says_so(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_system);
    stage_run(&s, "past", run);
    stage_draw(&s, 100, 40);
    stage_shows(&s, "no process");
    stage_shows(&s, "it has no process on this machine");
    stage_close(&s);
}

static void runs_with_a_process_come_first_with_its_figures(void **state)
{
    struct stage s;
    struct table t;
    (void)state;
    stage_open(&s, &view_system);
    stage_run(&s, "past", run);
    struct journal *mine = stage_run(&s, "present", run);
    mine->writer = getpid();
    mine->state = JOURNAL_RUNNING;
    s.m.selected = mine;
    stage_draw(&s, 120, 40);
    assert_true(stage_find(&s, "present", NULL) < stage_find(&s, "past", NULL));
    stage_shows(&s, "measuring: the first figures");
    for (int second = 1; second < 4; second++) {
        s.m.now = STAGE_NOW + second;
        stage_draw(&s, 120, 40);
    }
    stage_shows(&s, "100 % is one core");
    assert_true(view_system.table(s.state, &s.m, &t));
    cJSON *json = table_json(&t), *row = cJSON_GetArrayItem(json, 0);
    assert_true(cJSON_GetObjectItem(row, "pid")->valuedouble == getpid());
    assert_true(cJSON_GetObjectItem(row, "memory")->valuedouble > 0);
    assert_true(cJSON_IsNumber(cJSON_GetObjectItem(row, "cpu")));
    assert_true(cJSON_IsNull(cJSON_GetObjectItem(cJSON_GetArrayItem(json, 1), "cpu")));
    cJSON_Delete(json);
    table_free(&t);
    stage_close(&s);
}

static void a_process_that_ends_is_no_longer_shown(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_system);
    struct journal *mine = stage_run(&s, "present", run);
    mine->writer = getpid();
    stage_draw(&s, 120, 40);
    stage_hides(&s, "no process");
    mine->writer = 0;
    s.m.now += 2;
    stage_draw(&s, 120, 40);
    stage_shows(&s, "no process");
    stage_close(&s);
}

static void any_size_can_be_drawn(void **state)
{
    struct stage s;
    (void)state;
    stage_open(&s, &view_system);
    stage_run(&s, "past", run);
    stage_run(&s, "present", run)->writer = getpid();
    for (int height = 1; height < 30; height++)
        for (int width = 1; width < 130; width += width < 12 ? 1 : 9, s.m.now += 0.5)
            stage_draw(&s, width, height);
    stage_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_process_is_read_from_its_stat),
        cmocka_unit_test(its_name_may_hold_blanks_parentheses_and_line_ends),
        cmocka_unit_test(a_text_cut_anywhere_before_the_start_time_is_refused),
        cmocka_unit_test(memory_is_read_from_status_in_bytes),
        cmocka_unit_test(shares_are_differences_of_two_readings),
        cmocka_unit_test(texts_that_are_none_of_it_are_refused),
        cmocka_unit_test(memory_load_and_uptime_are_read),
        cmocka_unit_test(a_share_is_of_one_core_and_of_the_same_process),
        cmocka_unit_test(this_process_can_be_read),
        cmocka_unit_test(an_empty_shelf_tells_how_to_start_a_run),
        cmocka_unit_test(a_run_without_a_process_says_so),
        cmocka_unit_test(runs_with_a_process_come_first_with_its_figures),
        cmocka_unit_test(a_process_that_ends_is_no_longer_shown),
        cmocka_unit_test(any_size_can_be_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
