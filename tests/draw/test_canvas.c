/* test_canvas.c - what is drawn covers what geometry says, lets through what its opacity says, and
 * stays on the canvas. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/host/draw/canvas.h"

enum { SIDE = 60 };

static const struct color black = {0, 0, 0}, white = {255, 255, 255};

/* Every test draws in units of two pixels on black. */
static int make(void **state)
{
    struct mien_error e;
    struct canvas *c = calloc(1, sizeof *c);
    *state = c;
    return c ? canvas_init(c, SIDE, SIDE, 2.0f, black, &e) : -1;
}

static int discard(void **state)
{
    canvas_free(*state);
    free(*state);
    return 0;
}

static int level(const struct canvas *c, int x, int y)
{
    return c->pixels[3 * (y * c->width + x)];
}

/* The area covered by white, in square units. */
static double area(const struct canvas *c)
{
    double sum = 0.0;
    for (int y = 0; y < c->height; y++)
        for (int x = 0; x < c->width; x++)
            sum += level(c, x, y) / 255.0;
    return sum / 4.0;
}

static bool is_blank(const struct canvas *c)
{
    return area(c) == 0.0;
}

static struct canvas_stroke stroke(float width, float opacity)
{
    return (struct canvas_stroke){width, white, opacity};
}

static void a_line_covers_its_length_times_its_width_and_round_ends(void **state)
{
    const struct canvas_segment s = {12.3f, 10.1f, 48.3f, 37.1f}; /* 45 long */
    const struct canvas_stroke style = stroke(4.0f, 1.0f);
    canvas_lines(*state, &s, 1, &style);
    const double expected = 45.0 * 4.0 + M_PI * 2.0 * 2.0;
    assert_true(fabs(area(*state) - expected) < 0.01 * expected);
}

static void a_segment_of_no_length_is_a_dot(void **state)
{
    const struct canvas_segment s = {30.0f, 30.0f, 30.0f, 30.0f};
    const struct canvas_stroke style = stroke(20.0f, 1.0f);
    canvas_lines(*state, &s, 1, &style);
    assert_true(fabs(area(*state) - M_PI * 100.0) < 2.0);
}

static void lines_that_cross_are_no_denser_there(void **state)
{
    const struct canvas *c = *state;
    const struct canvas_segment s[] = {{10.0f, 30.0f, 50.0f, 30.0f}, {30.0f, 10.0f, 30.0f, 50.0f}};
    const struct canvas_stroke style = stroke(4.0f, 0.4f);
    canvas_lines(*state, s, 2, &style);
    assert_int_equal(level(c, 60, 60), 102);
    assert_int_equal(level(c, 30, 60), 102);
    assert_int_equal(level(c, 60, 30), 102);
    canvas_lines(*state, s, 1,
                 &style); /* a shape of its own: what was covered before is forgotten */
    assert_int_equal(level(c, 60, 60), 163);
    assert_int_equal(level(c, 60, 30), 102);
}

static void what_lies_outside_is_cut_off(void **state)
{
    const float far = 400000.0f;
    const struct canvas_segment s = {-far, 30.0f, far, 30.0f};
    const struct canvas_stroke style = stroke(4.0f, 1.0f);
    canvas_lines(*state, &s, 1, &style);
    assert_true(fabs(area(*state) - SIDE * 4.0) < 0.01);
    canvas_panel(*state, -10.0f, -10.0f, 80.0f, 80.0f, 5.0f, white, 1.0f);
    assert_true(fabs(area(*state) - SIDE * SIDE) < 0.01);
}

static void lines_to_nowhere_are_left_out(void **state)
{
    const struct canvas_segment s[] = {{10.0f, NAN, 20.0f, 20.0f},
                                       {10.0f, 10.0f, INFINITY, 20.0f},
                                       {0.0f, 0.0f, 0.0f, 1e20f},
                                       {-50.0f, -50.0f, -20.0f, -20.0f}};
    const struct canvas_stroke style = stroke(4.0f, 1.0f);
    canvas_lines(*state, s, 4, &style);
    canvas_lines(*state, s, 0, &style);
    assert_true(is_blank(*state));
}

static void a_panel_has_round_corners_and_lets_light_through(void **state)
{
    const struct canvas *c = *state;
    canvas_panel(*state, 10.0f, 20.0f, 30.0f, 20.0f, 6.0f, white, 0.5f);
    const double expected = 30.0 * 20.0 - (4.0 - M_PI) * 36.0;
    assert_true(fabs(area(c) - 0.5 * expected) < 0.01 * expected);
    assert_in_range(level(c, 50, 60), 127, 128);
    assert_int_equal(level(c, 20, 40), 0);
}

static void a_picture_is_copied_pixel_by_pixel_and_cut_off(void **state)
{
    const struct canvas *c = *state;
    const uint8_t grey[] = {10, 20, 30, 40, 50, 60}, colour[] = {1, 2, 3, 4, 5, 6};
    canvas_picture(*state, -1, 118, grey, 3, 2, 1);
    assert_int_equal(level(c, 0, 118), 20);
    assert_int_equal(level(c, 1, 119), 60);
    canvas_picture(*state, 0, 119, grey, 3, 2, 1);
    assert_int_equal(level(c, 2, 119), 30);
    canvas_picture(*state, 119, 0, colour, 2, 1, 3);
    assert_memory_equal(c->pixels + 3 * 119, colour, 3);
    canvas_picture(*state, 500, 500, colour, 2, 1, 3);
    canvas_picture(*state, -500, -500, colour, 2, 1, 3);
}

static void sizes_are_not_rounded_up_by_noise(void **state)
{
    struct mien_error e;
    struct canvas c;
    (void)state;
    for (int pixels = 1000; pixels < 1400; pixels++) {
        const float scale = 1.28f;
        assert_int_equal(canvas_init(&c, (float)pixels / scale, 10.0f, scale, black, &e), 0);
        assert_int_equal(c.width, pixels);
        canvas_free(&c);
    }
    assert_int_equal(canvas_init(&c, 20000.0f, 1.0f, 1.0f, black, &e), -1);
    assert_non_null(strstr(e.text, "20000 x 1 pixels is too large"));
    canvas_free(&c);
}

#define DRAWN(test) cmocka_unit_test_setup_teardown(test, make, discard)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DRAWN(a_line_covers_its_length_times_its_width_and_round_ends),
        DRAWN(a_segment_of_no_length_is_a_dot),
        DRAWN(lines_that_cross_are_no_denser_there),
        DRAWN(what_lies_outside_is_cut_off),
        DRAWN(lines_to_nowhere_are_left_out),
        DRAWN(a_panel_has_round_corners_and_lets_light_through),
        DRAWN(a_picture_is_copied_pixel_by_pixel_and_cut_off),
        cmocka_unit_test(sizes_are_not_rounded_up_by_noise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
