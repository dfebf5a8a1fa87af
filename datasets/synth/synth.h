/* synth.h - faces that nobody has: data sets of rendered expressions with known landmarks.
 *
 * Grey faces like FER2013's, to try and test training with no download: a 3D face is moved by the
 * action units of an emotion, lit, drawn and spoilt as cheap pictures are. It yields a data set of
 * images and, from the same geometry, sets of their landmarks, row for row with the same numbers:
 *
 *     TARGET       kind image, uint8 [height, width, 1]
 *     TARGET-68    kind landmarks, [68, 2]
 *     TARGET-468   kind landmarks, [468, 3]
 *
 * Classes are FER2013's, in its order, each as often as the others (to the row). group.npy says who
 * is seen; of ten people eight are in `train`, one in `valid`, one in `test`.
 *
 * What a picture shows depends on the seed and its row alone, so any number of threads makes the
 * same bytes.
 *
 * The parts: person (who), moment (expression, pose, light, quality), head and wear (the solid),
 * atlas (skin), raster and face (the drawing), develop (the camera's faults). The face and how it
 * moves are runtime/expression's. */
#ifndef MIEN_DATASETS_SYNTH_SYNTH_H
#define MIEN_DATASETS_SYNTH_SYNTH_H

#include "datasets/dataset_write.h"

/* Landmark sets to write beside the pictures. */
enum { SYNTH_68 = 1, SYNTH_468 = 2 };

/* A face must be large enough to read, small enough that its samples fit. */
enum { SYNTH_SIDE_MIN = 16, SYNTH_SIDE_MAX = 512, SYNTH_ROWS_MAX = 10000000, SYNTH_JOBS_MAX = 256 };

struct synth_options {
    uint32_t rows;          /* 1 to SYNTH_ROWS_MAX */
    uint32_t width, height; /* pixels, SYNTH_SIDE_MIN to SYNTH_SIDE_MAX */
    uint64_t seed;
    unsigned landmarks;                /* SYNTH_68, SYNTH_468, both or none */
    int jobs;                          /* threads, 1 to SYNTH_JOBS_MAX */
    const char *name;                  /* of the data set; NULL: the target's */
    bool replace;                      /* the targets may be data sets */
    const struct dataset_watch *watch; /* NULL for none */
};

/* Make the sets. Errors: rows or size out of range, a target that is there or cannot be written, a
 * full disk, no memory, "stopped" where the watch asks for it. After an error no target has
 * changed, but where the last of several could not be put into place. */
int synth_make(const char *target, const struct synth_options *o, struct mien_error *e);

#endif
