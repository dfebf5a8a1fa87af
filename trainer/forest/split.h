/* split.h - the best threshold of one feature for one node.
 *
 * A node's samples arrive as (row, class, weight) triples; their bins are read at base[row * step].
 * Weights are summed into a histogram [bin][class] of which only the bins met are touched, read and
 * cleared again, so the cost is that of the samples and not of the 256 bins: most nodes of an
 * unlimited tree hold a handful of samples. Candidates are scored by what splitting leaves to gain:
 *
 *     Gini      sum_c l_c^2 / L + sum_c r_c^2 / R                      (at most L + R: both sides
 * pure) entropy   sum_c l_c log2 l_c - L log2 L + the same of r          (at most 0)
 *
 * the larger the better; both differ from the impurity decrease by a constant of the node.
 * Method: L. Breiman et al., "Classification and Regression Trees" (1984); histograms as in S.
 * Ranka, V. Singh, "CLOUDS" (1998); random thresholds from P. Geurts et al., "Extremely randomized
 * trees" (2006). */
#ifndef MIEN_TRAINER_FOREST_SPLIT_H
#define MIEN_TRAINER_FOREST_SPLIT_H

#include "runtime/host/rng.h"
#include "trainer/forest/bins.h"
#include "trainer/forest/forest_options.h"

/* The samples of a node. */
struct split_samples {
    uint32_t count;
    const uint32_t *row;  /* [count] */
    const uint8_t *label; /* [count]; unread with targets */
    const float *weight;  /* [count], above 0 */
    const float *target;  /* [rows of the set, classes] soft targets, or NULL */
};

/* Scratch of one thread. */
struct splitter {
    const struct bins *bins;
    enum forest_criterion criterion;
    uint32_t classes, stride; /* stride: classes rounded up to a multiple of SPLIT_LANES */
    uint32_t min_leaf;
    float *histogram; /* [BINS_MAX, stride], all zero between calls */
    float *total;     /* [stride] the node's weight by class; the caller's to fill */
    float total_weight;
    uint32_t counts[BINS_MAX]; /* samples by bin, kept where min_leaf asks for it */
};

enum { SPLIT_LANES = 8 };

struct split {
    float score; /* comparable within a node and criterion */
    uint32_t feature;
    uint8_t bin; /* left where bin <= this */
};

/* What one feature has to offer. */
enum split_found {
    SPLIT_CONSTANT, /* every sample is in the same bin */
    SPLIT_NONE,     /* no candidate leaves min_leaf samples on both sides, or none beats `best` */
    SPLIT_BETTER,   /* *best was replaced */
    SPLIT_PERFECT   /* the same, and both sides are pure: no other feature can do better */
};

/* The lanes are [BINS_MAX + 1] rows of stride floats, one block. Error: out of memory. */
int splitter_init(struct splitter *s, const struct bins *bins, const struct forest_options *o,
                  uint32_t classes, struct mien_error *e);
void splitter_free(struct splitter *s);

/* Sum the samples' weights by class into s->total and s->total_weight. Returns how many classes
 * have any. */
uint32_t splitter_begin(struct splitter *s, const struct split_samples *in);

/* The best threshold of `feature`, against *best. */
enum split_found splitter_best(struct splitter *s, const struct split_samples *in, uint32_t feature,
                               struct split *best);

/* One random threshold of `feature`, against *best. */
enum split_found splitter_random(struct splitter *s, const struct split_samples *in,
                                 uint32_t feature, struct rng *rng, struct split *best);

#endif
