/* help.h - the page of a view: all that can be done there, made from the tables of actions. */
#ifndef MIEN_VIEWER_CONSOLE_APP_HELP_H
#define MIEN_VIEWER_CONSOLE_APP_HELP_H

#include "viewer/console/app/state.h"

/* Draw it above the view, scrolled to c->help_top. */
void help_draw(struct console *c, struct area a);

/* Scrolling, leaving, a click on a line that does what the line says. Returns whether it was used;
 * any other key means what it means without the page, which then goes away. */
bool help_input(struct console *c, const struct input *in);

#endif
