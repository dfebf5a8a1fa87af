/* safetensors.c - see safetensors.h.
 *
 * Nothing in a file is believed: each number is checked where it is read, and the tensors together
 * must cover the data without a hole or an overlap, as the specification demands. */
#include "runtime/host/safetensors.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    LENGTH_BYTES = 8,     /* the u64 in front */
    HEADER_MAX = 1 << 26, /* 64 MiB of JSON: some 600,000 tensors */
    DATA_ALIGNMENT = 64   /* a cache line, and the widest vector register */
};
#define EXACT_MAX 9007199254740992.0 /* 2^53: integers a JSON number (a double) holds exactly */
#define METADATA "__metadata__"

static const struct {
    const char *name;
    size_t bytes;
} types[SAFETENSORS_TYPE_COUNT] = {
#define X(symbol, name, bytes) {name, bytes},
    SAFETENSORS_TYPES(X)
#undef X
};

size_t safetensors_bytes(const struct tensor *t)
{
    return t->count * types[t->type].bytes;
}

/* Numbers in the shape; false where they overflow or their bytes would. */
static bool shape_count(const struct tensor *t, size_t *count)
{
    size_t n = 1, bytes;
    for (uint32_t i = 0; i < t->dimensions; i++)
        if (__builtin_mul_overflow(n, t->shape[i], &n))
            return false;
    *count = n;
    return !__builtin_mul_overflow(n, types[t->type].bytes, &bytes);
}

/* A JSON number that is a whole number in 0..2^53. */
static bool whole(const cJSON *item, uint64_t *value)
{
    double v = cJSON_IsNumber(item) ? item->valuedouble : -1;
    if (!(v >= 0 && v <= EXACT_MAX) || v != floor(v))
        return false;
    *value = (uint64_t)v;
    return true;
}

/* ---- reading ---- */

/* The bytes behind the header. */
struct region {
    const uint8_t *data;
    size_t size;
};

static int read_type(const char *path, const cJSON *entry, struct tensor *t, struct mien_error *e)
{
    const char *name = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, "dtype"));
    for (int k = 0; name && k < SAFETENSORS_TYPE_COUNT; k++)
        if (strcmp(name, types[k].name) == 0) {
            t->type = (enum safetensors_type)k;
            return 0;
        }
    return error_set(
        e, path, 0,
        "tensor '%s' has a type that is not read (%.16s); F32, F16, F64, I32, I64 and U8 are",
        t->name, name ? name : "none");
}

static int read_shape(const char *path, const cJSON *entry, struct tensor *t, struct mien_error *e)
{
    const cJSON *shape = cJSON_GetObjectItemCaseSensitive(entry, "shape"), *side;
    if (!cJSON_IsArray(shape))
        return error_set(e, path, 0, "tensor '%s' has no shape; the file is damaged", t->name);
    for (int i = 0; i < SAFETENSORS_DIMENSIONS_MAX; i++)
        t->shape[i] = 1;
    cJSON_ArrayForEach(side, shape)
    {
        if (t->dimensions == SAFETENSORS_DIMENSIONS_MAX)
            return error_set(e, path, 0, "tensor '%s' has more than %d dimensions", t->name,
                             SAFETENSORS_DIMENSIONS_MAX);
        if (!whole(side, &t->shape[t->dimensions++]))
            return error_set(e, path, 0,
                             "tensor '%s' has a shape that is not made of whole numbers", t->name);
    }
    if (!shape_count(t, &t->count))
        return error_set(e, path, 0, "tensor '%s' has a shape whose size overflows", t->name);
    return 0;
}

static int read_offsets(const char *path, const cJSON *entry, struct region r, struct tensor *t,
                        struct mien_error *e)
{
    const cJSON *offsets = cJSON_GetObjectItemCaseSensitive(entry, "data_offsets");
    uint64_t begin, end;
    if (cJSON_GetArraySize(offsets) != 2 || !whole(cJSON_GetArrayItem(offsets, 0), &begin) ||
        !whole(cJSON_GetArrayItem(offsets, 1), &end))
        return error_set(e, path, 0, "tensor '%s' has no pair of data_offsets", t->name);
    if (begin > end || end > r.size)
        return error_set(e, path, 0,
                         "tensor '%s' lies outside the file (bytes %llu to %llu of %zu); "
                         "the file is cut or damaged",
                         t->name, (unsigned long long)begin, (unsigned long long)end, r.size);
    if (end - begin != safetensors_bytes(t))
        return error_set(e, path, 0, "tensor '%s' has %llu bytes, but its shape needs %zu", t->name,
                         (unsigned long long)(end - begin), safetensors_bytes(t));
    t->data = r.data + begin;
    if ((uintptr_t)t->data % types[t->type].bytes != 0)
        return error_set(e, path, 0,
                         "tensor '%s' does not start at a multiple of its type's %zu bytes; "
                         "save the file again with a writer that aligns (safetensors 0.3 or newer)",
                         t->name, types[t->type].bytes);
    return 0;
}

static int read_tensor(const char *path, const cJSON *entry, struct region r, struct tensor *t,
                       struct mien_error *e)
{
    size_t length = strlen(entry->string);
    if (length == 0 || length >= sizeof t->name)
        return error_set(e, path, 0, "tensor '%.40s' has a name of %zu bytes; 1 to %zu are read",
                         entry->string, length, sizeof t->name - 1);
    memcpy(t->name, entry->string, length + 1);
    if (!cJSON_IsObject(entry))
        return error_set(e, path, 0, "tensor '%s' is not described by an object", t->name);
    if (read_type(path, entry, t, e) != 0 || read_shape(path, entry, t, e) != 0)
        return -1;
    return read_offsets(path, entry, r, t, e);
}

static int check_metadata(const char *path, const cJSON *metadata, struct mien_error *e)
{
    const cJSON *item;
    if (!cJSON_IsObject(metadata))
        return error_set(e, path, 0, METADATA " is not an object of strings");
    cJSON_ArrayForEach(item, metadata)
    {
        if (!cJSON_IsString(item))
            return error_set(e, path, 0, METADATA " entry '%.80s' is not a string", item->string);
    }
    return 0;
}

static int by_name(const void *a, const void *b)
{
    const struct tensor *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

static int by_place(const void *a, const void *b)
{
    const struct tensor *const *x = a, *const *y = b;
    uintptr_t p = (uintptr_t)(*x)->data, q = (uintptr_t)(*y)->data;
    if (p != q)
        return p < q ? -1 : 1;
    return (safetensors_bytes(*x) > safetensors_bytes(*y)) - (safetensors_bytes(*x) < safetensors_bytes(*y));
}

/* Names differ, and the data is covered from its first byte to its last, each byte once. */
static int check_together(const struct safetensors *s, struct region r, struct mien_error *e)
{
    const struct tensor **order = malloc((s->count + 1) * sizeof *order);
    if (!order)
        return error_memory(e, s->path, s->count * sizeof *order);
    for (size_t i = 0; i < s->count; i++)
        order[i] = &s->tensors[i];
    int result = 0;
    qsort(order, s->count, sizeof *order, by_name);
    for (size_t i = 1; i < s->count && result == 0; i++)
        if (strcmp(order[i - 1]->name, order[i]->name) == 0)
            result = error_set(e, s->path, 0, "two tensors are called '%s'", order[i]->name);
    qsort(order, s->count, sizeof *order, by_place);
    const uint8_t *next = r.data;
    for (size_t i = 0; i < s->count && result == 0; i++) {
        if ((const uint8_t *)order[i]->data != next)
            result = error_set(e, s->path, 0, "tensor '%s' %s; the file is damaged", order[i]->name,
                               (const uint8_t *)order[i]->data < next ? "overlaps another"
                                                                      : "leaves a hole before it");
        next = (const uint8_t *)order[i]->data + safetensors_bytes(order[i]);
    }
    if (result == 0 && next != r.data + r.size)
        result = error_set(e, s->path, 0,
                           "%zu bytes behind the last tensor belong to none; the file is damaged",
                           (size_t)(r.data + r.size - next));
    free(order);
    return result;
}

static int read_entries(struct safetensors *s, cJSON *root, struct region r, struct mien_error *e)
{
    s->tensors = calloc((size_t)cJSON_GetArraySize(root) + 1, sizeof *s->tensors);
    if (!s->tensors)
        return error_memory(e, s->path, (size_t)cJSON_GetArraySize(root) * sizeof *s->tensors);
    for (cJSON *entry = root->child, *next; entry; entry = next) {
        next = entry->next;
        if (strcmp(entry->string, METADATA) != 0) {
            if (read_tensor(s->path, entry, r, &s->tensors[s->count++], e) != 0)
                return -1;
        } else if (s->metadata) {
            return error_set(e, s->path, 0, METADATA " is there twice");
        } else {
            if (check_metadata(s->path, entry, e) != 0)
                return -1;
            s->metadata = cJSON_DetachItemViaPointer(root, entry);
        }
    }
    return check_together(s, r, e);
}

/* The JSON header as a tree; only spaces may follow it. */
static cJSON *read_json(const char *path, const char *text, size_t length, struct mien_error *e)
{
    const char *end = NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(text, length, &end, 0);
    size_t at = end && end >= text && (size_t)(end - text) <= length ? (size_t)(end - text) : 0;
    if (root) {
        while (at < length && text[at] == ' ')
            at++;
        if (cJSON_IsObject(root) && at == length)
            return root;
    }
    cJSON_Delete(root);
    error_set(e, path, 0, "the header is not a JSON object (wrong at byte %zu)", at + LENGTH_BYTES);
    return NULL;
}

static int read_all(struct safetensors *s, const uint8_t *data, size_t size, struct mien_error *e)
{
    uint64_t length = 0;
    if (size < LENGTH_BYTES)
        return error_set(e, s->path, 0, "not a safetensors file (%zu bytes); it needs at least %d",
                         size, LENGTH_BYTES);
    for (int i = 0; i < LENGTH_BYTES; i++)
        length |= (uint64_t)data[i] << 8 * i;
    if (length > HEADER_MAX)
        return error_set(
            e, s->path, 0,
            "not a safetensors file (its header would take %llu bytes; at most %d are read)",
            (unsigned long long)length, HEADER_MAX);
    if (length > size - LENGTH_BYTES)
        return error_set(e, s->path, 0,
                         "the header is cut (%llu bytes announced, %zu there); copy the file again",
                         (unsigned long long)length, size - LENGTH_BYTES);
    struct region r = {data + LENGTH_BYTES + length, size - LENGTH_BYTES - (size_t)length};
    cJSON *root = read_json(s->path, (const char *)data + LENGTH_BYTES, (size_t)length, e);
    int result = root ? read_entries(s, root, r, e) : -1;
    cJSON_Delete(root);
    return result;
}

int safetensors_parse(struct safetensors *s, const char *path, const void *data, size_t size,
                      struct mien_error *e)
{
    *s = (struct safetensors){.path = strdup(path)};
    int result = s->path ? read_all(s, data, size, e) : error_memory(e, path, strlen(path));
    if (result != 0)
        safetensors_close(s);
    return result;
}

int safetensors_open(struct safetensors *s, const char *path, struct mien_error *e)
{
    struct file_map map;
    *s = (struct safetensors){0};
    if (file_map(&map, path, e) != 0)
        return -1;
    if (safetensors_parse(s, path, map.data, map.size, e) != 0) {
        file_unmap(&map);
        return -1;
    }
    s->map = map;
    return 0;
}

void safetensors_close(struct safetensors *s)
{
    cJSON_Delete(s->metadata);
    free(s->tensors);
    free(s->path);
    file_unmap(&s->map);
    *s = (struct safetensors){0};
}

const struct tensor *safetensors_find(const struct safetensors *s, const char *name)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->tensors[i].name, name) == 0)
            return &s->tensors[i];
    return NULL;
}

const char *safetensors_meta(const struct safetensors *s, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(s->metadata, key));
}

/* ---- writing ---- */

/* The tensors in the order of their data: by falling size of their numbers, else as given. With the
 * data starting at a multiple of 64 every tensor so starts at a multiple of its number's size, and
 * no padding is needed between them, which the format does not allow. */
static const struct tensor **data_order(const struct tensor *tensors, size_t count)
{
    const struct tensor **order = malloc((count + 1) * sizeof *order);
    size_t used = 0;
    for (size_t bytes = sizeof(double); order && bytes > 0; bytes /= 2)
        for (size_t i = 0; i < count; i++)
            if (types[tensors[i].type].bytes == bytes)
                order[used++] = &tensors[i];
    return order;
}

static size_t data_offset(const struct tensor *const *order, const struct tensor *t)
{
    size_t offset = 0;
    while (*order != t)
        offset += safetensors_bytes(*order++);
    return offset;
}

static cJSON *describe(const struct tensor *t, size_t offset)
{
    double sides[SAFETENSORS_DIMENSIONS_MAX],
        span[2] = {(double)offset, (double)(offset + safetensors_bytes(t))};
    for (uint32_t i = 0; i < t->dimensions; i++)
        sides[i] = (double)t->shape[i];
    cJSON *entry = cJSON_CreateObject();
    cJSON_AddStringToObject(entry, "dtype", types[t->type].name);
    cJSON_AddItemToObject(entry, "shape", cJSON_CreateDoubleArray(sides, (int)t->dimensions));
    cJSON_AddItemToObject(entry, "data_offsets", cJSON_CreateDoubleArray(span, 2));
    return entry;
}

static char *header_text(const struct tensor *tensors, size_t count,
                         const struct tensor *const *order, const cJSON *metadata)
{
    cJSON *root = cJSON_CreateObject();
    if (metadata)
        cJSON_AddItemToObject(root, METADATA, cJSON_Duplicate(metadata, 1));
    for (size_t i = 0; i < count; i++)
        cJSON_AddItemToObject(root, tensors[i].name,
                              describe(&tensors[i], data_offset(order, &tensors[i])));
    char *text = cJSON_PrintUnformatted(root);
    cJSON_Delete(root);
    return text;
}

/* The header's length, the header and the spaces that bring the data to its alignment. */
static void write_header(FILE *stream, const char *text)
{
    size_t used = strlen(text), end = LENGTH_BYTES + used;
    size_t padding = (DATA_ALIGNMENT - end % DATA_ALIGNMENT) % DATA_ALIGNMENT;
    uint64_t length = used + padding;
    for (int i = 0; i < LENGTH_BYTES; i++)
        fputc((int)(length >> 8 * i & 0xff), stream);
    fprintf(stream, "%s%*s", text, (int)padding, "");
}

static int check_writable(const char *path, const struct tensor *t, struct mien_error *e)
{
    size_t n;
    if (t->name[0] == '\0' || !memchr(t->name, '\0', sizeof t->name) ||
        strcmp(t->name, METADATA) == 0)
        return error_set(e, path, 0, "a tensor cannot be called '%.40s'", t->name);
    if ((unsigned)t->type >= SAFETENSORS_TYPE_COUNT || t->dimensions > SAFETENSORS_DIMENSIONS_MAX ||
        !shape_count(t, &n) || n != t->count || (n > 0 && !t->data))
        return error_set(e, path, 0, "tensor '%s' has no type, shape and data that agree", t->name);
    return 0;
}

int safetensors_write(const char *path, const struct tensor *tensors, size_t count,
                      const cJSON *metadata, struct mien_error *e)
{
    for (size_t i = 0; i < count; i++) {
        if (check_writable(path, &tensors[i], e) != 0)
            return -1;
        for (size_t j = 0; j < i; j++)
            if (strcmp(tensors[i].name, tensors[j].name) == 0)
                return error_set(e, path, 0, "two tensors are called '%s'", tensors[i].name);
    }
    if (metadata && check_metadata(path, metadata, e) != 0)
        return -1;
    const struct tensor **order = data_order(tensors, count);
    char *text = order ? header_text(tensors, count, order, metadata) : NULL;
    struct file_atomic f;
    int result = -1;
    if (!text) {
        error_memory(e, path, count * sizeof *tensors);
    } else if (file_atomic_open(&f, path, e) == 0) {
        write_header(f.stream, text);
        for (size_t i = 0; i < count; i++)
            if (order[i]->count)
                fwrite(order[i]->data, 1, safetensors_bytes(order[i]), f.stream);
        result = file_atomic_commit(&f, e);
    }
    cJSON_free(text);
    free(order);
    return result;
}
