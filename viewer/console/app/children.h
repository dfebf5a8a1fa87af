/* children.h - training runs started from inside: child processes and what they say.
 *
 * Each child runs `mien train ...` in a process group of its own, its output in a ring of lines.
 * Stopping asks as Ctrl-C does, so that it writes its checkpoint. Children outlive the console only
 * when they are told to: leaving while one runs asks first, and a child left behind goes on, its
 * output discarded. */
#ifndef MIEN_VIEWER_CONSOLE_APP_CHILDREN_H
#define MIEN_VIEWER_CONSOLE_APP_CHILDREN_H

#include <stdbool.h>
#include <sys/types.h>

#include "runtime/host/error.h"

enum { CHILDREN_MAX = 16, CHILD_LINES = 500 };

struct child {
    pid_t pid;                /* 0: it has ended */
    int output;               /* descriptor, -1: closed */
    int status;               /* as waitpid gives it, once it has ended */
    char *title;              /* "train experiments/mlp68.cfg" */
    char *lines[CHILD_LINES]; /* ring; the newest is lines[(next - 1) % CHILD_LINES] */
    unsigned long next;
    char partial[1024]; /* a line whose end has not come yet; '\r' starts it anew */
    size_t partial_length;
};

struct children {
    struct child *child[CHILDREN_MAX];
    int count;
    char *
        program; /* what `mien` is: the launcher where MIEN_HOME has it, else beside this program */
};

void children_init(struct children *c);
void children_free(struct children *c); /* leaves running ones to themselves */

/* Start `mien WORDS...`, NULL-terminated; its place, -1 with an error: too many, cannot be started.
 */
int children_start(struct children *c, const char *const *words, struct mien_error *e);

/* Ask for a stop (SIGINT to its group); the same for a run that others started: its writer. */
int children_stop(struct children *c, int place, struct mien_error *e);

/* Read what they said, see who ended. Returns whether anything changed. */
bool children_poll(struct children *c);

int children_running(const struct children *c);

#endif
