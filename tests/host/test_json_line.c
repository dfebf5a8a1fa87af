/* test_json_line.c - lines of JSON are read as RFC 8259 has them, numbers to the last bit. */
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/host/json_line.h"
#include "runtime/host/rng.h"

/* Members of the line, -1 where it is no object. It is read from a block of just its size. */
static int members(const char *line, struct json_member *out, int room)
{
    const size_t size = strlen(line);
    char *copy = malloc(size ? size : 1);
    memcpy(copy, line, size);
    struct json_walk walk = json_line(copy, size);
    struct json_member m;
    int count = 0, found;
    while ((found = json_next_member(&walk, &m)) > 0) {
        if (count < room) {
            out[count] = m;
            out[count].key.text = line + (m.key.text - copy);
            out[count].value.text = line + (m.value.text - copy);
        }
        count++;
    }
    assert_int_equal(json_next_member(&walk, &m), -1);
    free(copy);
    return found < 0 ? -1 : count;
}

/* The value in {"a":VALUE}. */
static struct json_value value_of(const char *value)
{
    static char line[65536];
    struct json_member m = {0};
    snprintf(line, sizeof line, "{\"a\":%s}", value);
    if (members(line, &m, 1) != 1)
        fail_msg("refused: %.100s", value);
    return m.value;
}

static void members_come_in_order_with_their_types(void **state)
{
    (void)state;
    struct json_member m[8];
    const char *line = " {\"kind\":\"epoch\", \"step\" : 225,\t\"loss\":null,\"a\":[[1,2],[3,4]],"
                       "\"o\":{\"x\":[{}]},\"t\":true,\"f\":false}\r";
    static const enum json_type types[] = {JSON_STRING, JSON_NUMBER, JSON_NULL, JSON_ARRAY,
                                           JSON_OBJECT, JSON_TRUE,   JSON_FALSE};
    static const char *const keys[] = {"kind", "step", "loss", "a", "o", "t", "f"};
    assert_int_equal(members(line, m, 8), 7);
    for (int i = 0; i < 7; i++) {
        assert_int_equal(m[i].value.type, types[i]);
        assert_true(json_is(&m[i].key, keys[i]));
    }
    assert_true(json_is(&m[0].value, "epoch"));
    assert_false(json_is(&m[0].value, "epoc"));
    assert_false(json_is(&m[0].value, "epochs"));
    assert_false(json_is(&m[1].value, "225"));
    assert_float_equal(m[1].value.number, 225, 0);
    assert_int_equal(m[3].value.size, strlen("[[1,2],[3,4]]"));
    assert_memory_equal(m[4].value.text, "{\"x\":[{}]}", m[4].value.size);
    assert_int_equal(members("{}", m, 8), 0);
    assert_int_equal(members("{ }\n", m, 8), 0);
}

static void what_is_no_object_is_refused(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "",
        " ",
        "{",
        "}",
        "[]",
        "1",
        "null",
        "\"a\"",
        "{} x",
        "{}{}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,,\"b\":2}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\":1]",
        "{\"a\":[1}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{\"a\":[1 2]}",
        "{\"a\":[1,2}",
        "{\"a\":{\"b\"}}",
        "{\"a\":{\"b\":1,}}",
        "{\"a\":{1}}",
        "{\"a\":[",
        "{\"a\":[{\"b\":",
        "{\"a\":[{\"b",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":-Infinity}",
        "{\"a\":nul}",
        "{\"a\":True}",
        "{\"a\":nullx}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":-01}",
        "{\"a\":1e}",
        "{\"a\":1e+}",
        "{\"a\":1.e1}",
        "{\"a\":0x10}",
        "{\"a\":1_000}",
        "{\"a\":1,5}",
        "{\"a\":\"}",
        "{\"a\":\"\\\"}",
        "{\"a\":\"\\x41\"}",
        "{\"a\":\"\\u12G4\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"tab\there\"}",
        "{\"a\":1} // why",
        "\xEF\xBB\xBF{\"a\":1}",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (members(lines[i], NULL, 0) != -1)
            fail_msg("taken: %s", lines[i]);
    struct json_walk walk = json_line("{\0}", 3);
    struct json_member m;
    assert_int_equal(json_next_member(&walk, &m), -1);
}

static void nesting_is_followed_to_a_depth(void **state)
{
    (void)state;
    char deep[2 * JSON_DEPTH_MAX + 16];
    for (int depth = JSON_DEPTH_MAX - 2; depth <= JSON_DEPTH_MAX; depth++) {
        snprintf(deep, sizeof deep, "{\"a\":%.*s%.*s}", depth, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
                 depth, "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
        assert_int_equal(members(deep, NULL, 0), depth < JSON_DEPTH_MAX ? 1 : -1);
    }
}

static void same_bits(const char *text)
{
    const double expected = strtod(text, NULL), found = value_of(text).number;
    if (memcmp(&expected, &found, sizeof found) != 0)
        fail_msg("%.60s: %a, not %a", text, found, expected);
}

static void numbers_are_the_nearest_doubles(void **state)
{
    (void)state;
    static const char *const numbers[] = {
        "0",
        "-0",
        "0.0",
        "-0.0e5",
        "1",
        "-1",
        "225",
        "1e0",
        "1E+2",
        "1e-2",
        "123456789012345678",
        "9007199254740992",
        "9007199254740993",
        "9007199254740993.0",
        "18446744073709551615",
        "18446744073709551616",
        "9999999999999999999",
        "99999999999999999999",
        "1e22",
        "1e23",
        "8.5e-23",
        "0.1",
        "0.30000000000000004",
        "1.80164603",
        "0.00410187937",
        "1763726400.125",
        "5e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "2.2250738585072011e-308",
        "2.2250738585072014e-308",
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "1e999",
        "-1e999",
        "1e-999",
        "0e999999999999999999",
        "1e999999999999999999",
        "1e-999999999999999999",
        "0.000000000000000000000000000000000000000000001e45",
        "9007199254740993.00000000000000000000000000000000000000000000000000000000001",
        "100000000000000000000000000000000000000000000000000000000000000000000000e-71",
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        same_bits(numbers[i]);
}

static void numbers_of_any_length_are_the_nearest_doubles(void **state)
{
    (void)state;
    char text[4096];
    /* Halfway between two denormals in full, 751 digits, then nudged behind a thousand zeros. */
    const int exact = snprintf(text, sizeof text, "%.1074f", 0x1p-1074 * 3);
    assert_true(exact > 1000);
    same_bits(text);
    const int half = snprintf(text, 1200, "%.60f", 0x1p53 + 2);
    memset(text + half, '0', 1000);
    strcpy(text + half + 1000, "1");
    text[15] = '3'; /* 9007199254740993.000...1 */
    same_bits(text);
    assert_float_equal(value_of(text).number, 0x1p53 + 2, 0);
    strcpy(text + half + 1000, "0");
    assert_float_equal(value_of(text).number, 0x1p53, 0);
    memset(text, '9', 3000);
    strcpy(text + 3000, "e-3000");
    same_bits(text);
}

static void numbers_at_random_are_the_nearest_doubles(void **state)
{
    (void)state;
    struct rng rng = rng_seed(5);
    for (int i = 0; i < 200000; i++) {
        char text[64];
        const uint64_t bits = rng_next(&rng);
        double v;
        memcpy(&v, &bits, sizeof v);
        if (!isfinite(v))
            continue;
        snprintf(text, sizeof text, "%.*g", 1 + (int)(rng_below(&rng, 21)), v);
        same_bits(text);
        snprintf(text, sizeof text, "%.*g", 1 + (int)(rng_below(&rng, 19)),
                 rng_below(&rng, UINT32_MAX) / 65536.0);
        same_bits(text);
    }
}

static void numbers_do_not_depend_on_the_locale(void **state)
{
    (void)state;
    static const char *const commas[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE"};
    bool found = false;
    for (size_t i = 0; i < sizeof commas / sizeof *commas && !found; i++)
        found = setlocale(LC_NUMERIC, commas[i]) && strcmp(localeconv()->decimal_point, ",") == 0;
    if (!found)
        skip();
    const double fast = value_of("1.5").number, slow = value_of("1.50000000000000000000000").number;
    setlocale(LC_NUMERIC, "C");
    assert_float_equal(fast, 1.5, 0);
    assert_float_equal(slow, 1.5, 0);
}

static void strings_are_unescaped_to_utf8_that_is_whole(void **state)
{
    (void)state;
    static const struct {
        const char *json, *text;
    } cases[] = {
        {"\"\"", ""},
        {"\"plain\"", "plain"},
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
        {"\"[net]\\nbatch = 8\\n\"", "[net]\nbatch = 8\n"},
        {"\"\\u0041\\u00e4\\u20AC\"", "A\xC3\xA4\xE2\x82\xAC"},
        {"\"\\uD83D\\uDE00!\"", "\xF0\x9F\x98\x80!"},
        {"\"\\uD83D\"", "\xEF\xBF\xBD"},
        {"\"\\uDE00x\"", "\xEF\xBF\xBDx"},
        {"\"\\uD83D\\uD83D\\uDE00\"", "\xEF\xBF\xBD\xF0\x9F\x98\x80"},
        {"\"\\uD83D\\n\"", "\xEF\xBF\xBD\n"},
        {"\"a\\u0000b\"", "a\xEF\xBF\xBD"
                          "b"},
        {"\"\xE2\x82\xAC\xF0\x9F\x98\x80\"", "\xE2\x82\xAC\xF0\x9F\x98\x80"},
        {"\"\xC0\x80\"", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\"\xED\xA0\x80\"", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\"\xE2\x82\"", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"\"\xFFz\"", "\xEF\xBF\xBDz"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct json_value v = value_of(cases[i].json);
        char out[64];
        assert_int_equal(json_string(&v, out, sizeof out), strlen(cases[i].text));
        assert_string_equal(out, cases[i].text);
        assert_int_equal(json_string(&v, NULL, 0), strlen(cases[i].text));
    }
}

static void a_string_too_long_is_cut_between_characters(void **state)
{
    (void)state;
    const struct json_value v = value_of("\"ab\\u20acd\"");
    static const char *const cut[] = {"", "a", "ab", "ab", "ab", "ab\xE2\x82\xAC"};
    for (size_t size = 1; size <= 6; size++) {
        char out[8];
        assert_int_equal(json_string(&v, out, size), 6);
        assert_string_equal(out, cut[size - 1]);
    }
}

static void strings_are_compared_unescaped(void **state)
{
    (void)state;
    const struct json_value v = value_of("\"l\\u006fss\"");
    assert_true(json_is(&v, "loss"));
    assert_false(json_is(&v, "los"));
    assert_false(json_is(&v, "losse"));
    const struct json_value mended = value_of("\"a\xFFz\"");
    assert_true(json_is(&mended, "a\xEF\xBF\xBDz"));
    assert_false(json_is(&mended, "a\xEF\xBF\xBD"));
    assert_false(json_is(&mended, "az"));
    const struct json_value empty = value_of("\"\"");
    assert_true(json_is(&empty, ""));
    assert_false(json_is(&empty, "a"));
}

static void arrays_and_objects_are_walked_inside(void **state)
{
    (void)state;
    const struct json_value matrix = value_of("[[1, 2.5],[ ],[-3e0]]");
    struct json_walk rows = json_inside(&matrix);
    struct json_value row, number;
    double sum = 0;
    int row_count = 0, number_count = 0, found;
    while ((found = json_next_element(&rows, &row)) > 0) {
        struct json_walk columns = json_inside(&row);
        row_count++;
        for (; json_next_element(&columns, &number) > 0; number_count++)
            sum += number.number;
    }
    assert_int_equal(found, 0);
    assert_int_equal(row_count, 3);
    assert_int_equal(number_count, 3);
    assert_float_equal(sum, 0.5, 0);
    const struct json_value object = value_of("{\"b\":{\"c\":7}}");
    struct json_walk inside = json_inside(&object);
    struct json_member m;
    assert_int_equal(json_next_member(&inside, &m), 1);
    inside = json_inside(&m.value);
    assert_int_equal(json_next_member(&inside, &m), 1);
    assert_float_equal(m.value.number, 7, 0);
    assert_int_equal(json_next_member(&inside, &m), 0);
}

static void a_walk_of_the_wrong_kind_finds_nothing(void **state)
{
    (void)state;
    const struct json_value number = value_of("7"), array = value_of("[1]"),
                            text = value_of("\"\"");
    struct json_member m;
    struct json_value v;
    struct json_walk walk = json_inside(&array);
    assert_int_equal(json_next_member(&walk, &m), -1);
    walk = json_inside(&number);
    assert_int_equal(json_next_element(&walk, &v), -1);
    walk = json_inside(&text);
    assert_int_equal(json_next_element(&walk, &v), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_come_in_order_with_their_types),
        cmocka_unit_test(what_is_no_object_is_refused),
        cmocka_unit_test(nesting_is_followed_to_a_depth),
        cmocka_unit_test(numbers_are_the_nearest_doubles),
        cmocka_unit_test(numbers_of_any_length_are_the_nearest_doubles),
        cmocka_unit_test(numbers_at_random_are_the_nearest_doubles),
        cmocka_unit_test(numbers_do_not_depend_on_the_locale),
        cmocka_unit_test(strings_are_unescaped_to_utf8_that_is_whole),
        cmocka_unit_test(a_string_too_long_is_cut_between_characters),
        cmocka_unit_test(strings_are_compared_unescaped),
        cmocka_unit_test(arrays_and_objects_are_walked_inside),
        cmocka_unit_test(a_walk_of_the_wrong_kind_finds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
