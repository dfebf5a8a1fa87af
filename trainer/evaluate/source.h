/* source.h - the model that a run names. */
#ifndef MIEN_TRAINER_EVALUATE_SOURCE_H
#define MIEN_TRAINER_EVALUATE_SOURCE_H

#include "runtime/host/model.h"

/* Open the model of `run`: a run folder's model.safetensors, or a model file. Errors: no such run,
 * a run without a model yet, those of model_open. */
int source_open(struct model *m, const char *run, struct mien_error *e);

#endif
