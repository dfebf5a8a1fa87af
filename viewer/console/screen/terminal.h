/* terminal.h - the terminal behind the grid: ncurses, and nothing of it elsewhere.
 *
 * While it is open the terminal is in full-screen mode, keys and mouse come as input.h has them,
 * what is pasted is told from what is typed (xterm's "bracketed paste", mode 2004), Ctrl-Z
 * suspends, SIGWINCH is an event. However the program ends, by exit, by a signal or a crash, the
 * terminal is given back as it was: handlers for the deadly signals restore it and raise the signal
 * again. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_TERMINAL_H
#define MIEN_VIEWER_CONSOLE_SCREEN_TERMINAL_H

#include "runtime/host/error.h"
#include "viewer/console/screen/mouse.h"
#include "viewer/console/screen/theme.h"

struct terminal {
    int width, height;
    bool unicode;
    enum theme_depth depth; /* DEPTH_NONE where NO_COLOR is set or it has fewer than 8 colours */
    bool open;

    /* For terminal.c alone. */
    void *screen;       /* ncurses' */
    int notices;        /* descriptor: rescue.h */
    struct cells shown; /* what ncurses was told last */
    enum theme_ground ground;
    struct mouse mouse;
    bool pasting;   /* between the marks around what is pasted */
    double drained; /* since when there is nothing to read, in seconds; 0: there was, lately */
};

/* Take the terminal. Errors, with what to do instead ("mien console --once"): stdin or stdout is
 * none, TERM is unset, unknown or dumb. */
int terminal_open(struct terminal *t, struct mien_error *e);
void terminal_close(struct terminal *t); /* accepts a zeroed struct; twice is fine */

/* Show the grid; what did not change is not sent again. */
void terminal_show(struct terminal *t, const struct cells *c, enum theme_ground ground);

/* Wait at most `seconds` for input or for one of `descriptors` (at most TERMINAL_DESCRIPTORS; those
 * below 0 are passed over) to become readable. INPUT_NONE: one of them, or the time is over. A
 * resize has been taken into t->width and t->height. Ctrl-Z suspends here, and what comes back is a
 * resize; Ctrl-C is a key like others, Ctrl-\ is left as the way out of a program that hangs. */
enum { TERMINAL_DESCRIPTORS = 30 };
struct input terminal_wait(struct terminal *t, double seconds, const int *descriptors, int count);

/* Draw everything anew at the next show (Ctrl-L). */
void terminal_refresh(struct terminal *t);

#endif
