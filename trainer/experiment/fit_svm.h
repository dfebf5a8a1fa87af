/* fit_svm.h - [svm] cfgs: prepared rows into trainer/svm, its machine into the model. */
#ifndef MIEN_TRAINER_EXPERIMENT_FIT_SVM_H
#define MIEN_TRAINER_EXPERIMENT_FIT_SVM_H

#include "trainer/experiment/fitter.h"

extern const struct fitter svm_fitter;

#endif
