/* model_codec.c - the walks of single fields; see model_codec.h. */
#include "runtime/host/model_codec.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/half.h"

#define X(symbol, name) name,
const char *const mien_operator_names[MIEN_OPERATOR_COUNT] = {MIEN_OPERATORS(X)};
const char *const mien_activation_names[MIEN_ACTIVATION_COUNT] = {MIEN_ACTIVATIONS(X)};
#undef X

void *model_own(struct model *m, size_t bytes, struct mien_error *e)
{
    void **more = realloc(m->owned, (m->owned_count + 1) * sizeof *more);
    void *block = more ? malloc(bytes) : NULL;
    if (more)
        m->owned = more;
    if (!block) {
        error_memory(e, "a model", bytes);
        return NULL;
    }
    m->owned[m->owned_count++] = block;
    return block;
}

static const char *path(const struct codec *c)
{
    return c->model->file.path;
}

int codec_wrong(struct codec *c, const struct mien_node *n, const char *what, const char *found)
{
    return error_set(c->error, path(c), 0, "operator %d (%s): %s (%s); make the model again",
                     (int)c->index, mien_operator_names[n->op], what, found);
}

int codec_integer(struct codec *c, const struct mien_node *n, const char *key, int32_t *value,
                  int32_t low, int32_t high)
{
    char found[64];
    if (c->direction == CODEC_WRITE)
        return cJSON_AddNumberToObject(c->json, key, *value) ? 0 : error_memory(c->error, key, 64);
    if (c->direction == CODEC_READ) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(c->json, key);
        if (!cJSON_IsNumber(item) || item->valuedouble != floor(item->valuedouble) ||
            fabs(item->valuedouble) > INT32_MAX)
            return codec_wrong(c, n, "a whole number is missing", key);
        *value = (int32_t)item->valuedouble;
    }
    if (*value < low || *value > high) {
        snprintf(found, sizeof found, "%s is %d, not in %d..%d", key, (int)*value, (int)low,
                 (int)high);
        return codec_wrong(c, n, "a number is out of range", found);
    }
    return 0;
}

int codec_choice(struct codec *c, const struct mien_node *n, const char *key, int32_t *value,
                 const char *const *names, int32_t count)
{
    if (c->direction == CODEC_WRITE)
        return cJSON_AddStringToObject(c->json, key, names[*value])
                   ? 0
                   : error_memory(c->error, key, 64);
    if (c->direction == CODEC_COPY)
        return 0;
    const char *s = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(c->json, key));
    for (int32_t i = 0; s && i < count; i++)
        if (strcmp(s, names[i]) == 0) {
            *value = i;
            return 0;
        }
    return codec_wrong(c, n, s ? "unknown name" : "a name is missing", s ? s : key);
}

bool codec_present(const struct codec *c, const char *key, const void *data)
{
    return c->direction == CODEC_READ ? cJSON_HasObjectItem(c->json, key) : data != NULL;
}

const struct mien_map *codec_input_map(const struct codec *c, const struct mien_node *n,
                                       int32_t index)
{
    return &c->model->values[n->inputs[index]].map;
}

size_t codec_map_size(const struct mien_map *map)
{
    return (size_t)map->h * (size_t)map->w * (size_t)map->c;
}

/* The tensor that an array of this shape is, without data. */
static int describe(struct codec *c, const struct mien_node *n, const char *key,
                    enum safetensors_type type, const size_t shape[CODEC_DIMENSIONS],
                    struct tensor *t)
{
    *t = (struct tensor){.type = type, .count = 1, .shape = {1, 1, 1, 1}};
    snprintf(t->name, sizeof t->name, "%d.%s.%s", (int)c->index, mien_operator_names[n->op], key);
    for (; t->dimensions < SAFETENSORS_DIMENSIONS_MAX && shape[t->dimensions]; t->dimensions++) {
        t->shape[t->dimensions] = shape[t->dimensions];
        if (__builtin_mul_overflow(t->count, shape[t->dimensions], &t->count) ||
            t->count > SIZE_MAX / 16)
            return codec_wrong(c, n, "an array is too large", key);
    }
    return 0;
}

/* The stored tensor that the operator's JSON names. Floats may be stored as halves. */
static int find(struct codec *c, const struct mien_node *n, const char *key, struct tensor *t)
{
    const struct model *m = c->model;
    const char *s = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(c->json, key));
    const struct tensor *stored = s ? safetensors_find(&m->file, s) : NULL;
    if (!stored)
        return codec_wrong(c, n, "an array is missing", s ? s : key);
    const bool half = t->type == SAFETENSORS_F32 && stored->type == SAFETENSORS_F16;
    if ((stored->type != t->type && !half) || stored->dimensions != t->dimensions ||
        memcmp(stored->shape, t->shape, sizeof t->shape) != 0)
        return codec_wrong(c, n, "an array has another type or shape than the operator states", s);
    c->used[stored - m->file.tensors] = true;
    *t = *stored;
    return 0;
}

/* Join the model's arrays. */
static int keep(struct codec *c, const struct tensor *t)
{
    struct model *m = c->model;
    struct tensor *more = realloc(m->tensors, (m->tensor_count + 1) * sizeof *more);
    if (!more)
        return error_memory(c->error, "the model's arrays", sizeof *more);
    m->tensors = more;
    m->tensors[m->tensor_count++] = *t;
    return 0;
}

/* A copy of `count` 4-byte numbers; NULL when out of memory. */
static void *duplicate(struct codec *c, const void *data, size_t count)
{
    void *copy = model_own(c->model, count * 4 + 4, c->error);
    return copy && count ? memcpy(copy, data, count * 4) : copy;
}

/* What a stored tensor of halves holds, as floats. */
static const float *widen(struct codec *c, const struct tensor *t)
{
    const uint16_t *half = t->data;
    float *wide = model_own(c->model, t->count * sizeof *wide + sizeof *wide, c->error);
    for (size_t i = 0; wide && i < t->count; i++)
        wide[i] = half_to_float(half[i]);
    return wide;
}

int codec_narrow(struct model *m, struct tensor *t, struct mien_error *e)
{
    const float *wide = t->data;
    uint16_t *half = model_own(m, t->count * sizeof *half + sizeof *half, e);
    for (size_t i = 0; half && i < t->count; i++) {
        half[i] = half_from_float(wide[i]);
        if (!isfinite(half_to_float(half[i])))
            return error_set(e, t->name, 0, "%g is no number that float16 reaches; keep float32",
                             (double)wide[i]);
    }
    t->type = SAFETENSORS_F16;
    t->data = half;
    return half ? 0 : -1;
}

int codec_floats(struct codec *c, const struct mien_node *n, const char *key, const float **data,
                 const size_t shape[CODEC_DIMENSIONS])
{
    struct tensor t;
    if (describe(c, n, key, SAFETENSORS_F32, shape, &t) != 0)
        return -1;
    if (c->direction == CODEC_WRITE)
        return cJSON_AddStringToObject(c->json, key, t.name) ? 0 : error_memory(c->error, key, 64);
    if (c->direction == CODEC_READ) {
        if (find(c, n, key, &t) != 0)
            return -1;
    } else if (!(t.data = duplicate(c, *data, t.count)) ||
               (c->model->half && codec_narrow(c->model, &t, c->error) != 0)) {
        return -1;
    }
    const float *wide = t.type == SAFETENSORS_F16 ? widen(c, &t) : t.data;
    if (!wide)
        return -1;
    for (size_t i = 0; i < t.count; i++)
        if (!isfinite(wide[i]))
            return codec_wrong(c, n, "an array holds a number that is not finite", key);
    *data = wide;
    return keep(c, &t);
}

int codec_integers(struct codec *c, const struct mien_node *n, const char *key,
                   const int32_t **data, size_t count)
{
    struct tensor t;
    if (describe(c, n, key, SAFETENSORS_I32, (const size_t[CODEC_DIMENSIONS]){count}, &t) != 0)
        return -1;
    if (c->direction == CODEC_WRITE)
        return cJSON_AddStringToObject(c->json, key, t.name) ? 0 : error_memory(c->error, key, 64);
    if (c->direction == CODEC_READ ? find(c, n, key, &t) != 0
                                   : !(t.data = duplicate(c, *data, count)))
        return -1;
    *data = t.data;
    return keep(c, &t);
}
