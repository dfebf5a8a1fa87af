/* test_picture.c - what is drawn, cell by cell, and how it is printed with and without colour. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/picture.h"

static const struct picture_style plain = {.columns = 40, .lines = 20},
                                  dots = {.unicode = true, .columns = 40, .lines = 20},
                                  full = {true, true, true, 40, 20};

static char *print(const struct picture *p, struct picture_style style, const char *const *beside,
                   size_t count)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    picture_print(out, p, style, beside, count);
    fclose(out);
    return text;
}

static void expect(struct picture *p, struct picture_style style, const char *text)
{
    char *printed = print(p, style, NULL, 0);
    assert_string_equal(printed, text);
    free(printed);
    picture_free(p);
}

static void an_image_in_colour_is_half_blocks(void **state)
{
    (void)state;
    uint8_t pixels[] = {255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 1, 2, 3, 4, 5, 6};
    struct image m = {pixels, 2, 3, 3};
    struct picture p;
    assert_int_equal(picture_image(&p, &m, full, NULL), 0);
    assert_int_equal(p.columns, 2);
    assert_int_equal(p.lines, 2);
    assert_int_equal(p.cells[0].fore, 0xFF0000);
    assert_int_equal(p.cells[0].back, 0x0000FF);
    assert_int_equal(p.cells[1].back, 0x0A141E);
    assert_int_equal(p.cells[2].back, PICTURE_PLAIN); /* the odd last row has nothing below it */
    expect(&p, full,
           "\033[38;2;255;0;0m\033[48;2;0;0;255m▀\033[38;2;0;255;0m\033[48;2;10;20;30m▀\033[0m\n"
           "\033[38;2;1;2;3m▀\033[38;2;4;5;6m▀\033[0m\n");
}

static void with_256_colours_greys_come_from_the_ramp(void **state)
{
    (void)state;
    uint8_t pixels[] = {128, 0, 255, 128};
    struct image m = {pixels, 2, 2, 1};
    struct picture_style style = full;
    struct picture p;
    style.true_color = false;
    assert_int_equal(picture_image(&p, &m, style, NULL), 0);
    expect(&p, style, "\033[38;5;244m\033[48;5;231m▀\033[38;5;16m\033[48;5;244m▀\033[0m\n");
}

static void without_colour_an_image_is_dots_or_a_ramp(void **state)
{
    (void)state;
    uint8_t pixels[] = {255, 255, 0, 0, 255, 255, 0, 0, 0, 0, 255, 255, 0, 0, 255, 255};
    struct image m = {pixels, 4, 4, 1};
    struct picture_style small = dots;
    struct picture p;
    small.columns = 2;
    small.lines = 1;
    assert_int_equal(picture_image(&p, &m, small, NULL), 0);
    expect(&p, small, "⠛⣤\n");
    uint8_t columns[] = {255, 128, 40, 0, 255, 128, 40, 0};
    struct image wide = {columns, 4, 2, 1};
    assert_int_equal(picture_image(&p, &wide, plain, NULL), 0);
    expect(&p, plain, "@=. \n");
}

static void a_large_image_is_made_to_fit(void **state)
{
    (void)state;
    uint8_t *pixels = calloc(500, 300);
    struct image m = {pixels, 500, 300, 1};
    const struct picture_style styles[] = {plain, dots, full};
    for (size_t i = 0; i < 3; i++) {
        struct picture p;
        assert_int_equal(picture_image(&p, &m, styles[i], NULL), 0);
        assert_int_equal(p.columns, 40);
        assert_int_equal(p.lines, 12); /* 40 * 300 / 500, a cell being twice as high as wide */
        picture_free(&p);
    }
    free(pixels);
}

/* A face of 68 points of which only the corners and the mouth's outline matter. */
static void make_face(float xy[68 * 2])
{
    for (int i = 0; i < 68; i++) {
        xy[2 * i] = 50;
        xy[2 * i + 1] = 50;
    }
    for (int i = 0; i < 17; i++) { /* the jaw: a line across the bottom */
        xy[2 * i] = (float)i * 100 / 16;
        xy[2 * i + 1] = 100;
    }
    for (int i = 17; i < 22; i++) /* a brow: a line across the top left */
        xy[2 * i] = (float)(i - 17) * 25 / 4, xy[2 * i + 1] = 0;
}

static void landmarks_are_joined_as_parts_of_a_face(void **state)
{
    (void)state;
    float face[68 * 2];
    struct picture p;
    make_face(face);
    assert_int_equal(picture_landmarks(&p, face, 68, 2, plain, NULL), 0);
    for (int x = 1; x < 39; x++)
        assert_int_equal(p.cells[19 * 40 + x].glyph, '.');
    assert_int_equal(p.cells[1].glyph, '=');
    assert_int_equal(p.cells[39].glyph, ' ');
    picture_free(&p);
    assert_int_equal(picture_landmarks(&p, face, 68, 2, full, NULL), 0);
    assert_int_equal(p.cells[19 * 40 + 20].glyph, 0x28C0); /* the two lowest dots */
    assert_int_equal(p.cells[19 * 40 + 20].fore, 0x999999);
    picture_free(&p);
}

static void landmarks_that_are_not_finite_are_left_out(void **state)
{
    (void)state;
    const float points[] = {0, 0, 9, 10, 10, 9, NAN, 5, 9, 3, INFINITY, 9};
    struct picture p;
    assert_int_equal(picture_landmarks(&p, points, 2, 3, plain, NULL), 0);
    picture_free(&p);
    assert_int_equal(picture_landmarks(&p, points, 4, 3, plain, NULL), 0);
    int drawn = 0;
    for (uint32_t i = 0; i < p.columns * p.lines; i++)
        drawn += p.cells[i].glyph != ' ';
    assert_int_equal(drawn, 2);
    picture_free(&p);
}

static void a_vector_is_a_row_of_bars(void **state)
{
    (void)state;
    const float x[] = {0, 7, 3.5F, NAN, 1};
    struct picture p;
    assert_int_equal(picture_vector(&p, x, 5, dots, NULL), 0);
    expect(&p, dots, "▁█▄ ▂\n");
    assert_int_equal(picture_vector(&p, x, 5, plain, NULL), 0);
    expect(&p, plain, " @= .\n");
}

static void text_stands_beside_and_goes_on_below(void **state)
{
    (void)state;
    const char *const beside[] = {"row 1", "", "class happy"};
    const float x[] = {0, 1};
    struct picture p;
    assert_int_equal(picture_vector(&p, x, 2, plain, NULL), 0);
    char *printed = print(&p, plain, beside, 3);
    assert_string_equal(printed, " @   row 1\n  \n     class happy\n");
    free(printed);
    picture_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_image_in_colour_is_half_blocks),
        cmocka_unit_test(with_256_colours_greys_come_from_the_ramp),
        cmocka_unit_test(without_colour_an_image_is_dots_or_a_ramp),
        cmocka_unit_test(a_large_image_is_made_to_fit),
        cmocka_unit_test(landmarks_are_joined_as_parts_of_a_face),
        cmocka_unit_test(landmarks_that_are_not_finite_are_left_out),
        cmocka_unit_test(a_vector_is_a_row_of_bars),
        cmocka_unit_test(text_stands_beside_and_goes_on_below),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
