/* darknet_weights.c - see darknet_weights.h. */
#include "trainer/network/darknet_weights.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/file.h"
#include "trainer/network/batch_norm.h"

enum { VERSION = 3 * 4, HEAD_OLD = VERSION + 4, HEAD = VERSION + 8 }; /* bytes */

static const double DARKNET_EPSILON = 1e-6;

void darknet_numbers(struct darknet_walk *w, float *x, size_t count)
{
    if (w->file != NULL && w->save)
        memcpy(w->file + w->count, x, count * sizeof *x);
    else if (w->file != NULL)
        memcpy(x, w->file + w->count, count * sizeof *x);
    w->count += count;
}

void darknet_variances(struct darknet_walk *w, float *x, size_t count)
{
    float *file = w->file == NULL ? NULL : w->file + w->count;
    for (size_t i = 0; file != NULL && i < count; i++)
        if (w->save) {
            const double deviation = sqrt((double)x[i] + BATCH_NORM_EPSILON) - DARKNET_EPSILON;
            file[i] = (float)(deviation * deviation);
        } else {
            const double divisor = sqrt((double)file[i]) + DARKNET_EPSILON;
            x[i] = (float)(divisor * divisor - BATCH_NORM_EPSILON);
        }
    w->count += count;
}

void darknet_matrix(struct darknet_walk *w, float *x, size_t positions, size_t in, size_t out)
{
    float *file = w->file == NULL ? NULL : w->file + w->count;
    for (size_t o = 0; file != NULL && o < out; o++)
        for (size_t i = 0; i < in; i++)
            for (size_t p = 0; p < positions; p++) {
                float *here = &x[(p * in + i) * out + o], *there = file++;
                if (w->save)
                    *there = *here;
                else
                    *here = *there;
            }
    w->count += positions * in * out;
}

static void walk(const struct network *n, struct darknet_walk *w)
{
    for (int i = 1; i < n->count; i++)
        if (n->layers[i].type->darknet != NULL)
            n->layers[i].type->darknet(&n->layers[i], w);
}

/* The head's length, and what it says. */
static size_t read_head(const struct file_map *map, uint64_t *seen)
{
    int32_t version[3] = {0};
    uint32_t seen_old = 0;
    *seen = 0;
    if (map->size < HEAD_OLD)
        return map->size;
    memcpy(version, map->data, VERSION);
    if (version[0] * 10LL + version[1] < 2 || map->size < HEAD) {
        memcpy(&seen_old, map->data + VERSION, sizeof seen_old);
        *seen = seen_old;
        return HEAD_OLD;
    }
    memcpy(seen, map->data + VERSION, sizeof *seen);
    return HEAD;
}

/* The file's numbers, checked, for free(). */
static float *read_numbers(const struct network *n, const char *path, const struct file_map *map,
                           uint64_t *seen, struct mien_error *e)
{
    struct darknet_walk all = {0};
    walk(n, &all);
    const size_t head = read_head(map, seen), bytes = map->size - head;
    if (bytes != all.count * sizeof(float)) {
        error_set(e, path, 0,
                  "%zu numbers for a network of %zu; give the weights of this very cfg, whole "
                  "(%s)",
                  bytes / sizeof(float), all.count, n->file);
        return NULL;
    }
    float *numbers = malloc(bytes + 1);
    if (numbers == NULL) {
        error_memory(e, "weights", bytes);
        return NULL;
    }
    memcpy(numbers, map->data + head, bytes);
    for (size_t i = 0; i < all.count; i++)
        if (!isfinite(numbers[i])) {
            error_set(e, path, 0, "number %zu is not finite; the file is damaged", i);
            free(numbers);
            return NULL;
        }
    return numbers;
}

int darknet_weights_load(struct network *n, const char *path, uint64_t *seen, struct mien_error *e)
{
    struct file_map map = {0};
    uint64_t images;
    if (file_map(&map, path, e) != 0)
        return -1;
    float *numbers = read_numbers(n, path, &map, &images, e);
    file_unmap(&map);
    if (numbers == NULL)
        return -1;
    struct darknet_walk w = {.file = numbers};
    walk(n, &w);
    free(numbers);
    if (seen != NULL)
        *seen = images;
    return 0;
}

int darknet_weights_save(const struct network *n, const char *path, uint64_t seen,
                         struct mien_error *e)
{
    static const int32_t version[3] = {0, 2, 0};
    struct darknet_walk w = {.save = true};
    walk(n, &w);
    const size_t size = HEAD + w.count * sizeof(float);
    uint8_t *file = malloc(size);
    float *numbers = malloc(w.count * sizeof *numbers + 1);
    int status = -1;
    if (file == NULL || numbers == NULL) {
        error_memory(e, "weights", 2 * size);
    } else {
        w = (struct darknet_walk){.file = numbers, .save = true};
        walk(n, &w);
        memcpy(file, version, VERSION);
        memcpy(file + VERSION, &seen, sizeof seen);
        memcpy(file + HEAD, numbers, w.count * sizeof *numbers);
        status = file_write(path, file, size, e);
    }
    free(numbers);
    free(file);
    return status;
}
