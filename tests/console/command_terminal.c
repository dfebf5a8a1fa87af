/* command_terminal.c - the terminal, by a program (terminal_echo.c) that tells what came. */
#include "tests/console/pane.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* The alternate screen, the mouse, the cursor: while a program has the terminal, and before. */
#define STATE "#{alternate_on} #{mouse_button_flag} #{mouse_sgr_flag} #{cursor_flag}"
#define TAKEN "1 1 1 0"
#define GIVEN "0 0 0 1"

static int open_pane(void **state)
{
    struct pane *p = calloc(1, sizeof *p);
    *state = p;
    if (!p)
        return -1;
    if (!pane_open(p, 80, 24)) {
        free(p);
        *state = NULL;
    }
    return 0;
}

static int close_pane(void **state)
{
    if (*state)
        pane_close(*state);
    free(*state);
    return 0;
}

/* The pane of the test; without tmux the test is skipped. */
static struct pane *pane_of(void **state)
{
    if (!*state)
        skip();
    return *state;
}

/* Start the program with settings of the environment, on an empty screen. */
static void start(struct pane *p, const char *environment)
{
    char line[512];
    snprintf(line, sizeof line, "clear; %s %s; echo status $?", environment, TERMINAL_ECHO);
    pane_run(p, line);
    pane_await(p, "[nothing]");
}

static void keys_come_by_their_names(void **state)
{
    static const char *const keys[][2] = {
        {"Up", "Up"},
        {"Down", "Down"},
        {"Left", "Left"},
        {"Right", "Right"},
        {"Home", "Home"},
        {"End", "End"},
        {"PPage", "PgUp"},
        {"NPage", "PgDn"},
        {"DC", "Del"},
        {"F1", "F1"},
        {"BSpace", "Backspace"},
        {"F12", "F12"},
        {"Enter", "Enter"},
        {"Tab", "Tab"},
        {"BTab", "Shift-Tab"},
        {"Escape", "Esc"},
        {"C-c", "Ctrl-C"},
        {"C-s", "Ctrl-S"},
        {"C-v", "Ctrl-V"},
        {"C-l", "Ctrl-L"},
        {"Space", "Space"},
        {"é", "é"},
        {"😀", "😀"},
    };
    struct pane *p = pane_of(state);
    start(p, "");
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        char expected[32];
        snprintf(expected, sizeof expected, "[key %s]", keys[k][1]);
        pane_key(p, keys[k][0]);
        pane_await(p, expected);
    }
}

static void sequences_of_no_known_key_type_no_letters(void **state)
{
    struct pane *p = pane_of(state);
    start(p, "");
    pane_bytes(p, "\033[1;5D\033[210~\033Oz\033[<9;9x");
    pane_key(p, "Up");
    pane_await(p, "[key Up]");
    pane_await(p, "#1"); /* one event, not several */
}

static void what_is_pasted_is_told_from_what_is_typed(void **state)
{
    struct pane *p = pane_of(state);
    start(p, "");
    pane_bytes(p, "\033[200~ab\032");
    pane_await(p, "[pasted Ctrl-Z]"); /* and does not suspend */
    pane_bytes(p, "\rc\033[201~");
    pane_await(p, "[pasted c]");
    pane_key(p, "d");
    pane_await(p, "[key d]");
    pane_bytes(p, "\033[200~e");
    pane_await(p, "[pasted e]");
    sleep(2); /* the mark behind it is lost */
    pane_key(p, "f");
    pane_await(p, "[key f]");
}

static void the_mouse_presses_drags_and_turns_its_wheel(void **state)
{
    static const char *const reports[][2] = {
        {"\033[<0;5;3M", "press 4,2"},     {"\033[<32;9;4M", "drag 8,3"},
        {"\033[<0;9;4m", "release 8,3"},   {"\033[<64;1;1M", "up 0,0"},
        {"\033[<65;80;24M", "down 79,23"},
    };
    struct pane *p = pane_of(state);
    start(p, "");
    for (size_t k = 0; k < sizeof reports / sizeof *reports; k++) {
        pane_bytes(p, reports[k][0]);
        pane_await(p, reports[k][1]);
    }
    pane_bytes(p, "\033[<0;7;7M\033[<0;7;7m\033[<0;7;7M");
    pane_await(p, "double 6,6");
    pane_bytes(p, "\033[<2;1;1M\033[<0;300;2M\033[<0;0;0M\033[<0;1M\033[<;;M");
    pane_key(p, "Up");
    pane_await(p, "#9"); /* 5, then 3, then the key alone */
}

static void a_resize_at_any_moment_is_drawn_at_the_new_size(void **state)
{
    static const struct {
        int width, height;
        const char *drawn; /* of 1 x 1 nothing: the last corner is not every terminal's to write */
    } sizes[] = {
        {120, 40, "120x40"}, {200, 60, "200x60"}, {20, 5, "20x5"},   {1, 1, ""},
        {2, 1, "2"},         {1, 9, "1"},         {80, 24, "80x24"},
    };
    struct pane *p = pane_of(state);
    start(p, "");
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        pane_resize(p, sizes[k].width, sizes[k].height);
        pane_await(p, sizes[k].drawn);
    }
    pane_await(p, "[resize]");
    pane_await(p, "│ ● é ⣿ … 中文 😀 |");
}

static void ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_back(void **state)
{
    struct pane *p = pane_of(state);
    start(p, "");
    pane_await_state(p, STATE, TAKEN);
    pane_key(p, "C-z");
    pane_await(p, "Stopped");
    pane_await_state(p, STATE, GIVEN);
    pane_resize(p, 100, 30);
    pane_run(p, "fg");
    pane_await(p, "100x30");
    pane_await_state(p, STATE, TAKEN);
    pane_key(p, "Up");
    pane_await(p, "[key Up]");
}

static void a_stop_without_warning_is_drawn_over_when_continued(void **state)
{
    struct pane *p = pane_of(state);
    start(p, "");
    pane_key(p, "P");
    pane_await(p, "Stopped");
    pane_run(p, "stty sane; clear; fg");
    pane_await(p, "│ ● é ⣿ … 中文 😀 |");
    pane_key(p, "Up");
    pane_await(p, "[key Up]");
}

static void the_terminal_is_given_back_however_the_program_ends(void **state)
{
    static const char ends[] = "qESTHFIADQ";
    struct pane *p = pane_of(state);
    pane_run(p, "ulimit -c 0; trap : INT; before=$(stty -g)");
    for (const char *end = ends; *end; end++) {
        const char key[] = {*end, '\0'};
        start(p, "2>/dev/null");
        pane_await_state(p, STATE, TAKEN);
        pane_key(p, *end == 'Q' ? "C-\\" : key);
        pane_await_state(p, STATE, GIVEN);
        pane_run(p, "test \"$(stty -g)\" = \"$before\" && echo line as be''fore");
        pane_await(p, "line as before");
    }
}

static void a_terminal_that_goes_away_is_an_end(void **state)
{
    struct pane *p = pane_of(state);
    char line[512], path[] = "/tmp/mien-terminal-XXXXXX";
    const int file = mkstemp(path);
    assert_true(file >= 0);
    snprintf(line, sizeof line, "trap '' HUP; %s; echo $? >%s", TERMINAL_ECHO, path);
    pane_run(p, line);
    pane_await(p, "[nothing]");
    pane_close(p);
    char status = 0;
    for (int k = 0; k < 500 && pread(file, &status, 1, 0) < 1; k++)
        usleep(20000);
    close(file);
    unlink(path);
    assert_int_equal(status, '0');
}

static void the_environment_says_how_much_can_be_shown(void **state)
{
    static const struct {
        const char *environment, *title, *inside;
    } cases[] = {
        {"", "depth 2 unicode", "\033[38;5;36m"},
        {"COLORFGBG='0;15'", "depth 2 unicode", "\033[38;5;29m"},
        {"NO_COLOR=1", "depth 0 unicode", "\033[7mcursor"},
        {"NO_COLOR=", "depth 2 unicode", "\033[38;5;36m"},
        {"TERM=linux", "depth 1 unicode", "\033[32m"},
        {"TERM=vt100", "depth 0 unicode", "\033[7mcursor"},
        {"LC_ALL=C", "depth 2 ascii", "| o e : ~ ? ?  ?  |"},
    };
    struct pane *p = pane_of(state);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        start(p, cases[k].environment);
        pane_await(p, cases[k].title);
        const char *screen = pane_screen(p, true);
        if (!strstr(screen, cases[k].inside))
            fail_msg("%s: no '%s':\n%s", cases[k].environment, cases[k].inside + 1, screen);
        if (strstr(cases[k].environment, "NO_COLOR=1"))
            assert_null(strstr(screen, "[38;5"));
        pane_key(p, "q");
        pane_await_state(p, STATE, GIVEN);
    }
}

static void a_terminal_that_cannot_is_refused_with_what_to_do(void **state)
{
    static const struct {
        const char *environment, *message;
    } cases[] = {
        {"TERM=dumb", "the terminal cannot place its cursor (TERM=dumb)"},
        {"TERM=nonsense", "there is no description of the terminal (TERM=nonsense)"},
        {"TERM=", "TERM is not set"},
        {"env -u TERM", "TERM is not set"},
        {"</dev/null", "standard input is no terminal"},
        {"> >(cat)", "standard output is no terminal"},
    };
    struct pane *p = pane_of(state);
    pane_resize(p, 200, 24);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char line[512];
        snprintf(line, sizeof line, "clear; %s %s; echo stat''us $?", cases[k].environment,
                 TERMINAL_ECHO);
        pane_run(p, line);
        pane_await(p, cases[k].message);
        pane_await(p, "mien console --once");
        pane_await(p, "status 1");
    }
}

int main(void)
{
#define PANE_TEST(name) cmocka_unit_test_setup_teardown(name, open_pane, close_pane)
    const struct CMUnitTest tests[] = {
        PANE_TEST(keys_come_by_their_names),
        PANE_TEST(sequences_of_no_known_key_type_no_letters),
        PANE_TEST(what_is_pasted_is_told_from_what_is_typed),
        PANE_TEST(the_mouse_presses_drags_and_turns_its_wheel),
        PANE_TEST(a_resize_at_any_moment_is_drawn_at_the_new_size),
        PANE_TEST(ctrl_z_gives_the_terminal_to_the_shell_and_fg_takes_it_back),
        PANE_TEST(a_stop_without_warning_is_drawn_over_when_continued),
        PANE_TEST(the_terminal_is_given_back_however_the_program_ends),
        PANE_TEST(a_terminal_that_goes_away_is_an_end),
        PANE_TEST(the_environment_says_how_much_can_be_shown),
        PANE_TEST(a_terminal_that_cannot_is_refused_with_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
