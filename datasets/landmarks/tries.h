/* tries.h - the finder over runtime/face: several tries at a picture, several looks at a face.
 *
 * A try starts from a square around the picture, larger or smaller than it, turned or shifted: the
 * detector looks there for a face, or the mesh takes the square as it is. The mesh then looks at
 * the face twice, the second time in the region of its own landmarks, and five times more: at the
 * mirrored picture, and with the region shifted by a twenty-fifth of its side to each side. The
 * landmarks are the mean of all looks but the first, and so is the score: errors of the mesh depend
 * on how the pixels fall on its input, and average out.
 *
 * Tries go on until one is sure of a face, in the order of what they gained on FER2013's Training
 * pictures; small pictures, which are mostly faces cut tight, start with a margin, larger ones with
 * the picture as it is and its parts. Beyond the picture's border its last pixels go on. */
#ifndef MIEN_DATASETS_LANDMARKS_TRIES_H
#define MIEN_DATASETS_LANDMARKS_TRIES_H

#include "datasets/landmarks/finder.h"
#include "runtime/host/face_networks.h"

struct landmark_tries {
    const struct face_networks *networks;
    char about[1024]; /* for the finder */
};

/* A finder with these networks, which must outlive it, as `t` must. */
struct landmark_finder landmark_tries_finder(struct landmark_tries *t,
                                             const struct face_networks *networks);

#endif
