/* pick.c - see pick.h. */
#include "viewer/studio/pick.h"

#include <math.h>

#include "viewer/studio/camera.h"

#define TIE 2.0f /* pixels */

/* What was found so far. */
struct hit {
    int landmark;
    float far, depth;
};

static void consider(struct hit *best, int landmark, const float at[3], float x, float y,
                     float reach)
{
    const float far = hypotf(at[0] - x, at[1] - y);
    if (far > reach || at[2] > 1.0f)
        return;
    const bool tie = best->landmark >= 0 && fabsf(far - best->far) <= TIE;
    if (best->landmark < 0 || (tie ? at[2] < best->depth : far < best->far))
        *best = (struct hit){landmark, far, at[2]};
}

int pick_vertex(const struct figure *f, const float matrix[16], const float eye[3], int32_t width,
                int32_t height, float x, float y, float reach)
{
    struct hit best = {.landmark = -1};
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        float facing = 0.0f, at[3];
        for (int k = 0; k < 3; k++)
            facing += f->normal[v][k] * (eye[k] - f->vertex[v][k]);
        if (facing <= 0.0f)
            continue;
        camera_project(matrix, width, height, f->vertex[v], at);
        consider(&best, v, at, x, y, reach);
    }
    return best.landmark;
}

int pick_uv(const float matrix[16], int32_t width, int32_t height, float x, float y, float reach)
{
    struct hit best = {.landmark = -1};
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const float point[3] = {mien_mesh_uv[v][0], mien_mesh_uv[v][1], 0.0f};
        float at[3];
        camera_project(matrix, width, height, point, at);
        consider(&best, v, at, x, y, reach);
    }
    return best.landmark;
}
