/* made_runs.h - files of metrics made up for benches, in a temporary folder: as long as asked for,
 * with the keys that the writers of mien write (metrics_log.h), the same at every call. */
#ifndef MIEN_TRAINER_BENCH_MADE_RUNS_H
#define MIEN_TRAINER_BENCH_MADE_RUNS_H

#include <stdbool.h>

#include "runtime/host/error.h"

enum { MADE_RUNS_MAX = 1000, MADE_GROWING_MAX = 16 };

struct made_runs {
    char *folder; /* under $TMPDIR or /tmp, with a folder for each run */
    int count;
    int growing;     /* of these the first ones have no end: this process holds their locks */
    long records;    /* steps in each, to begin with */
    long long bytes; /* of all files, to begin with */
    int fd[MADE_GROWING_MAX];
    long added[MADE_GROWING_MAX];
};

/* Make `count` training runs of `records` steps, a confusion matrix of seven classes with each; or
 * one live session of `records` frames, which has ended. Errors: no room, a signal that asks to
 * stop (runtime/host/stop.h). `close` removes the files; accepts a zeroed struct. */
int made_runs_open(struct made_runs *m, int count, int growing, long records, struct mien_error *e);
int made_session_open(struct made_runs *m, long records, struct mien_error *e);
void made_runs_close(struct made_runs *m);

/* The path of a run's file, for the caller to free; NULL when out of memory. */
char *made_runs_path(const struct made_runs *m, int run);

/* Append a step whose valid_loss is `loss` (NaN: as the others) to a growing run, in one write(2).
 * Error: no room. */
int made_runs_add(struct made_runs *m, int run, double loss, struct mien_error *e);

#endif
