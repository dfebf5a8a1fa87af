/* command_line.h - a line of the command line becomes an action and what it is given. */
#ifndef MIEN_VIEWER_CONSOLE_APP_COMMAND_LINE_H
#define MIEN_VIEWER_CONSOLE_APP_COMMAND_LINE_H

#include "viewer/console/app/state.h"

/* Carry out a line ("view curves", without the colon). */
void console_command(struct console *c, const char *line);

#endif
