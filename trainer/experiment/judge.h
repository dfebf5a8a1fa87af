/* judge.h - a model's answers on rows of a data set, and what they are worth. */
#ifndef MIEN_TRAINER_EXPERIMENT_JUDGE_H
#define MIEN_TRAINER_EXPERIMENT_JUDGE_H

#include "datasets/dataset.h"
#include "runtime/host/model.h"
#include "trainer/evaluate/metrics.h"

struct judged {
    uint32_t rows;
    float *x;   /* [rows, input_width] raw rows */
    float *p;   /* [rows, classes] */
    uint8_t *y; /* [rows] */
    struct metrics metrics;
};

/* Read rows[0..count) of the data set that `m` was fitted on, predict, measure. The same seed gives
 * the same intervals. */
int judge(struct judged *j, const struct model *m, const struct dataset *d, const uint32_t *rows,
          uint32_t count, int threads, uint64_t seed, struct mien_error *e);
void judged_free(struct judged *j); /* accepts a zeroed struct */

#endif
