/* tree.h - one decision tree, grown depth first.
 *
 * A grown tree is the runtime's layout (mien_forest.h) with the threshold still a bin: node i's
 * left child is i + 1, its right child right[i]; feature[i] < 0 names leaf row -1 - feature[i].
 * Rows 0..classes - 1 stand for the pure leaves of each class and are not stored; row classes + k
 * is row k of `leaf`. An unlimited tree has hardly any leaf that is not pure.
 *
 * The grower is one thread's workspace; the trees it grows own their arrays. Tree t draws from
 * rng_stream(seed, t) alone, so which thread grows it changes nothing. */
#ifndef MIEN_TRAINER_FOREST_TREE_H
#define MIEN_TRAINER_FOREST_TREE_H

#include "trainer/forest/split.h"

struct tree {
    int32_t nodes, leaves;
    int32_t *feature, *right; /* [nodes] */
    uint8_t *bin;             /* [nodes] left where bin <= this */
    float *weight;            /* [nodes] training weight that reached the node */
    float *leaf;              /* [leaves, classes] distributions */
};

void tree_free(struct tree *t); /* accepts a zeroed struct */

/* The node of `t` that row `row` ends in. */
int32_t tree_descend(const struct tree *t, const struct bins *b, uint32_t row);

/* The rows a fit draws from, with the weight each has in the sums: its own times its class's. */
struct tree_rows {
    uint32_t count;
    const uint32_t *row; /* [count] ascending, those that weigh anything */
    const float *weight; /* [rows of the set] */
};

struct grower {
    const struct samples *samples;
    const struct bins *bins;
    const struct forest_options *options;
    const struct tree_rows *rows;
    struct rng rng;
    struct splitter splitter;
    uint32_t drawn;               /* features drawn for a split */
    uint32_t *order;              /* [width] the features in an order that drawing shuffles on */
    uint16_t *times;              /* [rows] how often the tree drew each row */
    uint32_t *row, *spare_row;    /* [rows] the tree's samples; a node's are contiguous */
    uint8_t *label, *spare_label; /* [rows] */
    float *weight, *spare_weight; /* [rows] */
    struct grower_task *stack;
    struct tree tree; /* under way; arrays of the capacities below */
    size_t node_capacity, leaf_capacity, stack_capacity, stack_count;
};

int grower_init(struct grower *g, const struct samples *s, const struct bins *b,
                const struct forest_options *o, const struct tree_rows *rows, struct mien_error *e);
void grower_free(struct grower *g);

/* Grow tree number `index` of the forest that `seed` makes. g->times then tells which rows it
 * drew. Error: out of memory. */
int grower_grow(struct grower *g, uint64_t seed, uint32_t index, struct tree *out,
                struct mien_error *e);

#endif
