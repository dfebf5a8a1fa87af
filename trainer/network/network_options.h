/* network_options.h - the [net] section: how a network is trained.
 *
 *     [net]
 *     batch = 128            # rows a step
 *     epochs = 40
 *     optimizer = adamw      # sgd, adam, adamw
 *     learning_rate = 0.002
 *     momentum = 0.9         # sgd's momentum, adam's first beta
 *     nesterov = 0           # 1: sgd looks ahead
 *     decay = 0.0001         # weight decay; biases and normalisation are spared
 *     clip = 0               # largest norm of the gradient; 0: any
 *     policy = onecycle      # constant, steps, cosine, onecycle, or Darknet's (schedule.h)
 *     steps = 4000, 6000     # policy steps: batches after which ...
 *     scales = 0.1, 0.1      # ... the rate is multiplied by these
 *     warmup = 12            # epochs, need not be whole; 0.3 * epochs in onecycle, else 0
 *     ema = 0                # keep an exponential mean of the weights; 0.999 or so
 *     class_weight = none    # balanced: classes count alike in the loss
 *     sampling = all         # balanced: classes come equally often in an epoch
 *     patience = 0           # stop after so many epochs without a better one; 0: never
 *     best = accuracy        # the epoch kept: best on validation, or loss: least, or last
 *     seed = 1
 *     threads = 0            # 0: as many as there are processors
 *
 * Those of Darknet's cfgs, and what they change of these: darknet_net.h. */
#ifndef MIEN_NETWORK_OPTIONS_H
#define MIEN_NETWORK_OPTIONS_H

#include "runtime/host/config/cfg.h"
#include "trainer/network/darknet_net.h"
#include "trainer/network/optimizer.h"
#include "trainer/network/schedule.h"

#include <stdint.h>

#define NETWORK_BESTS(X)                                                                           \
    X(NETWORK_BEST_ACCURACY, "accuracy")                                                           \
    X(NETWORK_BEST_LOSS, "loss")                                                                   \
    X(NETWORK_BEST_LAST, "last")

enum network_best {
#define X(symbol, name) symbol,
    NETWORK_BESTS(X)
#undef X
        NETWORK_BEST_COUNT
};

struct network_options {
    uint32_t batch, epochs, patience;
    struct optimizer optimizer;
    struct darknet_net darknet;
    struct schedule schedule; /* as read: network_schedule makes the training's own of it */
    double clip, ema;
    bool balanced;         /* classes count alike in the loss */
    bool balanced_samples; /* classes come equally often */
    enum network_best best;
    uint64_t seed; /* these two are for the caller to put into struct fit_context */
    int threads;
};

/* Read [net]; absent keys get the values above. */
int network_options_read(struct network_options *o, struct cfg_section *net, struct mien_error *e);

/* Epochs of `steps` optimiser steps, the last one begun where max_batches ends within it. */
uint32_t network_epochs(const struct network_options *o, long long steps);

/* The schedule of a training of `steps` optimiser steps an epoch. */
struct schedule network_schedule(const struct network_options *o, long long steps);

#endif
