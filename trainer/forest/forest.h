/* forest.h - a fitted forest in memory: the runtime's arrays, owned, and what only training knows.
 */
#ifndef MIEN_TRAINER_FOREST_FOREST_H
#define MIEN_TRAINER_FOREST_FOREST_H

#include "runtime/host/model.h"
#include "trainer/forest/forest_options.h"

struct forest {
    struct mien_forest view; /* of the arrays below */
    int32_t *root;           /* [trees] */
    int32_t *feature;        /* [nodes] */
    float *threshold;        /* [nodes] */
    int32_t *right;          /* [nodes] */
    float *leaf;             /* [leaves, classes] */
    float *weight;           /* [nodes] training weight that reached each node */
    double oob_accuracy;     /* of the rows some tree did not see; NaN where there are none */
};

/* Arrays of these sizes, unfilled; the view points to them. Error: out of memory. */
int forest_init(struct forest *f, int32_t trees, int32_t nodes, int32_t leaves, int32_t features,
                int32_t classes, struct mien_error *e);
void forest_free(struct forest *f); /* accepts a zeroed struct */

/* Impurity importances [features], summing to 1 (all 0 where nothing was split): each tree's
 * weighted impurity decreases by feature, scaled to sum to 1, averaged. Error: out of memory. */
int forest_importances(const struct forest *f, enum forest_criterion criterion, double *importance,
                       struct mien_error *e);

/* Append the forest to a model; its arrays are copied. Errors: those of model_add_forest. */
int forest_append(const struct forest *f, struct model *m, struct mien_error *e);

/* One past the last node of tree t. */
int32_t forest_tree_end(const struct mien_forest *f, int32_t t);

/* Class weights of every node of tree t, from its leaves' rows and `weight` ([nodes], NULL: every
 * leaf weighs 1): out [nodes of the tree, classes]. */
void forest_node_sums(const struct mien_forest *f, const float *weight, int32_t t, double *out);

/* Impurity of class weights w [classes] times their sum. */
double forest_impurity(enum forest_criterion criterion, const double *w, int32_t classes);

#endif
