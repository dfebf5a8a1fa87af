/* history.h - what was typed into the command line, kept from one start to the next in
 * $XDG_STATE_HOME/mien/console.history: a line each behind its sign, ":train a.cfg", oldest first.
 */
#ifndef MIEN_VIEWER_CONSOLE_APP_HISTORY_H
#define MIEN_VIEWER_CONSOLE_APP_HISTORY_H

#include "runtime/host/error.h"
#include "viewer/console/app/prompt.h"

/* Put what is kept before what was typed. Error: a file that is there and cannot be read; one that
 * is not there is fine. */
int history_load(struct prompt *p, struct mien_error *e);

/* Add what was typed since the last time to what is kept by now, for another console may have added
 * to it; nothing is written where nothing was typed. Error: the file cannot be written,
 * which then is as it was. */
int history_save(struct prompt *p, struct mien_error *e);

#endif
