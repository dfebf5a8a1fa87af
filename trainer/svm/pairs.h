/* pairs.h - the two-class problems under a machine of many classes, and the machine made of them.
 *
 * `svm_data` holds the rows of a fit grouped by class; a row is named by its place there, so that
 * class c is places start[c]..start[c + 1) and support vectors come out in the runtime's order.
 * Folds are arrays over the places. */
#ifndef MIEN_TRAINER_SVM_PAIRS_H
#define MIEN_TRAINER_SVM_PAIRS_H

#include "trainer/svm/platt.h"
#include "trainer/svm/svm_fit.h"

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

/* What all pairs of one machine have in common. */
struct svm_setting {
    enum svm_solver solver;
    enum mien_kernel kernel;
    double C, gamma, tolerance, cache;
    bool balanced;
};

/* One solved pair (i, j): d(x) = sum of coefficient * k(place, x) - rho, above 0 for class i. */
struct pair_machine {
    uint32_t count;
    int32_t *place;     /* [count], ascending */
    float *coefficient; /* [count] */
    double rho;
};

enum { PAIR_ALL_ROWS = -1 };

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

/* Solve pair (i, j) on the places whose fold is not `held_out` (PAIR_ALL_ROWS: on all, fold may be
 * NULL). Where one of the classes has no rows the machine has no vectors and always decides for the
 * other. Safe to call from many threads. */
int pair_solve(const struct svm_data *d, const struct svm_setting *s, uint32_t i, uint32_t j,
               const uint8_t *fold, int held_out, struct pair_machine *out, struct mien_error *e);
void pair_free(struct pair_machine *m); /* accepts a zeroed struct */

/* Join the machines of all pairs of classes[0..count), in mien_svm_pair's order, into a runnable
 * one over these classes. sigmoid [pairs], or NULL where only decisions are wanted. */
int pairs_join(struct svm *out, const struct svm_data *d, const struct svm_setting *s,
               const uint32_t *classes, uint32_t count, const struct pair_machine *machines,
               const struct platt *sigmoid, struct mien_error *e);

#endif
