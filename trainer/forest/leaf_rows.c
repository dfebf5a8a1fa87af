/* leaf_rows.c - see leaf_rows.h. Open addressing, linear probing, at most half full. */
#include "trainer/forest/leaf_rows.h"

#include <stdlib.h>
#include <string.h>

void leaf_rows_init(struct leaf_rows *l, uint32_t classes)
{
    *l = (struct leaf_rows){.classes = classes};
}

void leaf_rows_free(struct leaf_rows *l)
{
    free(l->rows);
    free(l->slot);
    *l = (struct leaf_rows){0};
}

/* FNV-1a over 32-bit words, mixed once more so that the low bits depend on all. */
static size_t hash_row(const float *row, uint32_t classes)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (uint32_t c = 0; c < classes; c++) {
        uint32_t word;
        memcpy(&word, &row[c], sizeof word);
        h = (h ^ word) * 0x100000001b3u;
    }
    return (size_t)(h ^ h >> 29);
}

/* The slot that holds `row`, or the free one where it belongs. */
static size_t find_slot(const struct leaf_rows *l, const float *row)
{
    size_t at = hash_row(row, l->classes) & (l->slots - 1);
    while (l->slot[at] && memcmp(l->rows + (size_t)(l->slot[at] - 1) * l->classes, row,
                                 l->classes * sizeof *row) != 0)
        at = (at + 1) & (l->slots - 1);
    return at;
}

static int grow(struct leaf_rows *l)
{
    size_t capacity = l->capacity ? l->capacity * 2 : 64;
    if (capacity > INT32_MAX)
        return -1;
    float *rows = realloc(l->rows, capacity * l->classes * sizeof *rows);
    if (!rows)
        return -1;
    l->rows = rows;
    int32_t *slot = calloc(capacity * 2, sizeof *slot);
    if (!slot)
        return -1;
    free(l->slot);
    l->slot = slot;
    l->slots = capacity * 2;
    l->capacity = capacity;
    for (int32_t i = 0; i < l->count; i++)
        l->slot[find_slot(l, l->rows + (size_t)i * l->classes)] = i + 1;
    return 0;
}

int32_t leaf_rows_add(struct leaf_rows *l, const float *row)
{
    if ((size_t)l->count == l->capacity && grow(l) != 0)
        return -1;
    size_t at = find_slot(l, row);
    if (!l->slot[at]) {
        memcpy(l->rows + (size_t)l->count * l->classes, row, l->classes * sizeof *row);
        l->slot[at] = ++l->count;
    }
    return l->slot[at] - 1;
}
