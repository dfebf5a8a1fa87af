/* join.h - two data sets of the same subjects as one: the same rows, side by side.
 *
 * A row of the one and a row of the other belong together where their splits have the same name,
 * their ids (id.npy) the same number and their classes the same name. The new set is of kind
 * "mixed": a row is the first set's numbers, then the second's, both exactly as they were. Columns
 * beside x are the first set's, or the second's where the first has none; rows keep the first set's
 * order. */
#ifndef MIEN_DATASETS_JOIN_H
#define MIEN_DATASETS_JOIN_H

#include "datasets/dataset_write.h"

/* What came of it; of each set the rows without a partner, which are left out, and the first one of
 * them. */
struct join_summary {
    uint32_t rows, alone[2], first_alone[2];
};

/* Write the data set `folder`. Errors: sets of one kind or mixed already, rows without ids, two
 * rows of a set with the same id, split and class, rows that only their classes keep apart, no pair
 * at all. `watch` may be NULL. */
int join_write(const struct dataset *first, const struct dataset *second, const char *folder,
               bool replace, const struct dataset_watch *watch, struct join_summary *summary,
               struct mien_error *e);

#endif
