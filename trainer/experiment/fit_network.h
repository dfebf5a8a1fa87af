/* fit_network.h - [net] cfgs: prepared rows, changed at random where the cfg asks, into
 * trainer/network. */
#ifndef MIEN_TRAINER_EXPERIMENT_FIT_NETWORK_H
#define MIEN_TRAINER_EXPERIMENT_FIT_NETWORK_H

#include "trainer/experiment/fitter.h"

extern const struct fitter network_fitter;

#endif
