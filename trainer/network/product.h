/* product.h - the products inside convolutions, which read their input where it lies.
 *
 * A grid names the pixels of an output and, for each, the place in the input where its window
 * begins. What a window sees is a list of runs of floats, at the same offsets from that place for
 * all pixels; the weights are packed in the runs' order. A tile of pixels and two vectors of
 * channels have their sums in registers. No window is copied: M. Dukhan, "The Indirect Convolution
 * Algorithm" (2019); the rest as in gemm.h.
 *
 * Every number is one chain of multiply-adds in the order of the runs (of the pixels, for the
 * gradient), whatever part of the grid a call computes. */
#ifndef MIEN_NETWORK_PRODUCT_H
#define MIEN_NETWORK_PRODUCT_H

#include <stdbool.h>

#include "trainer/network/gemm.h"

/* Pixel (image, row, column) is at x + image * x_image + row * x_row + column * x_pixel, and so for
 * y. */
struct grid {
    size_t images, h, w;
    const float *x;
    size_t x_image, x_row, x_pixel;
    float *y;
    size_t y_image, y_row, y_pixel;
};

/* [count] runs of `length` floats each, at x + offset[i]. */
struct runs {
    size_t count, length;
    const ptrdiff_t *offset;
};

/* Floats of packed weights [k, channels]; and where channel `channel` of their first row is, from
 * where its vector's numbers lie side by side, and the floats from there to the next row. */
size_t product_panels(size_t k, size_t channels);
size_t product_place(size_t k, size_t channels, size_t channel, size_t *row);

/* Rows [at, at + rows) of the k rows of weights, from b [rows, channels]; panels of every `parts`th
 * block of channels, from the `part`th on. */
void product_pack(struct matrix b, size_t at, size_t rows, size_t k, size_t channels, float *panels,
                  size_t part, size_t parts);

/* y [channels] of each pixel = the runs' numbers times their weights, added to y where `add`. */
void product(const struct grid *g, const struct runs *r, const float *panels, size_t channels,
             bool add);

/* The gradient of weights: out [rows, channels], row i being out_row floats after the one before,
 * is (or grows by, where `add`) the sum over all pixels of x[offset[i]] * y[channels]. Only the
 * tiles of `part` of `parts`. Behind a pixel's channels y may be read up to a whole vector. */
void product_gradient(const struct grid *g, const ptrdiff_t *offset, size_t rows, size_t channels,
                      float *out, size_t out_row, bool add, size_t part, size_t parts);

#endif
