/* prelu.h - rectifiers with a trained slope below zero for each channel: y = x where x >= 0, else
 * x * slope[c]; slopes start at 0.25 and are not decayed (K. He et al., "Delving Deep into
 * Rectifiers", 2015). A part of [activation] and [convolutional]. */
#ifndef MIEN_NETWORK_PRELU_H
#define MIEN_NETWORK_PRELU_H

#include "trainer/network/activation.h"

/* For cfg_choice: the runtime's activations, and prelu behind them. */
enum { ACTIVATION_PRELU = MIEN_ACTIVATION_COUNT, ACTIVATION_CHOICES };
extern const char *const activation_choices[ACTIVATION_CHOICES];

void prelu_initialise(float *slope, size_t channels);

/* y of x, both [count, channels]; they may be the same. */
void prelu_forward(const float *slope, size_t channels, const float *x, float *y, size_t count);

/* d [count, channels], the gradient of y, becomes that of x; what the slopes get is added to
 * sum [channels]. */
void prelu_backward(const float *slope, size_t channels, const float *x, float *d, float *sum,
                    size_t count);

#endif
