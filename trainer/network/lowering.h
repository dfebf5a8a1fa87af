/* lowering.h - from layers to the runtime's operators.
 *
 * Layers append operators, each for itself; what the runtime does in one operator (an activation or
 * a residual sum behind a convolution, a depthwise convolution before a 1 x 1 one) is then joined,
 * and the list goes into the model. Values are numbered as in mien_graph.h, 0 being the network's
 * input. */
#ifndef MIEN_NETWORK_LOWERING_H
#define MIEN_NETWORK_LOWERING_H

#include "runtime/host/model.h"

struct lowering {
    struct mien_node *nodes; /* operator i makes value i + 1 */
    int32_t count, capacity;
    void **owned; /* blocks that nodes point into */
    size_t owned_count;
};

void lowering_free(struct lowering *l); /* accepts a zeroed struct */

/* Append an operator with all its inputs named; arrays it points to must live as long as the
 * lowering. Returns its value; -1: out of memory. */
int32_t lowering_add(struct lowering *l, const struct mien_node *n, struct mien_error *e);

/* Zeros that live as long as the lowering, or NULL. */
float *lowering_floats(struct lowering *l, size_t count, struct mien_error *e);

/* Join, and append the operators to the model, whose last value is the network's input. */
int lowering_finish(struct lowering *l, struct model *m, struct mien_error *e);

#endif
