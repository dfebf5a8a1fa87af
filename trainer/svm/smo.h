/* smo.h - the two-class quadratic programme on dense rows: sequential minimal optimisation.
 *
 * Maximise sum of beta[k] y[k] - 1/2 sum of beta[k] beta[l] K[k][l] with the betas summing to 0 and
 * beta[k] between 0 and y[k] C. Two betas move at a time, chosen by second-order information (R.-E.
 * Fan, P.-H. Chen, C.-J. Lin, "Working set selection using second order information for training
 * support vector machines", JMLR 6 (2005)): libsvm's method, and to the tolerance libsvm's
 * solution. What differs is the layout: rows stand in blocks across which the compiler vectorises
 * kernels, where libsvm walks lists of (index, value) nodes; on 100 dense features that is about
 * five times the speed. */
#ifndef MIEN_TRAINER_SVM_SMO_H
#define MIEN_TRAINER_SVM_SMO_H

#include <stdint.h>

#include "runtime/host/error.h"
#include "runtime/mien_svm.h"

struct smo {
    uint32_t rows, width;
    const float *const *row; /* [rows] of [width] */
    const double *y;         /* [rows] +1 or -1 */
    double positive_C, negative_C;
    enum mien_kernel kernel;
    double gamma, tolerance;
    double cache; /* MB */
};

/* Solve: beta [rows], which is y times libsvm's alpha, and rho, so that sum of beta[k] K(k, x) -
 * rho decides for x. Both signs must occur. Errors: out of memory. */
int smo_solve(const struct smo *p, double *beta, double *rho, struct mien_error *e);

#endif
