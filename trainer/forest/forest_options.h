/* forest_options.h - what a [forest] section says. */
#ifndef MIEN_TRAINER_FOREST_OPTIONS_H
#define MIEN_TRAINER_FOREST_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/host/config/cfg.h"

#define FOREST_KINDS(X)                                                                            \
    X(FOREST_RANDOM, "random") /* the best threshold of each feature drawn */                      \
    X(FOREST_EXTRA, "extra")   /* one random threshold a feature drawn */

#define FOREST_CRITERIA(X)                                                                         \
    X(FOREST_GINI, "gini")                                                                         \
    X(FOREST_ENTROPY, "entropy")

#define FOREST_CLASS_WEIGHTS(X)                                                                    \
    X(FOREST_WEIGHT_NONE, "none")                                                                  \
    X(FOREST_WEIGHT_BALANCED, "balanced") /* each class weighs the same in all */

enum forest_draw { FOREST_DRAW_SQRT, FOREST_DRAW_LOG2, FOREST_DRAW_FRACTION };

#define X(symbol, name) symbol,
enum forest_kind { FOREST_KINDS(X) FOREST_KIND_COUNT };
enum forest_criterion { FOREST_CRITERIA(X) FOREST_CRITERION_COUNT };
enum forest_class_weight { FOREST_CLASS_WEIGHTS(X) FOREST_CLASS_WEIGHT_COUNT };
#undef X

struct forest_options {
    uint32_t trees;
    enum forest_kind kind;
    enum forest_criterion criterion;
    enum forest_class_weight class_weight;
    uint32_t max_depth;      /* splits above a leaf; 0: no limit */
    uint32_t min_leaf;       /* rows a leaf holds at least, 1 or more */
    uint32_t min_split;      /* rows a node that is split holds at least, 2 or more */
    enum forest_draw draw;   /* how many features are drawn for each split */
    double feature_fraction; /* with FOREST_DRAW_FRACTION: this part of all, (0, 1] */
    uint32_t bins;           /* 2..256 */
    bool bootstrap;          /* rows of a tree are drawn with replacement */
    double sample_fraction;  /* rows drawn for a tree, as a part of all; (0, 1] */
};

/* 200 trees of a random forest, Gini, unlimited, bootstrapped: what scikit-learn's defaults are. */
struct forest_options forest_options_default(void);

/* Read section [forest]: trees, kind, criterion, depth, leaf, split, features (sqrt, log2, all or a
 * fraction such as 0.3), bins, bootstrap (default: 1 for random, 0 for extra), class_weight,
 * sample_fraction. Errors name the line. */
int forest_options_read(struct cfg_section *s, struct forest_options *o, struct mien_error *e);

/* Features to draw for a split among `width`, at least 1. */
uint32_t forest_options_features(const struct forest_options *o, uint32_t width);

#endif
