/* console.h - the program around the views: frame, keys, command line, what it remembers.
 *
 * One function takes an input, another draws a frame; neither knows a terminal, so tests drive the
 * whole program with made-up keys. The frame has a row of view names above, the view, and a bar
 * below with hints, notices or the command line. */
#ifndef MIEN_VIEWER_CONSOLE_APP_CONSOLE_H
#define MIEN_VIEWER_CONSOLE_APP_CONSOLE_H

#include "viewer/console/app/children.h"
#include "viewer/console/app/prompt.h"
#include "viewer/console/app/settings.h"
#include "viewer/console/views/view.h"

struct console {
    struct model model;
    void *state[VIEW_COUNT];
    int view;  /* enum view_place */
    bool help; /* the page of keys lies above the view */
    int help_top;
    struct prompt prompt; /* the command line ':' or the filter '/' */
    struct children children;
    bool messages; /* the pane of what children say is open */
    struct settings settings;
    bool quit, redraw;     /* end; draw everything anew */
    struct area view_area; /* where the last frame had the view, for the mouse */
};

/* Open on paths[0..count), with the settings of the user. Errors: those of shelf_open. */
int console_open(struct console *c, const char *const *paths, int count, bool unicode,
                 struct mien_error *e);
void console_close(struct console *c); /* accepts a zeroed struct; writes the settings */

/* Take in what changed in the files and what children said; about `seconds` at most. Returns 1
 * where more waits. */
int console_poll(struct console *c, double now, double seconds);

/* Descriptors to wait on: out [8]; returns their count. */
int console_descriptors(const struct console *c, int out[8]);

void console_input(struct console *c, const struct input *in);
void console_draw(struct console *c, struct cells *cells);

/* Carry out a line of the command line (":view curves", without the colon). */
void console_command(struct console *c, const char *line);

#endif
