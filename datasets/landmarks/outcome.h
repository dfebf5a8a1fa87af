/* outcome.h - how many faces were found where, and the list of those that were not. Private to the
 * room. */
#ifndef MIEN_DATASETS_LANDMARKS_OUTCOME_H
#define MIEN_DATASETS_LANDMARKS_OUTCOME_H

#include "datasets/landmarks/work.h"

/* Count the records [source->count] of finished work; those of damaged pictures are not looked at.
 */
int landmark_outcome_fill(struct landmark_outcome *outcome, const struct landmark_work *w,
                          const struct journal_record *records, struct mien_error *e);

/* Write the pictures without a face or that cannot be read as CSV: row (empty where there is none),
 * path, split, class, score, tries, reason. */
int landmark_outcome_report(const struct landmark_work *w, const struct journal_record *records,
                            const char *path, struct mien_error *e);

#endif
