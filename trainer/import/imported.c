/* imported.c - see imported.h. */
#include "trainer/import/imported.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "runtime/host/rng.h"
#include "runtime/host/sha256.h"

int import_set_json(struct model *m, const char *key, cJSON *json, struct mien_error *e)
{
    char *text = json ? cJSON_PrintUnformatted(json) : NULL;
    const int result = text ? model_set(m, key, text, e) : error_memory(e, key, 0);
    cJSON_free(text);
    cJSON_Delete(json);
    return result;
}

int import_set_origin(struct model *m, const char *path, const struct file_map *file,
                      const struct import_origin *o, struct mien_error *e)
{
    char sum[65];
    sha256_hex(file->data, file->size, sum);
    cJSON *json = cJSON_CreateObject();
    if (!json || !cJSON_AddStringToObject(json, "source", file_name(path)) ||
        !cJSON_AddStringToObject(json, "source_sha256", sum) ||
        (o->origin && !cJSON_AddStringToObject(json, "origin", o->origin)) ||
        (o->licence && !cJSON_AddStringToObject(json, "licence", o->licence)) ||
        !cJSON_AddStringToObject(json, "mien", MIEN_VERSION)) {
        cJSON_Delete(json);
        json = NULL;
    }
    return import_set_json(m, "provenance", json, e);
}

/* One block: the input, the arena, then each output. */
struct answer {
    float *x, *arena, *y[MIEN_OUTPUTS_MAX];
    size_t size; /* floats of all outputs */
};

static int answer_make(struct answer *a, const struct model *m, struct mien_error *e)
{
    const struct mien_graph *g = &m->graph;
    size_t count = m->input_width + g->arena_floats;
    a->size = 0;
    for (int32_t i = 0; i < g->output_count; i++)
        a->size += g->values[g->outputs[i]].size;
    count += a->size;
    a->x = calloc(count, sizeof *a->x);
    if (!a->x)
        return error_memory(e, "a network's arena", count * sizeof *a->x);
    a->arena = a->x + m->input_width;
    a->y[0] = a->arena + g->arena_floats;
    for (int32_t i = 1; i < g->output_count; i++)
        a->y[i] = a->y[i - 1] + g->values[g->outputs[i - 1]].size;
    struct rng r = rng_seed(1);
    for (uint32_t i = 0; i < m->input_width; i++)
        a->x[i] = rng_float(&r);
    mien_graph_run_all(g, a->x, a->y, a->arena, NULL);
    return 0;
}

static int compare(const struct answer *a, const struct answer *b, const char *path,
                   struct mien_error *e)
{
    if (a->size != b->size || memcmp(a->y[0], b->y[0], a->size * sizeof *a->y[0]) != 0)
        return error_set(e, path, 0,
                         "the model answers otherwise when it is read back; report this as a bug");
    for (size_t i = 0; i < a->size; i++)
        if (!isfinite(a->y[0][i]))
            return error_set(e, path, 0,
                             "the model answers noise with a number that is not finite (number %zu "
                             "of its outputs); its weights are no good",
                             i);
    return 0;
}

/* The file at `path` must answer as it did before it was written. */
static int check(const struct answer *before, const char *path, struct mien_error *e)
{
    struct model again;
    struct answer after = {0};
    if (model_open(&again, path, e) != 0)
        return -1;
    const int result = answer_make(&after, &again, e) != 0 ? -1 : compare(before, &after, path, e);
    free(after.x);
    model_free(&again);
    return result;
}

/* Not where it is a device. */
static void remove_file(const char *path)
{
    struct stat st;
    if (lstat(path, &st) == 0 && S_ISREG(st.st_mode))
        remove(path);
}

int import_save(struct model *m, const char *path, struct mien_error *e)
{
    struct answer before = {0};
    int result = answer_make(&before, m, e);
    if (result == 0)
        result = model_save(m, path, e);
    if (result == 0 && check(&before, path, e) != 0) {
        remove_file(path);
        result = -1;
    }
    free(before.x);
    return result;
}
