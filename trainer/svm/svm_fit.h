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

#include "runtime/host/model.h"
#include "runtime/mien_svm.h"
#include "runtime/host/config/cfg.h"
#include "trainer/fit.h"

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

struct svm_grid_point {
    double C, gamma;
    double accuracy, deviation; /* mean and standard deviation over the folds */
};

/* A fitted machine and the arrays it points to. */
struct svm {
    struct mien_svm machine;
    float *vector, *coefficient, *weight, *rho, *sigmoid;
    int32_t *start;
    uint32_t support_vectors; /* rows that support some pair, for a linear kernel too */
    double C, gamma;          /* as fitted: from the options or the best of the grid */
    struct svm_grid_point *grid;
    size_t grid_count; /* 0 where nothing was searched */
};

/* Fit; where the options hold a grid, search it first and fit its best point. Reports count fits of
 * a fold in the search ("fit"), then pairs of classes ("pair"). A stop takes effect at the end of
 * the problems in hand. Classes without rows are never predicted with more than a token
 * probability. Errors: sample weights or soft targets (an SVM takes labels), no rows, a class index
 * out of range, a checkpoint of another fit, out of memory. */
enum fit_result svm_fit(const struct samples *s, const struct svm_options *o,
                        const struct fit_context *c, struct svm *out, struct mien_error *e);
void svm_free(struct svm *m); /* accepts a zeroed struct */

/* Append the machine to a model, which copies it. Errors: model_add_svm's. */
int svm_append(const struct svm *m, struct model *model, struct mien_error *e);

#endif
