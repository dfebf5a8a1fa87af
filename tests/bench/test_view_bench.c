/* The bench of the viewer: what it asks of programs and their threads, and the whole command in its
 * quick form on a screen in memory. What the times are is no matter of tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/term.h"
#include "trainer/bench/peer.h"
#include "trainer/bench/program.h"

static const char *const environment[] = {NULL};

static struct program started(const char *line)
{
    const char *const argv[] = {"sh", "-c", line, NULL};
    struct mien_error e;
    struct program p;
    assert_int_equal(program_start(&p, argv, environment, false, &e), 0);
    return p;
}

static void a_program_that_is_asked_to_end_says_its_last_words(void **state)
{
    (void)state;
    char said[64];
    struct program p =
        started("trap 'echo bye; exit 3' TERM; echo hello; while :; do sleep 0.01; done");
    const struct program *const all[] = {&p};
    program_await(all, 1, clock_seconds() + 60); /* the trap is set when it has said hello */
    assert_false(program_ended(&p));
    assert_int_equal(program_end(&p, 60, said, sizeof said), 3);
    assert_string_equal(said, "hello\nbye\n");
    assert_int_equal(program_end(&p, 60, said, sizeof said), 0); /* there is none any more */
}

static void a_program_that_does_not_end_is_ended(void **state)
{
    (void)state;
    struct program p = started("trap '' TERM; echo hello; while :; do sleep 0.01; done");
    const struct program *const all[] = {&p};
    program_await(all, 1, clock_seconds() + 60);
    assert_int_equal(program_end(&p, 0.05, NULL, 0), 128 + 9);
}

static void what_has_ended_is_known_before_it_is_waited_for(void **state)
{
    (void)state;
    struct program p = started("exit 5");
    for (int i = 0; !program_ended(&p) && i < 6000; i++)
        program_await(NULL, 0, clock_seconds() + 0.01);
    assert_true(program_ended(&p));
    assert_int_equal(program_wait(&p, NULL), 5);
}

static bool is_sh(const char *name)
{
    return strcmp(name, "sh") == 0;
}

static bool is_none(const char *name)
{
    (void)name;
    return false;
}

static void time_is_told_by_the_names_of_threads(void **state)
{
    (void)state;
    struct program p = started("while :; do :; done");
    while (program_cpu_s(&p) < 0.05)
        program_await(NULL, 0, clock_seconds() + 0.01);
    const double own = program_threads_cpu_s(&p, is_sh), after = program_cpu_s(&p);
    assert_true(own > 0.01 && own < after + 0.03);
    assert_float_equal(program_threads_cpu_s(&p, is_none), 0, 0);
    program_stop(&p);
}

#ifdef MIEN_BUILT
static bool has_screen(void)
{
    return system("which Xvfb >/dev/null 2>&1") == 0;
}

static void the_quick_form_measures_everything(void **state)
{
    (void)state;
    static const char *const never_none[] = {"first drawn frame", "median", "frames a second",
                                             "the whole program", "MB"};
    struct mien_error e = {.text = ""};
    size_t found = 0;
    if (!has_screen())
        skip();
    cJSON *lines = peer_run(MIEN_BUILT "/mien bench view --quick --json --source "
                                       "datasets/portraits/clip.webm | tr -d '\\n' | "
                                       "sed 's/^/{\"rows\":/; s/$/}\\n/'",
                            &e);
    if (!lines)
        fail_msg("%s", e.text);
    const cJSON *row, *rows = cJSON_GetObjectItem(cJSON_GetArrayItem(lines, 0), "rows");
    assert_int_equal(cJSON_GetArraySize(rows), 11);
    cJSON_ArrayForEach(row, rows)
    {
        const cJSON *mien = cJSON_GetObjectItem(row, "mien");
        const char *figure = cJSON_GetStringValue(cJSON_GetObjectItem(row, "figure"));
        assert_non_null(figure);
        assert_true(cJSON_IsNumber(mien) && mien->valuedouble >= 0);
        for (size_t i = 0; i < sizeof never_none / sizeof *never_none; i++)
            found += strstr(figure, never_none[i]) && mien->valuedouble > 0;
    }
    assert_int_equal(found, sizeof never_none / sizeof *never_none);
    cJSON_Delete(lines);
}

static void what_the_viewer_said_before_it_left_is_the_reason(void **state)
{
    (void)state;
    struct mien_error e;
    if (!has_screen())
        skip();
    cJSON *lines = peer_run("s=$(" MIEN_BUILT "/mien bench view --quick --source missing.webm 2>&1 "
                            "| tail -n 1); case $s in *'missing.webm: no such file'*) "
                            "echo '{\"said\":1}';; *) echo \"$s\" >&2; exit 1; esac",
                            &e);
    assert_non_null(lines);
    cJSON_Delete(lines);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_program_that_is_asked_to_end_says_its_last_words),
        cmocka_unit_test(a_program_that_does_not_end_is_ended),
        cmocka_unit_test(what_has_ended_is_known_before_it_is_waited_for),
        cmocka_unit_test(time_is_told_by_the_names_of_threads),
#ifdef MIEN_BUILT
        cmocka_unit_test(the_quick_form_measures_everything),
        cmocka_unit_test(what_the_viewer_said_before_it_left_is_the_reason),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
