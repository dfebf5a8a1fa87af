/* solid.c - see solid.h. */
#include "datasets/synth/solid.h"

#include <math.h>
#include <string.h>

void solid_clear(struct solid *s)
{
    s->points = s->triangles = 0;
}

int solid_add(struct solid *s, const struct solid_point *p)
{
    if (s->points < SOLID_POINTS)
        s->point[s->points++] = *p;
    return s->points - 1;
}

void solid_triangle(struct solid *s, int a, int b, int c, enum solid_cover cover)
{
    if (s->triangles < SOLID_TRIANGLES)
        s->triangle[s->triangles++] =
            (struct solid_triangle){{(uint16_t)a, (uint16_t)b, (uint16_t)c}, (uint8_t)cover};
}

void solid_sheet(struct solid *s, int first, int rows, int columns, bool round,
                 enum solid_cover cover)
{
    for (int row = 0; row + 1 < rows; row++)
        for (int column = 0; column < columns - !round; column++) {
            const int next = (column + 1) % columns;
            const int a = first + row * columns + column, b = first + row * columns + next;
            solid_triangle(s, a, a + columns, b, cover);
            solid_triangle(s, b, a + columns, b + columns, cover);
        }
}

void solid_find_normals(struct solid *s)
{
    for (int i = 0; i < s->points; i++)
        memset(s->point[i].normal, 0, sizeof s->point[i].normal);
    for (int i = 0; i < s->triangles; i++) {
        struct solid_point *p[3];
        float u[3], v[3];
        for (int k = 0; k < 3; k++)
            p[k] = &s->point[s->triangle[i].point[k]];
        for (int k = 0; k < 3; k++) {
            u[k] = p[1]->at[k] - p[0]->at[k];
            v[k] = p[2]->at[k] - p[0]->at[k];
        }
        const float n[3] = {u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2],
                            u[0] * v[1] - u[1] * v[0]};
        for (int k = 0; k < 3; k++)
            for (int j = 0; j < 3; j++)
                p[k]->normal[j] += n[j];
    }
    for (int i = 0; i < s->points; i++) {
        float *n = s->point[i].normal;
        const float length = sqrtf(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
        for (int k = 0; k < 3; k++)
            n[k] = length > 0 ? n[k] / length : 0;
    }
}
