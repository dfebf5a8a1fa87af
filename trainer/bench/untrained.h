/* untrained.h - a cfg's network with random weights, as a model: enough to measure how fast it
 * answers, as that does not depend on the weights. */
#ifndef MIEN_TRAINER_BENCH_UNTRAINED_H
#define MIEN_TRAINER_BENCH_UNTRAINED_H

#include "runtime/host/model.h"

/* The network of a cfg for pictures of `shape` (h, w, c), or of the height, width and channels that
 * its [net] states. Like a trained one it normalises the picture first; its only output is called
 * "probabilities". No data set is opened. Errors: those of cfg_open, network_init and model_init.
 * *m is then zeroed. */
int untrained_model(struct model *m, const char *cfg, const uint32_t shape[3],
                    struct mien_error *e);

#endif
