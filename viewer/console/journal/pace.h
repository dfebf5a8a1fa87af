/* pace.h - how fast a run goes: medians over its newest steps, which one slow step does not move.
 */
#ifndef MIEN_VIEWER_CONSOLE_JOURNAL_PACE_H
#define MIEN_VIEWER_CONSOLE_JOURNAL_PACE_H

#include <stdbool.h>

enum { PACE_STEPS = 31 };

struct pace {
    double seconds[PACE_STEPS], unit[PACE_STEPS]; /* between two steps; the same for a unit of x */
    int count, next;
    double wall, x; /* of the step before */
    bool begun;
};

/* Add a step at `wall` seconds and x. The way from a step to one that is not behind it is left
 * out. */
void pace_add(struct pace *p, double wall, double x);

/* Seconds between steps, NaN before two of them; and for a unit of x, NaN before one. */
double pace_interval(const struct pace *p);
double pace_unit(const struct pace *p);

#endif
