/* camera.h - a camera that goes around a face: where it is, and where it sees a point.
 *
 * Lengths are centimetres of the canonical face (x to the subject's left, y up, z to the camera).
 * At yaw and pitch 0 the camera looks at the face from the front. Matrices are OpenGL's: by
 * columns, clip space -w..w. */
#ifndef MIEN_VIEWER_STUDIO_CAMERA_H
#define MIEN_VIEWER_STUDIO_CAMERA_H

#include <stdint.h>

/* Vertical field of view, radians, and the limits of the distance. */
#define CAMERA_VIEW 0.5235988f
#define CAMERA_NEAREST 12.0f
#define CAMERA_FARTHEST 200.0f

struct camera {
    float yaw, pitch; /* radians: around to the subject's left, upwards (within +-1.5) */
    float distance;   /* from the target */
    float target[3];
};

/* The whole face from the front. */
struct camera camera_start(void);

void camera_orbit(struct camera *c, float yaw, float pitch);
/* Move it and what it looks at, by shares of the height of what it sees: to its right and up. */
void camera_pan(struct camera *c, float right, float up);
/* Come nearer by that many notches of a wheel; the target stays. */
void camera_zoom(struct camera *c, float notches);

void camera_place(const struct camera *c, float eye[3]);

/* How much of a picture's height shows CAMERA_VIEW: all of it, less where it is so narrow that a
 * face would be cut off at its sides. */
float camera_fit(int32_t width, int32_t height);

/* What brings a point to clip space, for a picture of this shape: out [16]. */
void camera_matrix(const struct camera *c, int32_t width, int32_t height, float out[16]);

/* Where a matrix shows a point in a picture: x, y in pixels from the left and top, z its depth
 * -1..1, larger is farther. A point behind the camera gets a depth above 1. */
void camera_project(const float matrix[16], int32_t width, int32_t height, const float point[3],
                    float out[3]);

#endif
