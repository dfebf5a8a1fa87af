/* tone_membrane.c - see tone.h: how a correction is held together by the mesh.
 *
 * Neighbours are weighted by the cotangents of the angles that face their common edges (U. Pinkall,
 * K. Polthier, "Computing Discrete Minimal Surfaces and Their Conjugates", 1993), so that the
 * membrane depends on the face's shape and not on where landmarks are dense. */
#include <math.h>
#include <string.h>

#include "runtime/expression/mien_expression.h"
#include "viewer/mask/oklab.h"
#include "viewer/mask/surface.h"
#include "viewer/mask/tone.h"

/* Weights of obtuse angles are below 0; this much is the least, so that means remain means. */
#define LEAST 0.05f

/* How firmly measured colours hold the membrane, against its links: near the oval, and well inside,
 * from these distances of surface_edge on. Held firmly all over, it would carry one face's features
 * to the other. */
#define FIRM_BORDER 2.0f
#define FIRM_INSIDE 0.2f
#define NEAR_OVAL 0.12f
#define INSIDE 0.25f

static void add_link(struct tone_membrane *t, uint16_t from, uint16_t to, float weight)
{
    int i = 0;
    while (i < t->count[from] && t->to[from][i] != to)
        i++;
    if (i == TONE_NEIGHBOURS)
        return;
    if (i == t->count[from]) {
        t->count[from]++;
        t->to[from][i] = to;
    }
    t->link[from][i] += weight;
}

/* The cotangent of the angle at o between a and b. */
static float cotangent(const float *o, const float *a, const float *b)
{
    const float u[3] = {a[0] - o[0], a[1] - o[1], a[2] - o[2]};
    const float v[3] = {b[0] - o[0], b[1] - o[1], b[2] - o[2]};
    const float x = u[1] * v[2] - u[2] * v[1], y = u[2] * v[0] - u[0] * v[2],
                z = u[0] * v[1] - u[1] * v[0];
    return (u[0] * v[0] + u[1] * v[1] + u[2] * v[2]) / sqrtf(x * x + y * y + z * z);
}

static void link_mesh(struct tone_membrane *t)
{
    for (int i = 0; i < MIEN_MESH_TRIANGLES; i++)
        for (int k = 0; k < 3; k++) {
            const uint16_t *corner = mien_mesh_triangles[i];
            const uint16_t o = corner[k], a = corner[(k + 1) % 3], b = corner[(k + 2) % 3];
            const float weight = 0.5f * cotangent(mien_mesh_vertices[o], mien_mesh_vertices[a],
                                                  mien_mesh_vertices[b]);
            add_link(t, a, b, weight);
            add_link(t, b, a, weight);
        }
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        float sum = 0.0f;
        for (int i = 0; i < t->count[v]; i++)
            sum += t->link[v][i] = fmaxf(t->link[v][i], LEAST);
        for (int i = 0; i < t->count[v]; i++)
            t->link[v][i] /= sum;
    }
}

void tone_membrane_init(struct tone_membrane *t)
{
    memset(t, 0, sizeof *t);
    link_mesh(t);
    float edge[MIEN_MESH_POINTS];
    surface_edge(edge);
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        t->firm[v] =
            FIRM_BORDER + (FIRM_INSIDE - FIRM_BORDER) * surface_ramp(NEAR_OVAL, INSIDE, edge[v]);
    for (int c = 0; c < MIEN_CONTOURS; c++)
        for (int i = 0; i < mien_contours[c].count; i++) {
            const int v = mien_contour_points[mien_contours[c].first + i];
            t->border[v] = c == MIEN_CONTOUR_FACE;
            t->firm[v] = t->border[v] ? FIRM_BORDER : 0.0f; /* a feature is no light */
        }
    for (int i = 0; i < MIEN_MESH_TRIANGLES; i++)
        t->skin[i] = mien_mesh_opening(mien_mesh_triangles[i]) < 0;
    for (int i = 0; i < 256; i++)
        t->linear[i] = oklab_light((float)i);
}
