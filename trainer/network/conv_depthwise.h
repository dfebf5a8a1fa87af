/* conv_depthwise.h - depthwise convolutions: each channel with a window of its own.
 *
 * Vectors run over channels, a block at a time. Windows of 3 x 3 that leave the image by one column
 * at most, steps of 1 and 2, have their nine weights (nine sums, for the gradient) in registers
 * while they pass along a row; above and below the image lies a row of zeros. Any other window is
 * summed tap by tap. With steps of 1 the gradient of the input is the same convolution with the
 * window turned round. */
#ifndef MIEN_NETWORK_CONV_DEPTHWISE_H
#define MIEN_NETWORK_CONV_DEPTHWISE_H

#include "trainer/network/conv.h"

extern const struct conv_engine conv_depthwise;

#endif
