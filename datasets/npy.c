/* npy.c - see npy.h.
 *
 * The header is a Python dictionary literal with three keys. The scanner below reads exactly that
 * grammar, and every step is bounded by the header's end. */
#include "datasets/npy.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define MAGIC "\x93NUMPY"
enum { MAGIC_BYTES = 6, PREFIX_BYTES = 8 /* magic and version */ };

static const struct {
    const char *code;
    size_t bytes;
} types[NPY_TYPE_COUNT] = {
#define X(symbol, code, bytes) {code, bytes},
    NPY_TYPES(X)
#undef X
};

size_t npy_type_size(enum npy_type type)
{
    return types[type].bytes;
}

const char *npy_type_code(enum npy_type type)
{
    return types[type].code;
}

/* ---- the header's grammar ---- */

struct scan {
    const char *path;
    const char *at, *end;
    struct mien_error *e;
};

enum { TOKEN_MAX = 24 };

static int malformed(struct scan *s, const char *wanted)
{
    int left = s->end - s->at > 16 ? 16 : (int)(s->end - s->at);
    return error_set(s->e, s->path, 0,
                     "malformed array header (%s wanted where '%.*s' is); save it with numpy.save",
                     wanted, left, s->at);
}

static void skip_spaces(struct scan *s)
{
    while (s->at < s->end && (*s->at == ' ' || *s->at == '\n'))
        s->at++;
}

static bool take(struct scan *s, char c)
{
    skip_spaces(s);
    if (s->at == s->end || *s->at != c)
        return false;
    s->at++;
    return true;
}

static bool take_word(struct scan *s, const char *word)
{
    size_t n = strlen(word);
    skip_spaces(s);
    if ((size_t)(s->end - s->at) < n || memcmp(s->at, word, n) != 0)
        return false;
    s->at += n;
    return true;
}

static int take_string(struct scan *s, char out[TOKEN_MAX])
{
    skip_spaces(s);
    char quote = s->at < s->end ? *s->at : '\0';
    if (quote != '\'' && quote != '"')
        return malformed(s, "a quoted string");
    const char *close = memchr(s->at + 1, quote, (size_t)(s->end - s->at - 1));
    if (!close || close - s->at > TOKEN_MAX)
        return malformed(s, "a short string");
    size_t n = (size_t)(close - s->at - 1);
    memcpy(out, s->at + 1, n);
    out[n] = '\0';
    s->at = close + 1;
    return 0;
}

static int take_number(struct scan *s, uint64_t *value)
{
    skip_spaces(s);
    const char *start = s->at;
    *value = 0;
    for (; s->at < s->end && *s->at >= '0' && *s->at <= '9'; s->at++)
        if (__builtin_mul_overflow(*value, 10, value) ||
            __builtin_add_overflow(*value, (uint64_t)(*s->at - '0'), value))
            return error_set(s->e, s->path, 0, "the array's shape overflows; the file is damaged");
    return s->at > start ? 0 : malformed(s, "a number");
}

static int read_descr(struct scan *s, struct npy *a)
{
    char code[TOKEN_MAX];
    skip_spaces(s);
    if (s->at < s->end && *s->at == '[')
        return error_set(s->e, s->path, 0,
                         "a record array is not read; save each field as an array of its own");
    if (take_string(s, code) != 0)
        return -1;
    for (int k = 0; k < NPY_TYPE_COUNT; k++)
        if (strcmp(code, types[k].code) == 0) {
            a->type = (enum npy_type)k;
            return 0;
        }
    if (code[0] == '>')
        return error_set(s->e, s->path, 0,
                         "big-endian numbers are not read ('%s'); save it as '<%s' with a.astype()",
                         code, code + 1);
    return error_set(s->e, s->path, 0,
                     "numbers of this type are not read ('%s'); save it as float32 with a.astype()",
                     code);
}

static int read_order(struct scan *s)
{
    if (take_word(s, "False"))
        return 0;
    if (!take_word(s, "True"))
        return malformed(s, "True or False");
    return error_set(s->e, s->path, 0,
                     "Fortran order is not read; save it with numpy.ascontiguousarray(a)");
}

static int read_shape(struct scan *s, struct npy *a)
{
    if (!take(s, '('))
        return malformed(s, "a shape in parentheses");
    while (!take(s, ')')) {
        if (a->dimensions == NPY_DIMENSIONS_MAX)
            return error_set(s->e, s->path, 0, "more than %d dimensions are not read; reshape it",
                             NPY_DIMENSIONS_MAX);
        if (take_number(s, &a->shape[a->dimensions++]) != 0)
            return -1;
        if (!take(s, ',') && !(s->at < s->end && *s->at == ')'))
            return malformed(s, "',' or ')'");
    }
    return 0;
}

static int read_header(struct scan *s, struct npy *a)
{
    static const char *const keys[] = {"descr", "fortran_order", "shape"};
    bool seen[3] = {false, false, false};
    char key[TOKEN_MAX];
    if (!take(s, '{'))
        return malformed(s, "'{'");
    while (!take(s, '}')) {
        int k = 0;
        if (take_string(s, key) != 0)
            return -1;
        while (k < 3 && strcmp(key, keys[k]) != 0)
            k++;
        if (k == 3 || seen[k] || !take(s, ':'))
            return malformed(s, "descr, fortran_order and shape, once each,");
        seen[k] = true;
        if ((k == 0 ? read_descr(s, a) : k == 1 ? read_order(s) : read_shape(s, a)) != 0)
            return -1;
        if (!take(s, ',') && !(s->at < s->end && *s->at == '}'))
            return malformed(s, "',' or '}'");
    }
    skip_spaces(s);
    if (s->at != s->end)
        return malformed(s, "the header's end");
    if (!seen[0] || !seen[1] || !seen[2])
        return error_set(s->e, s->path, 0,
                         "the array header lacks a key; save the file again with numpy.save");
    return 0;
}

/* ---- files ---- */

/* Numbers and bytes the shape stands for; false on overflow. */
static bool measure(const struct npy *a, size_t *count, size_t *bytes)
{
    size_t n = 1;
    for (uint32_t i = 0; i < a->dimensions; i++)
        if (__builtin_mul_overflow(n, a->shape[i], &n))
            return false;
    *count = n;
    return !__builtin_mul_overflow(n, types[a->type].bytes, bytes);
}

/* Where the header's text starts and ends; the length field has 2 bytes in version 1.0, 4 in 2.0.
 */
static int find_header(const char *path, const uint8_t *data, size_t size, size_t *start,
                       size_t *end, struct mien_error *e)
{
    if (size < PREFIX_BYTES || memcmp(data, MAGIC, MAGIC_BYTES) != 0)
        return error_set(e, path, 0,
                         "not a NumPy array (its first bytes are others); make it with numpy.save");
    int major = data[MAGIC_BYTES], minor = data[MAGIC_BYTES + 1];
    if ((major != 1 && major != 2) || minor != 0)
        return error_set(e, path, 0, "array format %d.%d is not known; 1.0 and 2.0 are read", major,
                         minor);
    size_t length = 0, field = major == 1 ? 2 : 4;
    if (size - PREFIX_BYTES < field)
        return error_set(e, path, 0, "cut in the array header (%zu bytes); copy the file again",
                         size);
    for (size_t i = 0; i < field; i++)
        length |= (size_t)data[PREFIX_BYTES + i] << 8 * i;
    *start = PREFIX_BYTES + field;
    if (length > size - *start)
        return error_set(e, path, 0, "cut in the array header (%zu bytes); copy the file again",
                         size);
    *end = *start + length;
    return 0;
}

static int parse(struct npy *a, const char *path, const uint8_t *data, size_t size,
                 struct mien_error *e)
{
    size_t start = 0, end = 0, bytes = 0;
    if (find_header(path, data, size, &start, &end, e) != 0)
        return -1;
    struct scan s = {path, (const char *)data + start, (const char *)data + end, e};
    if (read_header(&s, a) != 0)
        return -1;
    if (!measure(a, &a->count, &bytes))
        return error_set(e, path, 0, "the array's shape overflows; the file is damaged");
    if (bytes != size - end)
        return error_set(e, path, 0, "its shape needs %zu bytes of data, but %zu are there; %s",
                         bytes, size - end,
                         bytes > size - end ? "the file is cut" : "the file is damaged");
    if ((uintptr_t)(data + end) % types[a->type].bytes != 0)
        return error_set(e, path, 0,
                         "its data is not aligned (it starts at byte %zu); save it with numpy.save",
                         end);
    a->data = data + end;
    return 0;
}

int npy_parse(struct npy *a, const char *path, const void *data, size_t size, struct mien_error *e)
{
    *a = (struct npy){.shape = {1, 1, 1, 1}};
    int result = parse(a, path, data, size, e);
    if (result != 0)
        *a = (struct npy){0};
    return result;
}

int npy_open(struct npy *a, const char *path, struct mien_error *e)
{
    struct file_map map;
    *a = (struct npy){0};
    if (file_map(&map, path, e) != 0)
        return -1;
    if (npy_parse(a, path, map.data, map.size, e) != 0) {
        file_unmap(&map);
        return -1;
    }
    a->map = map;
    return 0;
}

void npy_close(struct npy *a)
{
    file_unmap(&a->map);
    *a = (struct npy){0};
}

double npy_get(const struct npy *a, size_t i)
{
    switch (a->type) {
    case NPY_U8:
        return ((const uint8_t *)a->data)[i];
    case NPY_I8:
        return ((const int8_t *)a->data)[i];
    case NPY_I16:
        return ((const int16_t *)a->data)[i];
    case NPY_U16:
        return ((const uint16_t *)a->data)[i];
    case NPY_I32:
        return ((const int32_t *)a->data)[i];
    case NPY_U32:
        return ((const uint32_t *)a->data)[i];
    case NPY_I64:
        return (double)((const int64_t *)a->data)[i];
    case NPY_F32:
        return ((const float *)a->data)[i];
    case NPY_F64:
    case NPY_TYPE_COUNT:
        break;
    }
    return ((const double *)a->data)[i];
}

void npy_header(char *out, enum npy_type type, uint32_t dimensions, const uint64_t *shape)
{
    enum { LENGTH = NPY_HEADER_BYTES - PREFIX_BYTES - 2 };
    memcpy(out, MAGIC "\x01", PREFIX_BYTES);
    out[PREFIX_BYTES] = (char)(LENGTH & 0xff);
    out[PREFIX_BYTES + 1] = LENGTH >> 8;
    char *text = out + PREFIX_BYTES + 2;
    int used = snprintf(text, LENGTH, "{'descr': '%s', 'fortran_order': False, 'shape': (",
                        types[type].code);
    for (uint32_t i = 0; i < dimensions; i++)
        used += snprintf(text + used, (size_t)(LENGTH - used), "%s%llu%s", i ? " " : "",
                         (unsigned long long)shape[i], i + 1 < dimensions || i == 0 ? "," : "");
    used += snprintf(text + used, (size_t)(LENGTH - used), "), }");
    memset(text + used, ' ', (size_t)(LENGTH - used));
    text[LENGTH - 1] = '\n';
}

int npy_write(const char *path, enum npy_type type, uint32_t dimensions, const uint64_t *shape,
              const void *data, struct mien_error *e)
{
    struct npy a = {.type = type, .dimensions = dimensions};
    size_t count, bytes;
    char header[NPY_HEADER_BYTES];
    struct file_atomic f;
    if (dimensions > NPY_DIMENSIONS_MAX)
        return error_set(e, path, 0, "arrays of more than %d dimensions are not written",
                         NPY_DIMENSIONS_MAX);
    memcpy(a.shape, shape, dimensions * sizeof *shape);
    if (!measure(&a, &count, &bytes))
        return error_set(e, path, 0, "the array's shape overflows");
    if (file_atomic_open(&f, path, e) != 0)
        return -1;
    npy_header(header, type, dimensions, shape);
    fwrite(header, 1, sizeof header, f.stream);
    if (bytes)
        fwrite(data, 1, bytes, f.stream);
    return file_atomic_commit(&f, e);
}
