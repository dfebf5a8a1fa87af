/* test_pen.c - letters are as wide as they say, shapes lie where they were put, and an atlas that
 * is full goes on. */
#include "tests/render/board.h"

#include <stdio.h>

#include "viewer/render/pen.h"

static const struct tint white = {255, 255, 255, 255};

static struct pen *open_pen(void)
{
    struct pen *p;
    struct mien_error e;
    if (pen_open(&p, &e) != 0)
        fail_msg("%s", e.text);
    pen_begin(p, BOARD_WIDTH, BOARD_HEIGHT);
    return p;
}

/* Columns, first and behind the last, in which anything was drawn; their sum of light. */
static long extent(const uint8_t *pixels, int *from, int *to)
{
    long sum = 0;
    *from = BOARD_WIDTH;
    *to = 0;
    for (int i = 0; i < BOARD_WIDTH * BOARD_HEIGHT; i++) {
        const int x = i % BOARD_WIDTH;
        sum += pixels[4 * i];
        if (pixels[4 * i] < 40)
            continue;
        *from = x < *from ? x : *from;
        *to = x >= *to ? x + 1 : *to;
    }
    return sum;
}

static void a_rectangle_covers_its_pixels_and_no_others(void **state)
{
    struct board *b = board_clear(state);
    struct pen *p = open_pen();
    pen_rectangle(p, (struct pen_box){100, 50, 30, 20}, 0, white);
    pen_end(p);
    const uint8_t *pixels = board_read(b);
    for (int y = 0; y < BOARD_HEIGHT; y++)
        for (int x = 0; x < BOARD_WIDTH; x++) {
            const bool inside = x >= 100 && x < 130 && y >= 50 && y < 70;
            assert_int_equal(pixels[4 * (y * BOARD_WIDTH + x)], inside ? 255 : 0);
        }
    pen_close(p);
}

static void text_is_as_wide_as_it_says(void **state)
{
    static const char text[] = "Hamburgefonts \u00e4\u00f6\u00fc";
    for (int anchor = PEN_LEFT; anchor <= PEN_RIGHT; anchor++) {
        struct board *b = board_clear(state);
        struct pen *p = open_pen();
        int from, to;
        const float width = pen_text_width(p, 24, text);
        assert_true(pen_text(p, 320, 100, 24, (enum pen_anchor)anchor, white, text) == width);
        pen_end(p);
        extent(board_read(b), &from, &to);
        const float left = 320 - (float)anchor * width / 2;
        assert_float_equal((float)from, left, 5);
        assert_float_equal((float)to, left + width, 5);
        pen_close(p);
    }
    /* Twice the size is about twice the width; nothing is nothing. */
    board_clear(state);
    struct pen *p = open_pen();
    assert_float_equal(pen_text_width(p, 40, text) / pen_text_width(p, 20, text), 2, 0.1);
    assert_true(pen_text_width(p, 20, "") == 0);
    pen_close(p);
}

static void text_that_is_too_long_ends_in_an_ellipsis_within_its_room(void **state)
{
    struct board *b = board_clear(state);
    struct pen *p = open_pen();
    int from, to;
    const char text[] = "a long line that does not fit where it is to be written";
    assert_true(pen_text_in(p, 10, 10, 20, 120, white, text) <= 120);
    pen_end(p);
    extent(board_read(b), &from, &to);
    assert_true(to <= 131);
    assert_true(pen_text_in(p, 10, 10, 20, 1000, white, text) == pen_text_width(p, 20, text));
    pen_close(p);
}

static void a_full_atlas_makes_room_and_letters_stay_right(void **state)
{
    struct board *b = board_clear(state);
    struct pen *p = open_pen();
    int from, to;
    pen_text(p, 20, 300, 30, PEN_LEFT, white, "the same");
    pen_end(p);
    const long before = extent(board_read(b), &from, &to);
    board_clear(state);
    pen_begin(p, BOARD_WIDTH, BOARD_HEIGHT);
    for (int size = 20; size < 140; size++)
        pen_text(p, -2000, 10, (float)size, PEN_LEFT, white, "ABCDEFGHIJKLM");
    pen_text(p, 20, 300, 30, PEN_LEFT, white, "the same");
    pen_end(p);
    assert_int_equal(extent(board_read(b), &from, &to), before);
    pen_close(p);
}

static void text_that_is_no_text_is_drawn_all_the_same(void **state)
{
    board_clear(state);
    struct pen *p = open_pen();
    assert_true(pen_text(p, 10, 10, 20, PEN_LEFT, white, "\xff\xfe\x80 \xc3") > 0);
    pen_disc(p, NAN, 10, 5, white);
    pen_rectangle(p, (struct pen_box){10, 10, -5, 4}, 3, white);
    for (int i = 0; i < 40000; i++) /* more than one drawing holds */
        pen_disc(p, (float)(i % 640), 10, 2, white);
    pen_end(p);
    assert_null(gl_complaint());
    pen_close(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rectangle_covers_its_pixels_and_no_others),
        cmocka_unit_test(text_is_as_wide_as_it_says),
        cmocka_unit_test(text_that_is_too_long_ends_in_an_ellipsis_within_its_room),
        cmocka_unit_test(a_full_atlas_makes_room_and_letters_stay_right),
        cmocka_unit_test(text_that_is_no_text_is_drawn_all_the_same),
    };
    return cmocka_run_group_tests(tests, board_open, board_close);
}
