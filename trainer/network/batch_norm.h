/* batch_norm.h - batch normalisation and the activation behind it, as a part of connected and
 * convolutional layers.
 *
 * y = f(scale * (z - mean) / sqrt(variance + BATCH_NORM_EPSILON) + shift) for each channel.
 * Training takes mean and (biased) variance from the batch and lets the running ones follow with
 * the (unbiased) variance by BATCH_NORM_MOMENTUM; running uses the running ones. Numbers as in
 * PyTorch's BatchNorm.
 *
 * Only z is kept from forward to backward: everything else follows from it and two numbers a
 * channel, and memory is what normalisation costs.
 *
 * Method: S. Ioffe, C. Szegedy, "Batch Normalization" (2015). Each tile of rows gives count, mean
 * and squared deviation, made of those of small blocks and merged in the order of tiles: T. Chan,
 * G. Golub, R. LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances"
 * (1979). */
#ifndef MIEN_NETWORK_BATCH_NORM_H
#define MIEN_NETWORK_BATCH_NORM_H

#include "trainer/network/activation.h"
#include "trainer/network/layer.h"

#define BATCH_NORM_EPSILON 1e-5f
#define BATCH_NORM_MOMENTUM 0.1f

/* The arrays of one normalisation. */
struct batch_norm {
    size_t channels;
    size_t positions; /* h * w: a row of the batch is [positions, channels] */
    enum mien_activation activation;
    float *scale, *shift;   /* [channels], trained */
    float *mean, *variance; /* [channels], running */
    float *scale_gradient, *shift_gradient;
    float *partial; /* [tiles, 2, channels] */
    float *batch;   /* [2, channels]: the batch's mean and 1 / deviation, for backward */
};

/* Floats of the pass's workspace that the functions below need. */
size_t batch_norm_workspace(size_t channels);

/* Rows that are measured together. */
size_t batch_norm_unit(const struct batch_norm *b);

/* Training: z [end - begin, positions, channels] of this worker's rows [begin, end), whole units,
 * is there; in ascending order. */
void batch_norm_measure(const struct batch_norm *b, const struct pass *p, size_t begin, size_t end,
                        const float *z);

/* Training, all rows being measured: y of this worker's rows. Waits. */
void batch_norm_forward(const struct batch_norm *b, const struct pass *p, const float *z, float *y);

/* Not training: y of any rows [count, positions, channels]; y may be z. */
void batch_norm_run(const struct batch_norm *b, const struct pass *p, const float *z, float *y,
                    size_t count);

/* First half of backward: sums over d, the gradient of y, of this worker's rows, which may change
 * d; gives the gradients of scale and shift. Waits. */
void batch_norm_sums(const struct batch_norm *b, const struct pass *p, const float *z, float *d);

/* Second half: from z and d of any `count` rows the gradient of z, to dz, which may be d. The
 * workspace must be as batch_norm_sums left it. */
void batch_norm_backward(const struct batch_norm *b, const struct pass *p, const float *z,
                         const float *d, float *dz, size_t count);

/* What running amounts to: f(z * factor + offset), each [channels]. */
void batch_norm_fold(const struct batch_norm *b, float *factor, float *offset);

#endif
