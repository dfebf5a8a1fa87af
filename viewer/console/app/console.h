/* console.h - the program around the views: frame, keys, command line, what it remembers.
 *
 * One function takes an input, another draws a frame; neither knows a terminal, so tests drive the
 * whole program with made-up keys. The frame has a row of view names above, the view, the messages
 * of training runs where they are asked for, and a bar below with hints, a notice, a question or
 * the command line. */
#ifndef MIEN_VIEWER_CONSOLE_APP_CONSOLE_H
#define MIEN_VIEWER_CONSOLE_APP_CONSOLE_H

#include "viewer/console/app/messages.h"
#include "viewer/console/app/prompt.h"
#include "viewer/console/app/settings.h"
#include "viewer/console/views/view.h"

extern const struct view *const views[VIEW_COUNT];

struct console_options {
    const char *const *paths; /* [path_count]: runs, folders of runs, metrics files */
    int path_count;
    const char *view, *theme; /* by name; NULL: as remembered */
    bool unicode;
    bool remember; /* read the user's settings, and write them at the end */
};

struct console {
    struct model model;
    void *state[VIEW_COUNT];
    int view;  /* enum view_place */
    bool help; /* the page of keys lies above the view */
    int help_top;
    struct prompt prompt; /* the command line ':' or the filter '/' */
    struct children children;
    pid_t awaited;            /* the child whose run is to be selected when it appears; 0: none */
    struct messages messages; /* what the children say */

    char question[256]; /* asked in the bar; "": none */
    void (*answer)(struct console *c, bool yes);
    const struct journal *asked_run; /* the run that it is about */
    pid_t asked_writer;
    char asked_path[4 * PROMPT_TEXT_MAX]; /* the file */

    struct settings settings;
    bool remember;
    uint64_t seen;     /* generation of the shelf that was drawn last */
    bool reading;      /* files are still being read */
    bool changed;      /* something that is on the screen: a frame is due */
    bool leaving;      /* ends when its children have */
    bool quit, redraw; /* end; draw everything anew */
    int width, height; /* of the last frame */
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
void console_draw(struct console *c, struct cells *cells);

/* Carry out a line of the command line ("view curves", without the colon): command_line.c. */
void console_command(struct console *c, const char *line);

/* What the rooms of app/ share. */

/* The place of a view by its name; -1: there is none. */
int console_view_named(const char *name);

void console_show(struct console *c, int view);
void console_set_theme(struct console *c, const char *theme);
void console_set_filter(struct console *c, const char *text);

/* Ask for y or n; `answer` is called with it, and not at all where it is called off. */
void console_ask(struct console *c, void (*answer)(struct console *c, bool yes), const char *format,
                 ...) __attribute__((format(printf, 3, 4)));

/* Start `mien WORDS...` as a child, and open the pane of its messages. */
void console_start(struct console *c, const char *const *words);

#endif
