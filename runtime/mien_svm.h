/* mien_svm.h - one-against-one support vector machines, as the runtime sees them.
 *
 * Support vectors are grouped by class: those of class c are rows start[c]..start[c + 1). Pair
 * (i, j), i < j, in the order (0,1), (0,2), ... decides by
 *
 *     d = sum over class i of coefficient[j - 1][v] * k(v, x)
 *       + sum over class j of coefficient[i][v] * k(v, x) - rho[pair]
 *
 * and d > 0 speaks for i: libsvm's layout. A linear kernel needs no vectors: each pair is collapsed
 * into weight[pair] . x - rho[pair]. Each d becomes a probability through its sigmoid (H.-T. Lin,
 * C.-J. Lin, R. Weng, "A note on Platt's probabilistic outputs for support vector machines", 2007)
 * and the pairs become one distribution by pairwise coupling (T.-F. Wu, C.-J. Lin, R. Weng,
 * "Probability estimates for multi-class classification by pairwise coupling", JMLR 5 (2004),
 * second method). */
#ifndef MIEN_SVM_H
#define MIEN_SVM_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

enum mien_kernel { MIEN_KERNEL_LINEAR, MIEN_KERNEL_RBF };

struct mien_svm {
    enum mien_kernel kernel;
    int32_t features, classes, vectors; /* vectors is 0 for a linear kernel */
    float gamma;                        /* k(v, x) = exp(-gamma |v - x|^2) */
    const float *vector;                /* [vectors, features] */
    const float *coefficient;           /* [classes - 1, vectors] */
    const int32_t *start;               /* [classes + 1] */
    const float *weight;                /* [pairs, features], linear only */
    const float *rho;                   /* [pairs] */
    const float *sigmoid;               /* [pairs, 2]: P(i | i or j) = 1 / (1 + exp(A d + B)) */
};

#endif
