/* test_wrap.c - text cut into rows. */
#include "viewer/console/screen/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The rows of a text with '|' between. */
static char *rows_of(const char *text, int columns)
{
    char *out = calloc(1, 2 * strlen(text) + 2);
    int count = 0;
    size_t next;
    assert_non_null(out);
    do {
        const size_t length = wrap_row(text, columns, &next);
        if (count++ > 0)
            strcat(out, "|");
        strncat(out, text, length);
        assert_true(next > 0 || !*text);
        text += next;
    } while (*text);
    return out;
}

static void expect(const char *text, int columns, const char *rows)
{
    char *found = rows_of(text, columns);
    int count = 1;
    assert_string_equal(found, rows);
    for (const char *c = rows; *c; c++)
        count += *c == '|';
    assert_int_equal(wrap_rows(text, columns), count);
    free(found);
}

static void rows_are_cut_between_words(void **state)
{
    (void)state;
    expect("", 5, "");
    expect("one", 5, "one");
    expect("one two", 7, "one two");
    expect("one two", 6, "one|two");
    expect("one two", 3, "one|two");
    expect("one   two", 4, "one |two");
    expect("one  ", 3, "one");
    expect("a b c d", 3, "a b|c d");
}

static void a_word_that_is_too_long_is_cut(void **state)
{
    (void)state;
    expect("abcdefg", 3, "abc|def|g");
    expect("a bcdefg", 3, "a|bcd|efg");
    expect("abc", 1, "a|b|c");
}

static void columns_are_counted_not_bytes(void **state)
{
    (void)state;
    expect("\xc3\xa9\xc3\xa9 \xc3\xa9", 2, "\xc3\xa9\xc3\xa9|\xc3\xa9");
    expect("\xe4\xb8\xad\xe6\x96\x87", 3, "\xe4\xb8\xad|\xe6\x96\x87"); /* two wide ones */
    expect("\xe4\xb8\xad\xe6\x96\x87", 1, "\xe4\xb8\xad|\xe6\x96\x87"); /* no narrower */
}

static void what_lies_outside_is_left_out(void **state)
{
    (void)state;
    struct cells c = {0};
    assert_true(cells_resize(&c, 3, 2));
    cells_clear(&c);
    assert_int_equal(wrap_draw(cells_all(&c), -1, ROLE_TEXT, "one two six ten"), 3);
    assert_int_equal(c.cell[0].glyph, 't'); /* "two" */
    assert_int_equal(c.cell[3].glyph, 's');
    cells_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_cut_between_words),
        cmocka_unit_test(a_word_that_is_too_long_is_cut),
        cmocka_unit_test(columns_are_counted_not_bytes),
        cmocka_unit_test(what_lies_outside_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
