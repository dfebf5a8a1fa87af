/* run_weights.h - what a network that Darknet could run learned, for Darknet: model.weights in the
 * run's folder. A model file cannot give it back: there normalisation is part of convolutions. */
#ifndef MIEN_TRAINER_EXPERIMENT_RUN_WEIGHTS_H
#define MIEN_TRAINER_EXPERIMENT_RUN_WEIGHTS_H

#include "trainer/experiment/experiment.h"

/* Write `path` where x's cfg is of Darknet's kind (darknet_net.h), with height, width and channels,
 * and all its layers are ones that Darknet has; else nothing. x has just been fitted. Errors: those
 * of writing. */
int run_weights_write(const struct experiment *x, const char *path, struct mien_error *e);

#endif
