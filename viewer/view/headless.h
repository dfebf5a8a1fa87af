/* headless.h - the viewer without a window, for scripts and tests: the same code, drawn off screen.
 */
#ifndef MIEN_VIEWER_VIEW_HEADLESS_H
#define MIEN_VIEWER_VIEW_HEADLESS_H

#include "viewer/view/errand.h"

/* Draw on a picture of width x height, until the errand is done, the source ends or a stop is asked
 * for (runtime/host/stop.h). The context is current. Errors: those of the errand; a file that
 * cannot be read; another source that gives nothing for HEADLESS_PATIENCE seconds. */
#define HEADLESS_PATIENCE 20.0
int headless_run(struct app *a, struct errand *d, int width, int height, struct mien_error *e);

#endif
