/* rows.h - which rows of a data set a model is fitted on, and which it is reported on. */
#ifndef MIEN_TRAINER_SAMPLES_ROWS_H
#define MIEN_TRAINER_SAMPLES_ROWS_H

#include "trainer/samples/data_options.h"

/* The rows to fit on and to report on, for the caller to free with rows_free. */
struct rows {
    uint32_t *train, *valid;
    uint32_t train_count, valid_count;
};

/* By the splits named in the options, without the training rows that least_score and copies leave
 * out. Errors: no such split, no rows, a class without training rows. */
int rows_choose(struct rows *r, const struct dataset *d, const struct data_options *o,
                struct mien_error *e);
void rows_free(struct rows *r);

#endif
