/* metrics_log.h - metrics.jsonl: what a run, or a live session, says while it goes on.
 *
 * The file is append-only, one JSON object a line (https://jsonlines.org), one write(2) a line.
 * Every line has
 *
 *     "kind"   what it is, below
 *     "step"   where it belongs: optimiser steps, trees, solved problems, frames so far; it never
 *              falls from line to line
 *
 * "run" opens the file of a training run and "session" that of a live session, both at step 0:
 *
 *     {"kind":"run","step":0,"time":1763726400.125,"unit":"epoch","total":60,"model":"network",
 *      "classes":["angry","happy"],"threads":2,"config":"[data]\npath = ...\n"}
 *     {"kind":"session","step":0,"time":1763726400.125,"unit":"frame","model":"cnn-small",
 *      "source":"/dev/video0","classes":["angry","happy"],"stages":["capture","detect","draw"]}
 *
 *     "time"     when it started: seconds since 1970
 *     "unit"     the key of its steps that counts them: "epoch", "tree", "pair", "frame"; "step"
 *                where their kinds differ (the search of an SVM and the fit behind it)
 *     "total"    of these at the end, if nothing ends the run earlier
 *     "model"    "network", "forest" or "svm"; of a session the name of the emotion model
 *     "classes"  their names, in the order of every matrix
 *     "threads"  the run was started with
 *     "config"   the text of config.cfg
 *     "source"   what a session looks at
 *     "stages"   what its frames pass through, in this order: each has a key stage_NAME
 *
 * Any other kind that is not below is a step, and is called what it counts:
 *
 *     {"kind":"epoch","step":450,"epoch":2,"wall":50.708,"samples_per_second":1699.43,
 *      "loss":1.627,"learning_rate":0.00688,"valid_accuracy":0.4,"confusion":[[9,3],[6,12]]}
 *     {"kind":"frame","step":120,"frame":120,"wall":4.01,"frames_per_second":29.8,
 *      "stage_capture":1.2,"stage_detect":3.1,"latency":18.2,"dropped":3,"faces":1,
 *      "emotion_angry":0.02,"emotion_happy":0.98,"engagement":3.4}
 *
 *     "epoch", ...  the count
 *     "wall"        seconds of fitting or of the session, pauses between a stop and a resume left
 *                   out
 *     "confusion"   rows by class, where the validation rows were classified at this step: a list
 *                   for each label, in it a count for each prediction
 *     "stage_..."   and "latency" are milliseconds; "dropped" and "faces" count, "emotion_..." is a
 *                   share of 1
 *     any other     a number that the writer measures, under the name the writer gives it; null
 *                   stands for one that is not finite
 *
 * "event" is something to tell people: {"kind":"event","step":131,"wall":4.4,"text":"face lost"}.
 *
 * "end" is the last line, once the writer is through with its work:
 *
 *     {"kind":"end","step":13500,"time":1763728400.250,"state":"finished","accuracy":0.66,
 *      "macro_f1":0.63,"fit_seconds":1965.7,"parameters":287623,"bytes":1150492,
 *      "operations":19045543,"confusion":[[11,1],[5,13]]}
 *
 *     "state"       "finished", "stopped" (by a person; a run can be resumed), "failed"
 *     "message"     why it failed
 *     the others    of a run that is finished, as in its report.json: of the model that was kept,
 *                   over all validation rows
 *
 * A file without "end" is that of a writer at work, which holds the lock, or of one that was
 * killed. The file is locked for writing (a POSIX record lock on all of it) as long as it is open:
 * one process owns it. Readers leave out keys and kinds they do not know; files written by older
 * versions have steps only.
 *
 * A resumed run keeps its "run" line and repeats what it did behind its checkpoint. "end" is cut
 * off when it goes on; the first step it adds cuts off the lines of that step and of later ones,
 * and the file reads as if the run had never been interrupted. */
#ifndef MIEN_HOST_METRICS_LOG_H
#define MIEN_HOST_METRICS_LOG_H

#include "runtime/host/error.h"
#include "runtime/host/metrics_line.h"

#define METRICS_STATES(X)                                                                          \
    X(METRICS_FINISHED, "finished")                                                                \
    X(METRICS_STOPPED, "stopped")                                                                  \
    X(METRICS_FAILED, "failed")

enum metrics_state {
#define X(symbol, name) symbol,
    METRICS_STATES(X)
#undef X
        METRICS_STATE_COUNT
};
extern const char *const metrics_state_names[METRICS_STATE_COUNT];

struct metrics_log {
    char *path;
    int fd;
    bool resumed;     /* the next step decides where the file is cut */
    long long length; /* bytes of whole lines in the file */
    long long step;   /* of the last line; 0: nothing was done yet */
    long long end;    /* where in the file, `pending` behind it, "end" begins; -1: there is none */
    double wall;      /* seconds of fitting before this opening */
    double started;   /* clock_seconds() that stands for `wall` */
    char *pending;    /* lines the disk had no room for */
};

/* Open FOLDER/metrics.jsonl, making it where it is missing, and lock it. Nothing in it is changed.
 * Errors: not writable; in use, with the process that uses it. No part of this process may close
 * another descriptor of the file while it is open: that would drop the lock (POSIX record locks).
 */
int metrics_log_open(struct metrics_log *log, const char *path, struct mien_error *e);

/* Empty the file: a run starts, its clock with it. */
int metrics_log_start(struct metrics_log *log, struct mien_error *e);

/* A run goes on: keep what the file holds, but "end" and a last line that is not whole. Error: a
 * line that has no step, or is a step without wall, with its number; the file is then left. */
int metrics_log_resume(struct metrics_log *log, struct mien_error *e);

/* Seconds of fitting so far, those of earlier sittings among them. */
double metrics_log_wall(const struct metrics_log *log);

/* Start the line of a step: its count under the key `unit`, and "wall". Error: the file of a
 * resumed run cannot be cut; the line is then not started. */
int metrics_log_step(struct metrics_log *log, struct metrics_line *line, const char *unit,
                     long long step, long long count, struct mien_error *e);

/* Start the last line, with its time and state. It takes the place of an "end" already there. */
void metrics_log_end(const struct metrics_log *log, struct metrics_line *line,
                     enum metrics_state state);

/* Add a line. On failure, such as a full disk, nothing of it stays in the file; it is kept and
 * written in front of the next one or by `metrics_log_close`. */
int metrics_log_write(struct metrics_log *log, struct metrics_line *line, struct mien_error *e);

/* Accepts a zeroed struct and one whose opening failed. Error: a line is still not written. */
int metrics_log_close(struct metrics_log *log, struct mien_error *e);

#endif
