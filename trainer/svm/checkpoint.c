/* checkpoint.c - see checkpoint.h. */
#include "trainer/svm/checkpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char format[] = "mien-svm-checkpoint 1";

static size_t type_size(enum safetensors_type type)
{
    static const size_t sizes[] = {
#define X(symbol, name, bytes) [symbol] = bytes,
        SAFETENSORS_TYPES(X)
#undef X
    };
    return sizes[type];
}

static int check_origin(const struct checkpoint *c, const struct safetensors *file,
                        struct mien_error *e)
{
    const char *kind = safetensors_meta(file, "format");
    const char *fingerprint = safetensors_meta(file, "fingerprint");
    if (!kind || strcmp(kind, format) != 0)
        return error_set(e, c->path, 0,
                         "not a checkpoint of an SVM (found format '%s'); remove it to start anew",
                         kind ? kind : "none");
    if (!fingerprint || strcmp(fingerprint, c->fingerprint) != 0)
        return error_set(e, c->path, 0,
                         "a checkpoint of another fit (found fingerprint %.12s, this fit's is "
                         "%.12s); remove it to start anew",
                         fingerprint ? fingerprint : "none", c->fingerprint);
    return 0;
}

int checkpoint_open(struct checkpoint *c, const char *path, const char *fingerprint,
                    struct mien_error *e)
{
    struct safetensors file = {0};
    *c = (struct checkpoint){.path = path, .fingerprint = fingerprint ? fingerprint : ""};
    if (!path || access(path, F_OK) != 0)
        return 0;
    int result = safetensors_open(&file, path, e);
    if (result == 0)
        result = check_origin(c, &file, e);
    for (size_t t = 0; result == 0 && t < file.count; t++) {
        const struct tensor *from = &file.tensors[t];
        result = checkpoint_put(c, from->name, from->type, from->count, from->data, e);
    }
    safetensors_close(&file);
    if (result < 0)
        checkpoint_close(c);
    return result;
}

void checkpoint_close(struct checkpoint *c)
{
    for (size_t t = 0; t < c->count; t++)
        free((void *)(uintptr_t)c->tensors[t].data);
    free(c->tensors);
    *c = (struct checkpoint){0};
}

static struct tensor *find(const struct checkpoint *c, const char *name)
{
    for (size_t t = 0; t < c->count; t++)
        if (strcmp(c->tensors[t].name, name) == 0)
            return &c->tensors[t];
    return NULL;
}

const struct tensor *checkpoint_find(const struct checkpoint *c, const char *name,
                                     enum safetensors_type type)
{
    const struct tensor *found = find(c, name);
    return found && found->type == type ? found : NULL;
}

static struct tensor *add(struct checkpoint *c, const char *name)
{
    if (c->count == c->capacity) {
        const size_t capacity = c->capacity ? 2 * c->capacity : 64;
        struct tensor *grown = realloc(c->tensors, capacity * sizeof *grown);
        if (!grown)
            return NULL;
        c->tensors = grown;
        c->capacity = capacity;
    }
    struct tensor *t = &c->tensors[c->count++];
    *t = (struct tensor){0};
    snprintf(t->name, sizeof t->name, "%s", name);
    return t;
}

int checkpoint_put(struct checkpoint *c, const char *name, enum safetensors_type type, size_t count,
                   const void *data, struct mien_error *e)
{
    const size_t bytes = count * type_size(type);
    void *copy = malloc(bytes + 1);
    struct tensor *t = copy ? find(c, name) : NULL;
    if (copy && !t)
        t = add(c, name);
    if (!t) {
        free(copy);
        return error_memory(e, "a checkpoint", bytes);
    }
    if (bytes > 0)
        memcpy(copy, data, bytes);
    free((void *)(uintptr_t)t->data);
    t->type = type;
    t->dimensions = 1;
    t->shape[0] = count;
    for (int d = 1; d < SAFETENSORS_DIMENSIONS_MAX; d++)
        t->shape[d] = 1;
    t->count = count;
    t->data = copy;
    return 0;
}

int checkpoint_write(const struct checkpoint *c, struct mien_error *e)
{
    if (!c->path)
        return 0;
    cJSON *metadata = cJSON_CreateObject();
    int result = -1;
    if (!cJSON_AddStringToObject(metadata, "format", format) ||
        !cJSON_AddStringToObject(metadata, "fingerprint", c->fingerprint))
        error_memory(e, "a checkpoint's metadata", sizeof format);
    else
        result = safetensors_write(c->path, c->tensors, c->count, metadata, e);
    cJSON_Delete(metadata);
    return result;
}
