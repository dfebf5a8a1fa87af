/* batch_norm.h - batch normalisation as a part of connected and convolutional layers.
 *
 * y = scale * (x - mean) / sqrt(variance + BATCH_NORM_EPSILON) + shift for each channel. Training
 * takes mean and (biased) variance from the batch and lets the running ones follow with the
 * (unbiased) variance by BATCH_NORM_MOMENTUM; running uses the running ones. Numbers as in
 * PyTorch's BatchNorm.
 *
 * Method: S. Ioffe, C. Szegedy, "Batch Normalization" (2015). Each tile of rows gives count, mean
 * and squared deviation, which are merged in the order of tiles: T. Chan, G. Golub, R. LeVeque,
 * "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances" (1979). */
#ifndef MIEN_NETWORK_BATCH_NORM_H
#define MIEN_NETWORK_BATCH_NORM_H

#include "trainer/network/layer.h"

#define BATCH_NORM_EPSILON 1e-5f
#define BATCH_NORM_MOMENTUM 0.1f

/* The arrays of one normalisation, all but the first four scratch of its layer. */
struct batch_norm {
    size_t channels;
    size_t positions;       /* h * w: a row of the batch is [positions, channels] */
    float *scale, *shift;   /* [channels], trained */
    float *mean, *variance; /* [channels], running */
    float *scale_gradient, *shift_gradient;
    float *normalised;        /* [rows, positions, channels]: kept from forward to backward */
    float *partial;           /* [tiles, 2, channels] */
    float *inverse_deviation; /* [channels], shared */
};

/* x [rows, positions, channels] becomes y in place, rows of this worker. Workspace: 2 * channels.
 * Waits when training. */
void batch_norm_forward(const struct batch_norm *b, const struct pass *p, float *x);

/* d, the gradient of y, becomes the gradient of x in place; writes the gradients of scale and
 * shift. Workspace: 2 * channels. Waits. */
void batch_norm_backward(const struct batch_norm *b, const struct pass *p, float *d);

/* What running amounts to: y = x * factor + offset, each [channels]. */
void batch_norm_fold(const struct batch_norm *b, float *factor, float *offset);

#endif
