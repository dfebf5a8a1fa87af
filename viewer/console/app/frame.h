/* frame.h - what surrounds a view: names of the views above it, messages and the bar below. */
#ifndef MIEN_VIEWER_CONSOLE_APP_FRAME_H
#define MIEN_VIEWER_CONSOLE_APP_FRAME_H

#include "viewer/console/app/state.h"

/* The key that a click there stands for, on a view's name or on a hint; 0: none. */
uint32_t frame_key_at(const struct console *c, int x, int y);

/* Whether a notice is shown there: a click puts it away, and means nothing else. */
bool frame_notice_holds(const struct console *c, int x, int y);

/* Draw all of it but the view. */
void frame_draw(const struct console *c, struct cells *cells);

#endif
