/* run_lines.h - the first and the last line of a training run's metrics.jsonl: what is going to be
 * fitted, and what became of it (runtime/host/metrics_log.h). */
#ifndef MIEN_TRAINER_EXPERIMENT_RUN_LINES_H
#define MIEN_TRAINER_EXPERIMENT_RUN_LINES_H

#include "trainer/evaluate/metrics.h"
#include "trainer/experiment/experiment.h"
#include "trainer/run/run.h"

/* Say what the run is, where it has not said so before: a resumed one goes on behind its steps.
 * Errors: metrics_log_resume's and metrics_log_write's. */
int run_lines_begin(struct run *r, const struct experiment *x, struct mien_error *e);

/* Say that the run is finished, with what the model was measured to do. Error: not written. */
int run_lines_finish(struct run *r, const struct metrics *m, const struct model_cost *cost,
                     double fit_seconds, struct mien_error *e);

/* Say that it was stopped (`message` NULL) or why it failed. What the disk has no room for, closing
 * the run tries again. */
void run_lines_break(struct run *r, const char *message);

#endif
