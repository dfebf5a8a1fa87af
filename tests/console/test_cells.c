/* test_cells.c - grids of cells, areas of them, and the glyphs that they hold. */
#include "runtime/host/utf8.h"
#include "viewer/console/screen/cells.h"
#include "viewer/console/screen/input.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct cells grid(int width, int height, bool unicode)
{
    struct cells c = {.unicode = unicode};
    assert_true(cells_resize(&c, width, height));
    return c;
}

/* A row as UTF-8; right halves of wide characters show as '<'. */
static const char *row(const struct cells *c, int y)
{
    static char out[1024];
    size_t n = 0;
    for (int x = 0; x < c->width; x++) {
        const uint32_t glyph = c->cell[y * c->width + x].glyph;
        n += (size_t)utf8_put(glyph ? glyph : '<', out + n);
    }
    out[n] = '\0';
    return out;
}

static void ascii_stands_for_what_cannot_be_shown(void **state)
{
    (void)state;
    struct cells c = grid(46, 1, false);
    const int x = area_text(cells_all(&c), 0, 0, ROLE_TEXT,
                            "│─┌┘├ ▁▂▃▄▅▆▇█ ▌▏ … ▶ ● – × ± éÅß ⠁⠤⣿ 中☃ →←↑↓ ✓✗");
    assert_int_equal(x, 46);
    assert_string_equal(row(&c, 0), "|-+++ _.:-=+*# #  ~ > o - x ~ eAs '.: ? ? ><^v");
    for (int i = 0; i < c.width; i++)
        assert_in_range(c.cell[i].glyph, ' ', '~');
    cells_free(&c);
}

static void text_is_cut_at_the_border_of_its_area(void **state)
{
    (void)state;
    struct cells c = grid(10, 3, true);
    struct area a = area_part(cells_all(&c), 2, 1, 5, 1);
    assert_int_equal(area_text(a, 1, 0, ROLE_KEY, "abcdefgh"), 5);
    area_text(a, -2, 0, ROLE_KEY, "xyz");
    area_text(a, 0, 1, ROLE_KEY, "below");
    area_text(a, 0, -1, ROLE_KEY, "above");
    assert_string_equal(row(&c, 0), "          ");
    assert_string_equal(row(&c, 1), "  zabcd   ");
    assert_string_equal(row(&c, 2), "          ");
    assert_int_equal(c.cell[13].role, ROLE_KEY);
    assert_int_equal(c.cell[17].role, ROLE_TEXT);
    cells_free(&c);
}

static void bytes_that_are_no_text_show_as_question_marks(void **state)
{
    (void)state;
    struct cells c = grid(8, 1, true);
    area_text(cells_all(&c), 0, 0, ROLE_TEXT, "a\x1b[\t\xff\xc3\x7f");
    assert_string_equal(row(&c, 0), "a?[???? ");
    cells_free(&c);
}

static void a_wide_character_has_both_halves_or_none(void **state)
{
    (void)state;
    struct cells c = grid(6, 1, true);
    struct area a = cells_all(&c);
    area_text(a, 0, 0, ROLE_TEXT, "中中中");
    assert_string_equal(row(&c, 0), "中<中<中<");
    area_text(a, 1, 0, ROLE_TEXT, "x");
    assert_string_equal(row(&c, 0), " x中<中<");
    area_text(a, 2, 0, ROLE_TEXT, "y");
    assert_string_equal(row(&c, 0), " xy 中<");
    area_text(a, 3, 0, ROLE_TEXT, "中");
    assert_string_equal(row(&c, 0), " xy中< ");
    area_glyph(a, 5, 0, ROLE_TEXT, 0x4e2d);
    area_glyph(a, -1, 0, ROLE_TEXT, 0x4e2d);
    assert_string_equal(row(&c, 0), " xy中< ");
    area_text(a, 4, 0, ROLE_TEXT, "a中");
    assert_string_equal(row(&c, 0), " xy a ");
    cells_free(&c);
}

static void a_field_pads_aligns_and_cuts_with_an_ellipsis(void **state)
{
    (void)state;
    struct cells c = grid(12, 1, true);
    struct area a = cells_all(&c);
    static const struct {
        int x, width;
        bool right;
        const char *text, *expected;
    } cases[] = {
        {1, 6, false, "abc", ".abc   ....."},     {1, 6, true, "abc", ".   abc....."},
        {1, 6, false, "abcdef", ".abcdef....."},  {1, 6, true, "abcdefg", ".abcde…....."},
        {8, 9, false, "abcdef", "........abc…"},  {0, 1, false, "abc", "…..........."},
        {0, 4, false, "中中中", "中<… ........"}, {0, 0, false, "abc", "............"},
        {0, -3, false, "abc", "............"},    {20, 3, false, "abc", "............"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        area_fill(a, ROLE_TEXT, '.');
        area_field(a, cases[k].x, 0, cases[k].width, cases[k].right, ROLE_TEXT, cases[k].text);
        assert_string_equal(row(&c, 0), cases[k].expected);
    }
    cells_free(&c);
}

static void areas_are_cut_from_all_four_sides(void **state)
{
    (void)state;
    struct cells c = grid(20, 10, true);
    struct area a = cells_all(&c);
    struct area top = area_cut_rows(&a, 2), bottom = area_cut_rows(&a, -1);
    struct area left = area_cut_columns(&a, 5), right = area_cut_columns(&a, -4);
    assert_int_equal(top.y, 0);
    assert_int_equal(top.height, 2);
    assert_int_equal(bottom.y, 9);
    assert_int_equal(bottom.height, 1);
    assert_int_equal(left.width, 5);
    assert_int_equal(right.x, 16);
    assert_int_equal(a.x, 5);
    assert_int_equal(a.y, 2);
    assert_int_equal(a.width, 11);
    assert_int_equal(a.height, 7);
    struct area all = area_cut_rows(&a, 99);
    assert_int_equal(all.height, 7);
    assert_int_equal(a.height, 0);
    cells_free(&c);
}

static void a_part_never_leaves_its_area(void **state)
{
    (void)state;
    struct cells c = grid(20, 10, true);
    struct area outer = area_part(cells_all(&c), 4, 2, 10, 6);
    for (int x = -12; x <= 12; x += 3)
        for (int width = -12; width <= 12; width++) {
            struct area a = area_part(outer, x, 0, width, -1);
            assert_in_range(a.x, outer.x, outer.x + outer.width);
            assert_in_range(a.width, 0, outer.x + outer.width - a.x);
            assert_int_equal(a.height, 5);
        }
    struct area inner = area_part(outer, 1, 1, -1, -1);
    assert_int_equal(inner.width, 8);
    assert_int_equal(inner.height, 4);
    assert_int_equal(area_part(outer, 0, 0, __INT_MAX__, 1).width, 10);
    cells_free(&c);
}

static void a_box_has_its_title_in_the_upper_side(void **state)
{
    (void)state;
    struct cells c = grid(14, 3, true);
    struct area inside = area_box(cells_all(&c), ROLE_BORDER, "loss");
    assert_string_equal(row(&c, 0), "┌─ loss ─────┐");
    assert_string_equal(row(&c, 1), "│            │");
    assert_string_equal(row(&c, 2), "└────────────┘");
    assert_int_equal(inside.x, 1);
    assert_int_equal(inside.width, 12);
    assert_int_equal(inside.height, 1);
    cells_clear(&c);
    area_box(cells_all(&c), ROLE_BORDER, "validation accuracy");
    assert_string_equal(row(&c, 0), "┌─ validat… ─┐");
    cells_free(&c);
}

static void every_drawing_stands_any_size(void **state)
{
    (void)state;
    for (int width = -1; width < 9; width++)
        for (int height = -1; height < 4; height++)
            for (int unicode = 0; unicode < 2; unicode++) {
                struct cells c = grid(width, height, unicode);
                struct area a = area_box(cells_all(&c), ROLE_BORDER, "title");
                area_bar(a, ROLE_GOOD, 0.7);
                area_field(a, 0, 0, a.width, true, ROLE_TEXT, "中文 text");
                area_fill(area_part(a, 1, 0, 3, 1), ROLE_TEXT, 0x4e2d);
                area_reverse(a, true);
                area_bold(a, true);
                cells_free(&c);
            }
}

static void a_bar_is_as_long_as_its_share(void **state)
{
    (void)state;
    static const struct {
        double share;
        const char *unicode, *ascii;
    } cases[] = {
        {0, "    ", "    "},       {0.03125, "▏   ", "    "}, {0.5, "██  ", "##  "},
        {0.59375, "██▍ ", "##  "}, {0.625, "██▌ ", "### "},   {0.96875, "███▉", "####"},
        {1, "████", "####"},       {7, "████", "####"},       {-1, "    ", "    "},
        {NAN, "    ", "    "},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int unicode = 0; unicode < 2; unicode++) {
            struct cells c = grid(4, 1, unicode);
            area_bar(cells_all(&c), ROLE_GOOD, cases[k].share);
            assert_string_equal(row(&c, 0), unicode ? cases[k].unicode : cases[k].ascii);
            cells_free(&c);
        }
}

static void reverse_and_bold_stay_within_their_area(void **state)
{
    (void)state;
    struct cells c = grid(5, 1, true);
    area_reverse(area_part(cells_all(&c), 1, 0, 2, 1), true);
    area_bold(area_part(cells_all(&c), 2, 0, 2, 1), true);
    for (int x = 0; x < 5; x++) {
        assert_int_equal(c.cell[x].reverse, x == 1 || x == 2);
        assert_int_equal(c.cell[x].bold, x == 2 || x == 3);
    }
    cells_free(&c);
}

static void keys_have_the_names_that_help_shows(void **state)
{
    (void)state;
    static const struct {
        uint32_t key;
        const char *name;
    } cases[] = {
        {'q', "q"},
        {12, "Ctrl-L"},
        {' ', "Space"},
        {0xe9, "é"},
        {KEY_CODE_UP, "Up"},
        {KEY_CODE_BACK_TAB, "Shift-Tab"},
        {KEY_CODE_F1, "F1"},
        {KEY_CODE_F1 + 11, "F12"},
        {KEY_CODE_F1 + 12, "?"},
        {0x1f600, "😀"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        char name[16];
        assert_string_equal(input_key_name(cases[k].key, name), cases[k].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii_stands_for_what_cannot_be_shown),
        cmocka_unit_test(text_is_cut_at_the_border_of_its_area),
        cmocka_unit_test(bytes_that_are_no_text_show_as_question_marks),
        cmocka_unit_test(a_wide_character_has_both_halves_or_none),
        cmocka_unit_test(a_field_pads_aligns_and_cuts_with_an_ellipsis),
        cmocka_unit_test(areas_are_cut_from_all_four_sides),
        cmocka_unit_test(a_part_never_leaves_its_area),
        cmocka_unit_test(a_box_has_its_title_in_the_upper_side),
        cmocka_unit_test(every_drawing_stands_any_size),
        cmocka_unit_test(a_bar_is_as_long_as_its_share),
        cmocka_unit_test(reverse_and_bold_stay_within_their_area),
        cmocka_unit_test(keys_have_the_names_that_help_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
