/* conv_direct.h - convolutions of any size, stride and groups as products (product.h).
 *
 * Where windows leave the image, a few images are copied amid zeros first. The gradient of the
 * input is itself a convolution: of d with the transposed weights, one for each of stride * stride
 * phases, as input pixels of the same remainder see the same taps. */
#ifndef MIEN_NETWORK_CONV_DIRECT_H
#define MIEN_NETWORK_CONV_DIRECT_H

#include "trainer/network/conv.h"

extern const struct conv_engine conv_direct;

#endif
