/* test_history.c - metrics files are read as they are found: growing, with gaps, with new keys. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runtime/host/history.h"

static struct history parsed(const char *text)
{
    struct history h;
    struct mien_error e = {.text = ""};
    if (history_parse(&h, "m.jsonl", text, strlen(text), &e) != 0)
        fail_msg("%s", e.text);
    return h;
}

static const struct history_column *column(const struct history *h, const char *name)
{
    const struct history_column *c = history_find(h, name);
    if (!c)
        fail_msg("no column '%s'", name);
    return c;
}

static void keys_become_columns_wherever_they_appear(void **state)
{
    (void)state;
    struct history h = parsed("{\"kind\":\"epoch\",\"epoch\":1,\"loss\":2.5}\n"
                              "{\"kind\":\"epoch\",\"epoch\":2,\"loss\":1.5,\"valid_loss\":1.75}\n"
                              "{\"epoch\":3,\"valid_loss\":-1e-3,\"loss\":0.5}\r\n");
    assert_string_equal(h.kind, "epoch");
    assert_int_equal(h.lines, 3);
    assert_int_equal(h.column_count, 3);
    assert_int_equal(column(&h, "epoch")->count, 3);
    const struct history_column *late = column(&h, "valid_loss");
    assert_int_equal(late->count, 2);
    assert_int_equal(late->line[0], 1);
    assert_float_equal(late->value[0], 1.75, 0);
    assert_float_equal(late->value[1], -1e-3, 0);
    assert_float_equal(column(&h, "loss")->value[2], 0.5, 0);
    assert_null(history_find(&h, "kind"));
    history_close(&h);
}

static void what_is_not_finite_is_nan_and_what_is_missing_is_not_there(void **state)
{
    (void)state;
    struct history h = parsed("{\"loss\":null}\n{\"other\":1}\n{\"loss\":1e999}\n{\"loss\":3}\n");
    const struct history_column *loss = column(&h, "loss");
    assert_int_equal(loss->count, 3);
    assert_true(isnan(loss->value[0]));
    assert_true(isnan(loss->value[1]));
    assert_int_equal(loss->line[2], 3);
    history_close(&h);
}

static void lines_that_are_no_steps_leave_no_numbers(void **state)
{
    (void)state;
    struct history h =
        parsed("{\"kind\":\"run\",\"step\":0,\"time\":9,\"unit\":\"step\",\"total\":60}\n"
               "{\"kind\":\"fit\",\"step\":1,\"fit\":1,\"wall\":1}\n"
               "{\"kind\":\"event\",\"step\":1,\"wall\":1,\"text\":\"face lost\",\"x\":1}\n"
               "{\"kind\":\"pair\",\"step\":2,\"pair\":1,\"wall\":2,\"confusion\":[[1,2],[3,4]]}\n"
               "{\"kind\":\"end\",\"step\":2,\"time\":9,\"accuracy\":0.5}\n");
    assert_string_equal(h.kind, "step");
    assert_int_equal(h.lines, 2);
    assert_int_equal(h.column_count, 4); /* step, fit, wall, pair */
    assert_int_equal(column(&h, "step")->count, 2);
    assert_int_equal(column(&h, "pair")->line[0], 1);
    history_close(&h);
    h = parsed("{\"kind\":\"session\",\"step\":0,\"unit\":\"frame\"}\n");
    assert_string_equal(h.kind, "frame");
    assert_int_equal(h.lines, 0);
    history_close(&h);
    struct mien_error e;
    static const char bad[] = "{\"kind\":\"run\",\"step\":0}\nrubbish\n";
    assert_int_equal(history_parse(&h, "m.jsonl", bad, sizeof bad - 1, &e), -1);
    assert_non_null(strstr(e.text, "m.jsonl:2: "));
}

static void half_a_last_line_is_left_for_later_and_a_whole_one_counts(void **state)
{
    (void)state;
    struct history h = parsed("{\"loss\":1}\n{\"loss\":2,\"acc");
    assert_int_equal(h.lines, 1);
    history_close(&h);
    h = parsed("{\"loss\":1}\n{\"loss\":2}");
    assert_int_equal(h.lines, 2);
    history_close(&h);
    h = parsed("");
    assert_int_equal(h.lines, 0);
    history_close(&h);
}

static void of_a_key_given_twice_the_last_counts(void **state)
{
    (void)state;
    struct history h = parsed("{\"loss\":1,\"loss\":2}\n");
    assert_int_equal(column(&h, "loss")->count, 1);
    assert_float_equal(column(&h, "loss")->value[0], 2, 0);
    history_close(&h);
}

static void a_key_that_is_no_text_is_one_column(void **state)
{
    (void)state;
    struct history h = parsed("{\"k\xf7\":1}\n{\"k\xf6\":2}\n{\"\\u006b\xf7\":3}\n");
    assert_int_equal(h.column_count, 1);
    assert_int_equal(column(&h, "k\xef\xbf\xbd")->count, 3);
    history_close(&h);
}

static void a_damaged_line_is_named_with_its_number(void **state)
{
    (void)state;
    static const char *const damaged[] = {"{\"loss\":1}\nrubbish\n", "{\"loss\":1}\n[1, 2]\n",
                                          "{\"loss\":1}\n\n",
                                          "{\"loss\":1}\n{\"loss\":2}{\"loss\":3}\n"};
    for (size_t k = 0; k < sizeof damaged / sizeof *damaged; k++) {
        struct history h;
        struct mien_error e;
        assert_int_equal(history_parse(&h, "m.jsonl", damaged[k], strlen(damaged[k]), &e), -1);
        assert_non_null(strstr(e.text, "m.jsonl:2: "));
        assert_null(h.columns);
    }
}

static void too_many_keys_are_refused(void **state)
{
    (void)state;
    char text[8192] = "{";
    size_t used = 1;
    for (int k = 0; k <= HISTORY_COLUMNS_MAX; k++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s\"k%d\":1", k ? "," : "", k);
    snprintf(text + used, sizeof text - used, "}\n");
    struct history h;
    struct mien_error e;
    assert_int_equal(history_parse(&h, "m.jsonl", text, strlen(text), &e), -1);
    assert_non_null(strstr(e.text, "m.jsonl:1: more keys"));
}

static void a_run_that_is_not_there_is_an_error(void **state)
{
    (void)state;
    struct history h;
    struct mien_error e;
    assert_int_equal(history_open(&h, "/nowhere/run", &e), -1);
    assert_non_null(strstr(e.text, "/nowhere/run: cannot find the run"));
    history_close(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_become_columns_wherever_they_appear),
        cmocka_unit_test(what_is_not_finite_is_nan_and_what_is_missing_is_not_there),
        cmocka_unit_test(lines_that_are_no_steps_leave_no_numbers),
        cmocka_unit_test(half_a_last_line_is_left_for_later_and_a_whole_one_counts),
        cmocka_unit_test(of_a_key_given_twice_the_last_counts),
        cmocka_unit_test(a_key_that_is_no_text_is_one_column),
        cmocka_unit_test(a_damaged_line_is_named_with_its_number),
        cmocka_unit_test(too_many_keys_are_refused),
        cmocka_unit_test(a_run_that_is_not_there_is_an_error),
    };
    return cmocka_run_group_tests_name("history", tests, NULL, NULL);
}
