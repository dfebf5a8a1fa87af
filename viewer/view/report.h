/* report.h - how a showing went: how fast frames came and how old they were when they were drawn,
 * and the faces seen last; as JSON for scripts and for `mien bench view`. */
#ifndef MIEN_VIEWER_VIEW_REPORT_H
#define MIEN_VIEWER_VIEW_REPORT_H

#include "viewer/view/app_state.h"

enum { REPORT_FRAMES = 512 };

/* A drawn frame. */
struct report_frame {
    double drawn;                   /* clock_seconds() */
    double latency;                 /* milliseconds from its capture until then */
    double stage[LIVE_STAGE_COUNT]; /* the same, by stages */
};

/* Times are those of the last frames: what a start takes is no measure of a show. */
struct report {
    struct report_frame last[REPORT_FRAMES]; /* frame i in i % REPORT_FRAMES */
    uint64_t count, analysed;                /* drawn; of them: faces were looked for */
    double started;                          /* clock_seconds() */
};

void report_start(struct report *r);

/* The moment was drawn just now. */
void report_note(struct report *r, const struct moment *m);

/* Print it to standard output. Error: memory. */
int report_print(const struct report *r, struct app *a, struct mien_error *e);

#endif
