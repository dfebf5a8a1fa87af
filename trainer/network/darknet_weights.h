/* darknet_weights.h - Darknet's .weights: a network's numbers in the order of its layers.
 *
 * The file is little-endian: version as three 32-bit integers (0, 2, 0 here), the count of images
 * seen (64 bits; 32 before version 0.2), then 32-bit floats without names or sizes: only a network
 * of the same layers can read them. A convolution has biases; scales, means and variances where it
 * normalises; weights [filters, channels, size, size]. A connected layer has biases, weights
 * [outputs, inputs], and then scales, means and variances. What differs within a layer from how
 * the network has it, darknet_walk.h evens out.
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

#endif
