/* bench.h - how fast an experiment fits and its model answers. */
#ifndef MIEN_TRAINER_EXPERIMENT_BENCH_H
#define MIEN_TRAINER_EXPERIMENT_BENCH_H

#include "trainer/experiment/experiment.h"

struct bench {
    double fit_s;                /* fitting alone: data is read and features are made before */
    double samples_per_s_median; /* over the finished steps that report it; NaN where none does */
    double predict_us_per_row;   /* raw row to probabilities, one thread: median of passes */
    double accuracy, macro_f1;   /* on the rows to report on */
};

/* Fit once, judge once, time prediction. Nothing is written. */
int bench_run(struct experiment *x, struct bench *b, struct mien_error *e);

/* Microseconds a row of model_predict on one thread: median of `passes` over x [rows, input_width].
 */
int bench_predict(const struct model *m, const float *x, uint32_t rows, int passes, double *us,
                  struct mien_error *e);

#endif
