/* mien_features.h - from landmarks to a feature vector.
 *
 * One piece of code for the trainer, exported headers and live analysis, so that a model always
 * sees what it was trained on. A face has 68 landmarks or 468 (mien_landmarks.h). Two ways to take
 * place and size out of it:
 *
 *     box      each axis scaled to the face's bounding box: 0..1
 *     aligned  eyes turned horizontal, origin midway between them, unit inter-ocular distance
 *
 * both [points, dimensions] flat: x0, y0, x1, y1, ..., or x0, y0, z0, x1, ... with depth. An eye's
 * centre is the mean of its six landmarks of the 68; z is not turned. With `measures` the distances
 * of mien_distances68, in inter-ocular distances, and the angles of mien_angles68, in radians
 * 0..pi, follow; both are those of x and y, and the same whatever the alignment. */
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
#define MIEN_FEATURES_SIZE(points, dimensions, measures)                                           \
    ((dimensions) * (points) + ((measures) ? MIEN_DISTANCES68 + MIEN_ANGLES68 : 0))

/* The similarity that puts a face's eyes on the horizontal axis: about (x, y), by the unit vector
 * (c, s) of the line through the eyes divided by their distance `d`. Coinciding eyes give d = 0 and
 * c = s = 0, which sends every landmark to the origin. z is the eyes' mean depth, 0 without one. */
struct mien_eyes {
    float x, y, z, c, s, d;
};

static inline struct mien_eyes mien_eyes_of(const float *landmarks, int32_t points, int32_t stride)
{
    float centre[2][3] = {{0.0f, 0.0f, 0.0f}, {0.0f, 0.0f, 0.0f}};
    for (int32_t eye = 0; eye < 2; eye++) {
        for (int32_t i = 36 + 6 * eye; i < 42 + 6 * eye; i++)
            for (int32_t axis = 0; axis < stride; axis++)
                centre[eye][axis] += landmarks[mien_landmark68(i, points) * stride + axis];
        for (int32_t axis = 0; axis < stride; axis++)
            centre[eye][axis] /= 6.0f;
    }
    const float dx = centre[1][0] - centre[0][0], dy = centre[1][1] - centre[0][1];
    const float square = dx * dx + dy * dy;
    const int apart = square > 1e-12f;
    struct mien_eyes e;
    e.x = 0.5f * (centre[0][0] + centre[1][0]);
    e.y = 0.5f * (centre[0][1] + centre[1][1]);
    e.z = 0.5f * (centre[0][2] + centre[1][2]);
    e.c = apart ? dx / square : 0.0f;
    e.s = apart ? dy / square : 0.0f;
    e.d = apart ? sqrtf(square) : 0.0f;
    return e;
}

static inline void mien_box(const float *landmarks, int32_t points, int32_t stride,
                            int32_t dimensions, float *out)
{
    for (int32_t axis = 0; axis < dimensions; axis++) {
        float low = landmarks[axis], high = landmarks[axis];
        for (int32_t i = 1; i < points; i++) {
            const float v = landmarks[i * stride + axis];
            low = v < low ? v : low;
            high = v > high ? v : high;
        }
        const float size = high - low > 1e-3f ? high - low : 1e-3f;
        for (int32_t i = 0; i < points; i++)
            out[dimensions * i + axis] = (landmarks[i * stride + axis] - low) / size;
    }
}

/* Products are only ever added, never subtracted, here and below: of a sum beside a difference GCC
 * 12 makes one fused instruction, whatever -ffp-contract says, and the last bits would depend on
 * the processor. */
static inline void mien_align(const float *landmarks, int32_t points, int32_t stride,
                              int32_t dimensions, float *out)
{
    const struct mien_eyes e = mien_eyes_of(landmarks, points, stride);
    const float minus_s = -e.s, unit = e.d > 0.0f ? 1.0f / e.d : 0.0f;
    for (int32_t i = 0; i < points; i++, landmarks += stride, out += dimensions) {
        const float x = landmarks[0] - e.x, y = landmarks[1] - e.y;
        out[0] = x * e.c + y * e.s;
        out[1] = x * minus_s + y * e.c;
        if (dimensions == 3)
            out[2] = (landmarks[2] - e.z) * unit;
    }
}

static inline void mien_measures68(const float *landmarks, int32_t points, int32_t stride,
                                   float *out)
{
    const struct mien_eyes e = mien_eyes_of(landmarks, points, stride);
    const float unit = e.d > 0.0f ? 1.0f / e.d : 0.0f;
    for (int32_t i = 0; i < MIEN_DISTANCES68; i++) {
        const float *a = landmarks + mien_landmark68(mien_distances68[i][0], points) * stride;
        const float *b = landmarks + mien_landmark68(mien_distances68[i][1], points) * stride;
        const float dx = a[0] - b[0], dy = a[1] - b[1];
        out[i] = unit * sqrtf(dx * dx + dy * dy);
    }
    for (int32_t i = 0; i < MIEN_ANGLES68; i++) {
        const float *a = landmarks + mien_landmark68(mien_angles68[i][0], points) * stride;
        const float *o = landmarks + mien_landmark68(mien_angles68[i][1], points) * stride;
        const float *b = landmarks + mien_landmark68(mien_angles68[i][2], points) * stride;
        const float ax = a[0] - o[0], ay = a[1] - o[1], bx = b[0] - o[0], by = b[1] - o[1];
        const float minus_ay = -ay;
        out[MIEN_DISTANCES68 + i] = atan2f(fabsf(ax * by + minus_ay * bx), ax * bx + ay * by);
    }
}

/* Landmarks [points, stride], x right, y down and z away from the camera, in pixels or any other
 * unit, finite -> out [MIEN_FEATURES_SIZE(points, dimensions, measures)]. points is 68 or 468,
 * stride 2 or 3, dimensions 2 or 3 and at most stride. The two do not overlap. Never fails. */
static inline void mien_features(const float *landmarks, enum mien_alignment alignment,
                                 int32_t points, int32_t stride, int32_t dimensions,
                                 int32_t measures, float *out)
{
    if (alignment == MIEN_BOX)
        mien_box(landmarks, points, stride, dimensions, out);
    else
        mien_align(landmarks, points, stride, dimensions, out);
    if (measures)
        mien_measures68(landmarks, points, stride, out + dimensions * points);
}

#endif
