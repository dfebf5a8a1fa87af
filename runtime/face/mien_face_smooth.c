/* mien_face_smooth.c - the One-Euro filter and its three constants. */
#include <math.h>
#include <string.h>

#include "runtime/face/mien_face_smooth.h"

/* Cutoff at rest and of the speed, in hertz; hertz more for each face size a second. */
static const float rest_cutoff = 0.7f, speed_cutoff = 1.0f, slope = 20.0f;

/* Weight of a new sample in a first-order low pass. */
static float gain(float cutoff, float seconds)
{
    const float tau = 6.28318531f;
    float r = tau * cutoff * seconds;
    return r / (r + 1.0f);
}

void mien_smooth(struct mien_smoother *s, float *landmarks, float size, float seconds)
{
    if (!s->running) {
        memcpy(s->position, landmarks, sizeof s->position);
        memset(s->speed, 0, sizeof s->speed);
        s->running = 1;
        return;
    }
    float *position = s->position[0], *speed = s->speed[0], *now = landmarks;
    float speed_gain = gain(speed_cutoff, seconds), per_size = slope / size;
    for (int i = 0; i < 3 * MIEN_MESH_POINTS; i++) {
        float moved = now[i] - position[i];
        speed[i] += speed_gain * (moved / seconds - speed[i]);
        position[i] += gain(rest_cutoff + per_size * fabsf(speed[i]), seconds) * moved;
        now[i] = position[i];
    }
}
