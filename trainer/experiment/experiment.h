/* experiment.h - one cfg made real: data set opened, options checked, model fitted, provenance
 * written.
 *
 * The kind of model follows from the section the cfg has: [net], [forest] or [svm]. What a fit
 * gives depends on the cfg (with its seed) and the data alone. */
#ifndef MIEN_TRAINER_EXPERIMENT_EXPERIMENT_H
#define MIEN_TRAINER_EXPERIMENT_EXPERIMENT_H

#include "trainer/experiment/fitter.h"

/* Read the cfg, apply `sets` ("section.key=value"), open its data set, check every key, choose the
 * rows. Nothing is written: what is refused here leaves an earlier run as it was. */
int experiment_open(struct experiment *x, const char *cfg_path, const char *const *sets,
                    int set_count, int threads, struct mien_error *e);
void experiment_close(struct experiment *x); /* accepts a zeroed struct */

/* Fit on rows->train, choosing on rows->valid where the kind does so. FIT_DONE: *model is finished,
 * with cfg, checksums and provenance in its metadata, for the caller to free. */
enum fit_result experiment_fit(struct experiment *x, const struct rows *rows,
                               const struct monitor *monitor, const char *checkpoint,
                               struct model *model, struct mien_error *e);

#endif
