/* darknet_weights.c - see darknet_weights.h. */
#include "trainer/network/darknet_weights.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/file.h"
#include "trainer/network/darknet_walk.h"

enum { VERSION = 3 * 4, HEAD_OLD = VERSION + 4, HEAD = VERSION + 8 }; /* bytes */

static void walk(const struct network *n, struct darknet_walk *w)
{
    for (int i = 1; i < n->count; i++)
        if (n->layers[i].type->darknet != NULL)
            n->layers[i].type->darknet(&n->layers[i], w);
}

int darknet_weights_check(const struct network *n, struct mien_error *e)
{
    struct darknet_walk w = {0};
    for (int i = 1; i < n->count && w.unknown == NULL; i++) {
        const struct layer *l = &n->layers[i];
        if (l->type->darknet != NULL)
            l->type->darknet(l, &w);
        else if (l->parameters > 0)
            w.unknown = l;
    }
    if (w.unknown == NULL)
        return 0;
    return error_set(e, n->file, w.unknown->line,
                     "Darknet's .weights have no place for what this [%s] learns; use another "
                     "layer, or mien's own model files",
                     w.unknown->type->section);
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

static int check_numbers(const struct network *n, const char *path, float *numbers, size_t count,
                         struct mien_error *e)
{
    struct darknet_walk w = {.way = DARKNET_CHECK, .file = numbers};
    for (size_t i = 0; i < count; i++)
        if (!isfinite(numbers[i]))
            return error_set(e, path, 0, "number %zu is not finite; the file is damaged", i);
    walk(n, &w);
    return w.other ? error_set(e, path, 0,
                               "negative variances, or biases for a layer with bias = 0; give the "
                               "weights of this very cfg (%s)",
                               n->file)
                   : 0;
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
    if (check_numbers(n, path, numbers, all.count, e) == 0)
        return numbers;
    free(numbers);
    return NULL;
}

int darknet_weights_parse(struct network *n, const char *path, const void *data, size_t size,
                          uint64_t *seen, struct mien_error *e)
{
    const struct file_map map = {data, size};
    uint64_t images;
    if (darknet_weights_check(n, e) != 0)
        return -1;
    float *numbers = read_numbers(n, path, &map, &images, e);
    if (numbers == NULL)
        return -1;
    struct darknet_walk w = {.way = DARKNET_LOAD, .file = numbers};
    walk(n, &w);
    free(numbers);
    if (seen != NULL)
        *seen = images;
    return 0;
}

int darknet_weights_load(struct network *n, const char *path, uint64_t *seen, struct mien_error *e)
{
    struct file_map map = {0};
    const int result = file_map(&map, path, e) == 0
                           ? darknet_weights_parse(n, path, map.data, map.size, seen, e)
                           : -1;
    file_unmap(&map);
    return result;
}

int darknet_weights_save(const struct network *n, const char *path, uint64_t seen,
                         struct mien_error *e)
{
    static const int32_t version[3] = {0, 2, 0};
    struct darknet_walk w = {0};
    if (darknet_weights_check(n, e) != 0)
        return -1;
    walk(n, &w);
    const size_t size = HEAD + w.count * sizeof(float);
    uint8_t *file = malloc(size);
    float *numbers = malloc(w.count * sizeof *numbers + 1);
    int status = -1;
    if (file == NULL || numbers == NULL) {
        error_memory(e, "weights", 2 * size);
    } else {
        w = (struct darknet_walk){.way = DARKNET_SAVE, .file = numbers};
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
