/* mien_features.h - from landmarks to a feature vector.
 *
 * One piece of code for the trainer, exported headers and live analysis, so that a model always sees
 * what it was trained on. Two ways to take place and size out of a face:
 *
 *     box      each axis scaled to the face's bounding box: x and y in 0..1
 *     aligned  eyes turned horizontal, origin midway between them, unit inter-ocular distance
 *
 * both [points, 2] flat: x0, y0, x1, y1, ... An eye's centre is the mean of its six landmarks (36-41, 42-47).
 * With `measures`, MIEN_MEASURES68 numbers follow: see mien_measures68 below. */
#ifndef MIEN_FEATURES_H
#define MIEN_FEATURES_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "mien_landmarks.h"

#define MIEN_ALIGNMENTS(X)                                                                         \
    X(MIEN_BOX, "box")                                                                             \
    X(MIEN_ALIGNED, "aligned")

enum mien_alignment {
#define X(symbol, name) symbol,
    MIEN_ALIGNMENTS(X)
#undef X
        MIEN_ALIGNMENT_COUNT
};

struct mien_features {
    enum mien_alignment alignment;
    int32_t points;    /* 68 */
    int32_t stride;    /* numbers a landmark in the input: 2 (x, y) or 3 (x, y, z; z is not used) */
    int32_t measures;  /* 1: distances and angles follow the coordinates */
};

#endif
