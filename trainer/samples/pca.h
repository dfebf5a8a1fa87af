/* pca.h - principal components, whitened: the axes of most variance, each scaled to variance 1.
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

/* The leading `components` axes of x [rows, width] (columns centred already): basis
 * [width, components], so that x . basis has unit variance and no correlation over the rows.
 * Errors: more components than columns or than the rows span; mien was built without LAPACK. */
int pca_whiten(const float *x, uint32_t rows, uint32_t width, uint32_t components, float *basis,
               struct mien_error *e);

#endif
