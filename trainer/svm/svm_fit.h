/* svm_fit.h - support vector machines, fitted pair of classes by pair of classes.
 *
 * libsvm (C.-C. Chang, C.-J. Lin, "LIBSVM: A library for support vector machines", ACM TIST 2
 * (2011)) solves the quadratic programme of each pair. All around it is here: pairs and folds are
 * scheduled over threads, decisions of held-out rows become sigmoids (platt.h; libsvm's own
 * probability code draws from rand()), the pairs' support vectors are joined into the runtime's
 * layout, and each solved problem goes into the checkpoint, so that a killed fit goes on where it
 * was. The result has the same bits for any number of threads and any number of interruptions. */
#ifndef MIEN_TRAINER_SVM_FIT_H
#define MIEN_TRAINER_SVM_FIT_H

#include "trainer/fit.h"
#include "trainer/svm/svm.h"
#include "trainer/svm/svm_options.h"

/* Fit; where the options hold a grid, search it first and fit its best point. Reports count fits of
 * a fold in the search ("fit"), then pairs of classes ("pair"). A stop takes effect at the end of
 * the problems in hand. Classes without rows are never predicted with more than a token
 * probability. Errors: sample weights or soft targets (an SVM takes labels), no rows, a class index
 * out of range, a checkpoint of another fit, out of memory. */
enum fit_result svm_fit(const struct samples *s, const struct svm_options *o,
                        const struct fit_context *c, struct svm *out, struct mien_error *e);

#endif
