/* window.h - the studio in a window: GLFW 3 gives it an OpenGL 3.3 context and inputs. */
#ifndef MIEN_VIEWER_STUDIO_WINDOW_H
#define MIEN_VIEWER_STUDIO_WINDOW_H

#include "viewer/studio/app_state.h"

struct window;

/* Open one of width x height units, as far as the screen has room, with a current context. Errors:
 * no display, no OpenGL 3.3. */
int window_open(struct window **w, int width, int height, struct mien_error *e);
void window_close(struct window *w); /* accepts NULL */

/* Draw it once: what is seen while something takes a while. Errors: those of studio_draw. */
int window_show(struct window *w, struct studio *s, struct mien_error *e);

/* Run the studio in it until it is left. Errors: those of studio_draw. */
int window_run(struct window *w, struct studio *s, struct mien_error *e);

#endif
