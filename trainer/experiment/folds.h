/* folds.h - cross-validation: an experiment fitted k times, each time judged on rows it did not
 * see.
 *
 * Only the training split is used. Folds are stratified by class; rows of one group, and copies of
 * one picture, stay together (datasets/split.h). */
#ifndef MIEN_TRAINER_EXPERIMENT_FOLDS_H
#define MIEN_TRAINER_EXPERIMENT_FOLDS_H

#include "trainer/experiment/experiment.h"

enum { FOLDS_MAX = 50 };

struct fold_score {
    uint32_t rows;
    double accuracy, macro_f1;
};

struct spread {
    double mean, deviation; /* of the sample: divided by n - 1 */
};

struct spread spread_of(const double *values, int count);

/* Fit and judge fold by fold: scores [folds]. `monitor` hears of each fit from its start.
 * FIT_STOPPED leaves the scores unfinished. */
enum fit_result folds_run(struct experiment *x, int folds, const struct monitor *monitor,
                          struct fold_score *scores, struct mien_error *e);

#endif
