/* test_tflite.c - the reader of TensorFlow Lite files: what is in a file is found, and what is cut,
 * changed or wrong costs a message and nothing else (built with sanitizers, these tests say so). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/import/cases.h"
#include "trainer/import/tflite.h"
#include "trainer/import/tflite_graph.h"

/* The file of case `name`, for the caller to free. */
static uint8_t *file_of(const char *name, size_t *size)
{
    for (int i = 0; i < import_case_count; i++)
        if (strcmp(import_cases[i].name, name) == 0) {
            struct tiny t;
            import_cases[i].make(&t);
            uint8_t *file = tiny_write(&t, size);
            tiny_free(&t);
            return file;
        }
    fail_msg("no case is called %s", name);
    return NULL;
}

/* Read the bytes and map them; either may refuse. Returns whether the reader took them. */
static bool survives(const uint8_t *bytes, size_t size)
{
    struct mien_error e = {.text = ""};
    struct tflite t;
    struct model m;
    uint8_t *copy = malloc(size ? size : 1); /* of exactly this size, for sanitizers to guard */
    memcpy(copy, bytes, size);
    const bool read = tflite_parse(&t, "f.tflite", copy, size, &e) == 0;
    if (read && tflite_graph(&m, &t, NULL, 0, &e) == 0)
        model_free(&m);
    else
        assert_non_null(strstr(e.text, "f.tflite"));
    tflite_close(&t);
    free(copy);
    return read;
}

static void a_file_is_read(void **state)
{
    (void)state;
    size_t size;
    uint8_t *file = file_of("blocks-half", &size);
    struct mien_error e = {.text = ""};
    struct tflite t;
    assert_int_equal(tflite_parse(&t, "f.tflite", file, size, &e), 0);
    assert_int_equal(t.output_count, 2);
    const struct tflite_tensor *input = &t.tensors[t.input];
    assert_int_equal(input->name.size, 5);
    assert_memory_equal(input->name.at, "input", 5);
    assert_int_equal(input->dimensions, 4);
    assert_int_equal(input->shape[1], 8);
    assert_int_equal(input->count, 8 * 8 * 3);
    assert_null(input->data);
    assert_int_equal(t.operators[0].code, TFLITE_DEQUANTIZE);
    const struct tflite_tensor *weight = &t.tensors[t.operators[0].inputs[0]];
    assert_int_equal(weight->type, TFLITE_FLOAT16);
    assert_int_equal(weight->count, 7 * 3 * 3 * 3);
    assert_non_null(weight->data);
    const struct tflite_operator *conv = &t.operators[2];
    assert_int_equal(conv->code, TFLITE_CONV_2D);
    assert_int_equal(conv->input_count, 3);
    assert_int_equal(conv->inputs[0], t.input);
    assert_int_equal(conv->options[1], 1);
    assert_string_equal(tflite_operator_name(conv->code), "CONV_2D");
    tflite_close(&t);
    free(file);
}

static void a_file_cut_anywhere_is_refused_or_whole(void **state)
{
    (void)state;
    size_t size;
    uint8_t *file = file_of("heads", &size);
    size_t read = 0;
    for (size_t cut = 0; cut < size; cut++)
        read += survives(file, cut);
    assert_int_equal(read, 0);
    assert_true(survives(file, size));
    free(file);
}

static void a_file_with_any_number_changed_does_no_harm(void **state)
{
    static const uint32_t values[] = {0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffc, 0x100};
    (void)state;
    size_t size;
    uint8_t *file = file_of("classifier", &size);
    for (size_t at = 0; at + 4 <= size; at += 2)
        for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
            uint8_t kept[4];
            memcpy(kept, file + at, 4);
            memcpy(file + at, &values[v], 4);
            survives(file, size);
            memcpy(file + at, kept, 4);
        }
    free(file);
}

static void offsets_that_lead_back_end(void **state)
{
    (void)state;
    size_t size;
    uint8_t *file = file_of("conv-valid", &size);
    /* Each offset to itself, its neighbour, or the root: circles where one were followed twice. */
    for (size_t at = 0; at + 4 <= size; at += 4)
        for (uint32_t v = 0; v < 9; v += 4) {
            uint8_t kept[4];
            memcpy(kept, file + at, 4);
            memcpy(file + at, &v, 4);
            survives(file, size);
            memcpy(file + at, kept, 4);
        }
    free(file);
}

/* The message for a file whose `bytes` at `at` are changed. */
static void expect(const uint8_t *file, size_t size, const char *message)
{
    struct mien_error e = {.text = ""};
    struct tflite t;
    assert_int_equal(tflite_parse(&t, "f.tflite", file, size, &e), -1);
    if (!strstr(e.text, message))
        fail_msg("'%s' is not in '%s'", message, e.text);
    assert_null(t.tensors);
}

static void other_files_are_named(void **state)
{
    (void)state;
    size_t size;
    uint8_t *file = file_of("conv-valid", &size);
    expect(file, 0, "f.tflite: not a TensorFlow Lite file");
    file[4] = 'X';
    expect(file, size, "f.tflite: not a TensorFlow Lite file (bytes 4 to 7 are not 'TFL3')");
    file[4] = 'T';
    uint32_t root;
    memcpy(&root, file, 4);
    file[root + 4] = 2; /* the model's first field */
    expect(file, size, "f.tflite: schema version 2; mien reads version 3");
    free(file);
}

static void a_missing_file_is_named(void **state)
{
    (void)state;
    struct mien_error e = {.text = ""};
    struct tflite t;
    assert_int_equal(tflite_open(&t, "/nowhere/f.tflite", &e), -1);
    assert_non_null(strstr(e.text, "/nowhere/f.tflite"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read),
        cmocka_unit_test(a_file_cut_anywhere_is_refused_or_whole),
        cmocka_unit_test(a_file_with_any_number_changed_does_no_harm),
        cmocka_unit_test(offsets_that_lead_back_end),
        cmocka_unit_test(other_files_are_named),
        cmocka_unit_test(a_missing_file_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
