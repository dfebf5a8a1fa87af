/* emotion.h - what a model of emotions says to a face.
 *
 * Such a model takes landmarks, 68 or all 468 of the face mesh, each as x, y or x, y, z; or a
 * square picture of the face, grey or in colour, as mien_face_crop.h cuts it out; or both. Which it
 * is follows from what the model says of its input. */
#ifndef MIEN_HOST_EMOTION_H
#define MIEN_HOST_EMOTION_H

#include "runtime/face/mien_picture.h"
#include "runtime/host/model_parts.h"

struct emotion {
    const struct model *model;
    struct model_part parts[MODEL_PARTS_MAX]; /* of a row: landmarks, a picture */
    uint32_t part_count;
    float scale, offset; /* grey levels 0..255 become level * scale + offset */
    float *input;        /* a row */
    float *crop;         /* what the picture is cut out into; NULL where the model takes none */
    float *arena;        /* the model's */
};

/* Make ready to run `m`, which must outlive it; `path` is what a message names. Errors: a model of
 * anything but these, out of memory. `emotion_close` accepts a zeroed struct. */
int emotion_open(struct emotion *r, const struct model *m, const char *path, struct mien_error *e);
void emotion_close(struct emotion *r);

/* landmarks [468, 3] of a face, finite, in pixels of `picture` (not looked at, and may be NULL,
 * where the model takes landmarks alone) -> p [m->classes] probabilities. One call at a time for
 * each struct. */
void emotion_read(const struct emotion *r, const struct mien_picture *picture,
                  const float *landmarks, float *p);

#endif
