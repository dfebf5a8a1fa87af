/* import_plan.h - what an import is asked for, and the plan of a data set that follows from it. */
#ifndef MIEN_DATASETS_IMPORT_PLAN_H
#define MIEN_DATASETS_IMPORT_PLAN_H

#include "datasets/dataset_write.h"

struct import_options {
    const char *name;           /* of the data set; NULL: the target folder's */
    const char *licence;        /* NULL for none */
    const char *votes;          /* a CSV file of votes (import_votes.h), or NULL */
    const char *const *classes; /* class names in their order; NULL: as import_names.h says */
    uint32_t class_count;
    const char *like; /* a data set whose dataset.json says what the numbers mean; NULL for none */
    uint32_t width, height; /* what pictures are resampled to; 0: all have one size already */
    bool grey;              /* colour pictures become grey */
    bool replace;           /* the target may be a data set */
    const struct dataset_watch *watch; /* NULL for none */
};

/* A plan with what the options say. */
struct dataset_plan import_plan(const struct import_options *o, const char *path, const char *out);

/* For a source that is FER2013: where it is from and, unless the options said so, what may be done
 * with it, with FER+'s licence where the plan has votes. */
void import_plan_fer2013(struct dataset_plan *plan);

#endif
