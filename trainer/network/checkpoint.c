/* checkpoint.c - see checkpoint.h. */
#include "trainer/network/checkpoint.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char FORMAT[] = "mien-checkpoint 1";

enum { ARRAYS = 7, COUNTS = 6, SUMS = 5 };

/* The arrays of a checkpoint; those of floats point into the training and network. */
struct part {
    const char *name;
    enum safetensors_type type;
    size_t count;
    void *data;
};

static size_t parts(struct part *p, const struct training *t, const struct network *n,
                    int64_t *position, double *sums)
{
    size_t count = 0;
    p[count++] = (struct part){"position", SAFETENSORS_I64, COUNTS, position};
    p[count++] = (struct part){"sums", SAFETENSORS_F64, SUMS, sums};
    p[count++] = (struct part){"values", SAFETENSORS_F32, t->values, n->values};
    p[count++] = (struct part){"first", SAFETENSORS_F32, t->parameters, t->first};
    p[count++] = (struct part){"second", SAFETENSORS_F32, t->parameters, t->second};
    p[count++] = (struct part){"best", SAFETENSORS_F32, t->values, t->best};
    if (t->average != NULL)
        p[count++] = (struct part){"average", SAFETENSORS_F32, t->values, t->average};
    return count;
}

/* The first array of numbers that are not all finite, or NULL. */
static const char *find_not_finite(const struct part *p, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; p[i].type == SAFETENSORS_F32 && k < p[i].count; k++)
            if (!isfinite(((const float *)p[i].data)[k]))
                return p[i].name;
    return NULL;
}

int checkpoint_save(const char *path, const char *fingerprint, const struct training *t,
                    const struct network *n, struct mien_error *e)
{
    const struct epoch_sums *s = &t->sums;
    int64_t position[COUNTS] = {t->epoch, t->step, s->rows, s->right, s->steps, t->best_epoch};
    double sums[SUMS] = {s->loss, s->mass, s->gradient_norm, t->best_score.loss,
                         t->best_score.accuracy};
    struct part p[ARRAYS];
    struct tensor tensors[ARRAYS] = {0};
    size_t count = parts(p, t, n, position, sums);
    const char *bad = find_not_finite(p, count);
    if (bad != NULL)
        return error_set(e, n->file, 0,
                         "step %lld: the network's '%s' are not all finite (%s is left as it was); "
                         "lower learning_rate or set clip in [net]",
                         t->step, bad, path);
    for (size_t i = 0; i < count; i++) {
        tensors[i] = (struct tensor){.type = p[i].type,
                                     .dimensions = 1,
                                     .shape = {p[i].count, 1, 1, 1},
                                     .count = p[i].count,
                                     .data = p[i].data};
        snprintf(tensors[i].name, sizeof tensors[i].name, "%s", p[i].name);
    }
    cJSON *metadata = cJSON_CreateObject();
    if (cJSON_AddStringToObject(metadata, "format", FORMAT) == NULL ||
        cJSON_AddStringToObject(metadata, "fingerprint", fingerprint) == NULL) {
        cJSON_Delete(metadata);
        return error_memory(e, "a checkpoint", strlen(fingerprint));
    }
    int status = safetensors_write(path, tensors, count, metadata, e);
    cJSON_Delete(metadata);
    return status;
}

static int check_header(const char *path, const struct safetensors *f, const char *fingerprint,
                        struct mien_error *e)
{
    const char *format = safetensors_meta(f, "format");
    const char *found = safetensors_meta(f, "fingerprint");
    if (format == NULL || strcmp(format, FORMAT) != 0 || found == NULL)
        return error_set(e, path, 0,
                         "not a checkpoint of mien (format %s); remove it to begin anew",
                         format == NULL ? "missing" : format);
    if (strcmp(found, fingerprint) != 0)
        return error_set(e, path, 0,
                         "the checkpoint is of another cfg or data (fingerprint %.12s, now %.12s); "
                         "restore them, or remove it to begin anew",
                         found, fingerprint);
    return 0;
}

static int check_parts(const char *path, const struct safetensors *f, const struct part *p,
                       size_t count, struct mien_error *e)
{
    for (size_t i = 0; i < count; i++) {
        const struct tensor *t = safetensors_find(f, p[i].name);
        if (t == NULL || t->type != p[i].type || t->count != p[i].count)
            return error_set(e, path, 0,
                             "the checkpoint's '%s' does not fit the network (%zu numbers, not "
                             "%zu); remove it to begin anew",
                             p[i].name, t == NULL ? 0 : t->count, p[i].count);
    }
    for (size_t i = 0; i < count; i++) {
        struct part stored = p[i];
        stored.data = (void *)(uintptr_t)safetensors_find(f, p[i].name)->data;
        if (find_not_finite(&stored, 1) != NULL)
            return error_set(e, path, 0,
                             "the checkpoint's '%s' are not all finite; remove it to begin anew",
                             p[i].name);
    }
    if (f->count != count)
        return error_set(e, path, 0,
                         "the checkpoint has %zu arrays, the network %zu; remove it to begin anew",
                         f->count, count);
    return 0;
}

static int check_position(const char *path, const int64_t *position, const struct network *n,
                          struct mien_error *e)
{
    bool bad = position[0] > n->options.epochs || position[5] > position[0];
    for (int i = 0; i < COUNTS; i++)
        bad = bad || position[i] < 0;
    if (bad)
        return error_set(e, path, 0,
                         "the checkpoint's counts are impossible (epoch %" PRId64 " of %u); remove "
                         "it to begin anew",
                         position[0], n->options.epochs);
    return 0;
}

static void restore(struct training *t, const int64_t *position, const double *sums)
{
    t->epoch = position[0];
    t->step = position[1];
    t->sums = (struct epoch_sums){sums[0], sums[1], sums[2], position[2], position[3], position[4]};
    t->best_epoch = position[5];
    t->best_score = (struct network_score){sums[3], sums[4]};
}

int checkpoint_load(const char *path, const char *fingerprint, struct training *t,
                    struct network *n, bool *found, struct mien_error *e)
{
    *found = access(path, F_OK) == 0;
    if (!*found)
        return 0;
    struct safetensors f = {0};
    if (safetensors_open(&f, path, e) != 0)
        return -1;
    int64_t position[COUNTS];
    double sums[SUMS];
    struct part p[ARRAYS];
    size_t count = parts(p, t, n, position, sums);
    int status = check_header(path, &f, fingerprint, e);
    if (status == 0)
        status = check_parts(path, &f, p, count, e);
    if (status == 0)
        status = check_position(path, safetensors_find(&f, "position")->data, n, e);
    for (size_t i = 0; status == 0 && i < count; i++) {
        const struct tensor *source = safetensors_find(&f, p[i].name);
        static const size_t bytes[] = {
            [SAFETENSORS_F32] = 4, [SAFETENSORS_F64] = 8, [SAFETENSORS_I64] = 8};
        if (p[i].count > 0)
            memcpy(p[i].data, source->data, p[i].count * bytes[p[i].type]);
    }
    if (status == 0)
        restore(t, position, sums);
    safetensors_close(&f);
    return status;
}
