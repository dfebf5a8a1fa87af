/* darknet_weights.h - Darknet's .weights: a network's numbers in the order of its layers.
 *
 * The file is little-endian: version as three 32-bit integers (0, 2, 0 here), the count of images
 * seen (64 bits; 32 before version 0.2), then 32-bit floats without names or sizes: only a network
 * of the same layers can read them. A convolution has biases; scales, means and variances where it
 * normalises; weights [filters, channels, size, size]. A connected layer has biases, weights
 * [outputs, inputs], and then scales, means and variances. Darknet's maps lie channel by channel:
 * the inputs of a connected layer behind a map are put in order. Darknet divides by
 * sqrt(variance) + 1e-6 where mien divides by sqrt(variance + BATCH_NORM_EPSILON): variances are
 * changed so that the quotients are the same.
 *
 * Source: parser.c of Darknet (J. Redmon, 2013-2016), as written by its commit 61c9d02. */
#ifndef MIEN_NETWORK_DARKNET_WEIGHTS_H
#define MIEN_NETWORK_DARKNET_WEIGHTS_H

#include "trainer/network/network.h"

/* Fill the network's values from `path`; *seen (or NULL) is the count of images. Errors, the values
 * being as before: those of reading; a file that holds more or fewer numbers than the network
 * (of another network, or cut off), a number that is not finite, a negative variance, biases where
 * the cfg says bias = 0. */
int darknet_weights_load(struct network *n, const char *path, uint64_t *seen, struct mien_error *e);
int darknet_weights_parse(struct network *n, const char *path, const void *data, size_t size,
                          uint64_t *seen, struct mien_error *e); /* from memory */

/* Error: a layer that Darknet has not, or with numbers that Darknet has not, with its line. */
int darknet_weights_check(const struct network *n, struct mien_error *e);

/* Errors: those of writing; a layer that Darknet has not (loading knows it too). */
int darknet_weights_save(const struct network *n, const char *path, uint64_t seen,
                         struct mien_error *e);

/* What a layer tells its numbers to (layer.h: `darknet`), in the file's order. */
struct darknet_walk {
    enum { DARKNET_COUNT, DARKNET_CHECK, DARKNET_LOAD, DARKNET_SAVE } way;
    float *file;                 /* not looked at while they are counted */
    size_t count;                /* numbers so far */
    const struct layer *unknown; /* a layer that learns what Darknet has no place for */
    bool other;                  /* a check met numbers that the network has no place for */
};

void darknet_numbers(struct darknet_walk *w, float *x, size_t count);
void darknet_zeros(struct darknet_walk *w, size_t count); /* numbers that the network leaves out */
void darknet_variances(struct darknet_walk *w, float *x, size_t count);

/* x [positions, in, out], in the file [out, in, positions]. */
void darknet_matrix(struct darknet_walk *w, float *x, size_t positions, size_t in, size_t out);

#endif
