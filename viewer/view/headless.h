/* headless.h - the viewer without a window, for scripts and tests: the same code, drawn off screen.
 */
#ifndef MIEN_VIEWER_VIEW_HEADLESS_H
#define MIEN_VIEWER_VIEW_HEADLESS_H

#include "viewer/view/app.h"

struct headless_options {
    int width, height;
    long long frames;     /* to be drawn; 0: until the source ends */
    const char *snapshot; /* PNG of the last one, or NULL */
    const char *record;   /* WebM of all, or NULL */
    bool clean;
    bool json; /* print what was seen, and how fast */
};

/* Draw, until the frames are drawn, the source ends or a stop is asked for (runtime/host/stop.h).
 * The context is current. Errors: what cannot be written; a file that cannot be read; another
 * source that gives nothing for HEADLESS_PATIENCE seconds. */
#define HEADLESS_PATIENCE 20.0
int headless_run(struct app *a, const struct headless_options *o, struct mien_error *e);

#endif
