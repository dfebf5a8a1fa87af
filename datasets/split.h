/* split.h - parts of a data set that look alike and share nothing.
 *
 * Rows are dealt out stratified: every part gets its share of every class, as near as whole rows
 * allow. Rows that belong together stay together: those of one subject (group.npy) and those with
 * the same content, so that no part knows another's answers. The same seed gives the same parts.
 *
 * Method: what belongs together is dealt out largest first, the rest in an order drawn from the
 * seed, each to the part that lacks its classes most (Sainte-Lague's rule, so shares are met to the
 * nearest row): a greedy stratification in the manner of K. Sechidis et al., "On the Stratification
 * of Multi-label Data" (2011). */
#ifndef MIEN_DATASETS_SPLIT_H
#define MIEN_DATASETS_SPLIT_H

#include "datasets/dataset_write.h"

/* Deal rows[0..count) of `d` to `parts` parts (2 to 64) by their shares (positive, of any sum):
 * part[i] is the part of rows[i]. Errors: shares or parts out of range, fewer rows or groups than
 * parts. */
int split_deal(const struct dataset *d, const uint32_t *rows, uint32_t count, const double *shares,
               uint32_t parts, uint64_t seed, uint8_t *part, struct mien_error *e);

/* The same with equal shares: the folds of a cross-validation. fold_of_row [count]. */
int split_folds(const struct dataset *d, const uint32_t *rows, uint32_t count, uint32_t folds,
                uint64_t seed, uint8_t *fold_of_row, struct mien_error *e);

struct split_options {
    const char *of; /* the split to part; NULL: all rows */
    const char *const *names;
    const double *shares; /* [parts] */
    uint32_t parts;
    uint64_t seed;
    bool replace; /* see struct dataset_plan */
    const struct dataset_watch *watch;
};

/* Write `d` as the data set `folder` with the new splits in front of those that are left as they
 * are. copy.npy, where there is one, is made anew: it speaks of the first split. */
int split_write(const struct dataset *d, const char *folder, const struct split_options *options,
                struct mien_error *e);

#endif
