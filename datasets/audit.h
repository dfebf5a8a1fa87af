/* audit.h - what a data set holds, and what is odd about it.
 *
 * One pass over the rows counts them by class and split and finds what spoils results: constant
 * pictures, the same content twice (within a split, or worse, in two), equal content under
 * different labels, numbers that are not finite. */
#ifndef MIEN_DATASETS_AUDIT_H
#define MIEN_DATASETS_AUDIT_H

#include "datasets/dataset_write.h"

/* Rows of one split. */
struct audit_split {
    uint32_t rows;
    uint32_t by_class[DATASET_CLASSES_MAX];
    uint32_t constant;                   /* all numbers of the row are equal */
    uint32_t copies;                     /* equal to an earlier row of the same split */
    uint32_t shared[DATASET_SPLITS_MAX]; /* equal to some row of that other split */
    uint32_t marked;                     /* copy.npy says 1 */
    uint32_t faces;                      /* score of DATASET_FACE_SCORE or more */
    uint32_t voted;                      /* rows with a vote */
};

struct audit {
    struct audit_split *splits; /* [d->splits] */
    uint32_t contradictions;    /* rows equal to an earlier row of another class */
    uint32_t groups;            /* different numbers in group.npy; 0 without it */
    uint64_t not_finite;        /* numbers of x */
    double low, high;           /* range of x, of what is finite */
};

/* Cost: two passes over x. Errors: out of memory, stopped by the watch. `audit_free` accepts a
 * zeroed struct and a failed one. */
int audit_run(struct audit *a, const struct dataset *d, const struct dataset_watch *watch,
              struct mien_error *e);
void audit_free(struct audit *a);

#endif
