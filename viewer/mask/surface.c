/* surface.c - see surface.h. */
#include "viewer/mask/surface.h"

#include <math.h>
#include <string.h>

float surface_ramp(float low, float high, float x)
{
    const float t = fminf(fmaxf((x - low) / (high - low), 0.0f), 1.0f);
    return t * t * (3.0f - 2.0f * t);
}

float surface_border(float edge, float feather)
{
    return edge >= feather ? 1.0f : surface_ramp(0.0f, feather, edge);
}

float surface_outline(float edge, float facing)
{
    return fmaxf(surface_ramp(0.0f, 0.25f, facing), surface_ramp(0.1f, 0.2f, edge));
}

/* The squared distance of p from the straight line between a and b. */
static float segment_distance(const float *p, const float *a, const float *b)
{
    float along = 0.0f, length = 0.0f, sum = 0.0f;
    for (int k = 0; k < 3; k++) {
        along += (p[k] - a[k]) * (b[k] - a[k]);
        length += (b[k] - a[k]) * (b[k] - a[k]);
    }
    const float t = fminf(fmaxf(along / length, 0.0f), 1.0f);
    for (int k = 0; k < 3; k++) {
        const float d = p[k] - a[k] - t * (b[k] - a[k]);
        sum += d * d;
    }
    return sum;
}

void surface_edge(float edge[MIEN_MESH_POINTS])
{
    enum { RIGHTMOST = 234, LEFTMOST = 454 };
    const struct mien_contour *oval = &mien_contours[MIEN_CONTOUR_FACE];
    const uint16_t *points = mien_contour_points + oval->first;
    const float width = mien_mesh_vertices[LEFTMOST][0] - mien_mesh_vertices[RIGHTMOST][0];
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        float nearest = INFINITY;
        for (int i = 0; i < oval->count; i++)
            nearest = fminf(nearest,
                            segment_distance(mien_mesh_vertices[v], mien_mesh_vertices[points[i]],
                                             mien_mesh_vertices[points[(i + 1) % oval->count]]));
        edge[v] = sqrtf(nearest) / width;
    }
}

void surface_normals(const float (*landmarks)[3], float normal[MIEN_MESH_POINTS][3])
{
    memset(normal, 0, MIEN_MESH_POINTS * sizeof *normal);
    for (int t = 0; t < MIEN_MESH_TRIANGLES; t++) {
        const uint16_t *corner = mien_mesh_triangles[t];
        const float *o = landmarks[corner[0]], *a = landmarks[corner[1]], *b = landmarks[corner[2]];
        const float u[3] = {a[0] - o[0], a[1] - o[1], a[2] - o[2]};
        const float v[3] = {b[0] - o[0], b[1] - o[1], b[2] - o[2]};
        const float n[3] = {u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2],
                            u[0] * v[1] - u[1] * v[0]};
        for (int i = 0; i < 3; i++)
            for (int k = 0; k < 3; k++)
                normal[corner[i]][k] += n[k];
    }
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        float *n = normal[v];
        const float length = sqrtf(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
        for (int k = 0; k < 3; k++)
            n[k] = length > 0.0f ? n[k] / length : 0.0f;
    }
}

void surface_facing(const float (*landmarks)[3], float facing[MIEN_MESH_POINTS])
{
    float normal[MIEN_MESH_POINTS][3];
    surface_normals(landmarks, normal);
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        facing[v] = -normal[v][2]; /* z runs away from the viewer */
}
