/* platt.h - from decision values to probabilities: Platt's sigmoid.
 *
 * P(y = +1 | d) = 1 / (1 + exp(A d + B)) fitted by maximum likelihood to regularised targets, by
 * Newton's method with backtracking, as in H.-T. Lin, C.-J. Lin, R. Weng, "A note on Platt's
 * probabilistic outputs for support vector machines", Machine Learning 68 (2007), Appendix C.
 * The decisions must come from machines that were not fitted on the rows they judge. */
#ifndef MIEN_TRAINER_SVM_PLATT_H
#define MIEN_TRAINER_SVM_PLATT_H

#include <stdbool.h>
#include <stddef.h>

struct platt {
    double a, b;
};

/* decision [count], positive [count]. No rows give a = b = 0: a probability of one half. Never
 * fails. */
struct platt platt_fit(const double *decision, const bool *positive, size_t count);

#endif
