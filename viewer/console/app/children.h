/* children.h - training runs started from inside: child processes and what they say.
 *
 * Each child runs `mien train ...` in a session of its own, so that neither Ctrl-C nor the end of
 * the terminal reaches it. It writes into a file without a name, of which only what was not read
 * yet takes memory, and the newest lines are kept in a ring; so a child that is left behind goes on
 * as if it were listened to. Stopping asks as Ctrl-C does, so that it writes its checkpoint. */
#ifndef MIEN_VIEWER_CONSOLE_APP_CHILDREN_H
#define MIEN_VIEWER_CONSOLE_APP_CHILDREN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

#include "runtime/host/error.h"

enum { CHILDREN_MAX = 16, CHILD_LINES = 500, CHILD_LINE_MAX = 1024 };

struct child {
    pid_t pid; /* also behind its end, to know it by */
    bool running;
    int status;               /* as waitpid gives it, once it has ended */
    int output;               /* descriptor, -1: all is read */
    off_t read;               /* bytes of it */
    char *title;              /* "train experiments/mlp68.cfg" */
    char *lines[CHILD_LINES]; /* ring; the newest is lines[(next - 1) % CHILD_LINES] */
    unsigned long next;
    char partial[CHILD_LINE_MAX + 1]; /* a line whose end has not come yet */
    size_t partial_length;
    bool returned; /* behind a '\r': what comes next starts that line anew */
};

struct children {
    struct child *child[CHILDREN_MAX]; /* in the order in which they were started */
    int count;
    char *
        program; /* what `mien` is: the launcher where MIEN_HOME has it, else beside this program */
};

/* Error: out of memory. `children_free` accepts a zeroed struct; running ones are left alone. */
int children_init(struct children *c, struct mien_error *e);
void children_free(struct children *c);

/* Start `mien WORDS...`, NULL-terminated; its place, -1 with an error: too many run, cannot be
 * started. The oldest that has ended makes room. */
int children_start(struct children *c, const char *const *words, struct mien_error *e);

/* Ask for a stop (SIGINT to its group). Error: it has ended. */
int children_stop(struct children *c, int place, struct mien_error *e);

/* Read what they said, see who ended. Returns whether anything changed. */
bool children_poll(struct children *c);

int children_running(const struct children *c);

/* Tell of those that run and are left behind, a line each: what, and how to stop it. */
void children_tell_left(const struct children *c, FILE *out);

/* Lines that it has said, the one that has not ended among them, and forgotten ones. */
unsigned long child_lines(const struct child *c);

/* The child's line `back` lines before its newest; NULL: there is none, or it is forgotten. */
const char *child_line(const struct child *c, unsigned long back);

/* Whether it ended otherwise than by being done or stopped. */
bool child_failed(const struct child *c);

/* How it is: "running", "done", "exit status 2", "killed (signal 9)"; out [size], returned. */
const char *child_state(const struct child *c, char *out, size_t size);

#endif
