/* augment.h - small random changes to a training row that leave its expression as it is.
 *
 *     augment = mirror, jitter:0.01, rotate:5, scale:0.05
 *     augment = mirror, shift:0.1, rotate:15, scale:0.1, contrast:0.3, gamma:0.3, erase:0.3
 *
 * of landmarks and pictures:
 *     mirror        half of the faces are mirrored
 *     rotate:D      rotation, uniform in +-D degrees, about the eyes' midpoint or the centre
 *     scale:S       each axis stretched by a factor uniform in 1 +- S
 * of landmarks alone:
 *     jitter:S      normal noise on each coordinate, S inter-ocular distances
 * of pictures alone:
 *     shift:S       moved by up to S of the width and S of the height
 *     brightness:B  B of the grey range added at most, uniform in +-B
 *     contrast:C    distance from the middle grey times a factor uniform in 1 +- C
 *     gamma:G       v^g, g between 1 / (1 + G) and 1 + G, uniform in its logarithm
 *     erase:P       with probability P a rectangle becomes noise (Z. Zhong et al., "Random Erasing
 *                   Data Augmentation", 2020: 2 to 20 % of the area)
 * of any rows that are trained on by batches:
 *     mixup:A       row and target blended with another row's, the share drawn from Beta(A, A)
 *                   (H. Zhang et al., "mixup: Beyond Empirical Risk Minimization", 2018) */
#ifndef MIEN_TRAINER_SAMPLES_AUGMENT_H
#define MIEN_TRAINER_SAMPLES_AUGMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/host/error.h"
#include "runtime/host/rng.h"

/* What rows hold; bits, so that a change can be for several. */
enum augment_kind { AUGMENT_VECTORS = 1, AUGMENT_LANDMARKS = 2, AUGMENT_PICTURES = 4 };

struct augment {
    bool mirror;
    double jitter, rotate, scale, shift, brightness, contrast, gamma, erase, mixup;
};

/* Read the list above for rows that hold these kinds (bits); `file` and `line` are for messages. */
int augment_parse(struct augment *a, const char *list, int kinds, const char *file, int line,
                  struct mien_error *e);

/* Something besides mirroring and mixup is asked for: a row's own numbers differ from epoch to
 * epoch. */
bool augment_moves(const struct augment *a);

/* The share of a row in its blend with another one: Beta(a, a), 0 < a <= 1. */
float augment_share(double a, struct rng *r);

/* One random change of all kinds but mirroring, in place. */
void augment_landmarks(const struct augment *a, struct rng *r, float *landmarks, uint32_t points,
                       uint32_t stride);

/* Where a changed picture was read: its pixel (x, y) at (ax x + bx y + cx, ay x + by y + cy), both
 * in pixels from the centre of the first. */
struct augment_move {
    float ax, bx, cx, ay, by, cy;
};

/* One random change of all kinds but mirroring: picture [h, w, c], 0..255, in place. Rotation and
 * stretch are about the centre; where a pixel comes from outside, the nearest at the border stands
 * for it. scratch [h, w, c]. Returns how it was moved. */
struct augment_move augment_picture(const struct augment *a, struct rng *r, float *picture,
                                    const uint32_t shape[3], float *scratch);

/* Of a picture and landmarks in it, in its pixels with (0, 0) at the first one's corner, the
 * landmarks stay on the face: move them as the picture was; z is scaled with the area. Then augment
 * by jitter alone. */
void augment_landmarks_follow(const struct augment_move *m, float *landmarks, uint32_t points,
                              uint32_t stride);

#endif
