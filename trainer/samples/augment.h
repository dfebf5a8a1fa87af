/* augment.h - small random changes to a face's landmarks that leave its expression as it is.
 *
 *     augment = mirror, jitter:0.01, rotate:5, scale:0.05
 *
 * mirror      half of the faces are mirrored (landmarks permuted by mien_mirror)
 * jitter:S    normal noise on each coordinate, S inter-ocular distances
 * rotate:D    rotation about the eyes' midpoint, uniform in +-D degrees
 * scale:S     each axis stretched by a factor uniform in 1 +- S */
#ifndef MIEN_TRAINER_SAMPLES_AUGMENT_H
#define MIEN_TRAINER_SAMPLES_AUGMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/host/error.h"
#include "runtime/host/rng.h"

struct augment {
    bool mirror;
    double jitter, rotate, scale;
};

/* Read the list above; `file` and `line` are for messages. */
int augment_parse(struct augment *a, const char *list, const char *file, int line,
                  struct mien_error *e);

/* Something besides mirroring is asked for. */
bool augment_moves(const struct augment *a);

/* Mirror in place: landmarks [points, stride], 68 or 468. */
void augment_mirror(float *landmarks, uint32_t points, uint32_t stride);

/* One random change of all kinds but mirroring, in place. */
void augment_move(const struct augment *a, struct rng *r, float *landmarks, uint32_t points,
                  uint32_t stride);

#endif
