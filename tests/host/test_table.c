/* test_table.c - one table in each of its four shapes. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/host/table.h"

static const struct table_column columns[] = {
    {"model", "Model", TABLE_LEFT},
    {"accuracy", "Accuracy", TABLE_RIGHT},
    {"rows", "Rows", TABLE_RIGHT},
};

/* Two rows with all that is awkward; the second lacks its last cell. */
static char *print(enum table_format format)
{
    struct table t;
    struct mien_error e;
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    table_init(&t, columns, 3);
    table_text(&t, "forêt|a");
    table_valued(&t, "54.1 ± 1.6", 0.541);
    table_style(&t, TABLE_BOLD);
    table_count(&t, 1234567);
    table_text(&t, "b, \"c\"");
    table_number(&t, "%.1f", 49.26);
    assert_int_equal(table_print(&t, stream, format, &e), 0);
    fclose(stream);
    table_free(&t);
    return text;
}

static void expect(enum table_format format, const char *expected)
{
    char *text = print(format);
    assert_string_equal(text, expected);
    free(text);
}

static void test_terminal_columns_line_up_by_what_is_seen(void **state)
{
    (void)state;
    expect(TABLE_TERMINAL, "Model      Accuracy       Rows\n"
                           "-------  ----------  ---------\n"
                           "forêt|a  54.1 ± 1.6  1,234,567\n"
                           "b, \"c\"         49.3           \n");
}

static void test_markdown_escapes_bars_and_keeps_emphasis(void **state)
{
    (void)state;
    expect(TABLE_MARKDOWN, "| Model | Accuracy | Rows |\n"
                           "| --- | ---: | ---: |\n"
                           "| forêt\\|a | **54.1 ± 1.6** | 1,234,567 |\n"
                           "| b, \"c\" | 49.3 |  |\n");
}

static void test_csv_quotes_and_gives_values_in_full(void **state)
{
    (void)state;
    expect(TABLE_CSV, "model,accuracy,rows\r\n"
                      "forêt|a,0.541,1234567\r\n"
                      "\"b, \"\"c\"\"\",49.26,\r\n");
}

static void test_json_is_an_array_of_objects_with_numbers(void **state)
{
    (void)state;
    char *text = print(TABLE_JSON);
    cJSON *rows = cJSON_Parse(text);
    assert_int_equal(cJSON_GetArraySize(rows), 2);
    const cJSON *first = cJSON_GetArrayItem(rows, 0), *second = cJSON_GetArrayItem(rows, 1);
    assert_string_equal(cJSON_GetObjectItem(first, "model")->valuestring, "forêt|a");
    assert_float_equal(cJSON_GetObjectItem(first, "accuracy")->valuedouble, 0.541, 0.0);
    assert_float_equal(cJSON_GetObjectItem(first, "rows")->valuedouble, 1234567.0, 0.0);
    assert_float_equal(cJSON_GetObjectItem(second, "accuracy")->valuedouble, 49.26, 0.0);
    assert_true(cJSON_IsNull(cJSON_GetObjectItem(second, "rows")));
    cJSON_Delete(rows);
    free(text);
}

static void test_a_stream_that_fails_is_an_error(void **state)
{
    (void)state;
    struct table t;
    struct mien_error e;
    FILE *full = fopen("/dev/full", "w");
    assert_non_null(full);
    setvbuf(full, NULL, _IONBF, 0);
    table_init(&t, columns, 3);
    table_empty(&t);
    assert_int_equal(table_print(&t, full, TABLE_CSV, &e), -1);
    fclose(full);
    table_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_terminal_columns_line_up_by_what_is_seen),
        cmocka_unit_test(test_markdown_escapes_bars_and_keeps_emphasis),
        cmocka_unit_test(test_csv_quotes_and_gives_values_in_full),
        cmocka_unit_test(test_json_is_an_array_of_objects_with_numbers),
        cmocka_unit_test(test_a_stream_that_fails_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
