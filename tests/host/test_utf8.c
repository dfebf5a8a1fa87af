/* test_utf8.c - UTF-8 against table 3-7 of the Unicode Standard, widths against its data files. */
#include "runtime/host/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void check_decoding(const char *text, uint32_t point, int bytes)
{
    const char *s = text;
    assert_int_equal(utf8_next(&s), point);
    assert_int_equal(s - text, bytes);
}

static void only_what_is_well_formed_is_a_character(void **state)
{
    (void)state;
    check_decoding("a", 'a', 1);
    check_decoding("\xc3\xa9", 0xe9, 2);
    check_decoding("\xe2\x80\xa6", 0x2026, 3);
    check_decoding("\xf0\x9f\x98\x80", 0x1f600, 4);
    check_decoding("\xf4\x8f\xbf\xbf", 0x10ffff, 4);
    static const char *const bad[] = {
        "\x80", /* a byte that continues nothing */
        "\xc3", /* cut short */
        "\xe2\x80",
        "\xc0\xaf", /* overlong */
        "\xe0\x9f\xbf",
        "\xf0\x8f\xbf\xbf",
        "\xed\xa0\x80",     /* a surrogate */
        "\xf4\x90\x80\x80", /* above U+10FFFF */
        "\xff",
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        check_decoding(bad[k], UTF8_BAD, 1);
        assert_int_equal(utf8_size(bad[k], UTF8_MAX), 0);
    }
}

static void nothing_is_read_behind_the_room(void **state)
{
    (void)state;
    static const char text[] = "\xf0\x9f\x98\x80";
    for (size_t room = 0; room < UTF8_MAX; room++) {
        char *copy = malloc(room + 1); /* where a sanitizer guards its end */
        assert_non_null(copy);
        memcpy(copy, text, room);
        copy = realloc(copy, room ? room : 1);
        assert_int_equal(utf8_size(copy, room), 0);
        free(copy);
    }
    assert_int_equal(utf8_size(text, UTF8_MAX), 4);
}

static void every_code_point_is_written_as_it_is_read(void **state)
{
    (void)state;
    for (uint32_t point = 1; point <= 0x10ffff; point++) {
        if (point == 0xd800)
            point = 0xe000;
        char out[UTF8_MAX + 1];
        const int bytes = utf8_put(point, out);
        check_decoding(out, point, bytes);
        assert_false(utf8_continues(out[0]));
        for (int k = 1; k < bytes; k++)
            assert_true(utf8_continues(out[k]));
    }
}

static void widths_follow_unicode(void **state)
{
    (void)state;
    static const struct {
        uint32_t point;
        int width;
    } cases[] = {
        {'a', 1},     {0xe9, 1},    {0xad, 1},     {0x301, 0},   {0x93c, 0},  {0x93e, 1},
        {0x200d, 0},  {0xfe0f, 0},  {0x2500, 1},   {0x2588, 1},  {0x28ff, 1}, {0x25cf, 1},
        {0x2713, 1},  {0x1100, 2},  {0x1161, 0},   {0x3042, 2},  {0x4e2d, 2}, {0xac00, 2},
        {0xff21, 2},  {0xff71, 1},  {0x1f600, 2},  {0x1f680, 2}, {0x26a0, 1}, {0x26a1, 2},
        {0x2705, 2},  {0x274c, 2},  {0x20000, 2},  {0x303f, 1},  {0x3248, 1}, {0x1f3fb, 0},
        {0x1f321, 1}, {0x1fae8, 2}, {0x10ffff, 1},
    };
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        assert_int_equal(utf8_width(cases[k].point), cases[k].width);
}

static void a_text_is_as_wide_as_what_is_seen_of_it(void **state)
{
    (void)state;
    assert_int_equal(utf8_text_width(""), 0);
    assert_int_equal(utf8_text_width("abc"), 3);
    assert_int_equal(utf8_text_width("± µs"), 4);
    assert_int_equal(utf8_text_width("日本"), 4);
    assert_int_equal(utf8_text_width("e\xcc\x81"), 1);
    assert_int_equal(utf8_text_width("a\xcc\x81\xe4\xb8\xad!"), 4);
    assert_int_equal(utf8_text_width("\xff\xc3"), 2); /* one each, nothing read behind */
}

/* Every wide and full-width point of Unicode's own file, where it is installed (Debian's
 * unicode-data), and none besides. */
static void widths_are_those_of_the_published_file(void **state)
{
    (void)state;
    static unsigned char wide[0x110000];
    FILE *f = fopen("/usr/share/unicode/EastAsianWidth.txt", "r");
    char line[256] = "";
    if (!f)
        skip();
    if (!fgets(line, sizeof line, f) || !strstr(line, "-15.0")) {
        fclose(f);
        skip();
    }
    while (fgets(line, sizeof line, f)) {
        unsigned first, last;
        char class[3];
        if (sscanf(line, "%x..%x;%2[A-Za-z]", &first, &last, class) != 3) {
            if (sscanf(line, "%x;%2[A-Za-z]", &first, class) != 2)
                continue;
            last = first;
        }
        if (*class == 'W' || *class == 'F')
            memset(wide + first, 1, last - first + 1);
    }
    fclose(f);
    for (uint32_t point = 0x20; point <= 0x10ffff; point++)
        if (wide[point] && utf8_width(point) != 0) /* marks among them combine */
            assert_int_equal(utf8_width(point), 2);
    for (uint32_t point = 0x4e00; point <= 0x9fff; point++)
        assert_int_equal(utf8_width(point), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_is_well_formed_is_a_character),
        cmocka_unit_test(nothing_is_read_behind_the_room),
        cmocka_unit_test(every_code_point_is_written_as_it_is_read),
        cmocka_unit_test(widths_follow_unicode),
        cmocka_unit_test(a_text_is_as_wide_as_what_is_seen_of_it),
        cmocka_unit_test(widths_are_those_of_the_published_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
