/* fit_forest.h - [forest] cfgs: prepared rows into trainer/forest, its trees into the model. */
#ifndef MIEN_TRAINER_EXPERIMENT_FIT_FOREST_H
#define MIEN_TRAINER_EXPERIMENT_FIT_FOREST_H

#include "trainer/experiment/fitter.h"

extern const struct fitter forest_fitter;

#endif
