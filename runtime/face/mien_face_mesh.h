/* mien_face_mesh.h - what the numbers of the 468 landmarks mean: tables, and measures on them.
 *
 * Which of them the usual 68 points are (mien_ibug68), and other tables that features of exported
 * headers need, are in mien_landmarks.h.
 *
 * Vertices, texture coordinates, triangles and weights are those of MediaPipe's canonical face
 * model (canonical_face_model.obj and geometry_pipeline_metadata_landmarks.pbtxt; Copyright 2020
 * The MediaPipe Authors, Apache License 2.0). */
#ifndef MIEN_FACE_MESH_H
#define MIEN_FACE_MESH_H

#include <stdint.h>

#include "runtime/face/mien_face_detection.h"
#include "runtime/mien_landmarks.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    MIEN_MESH_SIDE = 192, /* of the network's input, pixels */
    MIEN_MESH_TRIANGLES = 898,
    MIEN_MESH_EDGES = 1365,
    MIEN_MESH_RIGID = 33 /* landmarks that a head's pose is taken from */
};

/* Centimetres; x to the subject's left (the right of its picture), y up, z to the camera. */
extern const float mien_mesh_vertices[MIEN_MESH_POINTS][3];
extern const float mien_mesh_uv[MIEN_MESH_POINTS][2]; /* 0..1, v upwards */
extern const uint16_t mien_mesh_triangles[MIEN_MESH_TRIANGLES][3];
extern const uint16_t mien_mesh_edges[MIEN_MESH_EDGES][2]; /* each of the triangles' sides once */

/* The landmarks that keep their place on the skull, and how much each says of its pose. */
struct mien_rigid_point {
    uint16_t point;
    float weight;
};
extern const struct mien_rigid_point mien_mesh_rigid[MIEN_MESH_RIGID];

/* The lines that draw a face: closed ones. Right and left are the subject's. */
enum mien_contour_name {
    MIEN_CONTOUR_FACE,
    MIEN_CONTOUR_RIGHT_BROW,
    MIEN_CONTOUR_LEFT_BROW,
    MIEN_CONTOUR_RIGHT_EYE,
    MIEN_CONTOUR_LEFT_EYE,
    MIEN_CONTOUR_OUTER_LIPS,
    MIEN_CONTOUR_INNER_LIPS,
    MIEN_CONTOURS
};
enum { MIEN_CONTOUR_POINTS = 128 };
struct mien_contour {
    uint16_t first, count; /* in mien_contour_points */
};
extern const struct mien_contour mien_contours[MIEN_CONTOURS];
extern const uint16_t mien_contour_points[MIEN_CONTOUR_POINTS]; /* landmarks, in turn */

/* Landmarks are [MIEN_MESH_POINTS, 3]. The smallest upright box around them. */
struct mien_rect mien_mesh_box(const float *landmarks);

/* The square that the next look at the same face is best taken in: around the landmarks, upright
 * along the outer corners of the eyes, half as large again as the longer side. */
struct mien_region mien_region_of_landmarks(const float *landmarks);

/* How far the eyes (the subject's right, left) and the mouth are open: height between the lids or
 * inner lips over width between the corners, in space, so that a turned head changes little. Around
 * 0.3 for an open eye; 0 where the corners fall together.
 * Eyes: T. Soukupova, J. Cech, "Real-Time Eye Blink Detection using Facial Landmarks" (2016). */
void mien_mesh_openness(const float *landmarks, float eyes[2], float *mouth);

#ifdef __cplusplus
}
#endif

#endif
