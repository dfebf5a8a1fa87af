/* sparkline.h - a curve in one line of text, in constant memory however long it gets.
 *
 * Values are kept in buckets of equal length; when the buckets run out, neighbours are joined. A
 * bucket keeps its largest value, so that a spike in a loss is never averaged away. A value that is
 * not finite is drawn as '!'.
 *
 * Form: E. Tufte, "Beautiful Evidence" (2006). */
#ifndef MIEN_HOST_SPARKLINE_H
#define MIEN_HOST_SPARKLINE_H

#include <stdbool.h>
#include <stddef.h>

enum { SPARKLINE_BUCKETS = 64 };

struct sparkline {
    double bucket[SPARKLINE_BUCKETS];
    int used;   /* buckets begun */
    long width; /* values a bucket; 0 stands for 1 */
    long last;  /* values in the last bucket */
};

void sparkline_add(struct sparkline *s, double value); /* to a zeroed struct */

/* The curve in at most `columns` (at most SPARKLINE_BUCKETS) columns, the newest at the right; of
 * more buckets than columns each column shows the largest of its own. Blocks where `unicode` is set
 * (up to three bytes a column), else ASCII. `out` is returned. */
const char *sparkline_draw(const struct sparkline *s, int columns, bool unicode, char *out,
                           size_t size);

#endif
