/* portrait.h - a picture with all that is read from the faces on it; what is said and drawn of it
 * is in portrait_table.h, portrait_json.h and portrait_draw.h.
 *
 * A portrait owns its picture, its faces and their emotions. Coordinates are those of mien_face.h:
 * pixels of the picture, 0 at its left and upper edge. */
#ifndef MIEN_TRAINER_PORTRAIT_PORTRAIT_H
#define MIEN_TRAINER_PORTRAIT_PORTRAIT_H

#include "runtime/face/mien_face.h"
#include "runtime/host/image/image.h"

struct portrait_face {
    struct mien_face face;
    struct mien_detection detection; /* that led to it; score 0 where none does */
    const float *emotion;            /* [classes] probabilities; NULL without a model */
};

struct portrait {
    const char *path;    /* not owned */
    struct image image;  /* grey or RGB, as the file has it */
    float field_of_view; /* vertical, radians, that poses were estimated with */
    int32_t count;
    struct portrait_face *faces; /* [count], in the order of mien_faces_find */
    uint32_t classes;            /* 0 without a model of emotions */
    const char *const *names;    /* [classes], not owned */
    float *emotions;             /* [count, classes], what the faces point to */
};

/* The class of a face that `rank` others surpass, rank below classes; of equals the first comes
 * first. The face must have emotions. */
uint32_t portrait_class(const struct portrait *p, const struct portrait_face *f, uint32_t rank);

/* An angle in whole degrees. */
int portrait_degrees(float radians);

void portrait_free(struct portrait *p); /* accepts a zeroed struct */

#endif
