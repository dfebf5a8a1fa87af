/* test_npy.c - arrays that NumPy wrote are read, what is written NumPy reads (the header is the one
 * it writes), and every other file is refused with a reason. tests/fuzz/corpus/npy is NumPy's work.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "datasets/npy.h"
#include "tests/datasets/workplace.h"

#define CORPUS "tests/fuzz/corpus/npy/"

static void arrays_that_numpy_wrote_are_read(void **state)
{
    static const struct {
        const char *path;
        enum npy_type type;
        uint32_t dimensions;
        uint64_t shape[NPY_DIMENSIONS_MAX];
        double last;
    } files[] = {
        {CORPUS "float32.npy", NPY_F32, 2, {2, 3, 1, 1}, 5},
        {CORPUS "uint8.npy", NPY_U8, 1, {5, 1, 1, 1}, 4},
        {CORPUS "int16.npy", NPY_I16, 3, {3, 2, 2, 1}, 11},
        {CORPUS "scalar.npy", NPY_F64, 0, {1, 1, 1, 1}, 2.5},
        {CORPUS "version2.npy", NPY_U32, 1, {4, 1, 1, 1}, 3},
    };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct npy a;
        struct mien_error e = {0};
        if (npy_open(&a, files[i].path, &e) != 0)
            fail_msg("%s", e.text);
        assert_int_equal(a.type, files[i].type);
        assert_int_equal(a.dimensions, files[i].dimensions);
        assert_memory_equal(a.shape, files[i].shape, sizeof a.shape);
        assert_true(npy_get(&a, a.count - 1) == files[i].last);
        assert_int_equal((uintptr_t)a.data % npy_type_size(a.type), 0);
        npy_close(&a);
        npy_close(&a);
    }
}

static void every_type_survives_writing_and_reading(void **state)
{
    static const uint64_t shape[2] = {2, 1};
    uint64_t numbers[2] = {0, UINT64_C(0x4040404040404040)};
    for (int type = 0; type < NPY_TYPE_COUNT; type++) {
        const char *path = workplace_path(*state, "a.npy");
        struct npy a, same = {.type = (enum npy_type)type, .data = numbers};
        struct mien_error e;
        assert_int_equal(npy_write(path, (enum npy_type)type, 2, shape, numbers, &e), 0);
        assert_int_equal(npy_open(&a, path, &e), 0);
        assert_int_equal(a.type, type);
        assert_int_equal(a.count, 2);
        assert_memory_equal(a.data, numbers, 2 * npy_type_size(a.type));
        assert_true(npy_get(&a, 1) == npy_get(&same, 1));
        npy_close(&a);
    }
}

static void the_header_is_numpys_own(void **state)
{
    static const uint64_t shape[3] = {32298, 68, 2};
    char header[NPY_HEADER_BYTES];
    (void)state;
    npy_header(header, NPY_I16, 3, shape);
    assert_memory_equal(header, "\x93NUMPY\x01\x00\xb6\x00", 10);
    const char text[] = "{'descr': '<i2', 'fortran_order': False, 'shape': (32298, 68, 2), }  ";
    assert_memory_equal(header + 10, text, sizeof text - 1);
    assert_int_equal(header[NPY_HEADER_BYTES - 1], '\n');
    npy_header(header, NPY_U8, 1, shape);
    assert_non_null(strstr(header + 10, "'shape': (32298,), }"));
    npy_header(header, NPY_U8, 0, shape);
    assert_non_null(strstr(header + 10, "'shape': (), }"));
}

#define DICT(descr, order, shape)                                                                  \
    "{'descr': " descr ", 'fortran_order': " order ", 'shape': " shape ", }"

/* A header's text and the bytes behind it, against what the message says. */
static const struct {
    const char *text;
    size_t data;
    const char *says;
} refused[] = {
    {DICT("'>f4'", "False", "(2,)"), 8, "big-endian"},
    {DICT("'<f4'", "True", "(2,)"), 8, "Fortran order"},
    {DICT("'<c8'", "False", "(2,)"), 16, "of this type"},
    {DICT("'|O'", "False", "(2,)"), 16, "of this type"},
    {DICT("[('a', '<f4')]", "False", "(2,)"), 8, "record array"},
    {DICT("'<f4'", "Maybe", "(2,)"), 8, "True or False"},
    {DICT("'<f4'", "False", "(1,1,1,1,1)"), 4, "more than 4"},
    {DICT("'<f4'", "False", "(99999999999999999999,)"), 4, "overflows"},
    {DICT("'<f4'", "False", "(4294967296, 4294967296)"), 4, "overflows"},
    {DICT("'<f8'", "False", "(4611686018427387904,)"), 0, "overflows"},
    {DICT("'<f4'", "False", "(-1,)"), 4, "a number"},
    {DICT("'<f4'", "False", "2"), 8, "parentheses"},
    {DICT("'<f4'", "False", "(2 3)"), 24, "','"},
    {DICT("'<f4'", "False", "(2,)"), 7, "the file is cut"},
    {DICT("'<f4'", "False", "(2,)"), 9, "damaged"},
    {"{'descr': '<f4', 'fortran_order': False, }", 0, "lacks a key"},
    {"{'descr': '<f4', 'descr': '<f4', }", 0, "once each"},
    {"{'colour': 'red'}", 0, "once each"},
    {"{'descr': '<f4", 0, "short string"},
    {"{'descr' '<f4'}", 0, "once each"},
    {"nothing", 0, "'{'"},
    {"", 0, "'{'"},
    {DICT("'<f4'", "False", "(2,)") " x", 8, "header's end"},
};

static void other_files_are_refused_with_their_reason(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        _Alignas(8) char file[512] = "\x93NUMPY\x01";
        size_t length = strlen(refused[i].text), padded = (10 + length + 15) / 16 * 16 - 10;
        struct npy a;
        struct mien_error e;
        file[8] = (char)padded;
        memset(file + 10, ' ', padded);
        memcpy(file + 10, refused[i].text, length);
        assert_int_equal(npy_parse(&a, "a.npy", file, 10 + padded + refused[i].data, &e), -1);
        if (!strstr(e.text, refused[i].says) || strncmp(e.text, "a.npy: ", 7) != 0)
            fail_msg("%s: said '%s'", refused[i].text, e.text);
        assert_null(a.data);
    }
}

static void a_file_cut_anywhere_is_refused(void **state)
{
    static const uint64_t shape[1] = {3};
    _Alignas(8) char file[NPY_HEADER_BYTES + 3] = {0};
    struct npy a;
    struct mien_error e;
    (void)state;
    npy_header(file, NPY_U8, 1, shape);
    assert_int_equal(npy_parse(&a, "a.npy", file, sizeof file, &e), 0);
    for (size_t size = 0; size < sizeof file; size++)
        assert_int_equal(npy_parse(&a, "a.npy", file, size, &e), -1);
    file[6] = 3;
    assert_int_equal(npy_parse(&a, "a.npy", file, sizeof file, &e), -1);
    assert_non_null(strstr(e.text, "format 3.0 is not known"));
    file[1] = 'n';
    assert_int_equal(npy_parse(&a, "a.npy", file, sizeof file, &e), -1);
    assert_non_null(strstr(e.text, "not a NumPy array"));
}

static void data_off_its_alignment_is_refused(void **state)
{
    static const uint64_t shape[1] = {1};
    _Alignas(8) char file[NPY_HEADER_BYTES + 5] = {0};
    struct npy a;
    struct mien_error e;
    (void)state;
    npy_header(file + 1, NPY_F32, 1, shape);
    assert_int_equal(npy_parse(&a, "a.npy", file + 1, NPY_HEADER_BYTES + 4, &e), -1);
    assert_non_null(strstr(e.text, "not aligned"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arrays_that_numpy_wrote_are_read),
        cmocka_unit_test_setup_teardown(every_type_survives_writing_and_reading, workplace_make,
                                        workplace_remove),
        cmocka_unit_test(the_header_is_numpys_own),
        cmocka_unit_test(other_files_are_refused_with_their_reason),
        cmocka_unit_test(a_file_cut_anywhere_is_refused),
        cmocka_unit_test(data_off_its_alignment_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
