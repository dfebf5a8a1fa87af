/* test_safetensors.c - files by the specification are read, all others refused with a reason, and
 * what is written is what the specification asks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "runtime/host/safetensors.h"
#include "tests/run/scratch.h"

enum { FILE_MAX = 1024 };

/* A file made by hand: header text, spaces that align the data to 8, `data_size` bytes from 0 up.
 */
struct image {
    _Alignas(64) uint8_t bytes[FILE_MAX];
    size_t size;
};

static struct image image_of(const char *header, size_t data_size)
{
    const size_t used = strlen(header), length = (used + 7) / 8 * 8;
    struct image f = {.size = 8 + length + data_size};
    assert_true(f.size <= FILE_MAX);
    f.bytes[0] = (uint8_t)length;
    f.bytes[1] = (uint8_t)(length >> 8);
    memset(f.bytes + 8, ' ', length);
    memcpy(f.bytes + 8, header, used);
    for (size_t i = 0; i < data_size; i++)
        f.bytes[8 + length + i] = (uint8_t)i;
    return f;
}

static void a_file_by_the_specification_is_read(void **state)
{
    /* Listed in another order than stored. */
    static const char header[] =
        "{\"__metadata__\":{\"kind\":\"net\"},\"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_"
        "offsets\":[8,11]},"
        "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
    struct image f = image_of(header, 11);
    struct safetensors s;
    struct mien_error e;
    (void)state;
    assert_int_equal(safetensors_parse(&s, "f", f.bytes, f.size, &e), 0);
    assert_int_equal(s.count, 2);
    assert_string_equal(s.tensors[0].name, "b");
    const struct tensor *a = safetensors_find(&s, "a");
    assert_int_equal(a->type, SAFETENSORS_F32);
    assert_int_equal(a->dimensions, 2);
    assert_int_equal(a->shape[1], 2);
    assert_int_equal(a->count, 2);
    assert_int_equal(((const uint8_t *)a->data)[4], 4);
    assert_int_equal(((const uint8_t *)safetensors_find(&s, "b")->data)[0], 8);
    assert_string_equal(safetensors_meta(&s, "kind"), "net");
    assert_null(safetensors_meta(&s, "other"));
    assert_null(safetensors_find(&s, "c"));
    safetensors_close(&s);
    safetensors_close(&s);
}

#define A "\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}"

static const struct {
    const char *header;
    size_t data;
    const char *says;
} refused[] = {
    {"[]", 0, "not a JSON object"},
    {"{\"a\":", 0, "not a JSON object"},
    {"{} x", 0, "not a JSON object"},
    {"{\"a\":1}", 0, "not described by an object"},
    {"{\"\":{}}", 0, "a name of 0 bytes"},
    {"{\"a\":{\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "type that is not read (none)"},
    {"{\"a\":{\"dtype\":\"Q4\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1,
     "type that is not read (Q4)"},
    {"{\"a\":{\"dtype\":\"U8\",\"data_offsets\":[0,1]}}", 1, "no shape"},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[0,1]}}", 1, "whole numbers"},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1.5],\"data_offsets\":[0,1]}}", 1, "whole numbers"},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1e300],\"data_offsets\":[0,1]}}", 1, "whole numbers"},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1,1,1,1,1],\"data_offsets\":[0,1]}}", 1, "more than 4"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0,
     "overflows"},
    {"{\"a\":{\"dtype\":\"F64\",\"shape\":[2305843009213693952],\"data_offsets\":[0,0]}}", 0,
     "whole numbers"},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0]}}", 1, "no pair"},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[\"0\",1]}}", 1, "no pair"},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}", 1, "outside the file"},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,0]}}", 1, "outside the file"},
    {"{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,2]}}", 2, "its shape needs 1"},
    {"{" A "," A "}", 2, "two tensors"},
    {"{" A ",\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}}", 3, "overlaps"},
    {"{" A ",\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[3,4]}}", 4, "a hole"},
    {"{" A "}", 3, "1 bytes behind the last"},
    {"{" A ",\"f\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[2,6]}}", 6,
     "multiple of its type's"},
    {"{\"__metadata__\":[]}", 0, "object of strings"},
    {"{\"__metadata__\":{\"a\":1}}", 0, "not a string"},
    {"{\"__metadata__\":{},\"__metadata__\":{}}", 0, "twice"},
};

static void anything_else_is_refused_with_its_reason(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct image f = image_of(refused[i].header, refused[i].data);
        struct safetensors s;
        struct mien_error e;
        assert_int_equal(safetensors_parse(&s, "f.safetensors", f.bytes, f.size, &e), -1);
        if (!strstr(e.text, refused[i].says) || strncmp(e.text, "f.safetensors: ", 15) != 0)
            fail_msg("%s: said '%s'", refused[i].header, e.text);
        assert_null(s.tensors);
    }
}

static void a_file_cut_anywhere_is_refused(void **state)
{
    struct image f = image_of("{" A "}", 2);
    struct safetensors s;
    struct mien_error e;
    (void)state;
    for (size_t size = 0; size < f.size; size++)
        assert_int_equal(safetensors_parse(&s, "f", f.bytes, size, &e), -1);
    memset(f.bytes, 0xff, 8); /* a header of 2^64 - 1 bytes */
    assert_int_equal(safetensors_parse(&s, "f", f.bytes, f.size, &e), -1);
    assert_non_null(strstr(e.text, "not a safetensors file"));
}

/* ---- writing ---- */

static struct tensor tensor_of(const char *name, enum safetensors_type type, size_t count,
                               const void *data)
{
    struct tensor t = {
        .type = type, .dimensions = 1, .shape = {count, 1, 1, 1}, .count = count, .data = data};
    snprintf(t.name, sizeof t.name, "%s", name);
    return t;
}

static void what_is_written_reads_back_aligned_and_in_order(void **state)
{
    static const uint8_t bytes[3] = {1, 2, 3};
    static const float floats[2] = {0.5f, -1};
    static const double doubles[1] = {3};
    const struct tensor tensors[] = {tensor_of("bytes", SAFETENSORS_U8, 3, bytes),
                                     tensor_of("floats", SAFETENSORS_F32, 2, floats),
                                     tensor_of("none", SAFETENSORS_F16, 0, NULL),
                                     tensor_of("doubles", SAFETENSORS_F64, 1, doubles)};
    char *path = file_join(*state, "m.safetensors"), *again = file_join(*state, "n.safetensors");
    cJSON *metadata = cJSON_Parse("{\"classes\":\"[\\\"a\\\"]\"}");
    struct safetensors s;
    struct mien_error e;
    assert_int_equal(safetensors_write(path, tensors, 4, metadata, &e), 0);
    assert_int_equal(safetensors_open(&s, path, &e), 0);
    assert_int_equal(s.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(s.tensors[i].name, tensors[i].name);
    assert_memory_equal(s.tensors[0].data, bytes, sizeof bytes);
    assert_memory_equal(s.tensors[1].data, floats, sizeof floats);
    assert_memory_equal(s.tensors[3].data, doubles, sizeof doubles);
    assert_int_equal((uintptr_t)s.tensors[3].data % 64, 0);
    assert_string_equal(safetensors_meta(&s, "classes"), "[\"a\"]");
    assert_int_equal(safetensors_write(again, s.tensors, s.count, s.metadata, &e), 0);
    struct file_map x, y;
    assert_int_equal(file_map(&x, path, &e), 0);
    assert_int_equal(file_map(&y, again, &e), 0);
    assert_int_equal(x.size, y.size);
    assert_memory_equal(x.data, y.data, x.size);
    file_unmap(&x);
    file_unmap(&y);
    safetensors_close(&s);
    cJSON_Delete(metadata);
    free(path);
    free(again);
}

static void what_cannot_be_stored_is_refused(void **state)
{
    static const uint8_t bytes[2] = {1, 2};
    const struct tensor good = tensor_of("a", SAFETENSORS_U8, 2, bytes);
    struct tensor pair[2] = {good, good};
    struct mien_error e;
    char *path = file_join(*state, "m.safetensors");
    cJSON *metadata = cJSON_Parse("{\"n\":1}");
    assert_int_equal(safetensors_write(path, pair, 2, NULL, &e), -1);
    assert_non_null(strstr(e.text, "two tensors"));
    assert_int_equal(safetensors_write(path, &good, 1, metadata, &e), -1);
    pair[0].name[0] = '\0';
    assert_int_equal(safetensors_write(path, pair, 1, NULL, &e), -1);
    pair[1].count = 3;
    assert_int_equal(safetensors_write(path, pair + 1, 1, NULL, &e), -1);
    assert_int_equal(safetensors_write("/nowhere/m", &good, 1, NULL, &e), -1);
    assert_int_not_equal(access(path, F_OK), 0);
    cJSON_Delete(metadata);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_by_the_specification_is_read),
        cmocka_unit_test(anything_else_is_refused_with_its_reason),
        cmocka_unit_test(a_file_cut_anywhere_is_refused),
        cmocka_unit_test_setup_teardown(what_is_written_reads_back_aligned_and_in_order,
                                        scratch_make, scratch_remove),
        cmocka_unit_test_setup_teardown(what_cannot_be_stored_is_refused, scratch_make,
                                        scratch_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
