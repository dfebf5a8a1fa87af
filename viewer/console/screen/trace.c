/* trace.c - see trace.h. */
#include "viewer/console/screen/trace.h"

#include <math.h>

static double shown(double value, bool log)
{
    return log && !(value > 0) ? NAN : value;
}

/* A bucket as it is; where a logarithm is lacking the values that have one stand for the others. */
static struct trace_point raw_point(const struct series_bucket *b, bool log)
{
    struct trace_point p = {b->x_first,          b->x_last,          shown(b->first, log),
                            shown(b->last, log), shown(b->low, log), shown(b->high, log)};
    p.first = isnan(p.first) ? p.high : p.first;
    p.last = isnan(p.last) ? p.high : p.last;
    p.low = isnan(p.low) ? fmin(p.first, p.last) : p.low;
    return p;
}

bool trace_next(struct trace *t, struct trace_point *p)
{
    if (t->at == t->series->used)
        return false;
    const struct series_bucket *b = &t->series->buckets[t->at++];
    *p = raw_point(b, t->log);
    if (!(t->smooth > 0) || isnan(b->low))
        return true;
    const uint32_t points = b->count - b->gaps;
    const double keep = points == 1 ? t->smooth : pow(t->smooth, points);
    t->sum = keep * t->sum + (1 - keep) * fmin(fmax(b->sum / points, b->low), b->high);
    t->weight = keep * t->weight + (1 - keep);
    const double mean =
        shown(fmin(fmax(t->sum / t->weight, t->series->low), t->series->high), t->log);
    p->first = p->last = p->low = p->high = mean;
    return true;
}

void trace_count_gaps(const struct series_bucket *b, bool log, struct trace_gaps *gaps)
{
    gaps->not_finite += b->gaps;
    if (!log || !(b->low <= 0))
        return;
    gaps->no_logarithm += b->high > 0 ? 1 : b->count - b->gaps;
    gaps->more |= b->high > 0;
}
