/* models_maps.h - small models that work on maps. */
#ifndef MIEN_TESTS_EXPORT_MODELS_MAPS_H
#define MIEN_TESTS_EXPORT_MODELS_MAPS_H

#include "runtime/host/model.h"

/* Each is finished; for model_free. They abort on failure. */

/* Every operator of maps, branches that meet again, channels that fill no block; two outputs,
 * "maps" and "scores", one of which is read on. Takes an image of 9 x 11 x 3, 0 to 1. */
void models_maps(struct model *m);

/* An image of 8 x 8 under a mean of 3 x 3 into two channels, one turned round with a PReLU of slope
 * 0.25: output "means"; its largest numbers under 2 x 2: output "tops". */
void models_ramp(struct model *m);

/* A classifier of images of 12 x 12: a convolution, a pool, a dense layer. */
void models_cnn(struct model *m);

/* The operators of models_ramp under other output names, not finished where they are refused. */
int models_ramp_named(struct model *m, const char *const names[2], struct mien_error *e);

#endif
