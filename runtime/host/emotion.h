/* emotion.h - what a model of emotions says to the landmarks of a face.
 *
 * Such a model takes landmarks, 68 or all 468 of the face mesh, each as x, y or x, y, z; which
 * it is follows from the shape of its input. */
#ifndef MIEN_HOST_EMOTION_H
#define MIEN_HOST_EMOTION_H

#include "runtime/host/model.h"

struct emotion {
    const struct model *model;
    uint32_t points, stride;
    float *input; /* [points, stride] */
    float *arena; /* the model's */
};

/* Make ready to run `m`, which must outlive it; `path` is what a message names. Errors: a model of
 * anything but such landmarks, out of memory. `emotion_close` accepts a zeroed struct. */
int emotion_open(struct emotion *r, const struct model *m, const char *path, struct mien_error *e);
void emotion_close(struct emotion *r);

/* landmarks [468, 3] of a face, finite, in pixels -> p [m->classes] probabilities. One call at a
 * time for each struct. */
void emotion_read(const struct emotion *r, const float *landmarks, float *p);

#endif
