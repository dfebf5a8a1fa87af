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
    const int32_t *root;    /* [trees] */
    const int32_t *feature; /* [nodes] */
    const float *threshold; /* [nodes] */
    const int32_t *right;   /* [nodes] */
    const float *leaf;      /* [leaves, classes], each row sums to 1 */
    int32_t trees, nodes, leaves, features, classes;
};

/* Trees that are walked side by side: a step waits for memory, and independent steps wait together.
 */
#define MIEN_FOREST_ABREAST 8

/* Add the leaf rows that x reaches in trees [first, first + count), in that order. */
static inline void mien_forest_add(const struct mien_forest *f, const float *x, int32_t first,
                                   int32_t count, float *p)
{
    int32_t at[MIEN_FOREST_ABREAST], moving = count;
    for (int32_t k = 0; k < count; k++)
        at[k] = f->root[first + k];
    while (moving > 0) {
        moving = 0;
        for (int32_t k = 0; k < count; k++) {
            int32_t i = at[k], feature = f->feature[i];
            if (feature >= 0) {
                at[k] = x[feature] <= f->threshold[i] ? i + 1 : f->right[i];
                moving++;
            }
        }
    }
    for (int32_t k = 0; k < count; k++) {
        const float *row = f->leaf + (size_t)(-1 - f->feature[at[k]]) * (size_t)f->classes;
        for (int32_t c = 0; c < f->classes; c++)
            p[c] += row[c];
    }
}

/* Mean leaf distribution of all trees: x [features] -> p [classes], sums to 1.
 * x must be finite (datasets and live features are checked where they enter).
 * Cost: trees x depth comparisons. Never fails. */
static inline void mien_forest_predict(const struct mien_forest *f, const float *x, float *p)
{
    for (int32_t c = 0; c < f->classes; c++)
        p[c] = 0.0f;
    int32_t t = 0;
    for (; t + MIEN_FOREST_ABREAST <= f->trees; t += MIEN_FOREST_ABREAST)
        mien_forest_add(f, x, t, MIEN_FOREST_ABREAST, p);
    mien_forest_add(f, x, t, f->trees - t, p);
    for (int32_t c = 0; c < f->classes; c++)
        p[c] /= (float)f->trees;
}

/* The same forest in about four bytes a split, for flash and for headers of a bearable size.
 *
 * The nodes are text: printable characters are digits 0..94 (character - 32), numbers are of a
 * fixed count of digits, most significant first. Splits follow each other in preorder, leaves are
 * folded into their parents:
 *
 *     test   feature * thresholds + k: left where x[feature] <= threshold[test]
 *     kinds  left * (leaves + 1) + right: of each side 0 for a split, else 1 + its leaf row
 *     skip   only where both sides are splits: characters from here to the right one
 *
 * A split's first child that is a split follows it. The text comes in rows of MIEN_FOREST_ROW
 * characters, the last of them NUL, because C99 promises string literals of 4095 characters and no
 * more; no split is cut in two, and NULs before one are passed over. A tree without a split is one
 * whose sides are the same leaf. */
#define MIEN_FOREST_ROW 4096

struct mien_forest_narrow {
    const char *text;       /* [text_size], a multiple of MIEN_FOREST_ROW */
    const uint32_t *root;   /* [trees] where in the text each tree starts */
    const float *threshold; /* [features, thresholds], ascending */
    const float *leaf;      /* [leaves, classes], each row sums to 1 */
    int32_t trees, leaves, features, classes, thresholds;
    int32_t test_digits, kinds_digits, skip_digits;
};

static inline uint32_t mien_forest_number(const char *s, int32_t digits)
{
    uint32_t value = 0;
    for (int32_t i = 0; i < digits; i++)
        value = value * 95u + (uint32_t)(s[i] - 32);
    return value;
}

/* The leaf row that x reaches in the tree at s. */
static inline uint32_t mien_forest_narrow_leaf(const struct mien_forest_narrow *f, const float *x,
                                               const char *s)
{
    const uint32_t radix = (uint32_t)f->leaves + 1u, thresholds = (uint32_t)f->thresholds;
    for (;;) {
        while (*s == '\0')
            s++;
        const uint32_t test = mien_forest_number(s, f->test_digits);
        const uint32_t kinds = mien_forest_number(s + f->test_digits, f->kinds_digits);
        const int goes_left = x[test / thresholds] <= f->threshold[test];
        const uint32_t kind = goes_left ? kinds / radix : kinds % radix;
        if (kind > 0u)
            return kind - 1u;
        s += f->test_digits + f->kinds_digits;
        if (kinds == 0u)
            s +=
                f->skip_digits + (goes_left ? 0 : (ptrdiff_t)mien_forest_number(s, f->skip_digits));
    }
}

/* What mien_forest_predict answers for the forest that this one was made from, to the same bits. */
static inline void mien_forest_narrow_predict(const struct mien_forest_narrow *f, const float *x,
                                              float *p)
{
    for (int32_t c = 0; c < f->classes; c++)
        p[c] = 0.0f;
    for (int32_t t = 0; t < f->trees; t++) {
        const uint32_t leaf = mien_forest_narrow_leaf(f, x, f->text + f->root[t]);
        const float *row = f->leaf + (size_t)leaf * (size_t)f->classes;
        for (int32_t c = 0; c < f->classes; c++)
            p[c] += row[c];
    }
    for (int32_t c = 0; c < f->classes; c++)
        p[c] /= (float)f->trees;
}

#endif
