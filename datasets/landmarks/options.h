/* options.h - what landmark sets are to be made, and how. */
#ifndef MIEN_DATASETS_LANDMARKS_OPTIONS_H
#define MIEN_DATASETS_LANDMARKS_OPTIONS_H

#include "datasets/dataset_write.h"
#include "datasets/landmarks/source.h"

/* Which sets to make: one of them at TARGET, both at TARGET-68 and TARGET-468. */
enum { LANDMARKS_68 = 1, LANDMARKS_468 = 2 };

struct landmark_options {
    struct landmark_source_options source;
    unsigned sets;              /* LANDMARKS_68, LANDMARKS_468 or both */
    int jobs;                   /* threads, at least 1 */
    const char *name, *licence; /* of the data set; NULL: those of the set that is replaced, or the
                                   target's name and none */
    const char *report;         /* CSV of the pictures without a face to write, or NULL */
    bool replace;               /* the target may be a data set */
    bool strict;                /* a picture that cannot be read is an error */
    const struct dataset_watch *watch; /* NULL for none; reports are about the pictures that were
                                          left to do, one by one */
};

#endif
