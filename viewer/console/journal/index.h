/* index.h - where the lines of a file begin: of every so many, so that any is found by reading a
 * few. When the entries run out every second one is dropped, so memory stays bounded and half of
 * INDEX_ENTRIES at least stay in use. */
#ifndef MIEN_VIEWER_CONSOLE_JOURNAL_INDEX_H
#define MIEN_VIEWER_CONSOLE_JOURNAL_INDEX_H

#include <stdbool.h>
#include <stdint.h>

enum { INDEX_ENTRIES = 2048, INDEX_STRIDE = 32 };

struct index_entry {
    uint64_t start; /* of the line, in bytes */
    double x;       /* of the last step before it */
};

struct line_index {
    struct index_entry *entries; /* [count]: of line k * stride */
    uint32_t count, capacity;
    uint64_t stride; /* 0 stands for INDEX_STRIDE */
    uint64_t lines;  /* added so far */
};

/* Add the next line. A line for which memory ran out is found by reading some more. */
void index_add(struct line_index *i, uint64_t start, double x);
void index_free(struct line_index *i); /* leaves a zeroed struct */

/* The last entry that is not behind line `line`, or whose lines begin with steps before x: the
 * number of its line, and *start. */
uint64_t index_of_line(const struct line_index *i, uint64_t line, uint64_t *start);
uint64_t index_of_x(const struct line_index *i, double x, uint64_t *start);

#endif
