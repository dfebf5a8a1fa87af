/* surface.h - the face as a surface: what is asked of each landmark wherever masks are made or
 * worn, in software or on the GPU. */
#ifndef MIEN_VIEWER_MASK_SURFACE_H
#define MIEN_VIEWER_MASK_SURFACE_H

#include "runtime/face/mien_face_mesh.h"

/* How far each landmark of the canonical face lies from the face oval, in shares of the face's
 * width: 0 on the oval, some 0.5 at the nose. Interpolated over the triangles and held against the
 * look's feather it gives the soft border, see surface_border. */
void surface_edge(float edge[MIEN_MESH_POINTS]);

/* How much of a mask is seen at this distance from the oval: 0 on it, 1 from `feather` on. */
float surface_border(float edge, float feather);

/* Each landmark's normal, of length 1 and away from the head, of landmarks in a picture (x right, y
 * down, z away). 0 where the triangles around it have no area. */
void surface_normals(const float (*landmarks)[3], float normal[MIEN_MESH_POINTS][3]);

/* The cosine between each landmark's normal and the way to the viewer: 1 where the skin
 * looks at the viewer, 0 at its outline, below 0 where it is turned away. */
void surface_facing(const float (*landmarks)[3], float facing[MIEN_MESH_POINTS]);

/* How much of a mask is seen at the head's outline: 1 where the skin looks at the viewer, 0 where
 * it turns away near the oval, so that a turned head has no hard border either. Within the face,
 * such as along the nose, 1: there it hides the mask itself, not what is behind the head. */
float surface_outline(float edge, float facing);

/* 0 below `low`, 1 above `high`, smooth between. */
float surface_ramp(float low, float high, float x);

#endif
