/* test_children.c - child processes: a script stands in for mien. */
#include "viewer/console/app/children.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static char home[] = "/tmp/mien-children-XXXXXX", program[64];

/* What `mien VERB` does is a line of shell. */
static int make_home(void **state)
{
    (void)state;
    if (!mkdtemp(home))
        return -1;
    snprintf(program, sizeof program, "%s/mien", home);
    FILE *f = fopen(program, "w");
    fputs("#!/bin/sh\n"
          "case $1 in\n"
          "speak) printf 'one\\ntwo\\rthree\\nfour'; echo five >&2 ;;\n"
          "fail) echo 'mien: it is broken' >&2; exit 2 ;;\n"
          "many) i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i + 1)); done ;;\n"
          "long) head -c 5000 /dev/zero | tr '\\0' a ;;\n"
          "tell) printf '<%s>' \"$@\" ;;\n"
          "die) kill -9 $$ ;;\n"
          "wait) trap 'echo stopping; exit 130' INT; echo ready; while :; do sleep .02; done ;;\n"
          "esac\n",
          f);
    fclose(f);
    setenv("MIEN_HOME", home, 1);
    return chmod(program, 0755);
}

static int remove_home(void **state)
{
    (void)state;
    remove(program);
    return rmdir(home);
}

static void pause_briefly(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
}

static struct child *start(struct children *c, const char *const *words)
{
    struct mien_error e = {.text = ""};
    const int place = children_start(c, words, &e);
    assert_string_equal(e.text, "");
    assert_true(place >= 0);
    return c->child[place];
}

static void wait_for_end(struct children *c)
{
    while (children_running(c) > 0) {
        children_poll(c);
        pause_briefly();
    }
}

static void open_children(struct children *c)
{
    struct mien_error e;
    assert_int_equal(children_init(c, &e), 0);
    assert_string_equal(c->program, program);
}

static void what_they_say_is_kept_in_lines(void **state)
{
    (void)state;
    struct children c;
    char text[64];
    open_children(&c);
    struct child *child = start(&c, (const char *const[]){"speak", NULL});
    wait_for_end(&c);
    assert_string_equal(child_line(child, 2), "one");
    assert_string_equal(child_line(child, 1), "three"); /* what stood before the '\r' is gone */
    assert_string_equal(child_line(child, 0), "fourfive");
    assert_null(child_line(child, 3));
    assert_string_equal(child_state(child, text, sizeof text), "done");
    children_free(&c);
}

static void the_newest_lines_are_kept_of_many_and_the_beginning_of_long_ones(void **state)
{
    (void)state;
    struct children c;
    open_children(&c);
    struct child *many = start(&c, (const char *const[]){"many", NULL});
    struct child *one = start(&c, (const char *const[]){"long", NULL});
    wait_for_end(&c);
    assert_string_equal(child_line(many, 0), "line 1999");
    assert_string_equal(child_line(many, CHILD_LINES - 1), "line 1500");
    assert_null(child_line(many, CHILD_LINES));
    assert_int_equal(strlen(child_line(one, 0)), CHILD_LINE_MAX);
    children_free(&c);
}

static void words_arrive_as_they_are(void **state)
{
    (void)state;
    struct children c;
    open_children(&c);
    struct child *child = start(&c, (const char *const[]){"tell", "a b", "", "*", NULL});
    wait_for_end(&c);
    assert_string_equal(child_line(child, 0), "<tell><a b><><*>");
    assert_string_equal(child->title, "tell a b  *");
    children_free(&c);
}

static void how_they_ended_is_told(void **state)
{
    (void)state;
    struct children c;
    char text[64];
    open_children(&c);
    struct child *failed = start(&c, (const char *const[]){"fail", NULL});
    struct child *died = start(&c, (const char *const[]){"die", NULL});
    wait_for_end(&c);
    assert_string_equal(child_state(failed, text, sizeof text), "exit status 2");
    assert_string_equal(child_line(failed, 0), "mien: it is broken");
    assert_string_equal(child_state(died, text, sizeof text), "killed (signal 9)");
    children_free(&c);
}

static void wait_until_ready(struct children *c, const struct child *child)
{
    while (!child_line(child, 0)) {
        children_poll(c);
        pause_briefly();
    }
}

static void stopping_asks_as_ctrl_c_does(void **state)
{
    (void)state;
    struct children c;
    struct mien_error e;
    char text[64];
    open_children(&c);
    struct child *child = start(&c, (const char *const[]){"wait", NULL});
    wait_until_ready(&c, child);
    assert_string_equal(child_state(child, text, sizeof text), "running");
    assert_int_equal(getpgid(child->pid), child->pid); /* Ctrl-C here is not for it */
    assert_int_equal(children_stop(&c, 0, &e), 0);
    wait_for_end(&c);
    assert_string_equal(child_line(child, 0), "stopping");
    assert_string_equal(child_state(child, text, sizeof text), "stopped");
    assert_int_equal(children_stop(&c, 0, &e), -1);
    children_free(&c);
}

static void one_left_behind_goes_on(void **state)
{
    (void)state;
    struct children c;
    open_children(&c);
    struct child *child = start(&c, (const char *const[]){"wait", NULL});
    wait_until_ready(&c, child);
    const pid_t pid = child->pid;
    children_free(&c);
    assert_int_equal(kill(pid, 0), 0);
    assert_int_equal(kill(pid, SIGINT), 0);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 130); /* it could say so to nobody */
}

static void those_that_have_ended_make_room(void **state)
{
    (void)state;
    struct children c;
    struct mien_error e = {.text = ""};
    open_children(&c);
    for (int i = 0; i < CHILDREN_MAX - 1; i++)
        start(&c, (const char *const[]){"wait", NULL});
    start(&c, (const char *const[]){"speak", NULL});
    while (children_running(&c) == CHILDREN_MAX) {
        children_poll(&c);
        pause_briefly();
    }
    start(&c, (const char *const[]){"wait", NULL});
    assert_int_equal(c.count, CHILDREN_MAX);
    assert_int_equal(children_start(&c, (const char *const[]){"speak", NULL}, &e), -1);
    assert_non_null(strstr(e.text, "stop one first"));
    for (int i = 0; i < c.count; i++)
        wait_until_ready(&c, c.child[i]);
    for (int i = 0; i < c.count; i++)
        assert_int_equal(children_stop(&c, i, &e), 0);
    wait_for_end(&c);
    children_free(&c);
}

static void a_program_that_is_not_there_is_named(void **state)
{
    (void)state;
    struct children c;
    struct mien_error e = {.text = ""};
    setenv("MIEN_HOME", "/nonexistent", 1);
    assert_int_equal(children_init(&c, &e), 0);
    setenv("MIEN_HOME", home, 1);
    assert_non_null(strstr(c.program, "/mien")); /* beside this program */
    free(c.program);
    c.program = strdup("/nonexistent/mien");
    assert_int_equal(children_start(&c, (const char *const[]){"speak", NULL}, &e), -1);
    assert_non_null(strstr(e.text, "/nonexistent/mien"));
    assert_int_equal(c.count, 0);
    children_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_they_say_is_kept_in_lines),
        cmocka_unit_test(the_newest_lines_are_kept_of_many_and_the_beginning_of_long_ones),
        cmocka_unit_test(words_arrive_as_they_are),
        cmocka_unit_test(how_they_ended_is_told),
        cmocka_unit_test(stopping_asks_as_ctrl_c_does),
        cmocka_unit_test(one_left_behind_goes_on),
        cmocka_unit_test(those_that_have_ended_make_room),
        cmocka_unit_test(a_program_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, make_home, remove_home);
}
