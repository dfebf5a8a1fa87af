/* camera.c - see camera.h. */
#include "viewer/studio/camera.h"

#include <math.h>
#include <string.h>

#define NEAR 2.0f
#define FAR 400.0f
#define STEEPEST 1.5f /* radians; at the pole "up" has no direction */
#define ZOOM 0.9f     /* of the distance, a notch */
#define NARROW 0.85f  /* width to height at which a face fills both */

struct camera camera_start(void)
{
    /* The middle of the canonical face, with room below for a dropped jaw. */
    return (struct camera){.distance = 43.0f, .target = {0.0f, -0.7f, 2.0f}};
}

static float limit(float low, float high, float x)
{
    return fminf(fmaxf(x, low), high);
}

void camera_orbit(struct camera *c, float yaw, float pitch)
{
    const float whole = 6.2831853f;
    c->yaw = remainderf(c->yaw + yaw, whole);
    c->pitch = limit(-STEEPEST, STEEPEST, c->pitch + pitch);
}

/* The camera's axes: its right, up, and back (away from what it looks at). */
static void axes(const struct camera *c, float axis[3][3])
{
    const float sy = sinf(c->yaw), cy = cosf(c->yaw), sp = sinf(c->pitch), cp = cosf(c->pitch);
    const float all[3][3] = {{cy, 0.0f, -sy}, {-sy * sp, cp, -cy * sp}, {sy * cp, sp, cy * cp}};
    memcpy(axis, all, sizeof all);
}

void camera_pan(struct camera *c, float right, float up)
{
    const float height = 2.0f * c->distance * tanf(0.5f * CAMERA_VIEW);
    float axis[3][3];
    axes(c, axis);
    for (int k = 0; k < 3; k++)
        c->target[k] += height * (right * axis[0][k] + up * axis[1][k]);
}

void camera_zoom(struct camera *c, float notches)
{
    c->distance = limit(CAMERA_NEAREST, CAMERA_FARTHEST, c->distance * powf(ZOOM, notches));
}

void camera_place(const struct camera *c, float eye[3])
{
    float axis[3][3];
    axes(c, axis);
    for (int k = 0; k < 3; k++)
        eye[k] = c->target[k] + c->distance * axis[2][k];
}

float camera_fit(int32_t width, int32_t height)
{
    return fminf(1.0f, (float)width / (NARROW * (float)height));
}

void camera_matrix(const struct camera *c, int32_t width, int32_t height, float out[16])
{
    const float tall = camera_fit(width, height) / tanf(0.5f * CAMERA_VIEW);
    const float wide = tall * (float)height / (float)width;
    const float a = (FAR + NEAR) / (NEAR - FAR), b = 2.0f * FAR * NEAR / (NEAR - FAR);
    float axis[3][3], eye[3];
    axes(c, axis);
    camera_place(c, eye);
    for (int k = 0; k < 4; k++) {
        /* Column k of the view: the axes, then the eye seen along them. */
        float view[3];
        for (int i = 0; i < 3; i++)
            view[i] = k < 3 ? axis[i][k]
                            : -(axis[i][0] * eye[0] + axis[i][1] * eye[1] + axis[i][2] * eye[2]);
        float *column = out + 4 * k;
        column[0] = wide * view[0];
        column[1] = tall * view[1];
        column[2] = a * view[2] + (k == 3 ? b : 0.0f);
        column[3] = -view[2];
    }
}

void camera_project(const float matrix[16], int32_t width, int32_t height, const float point[3],
                    float out[3])
{
    float clip[4];
    for (int i = 0; i < 4; i++)
        clip[i] = matrix[i] * point[0] + matrix[4 + i] * point[1] + matrix[8 + i] * point[2] +
                  matrix[12 + i];
    if (clip[3] < 1e-6f) {
        out[0] = out[1] = 0.0f;
        out[2] = 2.0f;
        return;
    }
    out[0] = 0.5f * (float)width * (1.0f + clip[0] / clip[3]);
    out[1] = 0.5f * (float)height * (1.0f - clip[1] / clip[3]);
    out[2] = clip[2] / clip[3];
}
