/* conv_winograd.h - convolutions of 3 x 3 with steps of 1, by Winograd's minimal filtering.
 *
 * Tiles of 3 x 3 outputs are taken from 5 x 5 inputs: transformed, what were 81 multiply-adds a
 * tile and pair of channels are 25, one in each of 25 products of matrices [tiles, in.c] and
 * [in.c, out.c]. Maps that halve from 48 have sides of 24, 12, 6 and 3: whole tiles.
 *
 * With Y = A' [(G g G') * (B' d B)] A for a tile (A. Lavin, S. Gray, "Fast Algorithms for
 * Convolutional Neural Networks", 2015), the gradients are the same products the other way:
 * M = A dY A', dd = B [M * U] B', dg = G' [M * V] G with U = G g G' and V = B' d B. The points of
 * the transform are 0, 1, -1, 2 and infinity; in single precision that costs about a decimal. */
#ifndef MIEN_NETWORK_CONV_WINOGRAD_H
#define MIEN_NETWORK_CONV_WINOGRAD_H

#include "trainer/network/conv.h"

extern const struct conv_engine conv_winograd;

#endif
