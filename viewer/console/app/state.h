/* state.h - what the program around the views knows, and what changes it: the room that all others
 * of app/ stand on. */
#ifndef MIEN_VIEWER_CONSOLE_APP_STATE_H
#define MIEN_VIEWER_CONSOLE_APP_STATE_H

#include "viewer/console/app/messages.h"
#include "viewer/console/app/prompt.h"
#include "viewer/console/app/settings.h"
#include "viewer/console/app/views.h"

struct console {
    struct model model;
    void *state[VIEW_COUNT];
    const struct view_action *actions; /* [action_count]: the program's own, beside the views' */
    int action_count;
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

void console_show(struct console *c, int view);
void console_set_theme(struct console *c, const char *theme);
void console_set_filter(struct console *c, const char *text);

/* Ask for y or n; `answer` is called with it, and not at all where it is called off. */
void console_ask(struct console *c, void (*answer)(struct console *c, bool yes), const char *format,
                 ...) __attribute__((format(printf, 3, 4)));

#endif
