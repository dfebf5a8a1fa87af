/* sets.h - from the journal's records to the data sets. Private to the room. */
#ifndef MIEN_DATASETS_LANDMARKS_SETS_H
#define MIEN_DATASETS_LANDMARKS_SETS_H

#include "datasets/landmarks/work.h"

/* Where the set of 68 or 468 points goes: `target` itself, or with its number behind it where both
 * are made; for the caller to free. NULL when out of memory. */
char *landmark_sets_target(const char *target, unsigned sets, unsigned which);

/* Whether all targets can be written to: an early refusal costs no work. */
int landmark_sets_check(const char *target, const struct landmark_options *o, struct mien_error *e);

/* Write and commit them. records [source->count] are those of the work, by row. */
int landmark_sets_write(const struct landmark_work *w, const struct journal_record *records,
                        const char *target, struct mien_error *e);

#endif
