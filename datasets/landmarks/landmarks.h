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

#include "datasets/landmarks/finder.h"
#include "datasets/landmarks/options.h"
#include "datasets/landmarks/outcome.h"

/* Make the sets. Errors: those of the source, a target that is there, the journal of other settings
 * or in use, a full disk, votes that do not fit, "stopped" where the watch asks for it; with
 * `strict` a damaged picture, the first of them. After an error the target is as it was and the
 * journal, if begun, holds what was found. */
int landmarks_make(const char *source, const char *target, const struct landmark_finder *finder,
                   const struct landmark_options *o, struct landmark_outcome *outcome,
                   struct mien_error *e);

#endif
