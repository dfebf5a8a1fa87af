/* trace.h - a series as a chart draws it, bucket by bucket: as it is or smoothed, on a linear or a
 * logarithmic scale.
 *
 * Smoothed is a debiased exponential moving average over points, as TensorBoard has it
 * (vz_line_chart2/line-chart.ts): the weight of the past is for one point, and what is left of the
 * weight of nothing is divided out (D. Kingma and J. Ba, "Adam", ICLR 2015, section 3). A bucket of
 * n points counts as n times their mean; so a curve is the same at any width and, but for what
 * buckets join, at any length. Values that are not finite are passed over. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_TRACE_H
#define MIEN_VIEWER_CONSOLE_SCREEN_TRACE_H

#include "viewer/console/journal/series.h"

struct trace {
    const struct series *series;
    double smooth;      /* 0..1: weight of the past, for each point; 0: as it is */
    bool log;           /* values that have no logarithm are gaps */
    uint32_t at;        /* buckets gone through */
    double sum, weight; /* of the mean */
};

/* What is to be drawn of a bucket; all four values are NaN in a gap. */
struct trace_point {
    double x_first, x_last;
    double first, last, low, high;
};

/* The next point of a trace that began with `series`, `smooth` and `log` alone; false: at its end.
 */
bool trace_next(struct trace *t, struct trace_point *p);

/* Points that a bucket hides: not finite, and without a logarithm where that is asked for. Of a
 * bucket that has values on both sides of zero it is not known how many: *more is then set. */
struct trace_gaps {
    uint64_t not_finite, no_logarithm;
    bool more;
};
void trace_count_gaps(const struct series_bucket *b, bool log, struct trace_gaps *gaps);

#endif
