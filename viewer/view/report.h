/* report.h - how a showing went: how fast frames came and how old they were when they were drawn,
 * and the faces seen last; as JSON for scripts and for `mien bench view`. */
#ifndef MIEN_VIEWER_VIEW_REPORT_H
#define MIEN_VIEWER_VIEW_REPORT_H

#include "viewer/view/app.h"

struct report {
    float *latency; /* [count] of the drawn frames, milliseconds from capture to drawn */
    size_t count, room;
    size_t analysed;                /* of them: faces were looked for */
    double stage[LIVE_STAGE_COUNT]; /* sums, milliseconds */
    double started, first, last;    /* clock_seconds(): of the start, of drawn frames */
};

void report_start(struct report *r);
void report_free(struct report *r); /* accepts a zeroed struct */

/* The moment was drawn just now. Error: memory. */
int report_note(struct report *r, const struct moment *m, struct mien_error *e);

/* Print it to standard output. Error: memory. */
int report_print(struct report *r, struct app *a, struct mien_error *e);

#endif
