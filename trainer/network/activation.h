/* activation.h - the runtime's activations (runtime/mien_dense.h) over whole arrays, with their
 * derivatives. The values are those of mien_activate but for the last digits (3e-7 of 1 or of the
 * number): here exponentials are computed in vectors. */
#ifndef MIEN_NETWORK_ACTIVATION_H
#define MIEN_NETWORK_ACTIVATION_H

#include <stdbool.h>
#include <stddef.h>

#include "runtime/mien_dense.h"

/* Names by enum mien_activation, for cfg_choice. */
extern const char *const activation_names[MIEN_ACTIVATION_COUNT];

/* y[i] = f(z[i]); y and z may be the same. */
void activation_forward(enum mien_activation a, const float *z, float *y, size_t count);

/* The derivative needs z: y = f(z) alone does not determine it. */
bool activation_needs_input(enum mien_activation a);

/* d[i] *= f'(z[i]), where y[i] = f(z[i]); z is read only where the activation needs its input. */
void activation_backward(enum mien_activation a, const float *z, const float *y, float *d,
                         size_t count);

/* Standard deviation of initial weights for a layer of `inputs` inputs: sqrt(2 / inputs) before
 * rectifiers (K. He et al., "Delving Deep into Rectifiers", 2015), sqrt(1 / inputs) before the
 * others. */
float activation_weight_deviation(enum mien_activation a, size_t inputs);

#endif
