/* outcome.h - what came of making landmark sets: how many faces were found where, and the list of
 * those that were not. */
#ifndef MIEN_DATASETS_LANDMARKS_OUTCOME_H
#define MIEN_DATASETS_LANDMARKS_OUTCOME_H

#include "datasets/landmarks/finder.h"

struct landmark_count {
    uint32_t pictures; /* with a row */
    uint32_t at_once;  /* with a face in the first pass of the first try */
    uint32_t found;    /* with a face in the end */
};

struct landmark_damage {
    char *name, *reason;
};

/* What came of it; after an error, only the first two fields. */
struct landmark_outcome {
    uint32_t pictures; /* of the source */
    uint32_t done;     /* of them in the journal or damaged */
    uint32_t classes, splits;
    char **class_names, **split_names;
    struct landmark_count *counts;         /* [splits, classes] */
    uint32_t found_by[LANDMARK_TRIES_MAX]; /* pictures with a face, by the try that was kept */
    uint32_t resumed;                      /* pictures that were in the journal already */
    struct landmark_damage *damages;       /* pictures that could not be read, by row */
    uint32_t damage_count;
};

void landmark_outcome_free(struct landmark_outcome *outcome); /* accepts a zeroed one */

/* For the room: its work under way. */
struct landmark_work;
struct journal_record;

/* Count the records [source->count] of finished work; those of damaged pictures are not looked at.
 */
int landmark_outcome_fill(struct landmark_outcome *outcome, const struct landmark_work *w,
                          const struct journal_record *records, struct mien_error *e);

/* Write the pictures without a face or that cannot be read as CSV: row (empty where there is none),
 * path, split, class, score, tries, reason. */
int landmark_outcome_report(const struct landmark_work *w, const struct journal_record *records,
                            const char *path, struct mien_error *e);

#endif
