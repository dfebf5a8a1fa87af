/* test_tflite_model.c - what is imported can be saved, is the same bytes each time, tells where it
 * is from, answers when it is read back, and is told as a table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/host/sha256.h"
#include "tests/import/cases.h"
#include "tests/run/scratch.h"
#include "trainer/import/model_table.h"
#include "trainer/import/tflite_model.h"

/* Write case "blocks-half" into the folder; its path, for the caller to free. */
static char *write_blocks(const char *folder)
{
    struct mien_error e = {.text = ""};
    struct tiny t;
    size_t size;
    int i = 0;
    while (strcmp(import_cases[i].name, "blocks-half") != 0)
        i++;
    import_cases[i].make(&t);
    uint8_t *file = tiny_write(&t, &size);
    char *path = file_join(folder, "blocks.tflite");
    assert_int_equal(file_write(path, file, size, &e), 0);
    tiny_free(&t);
    free(file);
    return path;
}

static void import(struct model *m, const char *folder)
{
    static const char *const names[] = {"first", "second"};
    const struct tflite_options options = {
        .outputs = names, .output_count = 2, .low = -1, .high = 1, .from = {"a test", "MIT"}};
    struct mien_error e = {.text = ""};
    char *path = write_blocks(folder);
    if (tflite_model(m, path, &options, &e) != 0)
        fail_msg("%s", e.text);
    free(path);
}

static void the_same_file_gives_the_same_bytes(void **state)
{
    struct mien_error e = {.text = ""};
    struct file_map maps[2];
    for (int i = 0; i < 2; i++) {
        struct model m;
        char *out = file_join(*state, i ? "b.safetensors" : "a.safetensors");
        import(&m, *state);
        assert_int_equal(import_save(&m, out, &e), 0);
        assert_int_equal(file_map(&maps[i], out, &e), 0);
        model_free(&m);
        free(out);
    }
    assert_int_equal(maps[0].size, maps[1].size);
    assert_memory_equal(maps[0].data, maps[1].data, maps[0].size);
    file_unmap(&maps[0]);
    file_unmap(&maps[1]);
}

static void a_model_tells_where_it_is_from(void **state)
{
    struct mien_error e = {.text = ""};
    struct model m;
    struct file_map source;
    char sum[65];
    import(&m, *state);
    char *path = file_join(*state, "blocks.tflite");
    assert_int_equal(file_map(&source, path, &e), 0);
    sha256_hex(source.data, source.size, sum);
    const char *provenance = model_get(&m, "provenance");
    assert_non_null(strstr(provenance, sum));
    assert_non_null(strstr(provenance, "\"source\":\"blocks.tflite\""));
    assert_non_null(strstr(provenance, "\"origin\":\"a test\",\"licence\":\"MIT\""));
    assert_string_equal(model_get(&m, "input"),
                        "{\"kind\":\"image\",\"shape\":[8,8,3],\"range\":[-1,1]}");
    assert_string_equal(m.kind, "network");
    file_unmap(&source);
    free(path);
    model_free(&m);
}

static void what_is_saved_answers(void **state)
{
    struct mien_error e = {.text = ""};
    struct model m, again;
    char *out = file_join(*state, "saved.safetensors");
    import(&m, *state);
    if (import_save(&m, out, &e) != 0)
        fail_msg("%s", e.text);
    assert_int_equal(model_open(&again, out, &e), 0);
    assert_string_equal(again.output_names[0], "first");
    assert_string_equal(again.output_names[1], "second");
    assert_int_equal(again.file.tensors[0].type, SAFETENSORS_F16);
    model_free(&again);
    model_free(&m);
    free(out);
}

/* Weights that are finite, and too large for what they are multiplied with. */
static void what_does_not_answer_leaves_no_file(void **state)
{
    const struct tflite_options none = {0};
    struct mien_error e = {.text = ""};
    struct tiny t;
    struct model m;
    size_t size;
    tiny_start(&t, 1, 2, 2, 4);
    const int32_t x = tiny_conv(&t, t.input, 1, 1, 4, 1, TINY_SAME, TINY_NONE);
    tiny_output(&t, tiny_conv(&t, x, 1, 1, 4, 1, TINY_SAME, TINY_NONE), "y");
    for (int32_t i = 0; i < 2; i++) {
        struct tiny_tensor *weight = &t.tensors[t.operators[i].inputs[1]];
        const float large = 1e38f;
        for (size_t at = 0; at < weight->bytes; at += sizeof large)
            memcpy(weight->data + at, &large, sizeof large);
    }
    uint8_t *file = tiny_write(&t, &size);
    char *path = file_join(*state, "large.tflite"), *out = file_join(*state, "large.safetensors");
    assert_int_equal(file_write(path, file, size, &e), 0);
    assert_int_equal(tflite_model(&m, path, &none, &e), 0);
    assert_int_equal(import_save(&m, out, &e), -1);
    assert_non_null(strstr(e.text, "a number that is not finite"));
    assert_int_equal(access(out, F_OK), -1);
    model_free(&m);
    tiny_free(&t);
    free(file);
    free(path);
    free(out);
}

static void the_table_has_a_row_an_operator(void **state)
{
    struct model m;
    struct table t;
    import(&m, *state);
    model_table(&t, &m, false);
    cJSON *rows = table_json(&t);
    assert_int_equal(cJSON_GetArraySize(rows), 5);
    char *text = cJSON_PrintUnformatted(cJSON_GetArrayItem(rows, 1));
    /* Depthwise 3 x 3 x 7 with bias, 1 x 1 from 7 to 12 with bias and slopes, at 8 x 8 pixels. */
    assert_string_equal(text,
                        "{\"value\":2,\"operator\":\"separable\",\"inputs\":\"1\",\"residual\":1,"
                        "\"window\":\"3x3\",\"input_shape\":\"8x8x7\",\"output_shape\":\"8x8x12\","
                        "\"activation\":\"prelu\",\"parameters\":178,\"operations\":9408}");
    cJSON_free(text);
    cJSON_Delete(rows);
    table_free(&t);
    model_free(&m);
}

static void totals_are_the_sums_of_the_rows(void **state)
{
    struct mien_error e = {.text = ""};
    struct model m;
    struct table t;
    import(&m, *state);
    model_table(&t, &m, true);
    const struct table_cell *cells = t.cells;
    double parameters = 0, operations = 0;
    size_t i = 0;
    for (; i + t.column_count < t.count; i += t.column_count) {
        parameters += cells[i + t.column_count - 2].value;
        operations += cells[i + t.column_count - 1].value;
    }
    assert_string_equal(cells[i + 1].text, "total");
    assert_true(cells[t.count - 2].value == parameters);
    assert_true(cells[t.count - 1].value == operations);
    assert_true(parameters > 0 && operations > 0);
    FILE *sink = fopen("/dev/null", "w");
    assert_int_equal(table_print(&t, sink, TABLE_TERMINAL, &e), 0);
    fclose(sink);
    table_free(&t);
    model_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_file_gives_the_same_bytes),
        cmocka_unit_test(a_model_tells_where_it_is_from),
        cmocka_unit_test(what_is_saved_answers),
        cmocka_unit_test(what_does_not_answer_leaves_no_file),
        cmocka_unit_test(the_table_has_a_row_an_operator),
        cmocka_unit_test(totals_are_the_sums_of_the_rows),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
