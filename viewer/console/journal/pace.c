/* pace.c - see pace.h. */
#include "viewer/console/journal/pace.h"

#include <math.h>

void pace_add(struct pace *p, double wall, double x)
{
    const double seconds = wall - p->wall, units = x - p->x;
    if (p->begun && seconds >= 0 && units > 0) {
        p->seconds[p->next] = seconds;
        p->unit[p->next] = seconds / units;
        p->next = (p->next + 1) % PACE_STEPS;
        p->count += p->count < PACE_STEPS;
    }
    p->wall = wall;
    p->x = x;
    p->begun = true;
}

static double median(const double *values, int count)
{
    double sorted[PACE_STEPS];
    for (int i = 0; i < count; i++) {
        int k = i;
        for (; k > 0 && sorted[k - 1] > values[i]; k--)
            sorted[k] = sorted[k - 1];
        sorted[k] = values[i];
    }
    return count == 0 ? (double)NAN : (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
}

double pace_interval(const struct pace *p)
{
    return median(p->seconds, p->count);
}

double pace_unit(const struct pace *p)
{
    if (p->count == 0 && p->begun && p->x > 0) /* one step says how long it took from the start */
        return p->wall / p->x;
    return median(p->unit, p->count);
}
