/* npy.h - one NumPy array in a file, mapped for reading or written whole.
 *
 * C order, little-endian or single-byte types only; anything else is named and refused.
 * Format: NEP 1, "A Simple File Format for NumPy Arrays", versions 1.0 and 2.0. */
#ifndef MIEN_DATASETS_NPY_H
#define MIEN_DATASETS_NPY_H

#include "runtime/host/file.h"

#define NPY_TYPES(X)                                                                               \
    X(NPY_U8, "|u1", 1)                                                                            \
    X(NPY_I8, "|i1", 1)                                                                            \
    X(NPY_I16, "<i2", 2)                                                                           \
    X(NPY_U16, "<u2", 2)                                                                           \
    X(NPY_I32, "<i4", 4)                                                                           \
    X(NPY_U32, "<u4", 4)                                                                           \
    X(NPY_I64, "<i8", 8)                                                                           \
    X(NPY_F32, "<f4", 4)                                                                           \
    X(NPY_F64, "<f8", 8)

enum npy_type {
#define X(symbol, code, bytes) symbol,
    NPY_TYPES(X)
#undef X
        NPY_TYPE_COUNT
};

enum { NPY_DIMENSIONS_MAX = 4 };

struct npy {
    struct file_map map;
    enum npy_type type;
    uint32_t dimensions;
    uint64_t shape[NPY_DIMENSIONS_MAX]; /* 1 behind `dimensions` */
    const void *data;                   /* in the map, aligned to the type's size */
    size_t count;                       /* numbers */
};

/* Errors: no such file, wrong magic, unknown version, a header that is cut or malformed, a type or
 * order that is not read, more than four dimensions, sizes that overflow, data of another length
 * than the shape says or not aligned to its type. `npy_close` accepts a zeroed struct; a failed
 * open leaves one. */
int npy_open(struct npy *a, const char *path, struct mien_error *e);
/* The same from memory aligned to 8 (for the fuzzer and embedded arrays); `a` then owns nothing. */
int npy_parse(struct npy *a, const char *path, const void *data, size_t size, struct mien_error *e);
void npy_close(struct npy *a);

/* Element i as a double. */
double npy_get(const struct npy *a, size_t i);

/* Write an array atomically. */
int npy_write(const char *path, enum npy_type type, uint32_t dimensions, const uint64_t *shape,
              const void *data, struct mien_error *e);

/* What stands before the data: out [NPY_HEADER_BYTES], version 1.0, always of this length, so that
 * a file written as a stream can have its header put right once the rows are counted. */
enum { NPY_HEADER_BYTES = 192 };
void npy_header(char *out, enum npy_type type, uint32_t dimensions, const uint64_t *shape);

size_t npy_type_size(enum npy_type type);
const char *npy_type_code(enum npy_type type);

#endif
