/* svm_options.h - the [svm] section of a cfg: how a machine is to be fitted. */
#ifndef MIEN_TRAINER_SVM_SVM_OPTIONS_H
#define MIEN_TRAINER_SVM_SVM_OPTIONS_H

#include "runtime/host/config/cfg.h"
#include "runtime/mien_svm.h"

#define SVM_SOLVERS(X)                                                                             \
    X(SVM_DENSE, "dense")                                                                          \
    X(SVM_LIBSVM, "libsvm")

enum svm_solver {
#define X(symbol, name) symbol,
    SVM_SOLVERS(X)
#undef X
        SVM_SOLVER_COUNT
};

enum svm_gamma {
    SVM_GAMMA_NUMBER,
    SVM_GAMMA_SCALE, /* 1 / (width * variance of all of x), as scikit-learn's "scale" */
    SVM_GAMMA_AUTO   /* 1 / width */
};

enum { SVM_GRID_MAX = 16, SVM_FOLDS_MAX = 100, SVM_HOLDOUT_FOLDS = 5 };

struct svm_options {
    enum svm_solver solver;
    enum mien_kernel kernel;
    double C; /* cost of a row on the wrong side of its margin */
    enum svm_gamma gamma_rule;
    double gamma;                /* where the rule is SVM_GAMMA_NUMBER */
    bool balanced;               /* C of class c times rows / (classes * rows of c) */
    double tolerance;            /* stop when no pair of rows violates the optimum by more */
    double cache;                /* MB of kernel cache a thread */
    uint32_t rows;               /* fit on a stratified random subset of so many rows; 0: on all */
    uint32_t probability_folds;  /* folds that give the sigmoids their decisions, at least 2 */
    bool holdout;                /* use the first of them only: cheaper, rougher sigmoids */
    double grid_C[SVM_GRID_MAX]; /* the values to search, or none */
    double grid_gamma[SVM_GRID_MAX];
    size_t grid_C_count, grid_gamma_count;
    uint32_t grid_folds; /* folds of the search's cross-validation */
    uint32_t grid_rows;  /* search on a stratified subset; 0: on the rows of the fit */
};

/* The keys of [svm]: solver = dense | libsvm, kernel = linear | rbf, C, gamma = scale | auto |
 * NUMBER, class_weight = none | balanced, tolerance, cache, rows, probability = FOLDS | holdout,
 * grid_C and grid_gamma (lists), folds, grid_rows. Errors name the key's line. */
int svm_options_read(struct cfg_section *s, struct svm_options *o, struct mien_error *e);

/* Points of the grid to search, each of which is fitted grid_folds times; 0: there is no search. */
size_t svm_options_points(const struct svm_options *o);

#endif
