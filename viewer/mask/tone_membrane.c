/* tone_membrane.c - see tone.h: what is given at the border, spread over the face as a soap film
 * would be.
 *
 * The film is harmonic on the canonical mesh: each landmark is the mean of its neighbours, weighted
 * by the cotangents of the angles that face their common edges (U. Pinkall, K. Polthier, "Computing
 * Discrete Minimal Surfaces and Their Conjugates", 1993), so that it depends on the face's shape
 * and not on where landmarks are dense. All border landmarks' films are relaxed at once, by
 * successive over-relaxation (D. Young, 1954). */
#include <math.h>
#include <string.h>

#include "runtime/expression/mien_expression.h"
#include "viewer/mask/oklab.h"
#include "viewer/mask/tone.h"

enum { NEIGHBOURS = 16, ROUNDS = 120 };
#define OVER 1.75f
/* Weights of obtuse angles are below 0; this much is the least, so that means remain means. */
#define LEAST 0.05f

struct links {
    int count;
    uint16_t to[NEIGHBOURS];
    float weight[NEIGHBOURS];
};

static void add_link(struct links *l, uint16_t to, float weight)
{
    int i = 0;
    while (i < l->count && l->to[i] != to)
        i++;
    if (i == NEIGHBOURS)
        return;
    if (i == l->count) {
        l->count++;
        l->to[i] = to;
        l->weight[i] = 0.0f;
    }
    l->weight[i] += weight;
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

static void link_mesh(struct links links[MIEN_MESH_POINTS])
{
    memset(links, 0, MIEN_MESH_POINTS * sizeof *links);
    for (int t = 0; t < MIEN_MESH_TRIANGLES; t++)
        for (int i = 0; i < 3; i++) {
            const uint16_t o = mien_mesh_triangles[t][i], a = mien_mesh_triangles[t][(i + 1) % 3],
                           b = mien_mesh_triangles[t][(i + 2) % 3];
            const float weight = 0.5f * cotangent(mien_mesh_vertices[o], mien_mesh_vertices[a],
                                                  mien_mesh_vertices[b]);
            add_link(&links[a], b, weight);
            add_link(&links[b], a, weight);
        }
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        float sum = 0.0f;
        for (int i = 0; i < links[v].count; i++)
            sum += links[v].weight[i] = fmaxf(links[v].weight[i], LEAST);
        for (int i = 0; i < links[v].count; i++)
            links[v].weight[i] /= sum;
    }
}

static void relax(float (*weight)[TONE_BORDER], const struct links *l, float *at)
{
    float mean[TONE_BORDER] = {0};
    for (int i = 0; i < l->count; i++)
        for (int b = 0; b < TONE_BORDER; b++)
            mean[b] += l->weight[i] * weight[l->to[i]][b];
    for (int b = 0; b < TONE_BORDER; b++)
        at[b] += OVER * (mean[b] - at[b]);
}

void tone_membrane_init(struct tone_membrane *t)
{
    struct links links[MIEN_MESH_POINTS];
    bool border[MIEN_MESH_POINTS] = {false};
    link_mesh(links);
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        for (int b = 0; b < TONE_BORDER; b++)
            t->weight[v][b] = 1.0f / TONE_BORDER;
    const uint16_t *oval = mien_contour_points + mien_contours[MIEN_CONTOUR_FACE].first;
    for (int b = 0; b < TONE_BORDER; b++) {
        border[oval[b]] = true;
        memset(t->weight[oval[b]], 0, sizeof t->weight[oval[b]]);
        t->weight[oval[b]][b] = 1.0f;
    }
    for (int round = 0; round < ROUNDS; round++)
        for (int v = 0; v < MIEN_MESH_POINTS; v++)
            if (!border[v])
                relax(t->weight, &links[v], t->weight[v]);
    for (int i = 0; i < MIEN_MESH_TRIANGLES; i++)
        t->skin[i] = mien_mesh_opening(mien_mesh_triangles[i]) < 0;
    for (int i = 0; i < 256; i++)
        t->linear[i] = oklab_light((float)i);
}
