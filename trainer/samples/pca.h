/* pca.h - principal components, whitened: the axes of most variance, brought to like variances.
 *
 * Whole whitening gives each component variance 1, so that the small ones, which tell expressions
 * apart, count as much as the large ones, which are poses and builds. They also carry the noise:
 * whitening by an exponent w < 1 leaves component k the variance proportional to v_k^(1 - w),
 * where v_k is its own. The mean over the components is 1 for any w.
 *
 * Method: I. Jolliffe, "Principal Component Analysis", 2nd ed. (2002), by eigenvectors of the
 * covariance (LAPACK dsyevd). An eigenvector's sign is chosen so that its largest entry is
 * positive. */
#ifndef MIEN_TRAINER_SAMPLES_PCA_H
#define MIEN_TRAINER_SAMPLES_PCA_H

#include <stdint.h>

#include "runtime/host/error.h"

/* Mean and standard deviation of each column: x [rows, width] -> mean, deviation [width]. */
void column_moments(const float *x, uint32_t rows, uint32_t width, float *mean, float *deviation);

/* The leading `components` axes of x [rows, width] (columns centred already), whitened by
 * `exponent` 0..1: basis [width, components], so that x . basis has the variances above and no
 * correlation over the rows. Errors: more components than columns or than the rows span; mien was
 * built without LAPACK. */
int pca_whiten(const float *x, uint32_t rows, uint32_t width, uint32_t components, double exponent,
               float *basis, struct mien_error *e);

#endif
