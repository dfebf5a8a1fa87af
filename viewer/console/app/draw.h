/* draw.h - a frame of the whole program: the shown view, the page of keys above it, and around it
 * a row of view names, the messages of training runs where they are asked for, and a bar with
 * hints, a notice, a question or the command line. */
#ifndef MIEN_VIEWER_CONSOLE_APP_DRAW_H
#define MIEN_VIEWER_CONSOLE_APP_DRAW_H

#include "viewer/console/app/state.h"

void console_draw(struct console *c, struct cells *cells);

/* The same, and the shown view alone: drawn again until a view that works in slices is done. */
void console_draw_done(struct console *c, struct cells *cells);
void console_draw_view(struct console *c, struct cells *cells);

#endif
