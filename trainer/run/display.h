/* display.h - a fit as a person sees it: where it is, how well it does, how long it will take.
 *
 *     epoch 12/40  loss 1.423  valid accuracy 53.1 %  91,234 samples/s  0:42 left
 *     ▇▆▅▃▃▂▂▂▁▁▁▁ loss
 *
 * On a terminal these two lines are redrawn in place, at most ten times a second. Elsewhere each
 * finished step is the first line again, at most one a second; the last is always printed. Metrics
 * are shown in the order they are reported, those that fit the width. */
#ifndef MIEN_TRAINER_RUN_DISPLAY_H
#define MIEN_TRAINER_RUN_DISPLAY_H

#include <stdio.h>

#include "trainer/fit.h"
#include "runtime/host/sparkline.h"

struct display {
    FILE *out;
    bool live, unicode;
    bool drawn;               /* the two lines are on the terminal */
    bool skipped;             /* the last report has not been shown */
    double shown;             /* clock_seconds() of the last drawing */
    double first_done, first; /* done and clock of the first report: what speed is measured from */
    struct fit_report last;   /* unit is NULL before the first */
    struct sparkline loss;
};

void display_start(struct display *d, FILE *out);
void display_update(struct display *d, const struct fit_report *r);

/* Print a line above the display, or among the plain lines. */
void display_say(struct display *d, const char *text);

/* Leave the last report behind as a plain line. */
void display_finish(struct display *d);

/* The first line, at most `width` columns: out [size]; `left` is in seconds, negative where
 * unknown. `out` is returned. */
const char *display_line(const struct fit_report *r, double left, int width, char *out,
                         size_t size);

#endif
