/* run_monitor.h - what a fit says, led to where it belongs: the metrics file, the person watching;
 * and the person's wish to stop, or a disk that is full, led back to the fit. */
#ifndef MIEN_TRAINER_RUN_RUN_MONITOR_H
#define MIEN_TRAINER_RUN_RUN_MONITOR_H

#include "runtime/host/metrics_log.h"
#include "trainer/run/display.h"

struct run_monitor {
    struct metrics_log *log; /* NULL: no file is kept, as in the folds of a cross-validation */
    struct display display;
    bool told;   /* the person has been told that the stop is on its way */
    bool failed; /* `error` says why; the fit was asked to stop */
    struct mien_error error;
};

/* Watch for Ctrl-C and show the fit on stderr, from now to `run_monitor_finish`. The result, for
 * the fit's context, points to `m`. */
struct monitor run_monitor_start(struct run_monitor *m, struct metrics_log *log);

/* Error: a line of metrics could not be written. Call it whatever the fit returned. */
int run_monitor_finish(struct run_monitor *m, struct mien_error *e);

#endif
