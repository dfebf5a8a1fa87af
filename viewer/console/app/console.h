/* console.h - the program around the views: how it begins and ends, what it hears and remembers.
 *
 * One function takes an input, another draws a frame (draw.h); neither knows a terminal, so tests
 * drive the whole program with made-up keys. */
#ifndef MIEN_VIEWER_CONSOLE_APP_CONSOLE_H
#define MIEN_VIEWER_CONSOLE_APP_CONSOLE_H

#include "viewer/console/app/state.h"

struct console_options {
    const char *const *paths; /* [path_count]: runs, folders of runs, metrics files */
    int path_count;
    const char *view, *theme; /* by name; NULL: as remembered */
    bool unicode;
    bool remember; /* read the user's settings, and write them at the end */
};

/* Open on the runs of `o`. What is wrong with the settings becomes a notice. Errors: an unknown
 * view or theme; those of shelf_open. */
int console_open(struct console *c, const struct console_options *o, struct mien_error *e);

/* Accepts a zeroed struct. Error: settings or history could not be written; all is closed. */
int console_close(struct console *c, struct mien_error *e);

/* Take in what changed in the files and what children said, for about `seconds` at most; sets
 * c->changed. `now`: seconds since 1970. Returns 1 where more waits to be read. */
int console_poll(struct console *c, double now, double seconds);

/* Descriptors that become readable when there is something to poll: out [8]; returns their count.
 */
int console_descriptors(const struct console *c, int out[8]);

void console_input(struct console *c, const struct input *in);

#endif
