/* safetensors.h - named arrays and a string-to-string metadata table in one file.
 *
 * Layout: u64 little-endian header length, JSON header {name: {dtype, shape, data_offsets},
 * "__metadata__": {key: string}}, then the data. The writer sorts nothing and stamps nothing: the
 * same calls give the same bytes. Every tensor starts at a multiple of 64 bytes of the file, so a mapped tensor
 * can be used where it lies.
 * Format: the safetensors specification (huggingface/safetensors, README "Format"). */
#ifndef MIEN_HOST_SAFETENSORS_H
#define MIEN_HOST_SAFETENSORS_H

#include <cjson/cJSON.h>

#include "runtime/host/file.h"

#define SAFETENSORS_TYPES(X)                                                                       \
    X(SAFETENSORS_F32, "F32", 4)                                                                   \
    X(SAFETENSORS_F16, "F16", 2)                                                                   \
    X(SAFETENSORS_F64, "F64", 8)                                                                   \
    X(SAFETENSORS_I32, "I32", 4)                                                                   \
    X(SAFETENSORS_I64, "I64", 8)                                                                   \
    X(SAFETENSORS_U8, "U8", 1)

enum safetensors_type {
#define X(symbol, name, bytes) symbol,
    SAFETENSORS_TYPES(X)
#undef X
        SAFETENSORS_TYPE_COUNT
};

enum { SAFETENSORS_DIMENSIONS_MAX = 4, SAFETENSORS_NAME_MAX = 96 };

struct tensor {
    char name[SAFETENSORS_NAME_MAX];
    enum safetensors_type type;
    uint32_t dimensions;
    uint64_t shape[SAFETENSORS_DIMENSIONS_MAX]; /* 1 behind `dimensions` */
    size_t count;                               /* numbers */
    const void *data;                           /* never NULL where count > 0 */
};

struct safetensors {
    char *path;
    struct file_map map;
    struct tensor *tensors;
    size_t count;
    cJSON *metadata; /* an object of strings; NULL where the file has none */
};

/* Errors, each naming the file and tensor: a cut or oversized header (limit 64 MiB), JSON that does not parse, an
 * unknown type, offsets outside the file, overlapping or out of order, a shape that disagrees with its
 * bytes. `safetensors_close` accepts a zeroed struct. */
int safetensors_open(struct safetensors *s, const char *path, struct mien_error *e);
int safetensors_parse(struct safetensors *s, const char *path, const void *data, size_t size,
                      struct mien_error *e); /* from memory that outlives s */
void safetensors_close(struct safetensors *s);

const struct tensor *safetensors_find(const struct safetensors *s, const char *name);
const char *safetensors_meta(const struct safetensors *s, const char *key); /* NULL where absent */

/* Write tensors[0..count) and `metadata` (an object of strings, may be NULL) atomically. */
int safetensors_write(const char *path, const struct tensor *tensors, size_t count,
                      const cJSON *metadata, struct mien_error *e);

#endif
