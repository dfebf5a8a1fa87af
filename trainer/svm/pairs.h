/* pairs.h - the two-class problems under a machine of many classes, and the machine made of them.
 * Rows are named by their places in `svm_data`. */
#ifndef MIEN_TRAINER_SVM_PAIRS_H
#define MIEN_TRAINER_SVM_PAIRS_H

#include "trainer/svm/data.h"
#include "trainer/svm/platt.h"
#include "trainer/svm/svm.h"

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
