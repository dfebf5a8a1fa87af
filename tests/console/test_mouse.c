/* test_mouse.c - reports of the mouse, well formed and not. */
#include "viewer/console/screen/mouse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void check(struct mouse *m, const char *report, double now, enum input_mouse mouse, int x,
                  int y)
{
    const struct input in = mouse_read(m, report, now);
    assert_int_equal(in.kind, INPUT_MOUSE);
    assert_int_equal(in.mouse, mouse);
    assert_int_equal(in.x, x);
    assert_int_equal(in.y, y);
}

static void two_presses_are_double_when_soon_and_on_one_cell(void **state)
{
    (void)state;
    struct mouse m = {0};
    check(&m, "0;1;1M", 0.1, MOUSE_PRESS, 0, 0);
    check(&m, "0;1;1M", 0.3, MOUSE_DOUBLE, 0, 0);
    check(&m, "0;1;1M", 0.5, MOUSE_PRESS, 0, 0);
    check(&m, "0;1;1M", 1.0, MOUSE_PRESS, 0, 0);
    check(&m, "0;2;1M", 1.1, MOUSE_PRESS, 1, 0);
    check(&m, "0;2;1m", 1.2, MOUSE_RELEASE, 1, 0);
    check(&m, "0;2;1M", 1.3, MOUSE_DOUBLE, 1, 0);
}

static void shift_and_control_change_nothing(void **state)
{
    (void)state;
    struct mouse m = {0};
    check(&m, "20;3;4M", 1, MOUSE_PRESS, 2, 3);
    check(&m, "52;5;4M", 2, MOUSE_DRAG, 4, 3);
    check(&m, "84;5;4M", 3, MOUSE_WHEEL_UP, 4, 3);
    check(&m, "65;999;500M", 3, MOUSE_WHEEL_DOWN, 998, 499);
}

static void what_is_no_report_of_ours_is_nothing(void **state)
{
    (void)state;
    static const char *const reports[] = {
        "",        "M",          "0;1M",   "0;1;1",   "0;1;1x",     "0;0;1M",
        "0;1;0M",  "-1;1;1M",    "0;;1M",  "0;1;1MM", "0;99999;1M", "0;1;99999999999999999999M",
        "1;1;1M",  "2;1;1M",     "3;1;1M", "35;1;1M", "66;1;1M",    "99999999999;1;1M",
        " 0;1;1M", "0;1;1\033M",
    };
    for (size_t k = 0; k < sizeof reports / sizeof *reports; k++) {
        struct mouse m = {0};
        assert_int_equal(mouse_read(&m, reports[k], 0).kind, INPUT_NONE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_presses_are_double_when_soon_and_on_one_cell),
        cmocka_unit_test(shift_and_control_change_nothing),
        cmocka_unit_test(what_is_no_report_of_ours_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
