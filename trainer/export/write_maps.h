/* write_maps.h - what networks do with maps, in exported headers: convolutions with their packed
 * weights, pools, sums, activations, pads, concatenations, reshapes.
 *
 * Each operator is one constant struct of the runtime's, NAME_OPINDEX, its fields by position, as
 * C99 and C++17 both take them; its arrays are NAME_OPINDEX_FIELD. */
#ifndef MIEN_TRAINER_EXPORT_WRITE_MAPS_H
#define MIEN_TRAINER_EXPORT_WRITE_MAPS_H

#include "trainer/export/operator_writer.h"

extern const struct operator_writer operator_conv, operator_depthwise, operator_separable,
    operator_pool, operator_add, operator_activate, operator_pad, operator_concat, operator_reshape,
    operator_scale, operator_normalize, operator_slice;

/* A pool that runs the convolution before it (mien_pooled.h). */
extern const struct operator_writer operator_pooled;

#endif
