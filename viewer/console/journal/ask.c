/* ask.c - what is asked of a journal: columns by name, newest and best values, how far a run is. */
#include <math.h>
#include <string.h>

#include "viewer/console/journal/reader.h"

const struct journal_column *journal_find(const struct journal *j, const char *name)
{
    for (int i = 0; i < j->column_count; i++)
        if (strcmp(j->columns[i].name, name) == 0)
            return &j->columns[i];
    return NULL;
}

const struct journal_result *journal_result(const struct journal *j, const char *name)
{
    for (int i = 0; i < j->result_count; i++)
        if (strcmp(j->results[i].name, name) == 0)
            return &j->results[i];
    return NULL;
}

double journal_last(const struct journal *j, const char *name)
{
    const struct journal_result *r = journal_result(j, name);
    if (r)
        return r->value;
    const struct journal_column *c = journal_find(j, name);
    return c && c->series.count ? c->series.last : (double)NAN;
}

double journal_best(const struct journal *j, const char *name, bool greatest, double *x)
{
    const struct journal_column *c = journal_find(j, name);
    const bool any = c && c->series.count > c->series.gaps;
    *x = !any ? (double)NAN : greatest ? c->series.high_x : c->series.low_x;
    return !any ? (double)NAN : greatest ? c->series.high : c->series.low;
}

bool journal_at_work(const struct journal *j)
{
    return j->state == JOURNAL_RUNNING || j->state == JOURNAL_STALLED;
}

double journal_progress(const struct journal *j)
{
    if (j->state == JOURNAL_FINISHED)
        return 1;
    return j->total > 0 ? fmin(fmax(j->reader->x, 0) / j->total, 1) : (double)NAN;
}

double journal_left(const struct journal *j)
{
    if (j->state != JOURNAL_RUNNING || isnan(j->total))
        return NAN;
    return fmax(j->total - j->reader->x, 0) * pace_unit(&j->reader->pace);
}

double journal_next(const struct journal *j)
{
    return j->state == JOURNAL_RUNNING ? j->interval : NAN;
}
