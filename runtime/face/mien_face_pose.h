/* mien_face_pose.h - where a head is and which way it looks, from its 468 landmarks.
 *
 * Weighted orthogonal Procrustes analysis between the canonical face and the landmarks as a pinhole
 * camera sees them, in the three steps of MediaPipe's face geometry pipeline: landmarks have no
 * scale, so it is first taken from them as projected, then from the points that this scale
 * unprojects, and the pose from those that both unproject.
 *
 * The rotation is the quaternion of B. Horn, "Closed-form solution of absolute orientation using
 * unit quaternions", J. Opt. Soc. Am. A 4 (1987), its eigenvector by Jacobi's rotations. */
#ifndef MIEN_FACE_POSE_H
#define MIEN_FACE_POSE_H

#include "runtime/face/mien_face_mesh.h"

#ifdef __cplusplus
extern "C" {
#endif

struct mien_pose {
    float matrix[4][4]; /* canonical face (cm, y up) to camera space (cm, camera at 0 looking along
                           -z); row by row, vectors are columns */
    float yaw, pitch, roll; /* radians: the face turned to the picture's right, upwards, and its
                               picture turned clockwise */
};

/* landmarks [MIEN_MESH_POINTS, 3] in pixels of a picture of width x height; field_of_view vertical,
 * radians, above 0 and below pi. Landmarks that all fall together give no rotation and a face at
 * the camera. */
void mien_pose_estimate(const float *landmarks, int32_t width, int32_t height, float field_of_view,
                        struct mien_pose *pose);

#ifdef __cplusplus
}
#endif

#endif
