/* run.h - the folder of a run: what is in it, who owns it, how it starts and goes on.
 *
 *     config.cfg          the description as resolved: every override applied
 *     metrics.jsonl       what the run says (metrics_log.h); its lock is the run's lock
 *     last.safetensors    checkpoint of the fit, gone on from by `mien train --resume FOLDER`
 *     model.safetensors   the best model
 *     model.weights       what it learned, for Darknet, where that has such networks
 *     report.json         what the model was measured to do; written last: the run is finished
 *
 * A run is created in a new or empty place and later resumed any number of times until it is
 * finished. Only the paths are known here: models and reports are written by those who make them.
 */
#ifndef MIEN_TRAINER_RUN_RUN_H
#define MIEN_TRAINER_RUN_RUN_H

#include "runtime/host/metrics_log.h"

struct run {
    char *folder;
    char *config, *metrics, *checkpoint, *model, *weights, *report; /* paths */
    struct metrics_log log;
    bool made_folder; /* by run_create */
    bool resumed;     /* opened by run_resume */
};

/* Start a run in `folder`, or where that is NULL in runs/NAME-001 with the first number that is
 * free; write `text` to its config.cfg. What a run left in `folder` is removed where `force` is set
 * and otherwise in the way. Errors: an unfinished or a finished run is there (with what to do), it
 * is in use, the folder is not writable. A folder made by a call that fails is removed again. */
int run_create(struct run *r, const char *folder, const char *name, bool force, const char *text,
               struct mien_error *e);

/* Go on with the run in `folder`, whose config.cfg the caller reads; its metrics stay as they are
 * until metrics_log_resume. Errors: no run is there, it is finished, it is in use. */
int run_resume(struct run *r, const char *folder, struct mien_error *e);

/* Close a run whose fit failed. Where nothing is in it to go on from, no step and no checkpoint, a
 * folder that run_create made is removed again. */
void run_abandon(struct run *r);

/* Accepts a zeroed struct. Error: a metrics line could not be written to the end. */
int run_close(struct run *r, struct mien_error *e);

/* NAME of runs/NAME-001 for a description file: its name without folder and ".cfg"; for the caller
 * to free, NULL when out of memory. */
char *run_name(const char *cfg_path);

#endif
