/* test_svg.c - a grid as an SVG file: well-formed by a reader that knows nothing of it, every
 * character in it, in its place and colour. */
#include "viewer/console/screen/svg.h"
#include "viewer/console/screen/svg_shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/host/utf8.h"

static struct cells grid(int width, int height)
{
    struct cells c = {.unicode = true};
    assert_true(cells_resize(&c, width, height));
    return c;
}

static char *svg_of(const struct cells *c, enum sheet_theme theme, const char *title)
{
    char *text = NULL;
    size_t size;
    FILE *f = open_memstream(&text, &size);
    assert_non_null(f);
    cells_svg(c, theme, title, f);
    fclose(f);
    return text;
}

static void holds(const char *text, const char *what)
{
    if (!strstr(text, what))
        fail_msg("'%s' is not in:\n%s", what, text);
}

static void lacks(const char *text, const char *what)
{
    if (strstr(text, what))
        fail_msg("'%s' is in:\n%s", what, text);
}

static int count_of(const char *text, const char *what)
{
    int count = 0;
    for (; (text = strstr(text, what)); text += strlen(what))
        count++;
    return count;
}

/* Fails unless tags nest and close, their attributes are quoted, and no sign of markup stands in
 * text. */
static void assert_well_formed(const char *xml)
{
    char open[8][8];
    int depth = 0;
    for (const char *at = xml; (at = strpbrk(at, "<>&")); at++) {
        char name[8];
        if (*at == '&') {
            assert_true(strncmp(at, "&amp;", 5) == 0 || strncmp(at, "&lt;", 4) == 0 ||
                        strncmp(at, "&gt;", 4) == 0);
            continue;
        }
        assert_int_equal(*at, '<');
        const char *end = at + 1 + strcspn(at + 1, "<>");
        const bool closes = at[1] == '/';
        int quotes = 0;
        assert_int_equal(*end, '>');
        for (const char *q = at; q < end; q++)
            quotes += *q == '"';
        assert_int_equal(quotes % 2, 0);
        assert_int_equal(sscanf(at + 1 + closes, "%7[a-z]", name), 1);
        if (closes) {
            assert_true(depth > 0);
            assert_string_equal(open[--depth], name);
        } else if (end[-1] != '/') {
            assert_in_range(depth, 0, 7);
            strcpy(open[depth++], name);
        }
        at = end;
    }
    assert_int_equal(depth, 0);
}

/* All that is written in text elements, one after the other. */
static void read_texts(const char *svg, char *out, size_t size)
{
    static const char close[] = "</text>";
    size_t used = 0;
    for (const char *at = svg; (at = strstr(at, "<text"));) {
        at = strchr(at, '>') + 1;
        const size_t length = (size_t)(strstr(at, close) - at);
        assert_true(used + length < size);
        memcpy(out + used, at, length);
        used += length;
    }
    out[used] = '\0';
}

static void a_run_of_letters_stands_at_its_column(void **state)
{
    (void)state;
    struct cells c = grid(20, 3);
    area_text(cells_all(&c), 2, 0, ROLE_TEXT, "one two   three");
    area_text(cells_all(&c), 0, 2, ROLE_GOOD, "a");
    area_text(cells_all(&c), 1, 2, ROLE_BAD, "b");
    char *svg = svg_of(&c, SHEET_DARK, "grid");
    assert_well_formed(svg);
    holds(svg, "<text class=\"f0\" x=\"40\" y=\"31\" textLength=\"140\">one two</text>");
    holds(svg, "<text class=\"f0\" x=\"240\" y=\"31\" textLength=\"100\">three</text>");
    holds(svg, "x=\"0\" y=\"111\">a</text>");
    holds(svg, "x=\"20\" y=\"111\">b</text>");
    holds(svg, "<title>grid</title>");
    free(svg);
    cells_free(&c);
}

static void markup_is_escaped_and_what_xml_forbids_is_replaced(void **state)
{
    (void)state;
    struct cells c = grid(12, 1);
    area_text(cells_all(&c), 0, 0, ROLE_TEXT, "a<b&\"c\">");
    c.cell[9].glyph = 0xffff;
    char *svg = svg_of(&c, SHEET_LIGHT, "<&>\x01");
    assert_well_formed(svg);
    holds(svg, ">a&lt;b&amp;\"c\"&gt; \xef\xbf\xbd</text>");
    holds(svg, "<title>&lt;&amp;&gt;\xef\xbf\xbd</title>");
    free(svg);
    cells_free(&c);
}

static void every_letter_is_text_and_every_shape_is_drawn(void **state)
{
    (void)state;
    enum { WIDTH = 64, ROWS = 160 };
    static char texts[1 << 17];
    struct cells c = grid(WIDTH, ROWS);
    uint32_t glyph = '!';
    for (int k = 0; k < WIDTH * ROWS; k++, glyph++)
        c.cell[k].glyph = utf8_width(glyph) == 1 && glyph != '&' && glyph != '<' && glyph != '>' &&
                                  (glyph < 0x7f || glyph >= 0xa0)
                              ? glyph
                              : ' ';
    char *svg = svg_of(&c, SHEET_AUTO, "all");
    assert_well_formed(svg);
    read_texts(svg, texts, sizeof texts);
    for (int k = 0; k < WIDTH * ROWS; k++) {
        char letter[UTF8_MAX + 1], moved[SVG_PATH_MAX + 32];
        const struct svg_shape s = svg_shape(c.cell[k].glyph);
        utf8_put(c.cell[k].glyph, letter);
        snprintf(moved, sizeof moved, "M%g %g%s", k % WIDTH * SVG_ACROSS + s.x,
                 k / WIDTH * SVG_DOWN + s.y, s.path);
        if (s.paint == SVG_TEXT)
            holds(texts, letter);
        else if (s.path[0])
            holds(svg, moved);
        if (s.paint != SVG_TEXT && c.cell[k].glyph != ' ')
            lacks(texts, letter);
    }
    free(svg);
    cells_free(&c);
}

static void colours_are_those_of_the_theme(void **state)
{
    (void)state;
    struct cells c = grid(8, 2);
    area_text(cells_all(&c), 0, 0, ROLE_GOOD, "ok");
    area_text(cells_all(&c), 0, 1, ROLE_MATCH, "found");
    char *dark = svg_of(&c, SHEET_DARK, ""), *light = svg_of(&c, SHEET_LIGHT, "");
    char *both = svg_of(&c, SHEET_AUTO, "");
    holds(dark, ".f7{color:#00af87}");
    holds(dark, ".f6{color:#000000}\n.b6{color:#ffd75f}");
    holds(dark, ".b0{color:#14181d}");
    holds(light, ".f7{color:#00875f}");
    holds(light, ".b0{color:#ffffff}");
    lacks(dark, "prefers-color-scheme");
    holds(both, "prefers-color-scheme: dark");
    holds(both, ".f7{color:#00875f}");
    holds(both, ".f7{color:#00af87}");
    lacks(both, ".f9{"); /* a role that is not met */
    free(dark);
    free(light);
    free(both);
    cells_free(&c);
}

static void reversed_letters_have_the_colour_of_the_ground(void **state)
{
    (void)state;
    struct cells c = grid(4, 1);
    area_text(cells_all(&c), 0, 0, ROLE_TEXT, "tab");
    area_reverse(area_part(cells_all(&c), 0, 0, 3, 1), true);
    area_bold(area_part(cells_all(&c), 0, 0, 3, 1), true);
    char *svg = svg_of(&c, SHEET_DARK, "");
    holds(svg, "<rect class=\"f0\" x=\"0\" y=\"0\" width=\"60\" height=\"40\"/>");
    holds(svg, "<text class=\"b0 w\" x=\"0\" y=\"31\" textLength=\"60\">tab</text>");
    free(svg);
    cells_free(&c);
}

static void a_wide_letter_stands_alone_over_its_two_columns(void **state)
{
    (void)state;
    struct cells c = grid(6, 1);
    area_text(cells_all(&c), 0, 0, ROLE_TEXT, "a\xe4\xb8\xad\x62");
    char *svg = svg_of(&c, SHEET_DARK, "");
    holds(svg, "x=\"20\" y=\"31\" textLength=\"40\">\xe4\xb8\xad</text>");
    holds(svg, "x=\"60\" y=\"31\">b</text>");
    assert_int_equal(count_of(svg, "<text"), 3);
    free(svg);
    cells_free(&c);
}

static void a_level_line_is_one_stroke(void **state)
{
    (void)state;
    struct cells c = grid(6, 2);
    area_text(cells_all(&c), 1, 0, ROLE_BORDER, "\u2500\u2500\u2500");
    area_text(cells_all(&c), 5, 0, ROLE_BORDER, "\u2500");
    area_text(cells_all(&c), 0, 1, ROLE_BORDER, "\u2500");
    char *svg = svg_of(&c, SHEET_DARK, "");
    holds(svg, "d=\"M20 20h60M100 20h20M0 60h20\"");
    free(svg);
    cells_free(&c);
}

static void shapes_are_as_the_code_charts_have_them(void **state)
{
    (void)state;
    static const struct {
        uint32_t glyph;
        enum svg_paint paint;
        double x, y;
        const char *path;
    } cases[] = {
        {0x2801, SVG_DOTS, 5, 5, "h0"},            /* dot 1 */
        {0x2848, SVG_DOTS, 15, 5, "h0m-10 30h0"},  /* dots 4 and 7 */
        {0x28ff, SVG_DOTS, 5, 5, NULL},            /* all 8 */
        {0x2800, SVG_DOTS, 0, 0, ""},              /* none */
        {0x2584, SVG_FILL, 0, 20, "h20v20h-20z"},  /* the lower half */
        {0x2588, SVG_FILL, 0, 0, "h20v40h-20z"},   /* all */
        {0x258f, SVG_FILL, 0, 0, "h2.5v40h-2.5z"}, /* an eighth at the left */
        {0x2590, SVG_FILL, 10, 0, "h10v40h-10z"},  /* the right half */
        {0x2514, SVG_LINE, 10, 0, "v20h10"},       /* up and right */
        {'x', SVG_TEXT, 0, 0, ""},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const struct svg_shape s = svg_shape(cases[k].glyph);
        assert_int_equal(s.paint, cases[k].paint);
        assert_true(s.x == cases[k].x && s.y == cases[k].y);
        if (cases[k].path)
            assert_string_equal(s.path, cases[k].path);
        else
            assert_int_equal(count_of(s.path, "h0"), 8);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_of_letters_stands_at_its_column),
        cmocka_unit_test(markup_is_escaped_and_what_xml_forbids_is_replaced),
        cmocka_unit_test(every_letter_is_text_and_every_shape_is_drawn),
        cmocka_unit_test(colours_are_those_of_the_theme),
        cmocka_unit_test(reversed_letters_have_the_colour_of_the_ground),
        cmocka_unit_test(a_wide_letter_stands_alone_over_its_two_columns),
        cmocka_unit_test(a_level_line_is_one_stroke),
        cmocka_unit_test(shapes_are_as_the_code_charts_have_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
