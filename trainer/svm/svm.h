/* svm.h - a fitted support vector machine, and the arrays it owns. */
#ifndef MIEN_TRAINER_SVM_SVM_H
#define MIEN_TRAINER_SVM_SVM_H

#include "runtime/host/model.h"
#include "runtime/mien_svm.h"

struct svm_grid_point {
    double C, gamma;
    double accuracy, deviation; /* mean and standard deviation over the folds */
};

struct svm {
    struct mien_svm machine;
    float *vector, *coefficient, *weight, *rho, *sigmoid;
    int32_t *start;
    uint32_t support_vectors; /* rows that support some pair, for a linear kernel too */
    double C, gamma;          /* as fitted: from the options or the best of the grid */
    struct svm_grid_point *grid;
    size_t grid_count; /* 0 where nothing was searched */
};

void svm_free(struct svm *m); /* accepts a zeroed struct */

/* Append the machine to a model, which copies it. Errors: model_add_svm's. */
int svm_append(const struct svm *m, struct model *model, struct mien_error *e);

#endif
