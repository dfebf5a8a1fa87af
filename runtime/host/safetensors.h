/* safetensors.h - named arrays and a string-to-string metadata table in one file.
 *
 * Layout: u64 little-endian header length, JSON header {name: {dtype, shape, data_offsets},
 * "__metadata__": {key: string}}, then the data without a gap. The writer stamps nothing: the same
 * calls give the same bytes. Tensors are listed, and read back, in the order given; their data is
 * laid out by falling size of the numbers (as given among equals) and starts at a multiple of 64
 * bytes of the file, the header being padded with spaces. So every tensor starts at a multiple of
 * its type's size, at least, and a mapped tensor can be used where it lies. Format: the safetensors
 * specification (huggingface/safetensors, README "Format"). */
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

/* Errors, each naming the file and tensor: a cut or oversized header (limit 64 MiB), JSON that does
 * not parse, a type that is not read, more than four dimensions, offsets outside the file,
 * overlaps, holes, a shape that disagrees with its bytes, data not aligned to its type, a name
 * twice. `safetensors_close` accepts a zeroed struct; a failed open or parse leaves one. */
int safetensors_open(struct safetensors *s, const char *path, struct mien_error *e);
int safetensors_parse(struct safetensors *s, const char *path, const void *data, size_t size,
                      struct mien_error *e); /* from memory, aligned to 8, that outlives s */
void safetensors_close(struct safetensors *s);

size_t safetensors_bytes(const struct tensor *t); /* of its data */
const struct tensor *safetensors_find(const struct safetensors *s, const char *name);
const char *safetensors_meta(const struct safetensors *s, const char *key); /* NULL where absent */

/* Write tensors[0..count) and `metadata` (an object of strings, may be NULL) atomically. Errors: a
 * tensor whose count is not its shape's, a name empty, too long or twice, what file_atomic reports.
 */
int safetensors_write(const char *path, const struct tensor *tensors, size_t count,
                      const cJSON *metadata, struct mien_error *e);

#endif
