/* command_program.c - the console as a person at a terminal has it: every view by key and by mouse
 * at three sizes, and the terminal as it was however it ends. */
#include <signal.h>

#include "tests/console/stand.h"

/* The alternate screen and the cursor: while the console has the terminal, and before. */
#define STATE "#{alternate_on} #{cursor_flag}"
#define TAKEN "1 0"
#define GIVEN "0 1"
#define TABS "1 Overview  2 Curves  3 Confusion  4 Compare  5 Live  6 Log  7 System"

static const struct {
    int width, height;
} sizes[] = {{80, 24}, {120, 40}, {200, 60}};

/* What each view shows of the runs: first at all sizes, then where there is more room. */
static const struct {
    const char *key, *everywhere[8], *at_120[6], *at_200[6];
} views[] = {
    {"1",
     {"4 runs", "1 stopped", "2 finished", "1 crashed", "20/20 epochs", "7/20 epochs", "70.0 %",
      "── alpha ──"},
     {"network", "angry taken for happy: 20 of 51"},
     {"valid_accuracy", "valid_loss"}},
    {"2",
     {"1 run over epoch 1–20", "loss", "accuracy", "● alpha", "60 %┤", "70.0 %"},
     {"learning rate"},
     {"samples per second"}},
    {"3",
     {"alpha  epoch 20", "angry", "happy", "sad", "58.8 %", "macro F1 73.3 %", "126 rows",
      "angry taken for happy"},
     {"alpha"},
     {"alpha"}},
    {"4",
     {"Accuracy", "70.0 %", "44.0 %", "36.0 %", "at the end", "best of run", "10:00", "cfg"},
     {"12.3 k"},
     {"network"}},
    {"5",
     {"delta", "finished", "cnn-small on /dev/video0", "Emotions", "neutral", "latency", "Stages",
      "Events"},
     {"capture"},
     {"classify"}},
    {"6",
     {"22 lines", "following", "\"kind\":\"end\"", "\"epoch\":20"},
     {"\"learning_rate\":0.002"},
     {"\"confusion\":[["}},
    {"7", {"cores", "load", "memory", "alpha", "no process", "delta"}, {"this machine"}, {"alpha"}},
};

static void start(struct pane *p, const char *options)
{
    char line[256];
    snprintf(line, sizeof line, "clear; mien console . %s; echo status $?", options);
    pane_run(p, line);
    pane_await_state(p, STATE, TAKEN);
    pane_await(p, "quit");
}

static void leave(struct pane *p)
{
    pane_key(p, "q");
    pane_await(p, "status 0");
}

static void await_all(struct pane *p, const char *const *texts, int count)
{
    for (int i = 0; i < count && texts[i]; i++)
        pane_await(p, texts[i]);
}

/* The screen has the names of the views above and the hints below, and nothing fell out of it. */
static void expect_frame(struct pane *p, int height)
{
    int rows = 0;
    const char *screen = pane_screen(p, false), *last = screen;
    for (const char *c = screen; *c; c++)
        if (*c == '\n') {
            rows++;
            last = c[1] ? c + 1 : last;
        }
    assert_int_equal(rows, height);
    if (!strstr(screen, TABS) || strchr(screen, '\n') < strstr(screen, TABS))
        fail_msg("the names of the views do not stand above:\n%s", screen);
    if (!strstr(last, "? help  : command  q quit"))
        fail_msg("the hints do not stand below:\n%s", screen);
    stand_hides(p, "\xef\xbf\xbd"); /* U+FFFD, what is no character */
}

static void every_view_is_shown_at_every_size(void **state)
{
    struct pane *p = stand_pane(state);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        pane_resize(p, sizes[s].width, sizes[s].height);
        start(p, "--view overview");
        for (size_t v = 0; v < sizeof views / sizeof *views; v++) {
            pane_key(p, views[v].key);
            await_all(p, views[v].everywhere, 8);
            if (sizes[s].width >= 120)
                await_all(p, views[v].at_120, 6);
            if (sizes[s].width >= 200)
                await_all(p, views[v].at_200, 6);
            expect_frame(p, sizes[s].height);
        }
        leave(p);
    }
}

static void keys_move_pin_filter_and_open(void **state)
{
    struct pane *p = stand_pane(state);
    start(p, "--view overview");
    pane_key(p, "Down");
    pane_await(p, "── beta ──");
    pane_key(p, "p");
    pane_key(p, "k");
    pane_await(p, "── alpha ──");
    pane_key(p, "2");
    pane_await(p, "2 runs over epoch");
    pane_key(p, "1");
    pane_bytes(p, "/gam");
    stand_await_gone(p, "7/20 epochs");
    pane_key(p, "Escape");
    pane_await(p, "7/20 epochs");
    pane_bytes(p, ":view conf\t");
    pane_await(p, ":view confusion");
    pane_key(p, "Enter");
    pane_await(p, "macro F1");
    pane_key(p, "?");
    pane_await(p, "Esc leaves");
    pane_key(p, "Escape");
    stand_await_gone(p, "Esc leaves");
    leave(p);
}

/* A click of the left button, columns and rows from 0. */
static void click(struct pane *p, int x, int y)
{
    char report[64];
    snprintf(report, sizeof report, "\033[<0;%d;%dM\033[<0;%d;%dm", x + 1, y + 1, x + 1, y + 1);
    pane_bytes(p, report);
}

/* Where the text is on the screen, in columns; fails the test where it is not. */
static void find(struct pane *p, const char *what, int *x, int *y)
{
    const char *at = strstr(pane_screen(p, false), what);
    if (!at)
        fail_msg("'%s' is not shown in:\n%s", what, p->text);
    *x = *y = 0;
    for (const char *c = p->text; c < at; c++) {
        *y += *c == '\n';
        *x = *c == '\n' ? 0 : *x + ((*c & 0xc0) != 0x80);
    }
}

static void click_text(struct pane *p, const char *what)
{
    int x, y;
    find(p, what, &x, &y);
    click(p, x, y);
}

static void the_mouse_does_what_keys_do(void **state)
{
    struct pane *p = stand_pane(state);
    start(p, "--view overview");
    click_text(p, "beta ");
    pane_await(p, "── beta ──");
    pane_bytes(p, "\033[<65;10;5M"); /* the wheel, over the list */
    stand_await_gone(p, "── beta ──");
    click_text(p, "4 Compare");
    pane_await(p, "at the end");
    click_text(p, "6 Log");
    pane_await(p, "lines, ");
    click_text(p, "? help");
    pane_await(p, "Esc leaves");
    click_text(p, "the raw records"); /* a line that does nothing */
    pane_await(p, "Esc leaves");
    pane_key(p, "Escape");
    stand_await_gone(p, "Esc leaves");
    click_text(p, "q quit");
    pane_await(p, "status 0");
}

static void a_resize_at_any_moment_is_followed(void **state)
{
    struct pane *p = stand_pane(state);
    start(p, "--view curves");
    pane_resize(p, 200, 60);
    pane_await(p, "learning rate");
    expect_frame(p, 60);
    pane_resize(p, 20, 5);
    pane_await(p, "1 2 Curves 3 4 5 6 7");
    pane_resize(p, 1, 1);
    pane_resize(p, 80, 24);
    pane_await(p, TABS);
    pane_await(p, "1 run over epoch");
    leave(p);
}

static void every_view_lives_in_a_tiny_terminal(void **state)
{
    struct pane *p = stand_pane(state);
    char expected[32];
    static const char *const titles[] = {"Overview", "Curves", "Confusion", "Compare",
                                         "Live",     "Log",    "System"};
    start(p, "--view overview");
    pane_resize(p, 24, 5);
    for (int i = 0; i < 7; i++) {
        pane_key(p, views[i].key);
        snprintf(expected, sizeof expected, "%d %s", i + 1, titles[i]);
        pane_await(p, expected);
        pane_key(p, "?");
        pane_await(p, "Keys");
        pane_key(p, "Escape");
        stand_await_gone(p, "Keys");
    }
    pane_resize(p, 80, 24);
    leave(p);
}

static void what_is_appended_is_shown(void **state)
{
    struct pane *p = stand_pane(state);
    fixture_run(".", "epsilon", 1, NULL);
    const int file = fixture_hold(".", "epsilon");
    start(p, "--view overview");
    pane_await(p, "1 running");
    for (int epoch = 2; epoch < 6; epoch++) {
        char expected[32];
        fixture_epoch(file, epoch);
        snprintf(expected, sizeof expected, "%d/20 epochs", epoch);
        pane_await(p, expected);
    }
    close(file); /* nobody writes any longer, and there was no last word */
    pane_await(p, "2 crashed");
    leave(p);
}

static void ctrl_z_suspends_and_fg_goes_on(void **state)
{
    struct pane *p = stand_pane(state);
    start(p, "--view compare");
    pane_key(p, "C-z");
    pane_await(p, "Stopped");
    pane_await_state(p, STATE, GIVEN);
    pane_run(p, "fg");
    pane_await_state(p, STATE, TAKEN);
    pane_await(p, "at the end");
    pane_key(p, "q"); /* to the shell: what was behind the console in the line is done already */
    pane_await_state(p, STATE, GIVEN);
}

/* The console that runs in the pane: the shell's only child. */
static pid_t console_process(struct pane *p)
{
    char path[64];
    int pid = 0;
    const long shell = atol(pane_state(p, "#{pane_pid}"));
    snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", shell, shell);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_int_equal(fscanf(f, "%d", &pid), 1);
    fclose(f);
    return pid;
}

static void the_terminal_is_restored_also_after_a_crash(void **state)
{
    static const int signals[] = {SIGSEGV, SIGABRT, SIGFPE, SIGTERM, SIGHUP, SIGINT};
    struct pane *p = stand_pane(state);
    pane_run(p, "ulimit -c 0; trap : INT; before=$(stty -a)");
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        char expected[32];
        start(p, "2>/dev/null");
        assert_int_equal(kill(console_process(p), signals[i]), 0);
        snprintf(expected, sizeof expected, "status %d", 128 + signals[i]);
        pane_await(p, expected);
        pane_await_state(p, STATE, GIVEN);
        pane_run(p, "clear; test \"$(stty -a)\" = \"$before\" && echo terminal as be''fore");
        pane_await(p, "terminal as before");
    }
}

static void settings_are_remembered_from_start_to_start(void **state)
{
    struct pane *p = stand_pane(state);
    start(p, "--view log");
    pane_await(p, "following");
    leave(p);
    start(p, "");
    pane_await(p, "following");
    leave(p);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, stand_open, stand_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_view_is_shown_at_every_size),
        TEST(keys_move_pin_filter_and_open),
        TEST(the_mouse_does_what_keys_do),
        TEST(a_resize_at_any_moment_is_followed),
        TEST(every_view_lives_in_a_tiny_terminal),
        TEST(what_is_appended_is_shown),
        TEST(ctrl_z_suspends_and_fg_goes_on),
        TEST(the_terminal_is_restored_also_after_a_crash),
        TEST(settings_are_remembered_from_start_to_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
