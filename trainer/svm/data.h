/* data.h - the rows of a fit grouped by class, subsets and folds of them.
 *
 * A row is named by its place here, so that class c is places start[c]..start[c + 1) and support
 * vectors come out in the runtime's order. Folds are arrays over the places. */
#ifndef MIEN_TRAINER_SVM_DATA_H
#define MIEN_TRAINER_SVM_DATA_H

#include "trainer/fit.h"
#include "trainer/svm/svm_options.h"

struct svm_node;

struct svm_data {
    const struct samples *samples;
    uint32_t count;
    uint32_t *row;   /* [count] of samples */
    uint32_t *start; /* [classes + 1] */
    struct svm_node
        *nodes; /* all rows in libsvm's sparse form; NULL where libsvm is not to solve */
    struct svm_node **node; /* [count] into nodes, or NULL */
};

/* Group `limit` rows of the samples, drawn class by class in proportion (0: all rows), for a
 * solver. */
int data_open(struct svm_data *d, const struct samples *s, enum svm_solver solver, uint32_t limit,
              uint64_t seed, struct mien_error *e);
void data_close(struct svm_data *d); /* accepts a zeroed struct */

/* Deal the rows of each class among `folds` folds at random: fold [count]. `stream` keeps different
 * purposes apart. */
int data_deal(const struct svm_data *d, uint32_t folds, uint64_t seed, uint64_t stream,
              uint8_t *fold, struct mien_error *e);

const float *data_row(const struct svm_data *d, uint32_t place);

#endif
