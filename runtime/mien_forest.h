/* mien_forest.h - decision forests, as the runtime sees them.
 *
 * A forest is four flat arrays. Node i sends x left when x[feature[i]] <= threshold[i],
 * else right; the left child is i + 1, the right child is right[i]. A node with
 * feature[i] < 0 is a leaf and owns row -1 - feature[i] of `leaf`, a distribution over
 * the classes (rows may be shared). Trees start at the nodes named by `root`. Nothing is
 * allocated: the arrays are the model file mapped into memory, or constants in an exported header.
 *
 * Method: L. Breiman, "Random Forests", Machine Learning 45 (2001). */
#ifndef MIEN_FOREST_H
#define MIEN_FOREST_H

#include <stddef.h>
#include <stdint.h>

struct mien_forest {
    const int32_t *root;     /* [trees] */
    const int32_t *feature;  /* [nodes] */
    const float *threshold;  /* [nodes] */
    const int32_t *right;    /* [nodes] */
    const float *leaf;       /* [leaves, classes], each row sums to 1 */
    int32_t trees, nodes, leaves, features, classes;
};

/* Mean leaf distribution of all trees: x [features] -> p [classes], sums to 1.
 * x must be finite (datasets and live features are checked where they enter).
 * Cost: trees x depth comparisons. Never fails. */
static inline void mien_forest_predict(const struct mien_forest *f, const float *x, float *p)
{
    for (int32_t c = 0; c < f->classes; c++)
        p[c] = 0.0f;
    for (int32_t t = 0; t < f->trees; t++) {
        int32_t i = f->root[t];
        while (f->feature[i] >= 0)
            i = x[f->feature[i]] <= f->threshold[i] ? i + 1 : f->right[i];
        const float *row = f->leaf + (size_t)(-1 - f->feature[i]) * (size_t)f->classes;
        for (int32_t c = 0; c < f->classes; c++)
            p[c] += row[c];
    }
    for (int32_t c = 0; c < f->classes; c++)
        p[c] /= (float)f->trees;
}

#endif
