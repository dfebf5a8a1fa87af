/* index.c - see index.h. */
#include "viewer/console/journal/index.h"

#include <stdlib.h>

enum { FIRST_CAPACITY = 16 };

static void drop_every_second(struct line_index *i)
{
    i->count /= 2;
    for (uint32_t k = 0; k < i->count; k++)
        i->entries[k] = i->entries[2 * k];
    i->stride *= 2;
}

static bool grow(struct line_index *i)
{
    const uint32_t capacity = i->capacity ? 2 * i->capacity : FIRST_CAPACITY;
    struct index_entry *grown = realloc(i->entries, capacity * sizeof *grown);
    if (!grown)
        return false;
    i->entries = grown;
    i->capacity = capacity;
    return true;
}

void index_add(struct line_index *i, uint64_t start, double x)
{
    if (i->stride == 0)
        i->stride = INDEX_STRIDE;
    const uint64_t line = i->lines++;
    if (i->count == INDEX_ENTRIES)
        drop_every_second(i);
    /* An entry that could not be made is missing for good: entry k is of line k * stride. */
    if (line == i->count * i->stride && (i->count < i->capacity || grow(i)))
        i->entries[i->count++] = (struct index_entry){start, x};
}

void index_free(struct line_index *i)
{
    free(i->entries);
    *i = (struct line_index){0};
}

uint64_t index_of_line(const struct line_index *i, uint64_t line, uint64_t *start)
{
    *start = 0;
    if (i->count == 0)
        return 0;
    const uint64_t wanted = line / i->stride;
    const uint64_t k = wanted < i->count ? wanted : i->count - 1;
    *start = i->entries[k].start;
    return k * i->stride;
}

uint64_t index_of_x(const struct line_index *i, double x, uint64_t *start)
{
    uint32_t low = 0, high = i->count; /* entries before `low` have steps before x only */
    *start = 0;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (i->entries[middle].x < x)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return 0;
    *start = i->entries[low - 1].start;
    return (low - 1) * i->stride;
}
