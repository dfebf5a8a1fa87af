/* forest_reduce.c - how much of each to give up; see forest_reduce.h. */
#include "trainer/forest/forest_reduce.h"

#include <math.h>

#include "trainer/forest/forest_narrow.h"
#include "trainer/forest/prune.h"
#include "trainer/forest/snap.h"

enum {
    TREES_WANTED = 32,     /* rather prune a little than keep fewer trees than this */
    TREES_LEAST = 8,       /* rather prune a lot than keep fewer than this */
    TWO_DIGITS = 95 * 95,  /* numbers that two characters of the narrow form hold */
    THRESHOLDS_LEAST = 16, /* of a feature: fewer cost more than they save */
    THRESHOLD_TEXT = 7,    /* "0.123f," */
    THRESHOLD_SHARE = 8,   /* thresholds take at most this part of the bytes */
    LEVELS_MAX = 255
};

/* Pruning below this weight costs less than losing trees; beyond it each doubling is worth half the
 * trees. */
static const double light = 8.0;

static const double pure_share =
    0.95; /* leaves that make it worth naming all by their class alone */

/* Most thresholds of a feature, so that a test has two characters and their table its share. */
static int32_t thresholds_for(const struct mien_forest *f, size_t max_bytes)
{
    size_t width = (size_t)f->features;
    size_t most = max_bytes / ((size_t)THRESHOLD_SHARE * THRESHOLD_TEXT) / width;
    if (most > TWO_DIGITS / width)
        most = TWO_DIGITS / width;
    return most < THRESHOLDS_LEAST ? THRESHOLDS_LEAST : (int32_t)most;
}

/* The finest k / levels whose distributions, with 0 for a split, are few enough for pairs of them
 * to have two characters: (levels + classes - 1 choose classes - 1) < 95. */
static int32_t levels_for(int32_t classes)
{
    for (int32_t levels = LEVELS_MAX; levels > 1; levels--) {
        double rows = 1.0;
        for (int32_t i = 1; i < classes && rows < TWO_DIGITS; i++)
            rows *= (double)(levels + i) / i;
        if (rows < 94.5)
            return levels;
    }
    return 1;
}

/* Are nearly all leaves of one class? */
static bool mostly_pure(const struct mien_forest *f)
{
    int32_t leaves = 0, pure = 0;
    for (int32_t i = 0; i < f->nodes; i++) {
        if (f->feature[i] >= 0)
            continue;
        const float *row = f->leaf + (size_t)(-1 - f->feature[i]) * (size_t)f->classes;
        leaves++;
        for (int32_t c = 0; c < f->classes; c++)
            pure += row[c] == 1.0f;
    }
    return pure >= pure_share * leaves;
}

/* Text of the narrow form of f. */
static int measure(const struct mien_forest *f, size_t *bytes, struct mien_error *e)
{
    struct forest_narrow narrow;
    if (forest_narrow_make(&narrow, f, e) != 0)
        return -1;
    *bytes = forest_narrow_text(&narrow);
    forest_narrow_free(&narrow);
    return 0;
}

/* Prune and snap as `p` says, into *out, which takes *bytes of text. */
static int make(const struct mien_forest *f, const float *weight, const struct prune *p,
                int32_t thresholds, struct forest *out, size_t *bytes, struct mien_error *e)
{
    if (forest_prune(f, weight, p, out, e) != 0)
        return -1;
    if (forest_snap(out, thresholds, e) == 0 && measure(&out->view, bytes, e) == 0)
        return 0;
    forest_free(out);
    return -1;
}

/* The most trees that fit when pruned as *p says: *out holds them, p->trees counts them, 0 where
 * none does. Text grows with the trees, so the guess from the last size is nearly right. */
static int fit_trees(const struct mien_forest *f, const float *weight, struct prune *p,
                     size_t max_bytes, struct forest *out, struct mien_error *e)
{
    int32_t thresholds = thresholds_for(f, max_bytes);
    for (p->trees = f->trees; p->trees > 0;) {
        size_t bytes;
        if (make(f, weight, p, thresholds, out, &bytes, e) != 0)
            return -1;
        if (bytes <= max_bytes)
            return 0;
        forest_free(out);
        int32_t guess = (int32_t)((double)p->trees * (double)max_bytes / (double)bytes);
        p->trees = guess < p->trees ? guess : p->trees - 1;
    }
    return 0;
}

/* Training weight at the roots, at most. */
static double heaviest(const struct mien_forest *f, const float *weight)
{
    double most = 0.0;
    for (int32_t t = 0; t < f->trees; t++) {
        double w = weight ? (double)weight[f->root[t]] : forest_tree_end(f, t) - f->root[t];
        most = w > most ? w : most;
    }
    return most;
}

/* Trees without which pruning goes on beyond `min_weight`. */
static int32_t trees_wanted(const struct mien_forest *f, double min_weight)
{
    double wanted = min_weight > light ? TREES_WANTED * light / min_weight : TREES_WANTED;
    wanted = wanted < TREES_LEAST ? TREES_LEAST : wanted;
    return f->trees < wanted ? f->trees : (int32_t)wanted;
}

int forest_reduce(const struct mien_forest *f, const float *weight, size_t max_bytes,
                  struct forest *out, struct mien_error *e)
{
    struct prune p = {.trees = f->trees};
    size_t bytes;
    double limit = heaviest(f, weight);
    if (measure(f, &bytes, NULL) == 0 && bytes <= max_bytes)
        return forest_prune(f, weight, &p, out, e);
    p.levels = mostly_pure(f) ? 1 : levels_for(f->classes);
    for (;;) {
        if (fit_trees(f, weight, &p, max_bytes, out, e) != 0)
            return -1;
        if (p.trees >= trees_wanted(f, p.min_weight) || p.min_weight > limit)
            break;
        if (p.trees > 0)
            forest_free(out);
        p.min_weight = p.min_weight > 0.0 ? p.min_weight * 2.0 : 2.0;
        p.levels = levels_for(f->classes);
    }
    return p.trees > 0 ? 0
                       : error_set(e, NULL, 0,
                                   "no tree of the forest fits (%zu bytes are left for it); allow "
                                   "more",
                                   max_bytes);
}
