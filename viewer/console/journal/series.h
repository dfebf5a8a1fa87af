/* series.h - a column of numbers of any length in bounded memory, with nothing of its looks lost.
 *
 * Points come in the order of the file and are kept in buckets of equal length; when the buckets
 * run out, neighbours are joined and a bucket from then on holds twice as many points. A bucket
 * knows its first, last, least and greatest value, which is all that a plot can show of it: no
 * spike is averaged away; its sum is there for smoothing. Up to SERIES_BUCKETS points the series is
 * exact.
 *
 * Method: U. Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", PVLDB 7
 * (2014). */
#ifndef MIEN_VIEWER_CONSOLE_JOURNAL_SERIES_H
#define MIEN_VIEWER_CONSOLE_JOURNAL_SERIES_H

#include <stdbool.h>
#include <stdint.h>

enum { SERIES_BUCKETS = 1024 };

struct series_bucket {
    double x_first, x_last;
    double first, last, low, high; /* of the finite values; NaN where there are none */
    double sum;                    /* of them */
    uint32_t count;                /* points, those that are not finite among them */
    uint32_t gaps;                 /* of these not finite: drawn as a gap and named */
};

struct series {
    struct series_bucket *buckets; /* [used], ascending in x */
    uint32_t used, capacity;       /* at most SERIES_BUCKETS */
    uint32_t width;                /* points a bucket; 0 stands for 1 */
    uint64_t count;                /* points */
    uint64_t gaps;
    double low, high;     /* of all finite values; NaN before the first */
    double low_x, high_x; /* where they were first reached */
    double last;          /* the newest value, NaN where it was not finite */
    double last_x;
};

/* Add a point to a series that was zeroed; x does not fall from point to point (a smaller one is
 * taken for the last x). False where memory ran out: the point is then not in it. */
bool series_add(struct series *s, double x, double value);
void series_free(struct series *s); /* leaves a zeroed struct */

/* Copy the buckets of s that reach into [low, high] to *out, which holds nothing before. False
 * where memory ran out. */
bool series_part(const struct series *s, double low, double high, struct series *out);

/* The place of the bucket that x lies in or nearest to; -1 for an empty series. */
int series_find(const struct series *s, double x);

#endif
