/* window.h - the viewer in a window: SDL2 gives it an OpenGL 3.3 context, inputs and a screen. */
#ifndef MIEN_VIEWER_VIEW_WINDOW_H
#define MIEN_VIEWER_VIEW_WINDOW_H

#include "viewer/view/errand.h"

struct window;

/* Open one of width x height units with a current context. Errors: no display, no OpenGL 3.3. */
int window_open(struct window **w, int width, int height, bool fullscreen, struct mien_error *e);
void window_close(struct window *w); /* accepts NULL */

/* Run the viewer in it until it is left, the errand is done or a stop is asked for
 * (runtime/host/stop.h). Errors: those of the errand. */
int window_run(struct window *w, struct app *a, struct errand *d, struct mien_error *e);

#endif
