/* rig.c - see rig.h. */
#include "viewer/puppet/rig.h"

#include <math.h>
#include <string.h>

uint16_t rig_contour(enum mien_contour_name contour, int32_t step)
{
    const struct mien_contour *c = &mien_contours[contour];
    return mien_contour_points[c->first + (step + c->count) % c->count];
}

void rig_add_triangle(struct rig *r, int a, int b, int c, enum rig_texture texture)
{
    r->triangle[r->triangles++] = (struct rig_triangle){
        .corner = {(uint16_t)a, (uint16_t)b, (uint16_t)c}, .texture = (uint8_t)texture};
}

void rig_add_sheet(struct rig *r, int first, int rows, int columns, int closed,
                   enum rig_texture texture)
{
    for (int row = 0; row + 1 < rows; row++)
        for (int k = 0; k < columns - !closed; k++) {
            const int a = first + row * columns + k, next = (k + 1) % columns - k;
            rig_add_triangle(r, a, a + columns, a + next, texture);
            rig_add_triangle(r, a + next, a + columns, a + columns + next, texture);
        }
}

void rig_to_camera(const struct rig *r, const float at[3], float out[3])
{
    for (int k = 0; k < 3; k++) {
        const float *m = r->pose.matrix[k];
        out[k] = m[0] * at[0] + m[1] * at[1] + m[2] * at[2] + m[3];
    }
}

void rig_see(const struct rig *r, const float at[3], float pixel[2])
{
    float seen[3];
    rig_to_camera(r, at, seen);
    pixel[0] = 0.5f * r->width - r->focal * seen[0] / seen[2];
    pixel[1] = 0.5f * r->height + r->focal * seen[1] / seen[2];
}

void rig_normals(const float (*at)[3], float (*normal)[3])
{
    memset(normal, 0, sizeof(float[MIEN_MESH_POINTS][3]));
    for (int i = 0; i < MIEN_MESH_TRIANGLES; i++) {
        const uint16_t *t = mien_mesh_triangles[i];
        const float *a = at[t[0]], *b = at[t[1]], *c = at[t[2]];
        for (int k = 0; k < 3; k++) {
            const int l = (k + 1) % 3, m = (k + 2) % 3;
            const float across = (b[l] - a[l]) * (c[m] - a[m]) - (b[m] - a[m]) * (c[l] - a[l]);
            for (int corner = 0; corner < 3; corner++)
                normal[t[corner]][k] += across;
        }
    }
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        float *n = normal[i];
        const float length = sqrtf(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
        for (int k = 0; k < 3; k++)
            n[k] /= fmaxf(length, 1e-6f);
    }
}
