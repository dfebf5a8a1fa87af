/* training.h - one optimiser step of a network, and all that a training must remember.
 *
 * `struct training` is what a checkpoint holds: the step after it depends on nothing else but the
 * rows, the options and the seed. */
#ifndef MIEN_NETWORK_TRAINING_H
#define MIEN_NETWORK_TRAINING_H

#include "trainer/network/batch.h"
#include "trainer/network/network.h"

/* Sums over the steps of one epoch. */
struct epoch_sums {
    double loss, mass, gradient_norm;
    long long rows, right, steps;
};

struct training {
    size_t parameters, values; /* counts: values are parameters and statistics */
    float *first, *second;     /* [parameters] the optimiser's moments */
    float *average;            /* [values] running mean, or NULL where options.ema is 0 */
    float *best;               /* [values] of the best epoch */
    double *norm_parts;        /* scratch: squares of each block of the gradient */
    long long epoch, step;     /* epochs finished, optimiser steps */
    struct epoch_sums sums;    /* of the epoch under way; sums.rows tells where in it */
    long long best_epoch;      /* 1 is the first; 0: none yet */
    struct network_score best_score;
    void *memory;
};

/* Room for a training of `n`, all zero, the average at the network's values. */
int training_init(struct training *t, const struct network *n, struct mien_error *e);
void training_free(struct training *t); /* accepts a zeroed struct */

/* What a step takes that is not remembered. */
struct training_step {
    const struct batch_source *source;
    const uint32_t *rows; /* [count], at most options.batch */
    uint32_t count;
    uint64_t source_seed, layer_seed,
        stream;                /* stream: the number of row 0 in all rows ever trained */
    const float *class_weight; /* [classes] or NULL */
    double rate;
};

/* Forward, backward, clip, update, average; the sums of the epoch grow. Error: a loss or gradient
 * that is not finite, with the step and the first layer that is to blame; parameters are then as
 * before. */
int training_run_step(struct training *t, struct network *n, const struct training_step *s,
                      struct mien_error *e);

#endif
