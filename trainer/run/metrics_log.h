/* metrics_log.h - metrics.jsonl: append-only, one JSON object a line, one write(2) a line.
 *
 *     {"kind":"epoch","step":450,"epoch":2,"wall":1.204,"samples_per_second":91234.5,"loss":1.61,...}
 *
 * `kind` is what the fit counts and names the key that holds the count; `wall` is seconds of
 * fitting, pauses between a stop and a resume left out; a number that is not finite is null. The
 * file is locked for writing as long as it is open: one process owns a run.
 *
 * A resumed fit repeats what it did behind its checkpoint. The first line it adds therefore cuts
 * off the lines of that step and of later ones, and the file reads as if the fit had never been
 * interrupted. Steps grow from line to line. */
#ifndef MIEN_TRAINER_RUN_METRICS_LOG_H
#define MIEN_TRAINER_RUN_METRICS_LOG_H

#include "trainer/fit.h"

struct metrics_log {
    char *path;
    int fd;
    bool resumed;     /* the next line decides where the file is cut */
    long long length; /* bytes of whole lines in the file */
    double wall;      /* seconds of fitting before this opening */
    double started;   /* clock_seconds() that stands for `wall` */
    char *pending;    /* a line the disk had no room for */
};

/* Open FOLDER/metrics.jsonl, making it where it is missing, and lock it. Nothing in it is changed.
 * Errors: not writable; in use, with the process that uses it. No part of this process may close
 * another descriptor of the file while it is open: that would drop the lock (POSIX record locks).
 */
int metrics_log_open(struct metrics_log *log, const char *path, struct mien_error *e);

/* Empty the file: a fit starts. */
int metrics_log_start(struct metrics_log *log, struct mien_error *e);

/* Keep what the file holds, but a last line that is not whole. Error: a line that is no object with
 * a step, with its number. */
int metrics_log_resume(struct metrics_log *log, struct mien_error *e);

/* Add a line. On failure, such as a full disk, nothing of it stays in the file; it is kept and
 * written in front of the next one or by `metrics_log_close`. */
int metrics_log_add(struct metrics_log *log, const struct fit_report *r, struct mien_error *e);

/* Accepts a zeroed struct and one whose opening failed. Error: a line is still not written. */
int metrics_log_close(struct metrics_log *log, struct mien_error *e);

#endif
