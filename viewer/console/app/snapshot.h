/* snapshot.h - what the console shows, once and without a terminal: as text or as
 * JSON. */
#ifndef MIEN_VIEWER_CONSOLE_APP_SNAPSHOT_H
#define MIEN_VIEWER_CONSOLE_APP_SNAPSHOT_H

#include <stdio.h>

#include "viewer/console/app/console.h"

/* Read all there is of every run. `now`: seconds since 1970. */
void snapshot_read(struct console *c, double now);

/* Print the shown view, width x height characters, in the colours that `depth` allows. Error: out
 * of memory. */
int snapshot_print(struct console *c, int width, int height, enum theme_depth depth, FILE *out,
                   struct mien_error *e);

/* Carry out lines of the command line ("pin mlp68") one after the other, as if typed on a screen of
 * width x height. Errors: what the bar would complain of, out of memory. */
int snapshot_commands(struct console *c, const char *const *lines, int count, int width, int height,
                      struct mien_error *e);

/* Give a view that measures the time to do so (view.h: settle). Error: out of memory. */
int snapshot_settle(struct console *c, int width, int height, struct mien_error *e);

/* Print {"view", "runs": [{"name", "path", "state", ..., "last": {key: newest value}}], "table":
 * [...]}; "table" is null where the view has none. A number that is not finite is null. Errors: out
 * of memory. */
int snapshot_json(struct console *c, FILE *out, struct mien_error *e);

#endif
