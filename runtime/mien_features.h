/* mien_features.h - from landmarks to a feature vector.
 *
 * One piece of code for the trainer, exported headers and live analysis, so that a model always
 * sees what it was trained on. Two ways to take place and size out of a face:
 *
 *     box      each axis scaled to the face's bounding box: x and y in 0..1
 *     aligned  eyes turned horizontal, origin midway between them, unit inter-ocular distance
 *
 * both [points, 2] flat: x0, y0, x1, y1, ... An eye's centre is the mean of its six landmarks.
 * With `measures` the distances of mien_distances68, in inter-ocular distances, and the angles of
 * mien_angles68, in radians 0..pi, follow; they are the same whatever the alignment. */
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

/* Numbers in the feature vector. */
#define MIEN_FEATURES_SIZE(points, measures)                                                       \
    (2 * (points) + ((measures) ? MIEN_DISTANCES68 + MIEN_ANGLES68 : 0))

/* The similarity that puts a face's eyes on the horizontal axis: about (x, y), by the unit vector
 * (c, s) of the line through the eyes divided by their distance `d`. Coinciding eyes give d = 0 and
 * c = s = 0, which sends every landmark to the origin. */
struct mien_eyes {
    float x, y, c, s, d;
};

static inline struct mien_eyes mien_eyes68(const float *landmarks, int32_t stride)
{
    float x[2] = {0.0f, 0.0f}, y[2] = {0.0f, 0.0f};
    for (int32_t eye = 0; eye < 2; eye++) {
        for (int32_t i = 36 + 6 * eye; i < 42 + 6 * eye; i++) {
            x[eye] += landmarks[i * stride];
            y[eye] += landmarks[i * stride + 1];
        }
        x[eye] /= 6.0f;
        y[eye] /= 6.0f;
    }
    const float dx = x[1] - x[0], dy = y[1] - y[0], square = dx * dx + dy * dy;
    const int apart = square > 1e-12f;
    struct mien_eyes e;
    e.x = 0.5f * (x[0] + x[1]);
    e.y = 0.5f * (y[0] + y[1]);
    e.c = apart ? dx / square : 0.0f;
    e.s = apart ? dy / square : 0.0f;
    e.d = apart ? sqrtf(square) : 0.0f;
    return e;
}

static inline void mien_box(const float *landmarks, int32_t points, int32_t stride, float *out)
{
    for (int32_t axis = 0; axis < 2; axis++) {
        float low = landmarks[axis], high = landmarks[axis];
        for (int32_t i = 1; i < points; i++) {
            const float v = landmarks[i * stride + axis];
            low = v < low ? v : low;
            high = v > high ? v : high;
        }
        const float size = high - low > 1e-3f ? high - low : 1e-3f;
        for (int32_t i = 0; i < points; i++)
            out[2 * i + axis] = (landmarks[i * stride + axis] - low) / size;
    }
}

/* Both coordinates are written as sums: of a sum beside a difference GCC 12 makes one fused
 * instruction, whatever -ffp-contract says, and the last bits would depend on the processor. */
static inline void mien_align(const float *landmarks, int32_t points, int32_t stride, float *out)
{
    const struct mien_eyes e = mien_eyes68(landmarks, stride);
    const float minus_s = -e.s;
    for (int32_t i = 0; i < points; i++) {
        const float x = landmarks[i * stride] - e.x, y = landmarks[i * stride + 1] - e.y;
        out[2 * i] = x * e.c + y * e.s;
        out[2 * i + 1] = x * minus_s + y * e.c;
    }
}

static inline void mien_measures68(const float *landmarks, int32_t stride, float *out)
{
    const struct mien_eyes e = mien_eyes68(landmarks, stride);
    const float unit = e.d > 0.0f ? 1.0f / e.d : 0.0f;
    for (int32_t i = 0; i < MIEN_DISTANCES68; i++) {
        const float *a = landmarks + mien_distances68[i][0] * stride;
        const float *b = landmarks + mien_distances68[i][1] * stride;
        const float dx = a[0] - b[0], dy = a[1] - b[1];
        out[i] = unit * sqrtf(dx * dx + dy * dy);
    }
    for (int32_t i = 0; i < MIEN_ANGLES68; i++) {
        const float *a = landmarks + mien_angles68[i][0] * stride;
        const float *o = landmarks + mien_angles68[i][1] * stride;
        const float *b = landmarks + mien_angles68[i][2] * stride;
        const float ax = a[0] - o[0], ay = a[1] - o[1], bx = b[0] - o[0], by = b[1] - o[1];
        out[MIEN_DISTANCES68 + i] = atan2f(fabsf(ax * by - ay * bx), ax * bx + ay * by);
    }
}

/* Landmarks [points, stride], in pixels or any other unit, x right and y down, finite ->
 * out [MIEN_FEATURES_SIZE(points, measures)]. The two do not overlap. Never fails. */
static inline void mien_features(const float *landmarks, enum mien_alignment alignment,
                                 int32_t points, int32_t stride, int32_t measures, float *out)
{
    if (alignment == MIEN_BOX)
        mien_box(landmarks, points, stride, out);
    else
        mien_align(landmarks, points, stride, out);
    if (measures)
        mien_measures68(landmarks, stride, out + 2 * points);
}

#endif
