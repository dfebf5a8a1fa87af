/* prune.h - smaller trees: light nodes become leaves, leaves share a few distributions.
 *
 * A node that less than `min_weight` of training weight reached becomes a leaf with the
 * distribution of what is below it. Distributions are rounded to k / levels (largest remainders),
 * and a split whose sides then answer the same is one leaf. */
#ifndef MIEN_TRAINER_FOREST_PRUNE_H
#define MIEN_TRAINER_FOREST_PRUNE_H

#include "trainer/forest/forest.h"

struct prune {
    int32_t trees;     /* keep the first so many */
    double min_weight; /* 0: keep every split */
    int32_t levels;    /* 0: keep distributions as they are */
};

/* weight [nodes] as forest.weight, or NULL: every leaf counts 1. Error: out of memory. */
int forest_prune(const struct mien_forest *f, const float *weight, const struct prune *p,
                 struct forest *out, struct mien_error *e);

#endif
