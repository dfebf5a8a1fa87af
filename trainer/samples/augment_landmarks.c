/* augment_landmarks.c - changes to a face's landmarks; see augment.h. */
#include <math.h>
#include <string.h>

#include "runtime/mien_features.h"
#include "trainer/samples/augment.h"

void augment_landmarks(const struct augment *a, struct rng *r, float *landmarks, uint32_t points,
                       uint32_t stride)
{
    const struct mien_eyes eyes = mien_eyes_of(landmarks, (int32_t)points, (int32_t)stride);
    const double angle = a->rotate * (2 * rng_float(r) - 1) * 3.14159265358979 / 180;
    const float c = (float)cos(angle), s = (float)sin(angle), noise = (float)a->jitter * eyes.d;
    float stretch[3];
    for (uint32_t k = 0; k < stride; k++)
        stretch[k] = (float)(1 + a->scale * (2 * rng_float(r) - 1));
    for (uint32_t i = 0; i < points; i++) {
        float *q = landmarks + i * stride;
        const float x = (q[0] - eyes.x) * stretch[0], y = (q[1] - eyes.y) * stretch[1];
        q[0] = eyes.x + c * x - s * y;
        q[1] = eyes.y + s * x + c * y;
        if (stride == 3)
            q[2] = eyes.z + (q[2] - eyes.z) * stretch[2];
        for (uint32_t k = 0; k < stride && noise > 0; k++)
            q[k] += noise * rng_normal(r);
    }
}

void augment_landmarks_follow(const struct augment_move *m, float *landmarks, uint32_t points,
                              uint32_t stride)
{
    const float area = m->ax * m->by - m->bx * m->ay; /* of the map from new to old */
    const float depth = 1 / sqrtf(fabsf(area));
    for (uint32_t i = 0; i < points; i++) {
        float *q = landmarks + i * stride;
        const float x = q[0] - 0.5f - m->cx, y = q[1] - 0.5f - m->cy;
        q[0] = (m->by * x - m->bx * y) / area + 0.5f;
        q[1] = (m->ax * y - m->ay * x) / area + 0.5f;
        if (stride == 3)
            q[2] *= depth;
    }
}
