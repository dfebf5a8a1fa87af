/* landmarks.h - landmark data sets made of pictures.
 *
 * A tree of pictures or a data set of images goes through a finder, a picture at a time on as many
 * threads as are given, and becomes a data set of landmarks: one of 68 points [68, 2] (x, y), one
 * of the whole mesh [468, 3] (x, y, z), or both at once. Rows are those of an image set made of the
 * same source, pictures without a face included: they hold the best guess with its low score. Only
 * pictures that cannot be read have no row. x is stored as int16 in a fraction of a pixel; points
 * so far outside that this cannot hold them are put at its edge.
 *
 * What is found goes to a journal beside the target, TARGET.journal, at once. The same call after
 * a stop, a kill or a crash goes on from there and makes the same bytes as if there had been none;
 * pictures that have changed meanwhile are done again. The journal is removed when the sets stand.
 * Results do not depend on the number of threads. */
#ifndef MIEN_DATASETS_LANDMARKS_LANDMARKS_H
#define MIEN_DATASETS_LANDMARKS_LANDMARKS_H

#include "datasets/dataset_write.h"
#include "datasets/landmarks/finder.h"
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

/* Make the sets. Errors: those of the source, a target that is there, the journal of other settings
 * or in use, a full disk, votes that do not fit, "stopped" where the watch asks for it; with
 * `strict` a damaged picture, the first of them. After an error the target is as it was and the
 * journal, if begun, holds what was found. */
int landmarks_make(const char *source, const char *target, const struct landmark_finder *finder,
                   const struct landmark_options *o, struct landmark_outcome *outcome,
                   struct mien_error *e);
void landmark_outcome_free(struct landmark_outcome *outcome); /* accepts a zeroed one */

#endif
