/* test_display.c - the line a fit is shown as, the curve below it, on a terminal and elsewhere. */
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cmocka.h>

#include "trainer/run/display.h"

static struct fit_report epoch(int number)
{
    return (struct fit_report){.unit = "epoch",
                               .done = number,
                               .total = 40,
                               .step = number,
                               .finished_step = true,
                               .samples_per_second = 91234.4,
                               .metrics = {{"loss", 1.4234}, {"valid_accuracy", 0.531}},
                               .metric_count = 2};
}

static void a_line_tells_place_metrics_speed_and_time(void **state)
{
    (void)state;
    struct fit_report r = epoch(12);
    char line[256];
    assert_string_equal(
        display_line(&r, 42, 100, line, sizeof line),
        "epoch 12/40  loss 1.423  valid accuracy 53.1 %  91,234 samples/s  0:42 left");
    assert_string_equal(display_line(&r, -1, 100, line, sizeof line),
                        "epoch 12/40  loss 1.423  valid accuracy 53.1 %  91,234 samples/s");
}

static void metrics_that_do_not_fit_are_left_out_first(void **state)
{
    (void)state;
    struct fit_report r = epoch(12);
    char line[256];
    assert_string_equal(display_line(&r, 42, 60, line, sizeof line),
                        "epoch 12/40  loss 1.423  91,234 samples/s  0:42 left");
    for (int width = 1; width < 100; width++)
        assert_true(strlen(display_line(&r, 42, width, line, sizeof line)) <= (size_t)width);
}

static void a_curve_spans_its_range(void **state)
{
    (void)state;
    struct sparkline s = {0};
    char out[256];
    assert_string_equal(sparkline_draw(&s, 8, true, out, sizeof out), "");
    for (int i = 0; i < 8; i++)
        sparkline_add(&s, i);
    assert_string_equal(sparkline_draw(&s, 64, true, out, sizeof out), "▁▂▃▄▅▆▇█");
    assert_string_equal(sparkline_draw(&s, 64, false, out, sizeof out), "_.:-=+*#");
    assert_string_equal(sparkline_draw(&s, 4, false, out, sizeof out), ".-+#");
}

static void a_curve_keeps_spikes_and_marks_what_is_not_finite(void **state)
{
    (void)state;
    struct sparkline s = {0};
    char out[256];
    for (int i = 0; i < 1000; i++)
        sparkline_add(&s, i == 500 ? 10 : i == 900 ? NAN : 1);
    sparkline_draw(&s, 64, false, out, sizeof out);
    assert_int_equal(strspn(out, "_#!"), strlen(out));
    assert_ptr_equal(strchr(out, '#'), strrchr(out, '#'));
    assert_ptr_equal(strchr(out, '!'), strrchr(out, '!'));
    assert_true(strchr(out, '#') < strchr(out, '!'));
    assert_true(strlen(out) > 16 && strlen(out) <= 64);
}

static void a_flat_curve_is_low(void **state)
{
    (void)state;
    struct sparkline s = {0};
    char out[16];
    sparkline_add(&s, 3);
    sparkline_add(&s, 3);
    assert_string_equal(sparkline_draw(&s, 9, false, out, sizeof out), "__");
}

static void a_curve_never_leaves_its_text(void **state)
{
    (void)state;
    struct sparkline s = {0};
    for (int i = 0; i < 64; i++)
        sparkline_add(&s, i);
    for (size_t size = 1; size < 32; size++) {
        char *out = malloc(size);
        assert_true(strlen(sparkline_draw(&s, 64, true, out, size)) < size);
        free(out);
    }
}

static void without_a_terminal_lines_are_plain_and_the_last_is_kept(void **state)
{
    (void)state;
    char *text = NULL;
    FILE *out = tmpfile();
    struct display d;
    display_start(&d, out);
    assert_false(d.live);
    for (int i = 1; i <= 3; i++) {
        struct fit_report r = epoch(i), between = epoch(i);
        between.finished_step = false;
        d.shown = i == 1 ? -INFINITY : INFINITY; /* long ago; just now */
        display_update(&d, &r);
        display_update(&d, &between);
    }
    display_say(&d, "note");
    display_finish(&d);
    text = calloc(1, 1000);
    rewind(out);
    assert_true(fread(text, 1, 999, out) > 0);
    fclose(out);
    assert_null(strchr(text, '\033'));
    assert_string_equal(text, "epoch 1/40  loss 1.423  valid accuracy 53.1 %  91,234 samples/s\n"
                              "note\n"
                              "epoch 3/40  loss 1.423  valid accuracy 53.1 %  91,234 samples/s\n");
    free(text);
}

/* Both ends of a terminal 60 columns wide. */
static FILE *open_terminal(int *master)
{
    *master = posix_openpt(O_RDWR | O_NOCTTY);
    if (*master < 0 || grantpt(*master) != 0 || unlockpt(*master) != 0)
        return NULL;
    struct winsize size = {.ws_row = 24, .ws_col = 60};
    ioctl(*master, TIOCSWINSZ, &size);
    return fopen(ptsname(*master), "w");
}

/* All that reaches the terminal, which passes it on in pieces: until nothing comes for a while. */
static void read_terminal(int master, char *text, size_t size)
{
    struct pollfd ready = {.fd = master, .events = POLLIN};
    size_t used = 0;
    ssize_t n;
    while (used < size - 1 && poll(&ready, 1, 300) > 0 &&
           (n = read(master, text + used, size - 1 - used)) > 0)
        used += (size_t)n;
    text[used] = '\0';
}

static void on_a_terminal_two_lines_are_redrawn_in_place(void **state)
{
    (void)state;
    int master;
    FILE *out = open_terminal(&master);
    if (!out)
        skip();
    setenv("TERM", "xterm", 1);
    struct display d;
    display_start(&d, out);
    assert_true(d.live);
    for (int i = 1; i <= 3; i++) {
        struct fit_report r = epoch(i);
        d.shown = i == 2 ? INFINITY : -INFINITY; /* the second comes too soon to be drawn */
        display_update(&d, &r);
    }
    display_finish(&d);
    char text[2000];
    read_terminal(master, text, sizeof text);
    assert_non_null(strstr(text, "epoch 1/40"));
    assert_null(strstr(text, "epoch 2/40"));
    const char *third = strstr(text, "epoch 3/40"), *up = strstr(text, "\033[A");
    assert_true(third && up && up < third);
    assert_null(strstr(text, "left"));
    const char *tail = "epoch 3/40  loss 1.423  91,234 samples/s\r\n";
    assert_string_equal(text + strlen(text) - strlen(tail), tail);
    fclose(out);
    close(master);
}

static void a_dumb_terminal_gets_plain_lines(void **state)
{
    (void)state;
    int master;
    FILE *out = open_terminal(&master);
    if (!out)
        skip();
    struct display d;
    setenv("TERM", "dumb", 1);
    display_start(&d, out);
    assert_false(d.live);
    unsetenv("TERM");
    display_start(&d, out);
    assert_false(d.live);
    fclose(out);
    close(master);
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_tells_place_metrics_speed_and_time),
        cmocka_unit_test(metrics_that_do_not_fit_are_left_out_first),
        cmocka_unit_test(a_curve_spans_its_range),
        cmocka_unit_test(a_curve_keeps_spikes_and_marks_what_is_not_finite),
        cmocka_unit_test(a_flat_curve_is_low),
        cmocka_unit_test(a_curve_never_leaves_its_text),
        cmocka_unit_test(without_a_terminal_lines_are_plain_and_the_last_is_kept),
        cmocka_unit_test(on_a_terminal_two_lines_are_redrawn_in_place),
        cmocka_unit_test(a_dumb_terminal_gets_plain_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
