/* errand.h - what a command line asks of a showing besides to show: so many frames, a recording
 * from the first one on, the last one as a picture, a report. The same in a window and without one.
 */
#ifndef MIEN_VIEWER_VIEW_ERRAND_H
#define MIEN_VIEWER_VIEW_ERRAND_H

#include "viewer/view/report.h"

struct errand {
    uint64_t frames;      /* to be drawn; 0: until somebody leaves or the source ends */
    const char *snapshot; /* PNG of the last one, or NULL */
    const char *record;   /* WebM of all, or NULL */
    bool clean;           /* it is of the picture without what is drawn over it */
    bool json;            /* print what was seen, and how fast */
    struct report report;
};

/* Between the first and the last call: each new moment, before it is drawn and when it is on the
 * screen. `done` is what was returned before. Errors: what cannot be written; memory; of
 * errand_check, a recording that ended before its time: a window goes on, and tells at its end. */
void errand_begin(struct errand *d);
int errand_before(const struct errand *d, struct app *a, struct mien_error *e);
void errand_after(struct errand *d, struct app *a);
int errand_check(const struct errand *d, const struct app *a, struct mien_error *e);
int errand_end(const struct errand *d, struct app *a, int done, struct mien_error *e);

#endif
