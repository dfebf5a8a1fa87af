/* train.h - an experiment carried out in a run folder: fit, model file, report.
 *
 * report.json is what report_json gives and, added to it: "kind", "fit_seconds" (of all sittings),
 * "parameters", "bytes" and "operations" of the model, the three checksums, a forest's
 * "importances" (a number a feature, summing to 1) and the "grid" that an SVM's C and gamma were
 * chosen from. */
#ifndef MIEN_TRAINER_EXPERIMENT_TRAIN_H
#define MIEN_TRAINER_EXPERIMENT_TRAIN_H

#include "trainer/evaluate/report.h"
#include "trainer/experiment/experiment.h"
#include "trainer/run/run.h"

/* Fit from the run's checkpoint, or from the start where there is none, showing progress on stderr
 * and writing the run's metrics from the first line to the last, which says how it ended.
 * FIT_DONE: model.safetensors and report.json are written, the checkpoint is gone, and *report (for
 * report_free) and *json (for cJSON_Delete) hold what was measured. FIT_STOPPED: the checkpoint is
 * written and the run can be resumed. */
enum fit_result train_run(struct experiment *x, struct run *r, struct report *report, cJSON **json,
                          struct mien_error *e);

#endif
