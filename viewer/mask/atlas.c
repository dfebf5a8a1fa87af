/* atlas.c - see atlas.h. */
#include "viewer/mask/atlas.h"

#include <math.h>
#include <stdlib.h>

#include "runtime/host/draw/triangle.h"

static void add_triangle(struct atlas *a, int index)
{
    float corner[3][2];
    for (int i = 0; i < 3; i++)
        mask_texel(mien_mesh_uv[mien_mesh_triangles[index][i]], &corner[i][0], &corner[i][1]);
    struct triangle t;
    if (!triangle_start(&t, corner[0], corner[1], corner[2], MASK_SIDE, MASK_SIDE))
        return;
    for (struct triangle_row row; triangle_next(&t, &row);)
        for (int x = row.first; x < row.end; x++) {
            struct atlas_texel *texel = &a->texels[row.y * MASK_SIDE + x];
            *texel = (struct atlas_texel){.triangle = (int16_t)index, .inside = true};
            for (int i = 0; i < 3; i++)
                texel->weight[i] = row.weight[i] + (float)(x - row.first) * t.step[i];
        }
}

/* The first texel inside on the straight way to the middle, which the oval is a star around. */
static const struct atlas_texel *inward(const struct atlas *a, int x, int y)
{
    const float middle_x = 0.5f * MASK_SIDE, middle_y = 0.53f * MASK_SIDE;
    const float dx = middle_x - (float)x, dy = middle_y - (float)y;
    const int steps = (int)fmaxf(fabsf(dx), fabsf(dy));
    for (int i = 1;; i++) {
        const float share = (float)i / (float)steps;
        const int at_x = (int)((float)x + share * dx), at_y = (int)((float)y + share * dy);
        const struct atlas_texel *texel = &a->texels[at_y * MASK_SIDE + at_x];
        if (texel->inside || i == steps)
            return texel;
    }
}

int atlas_init(struct atlas *a, struct mien_error *e)
{
    a->texels = calloc(ATLAS_TEXELS, sizeof *a->texels);
    if (!a->texels)
        return error_memory(e, "an atlas of the face", ATLAS_TEXELS * sizeof *a->texels);
    for (int i = 0; i < MIEN_MESH_TRIANGLES; i++)
        add_triangle(a, i);
    for (int y = 0; y < MASK_SIDE; y++)
        for (int x = 0; x < MASK_SIDE; x++) {
            struct atlas_texel *texel = &a->texels[y * MASK_SIDE + x];
            if (!texel->inside) {
                *texel = *inward(a, x, y);
                texel->inside = false;
            }
        }
    return 0;
}

void atlas_free(struct atlas *a)
{
    free(a->texels);
    *a = (struct atlas){0};
}

void atlas_blend(const struct atlas_texel *t, const float *values, int count, float *out)
{
    const uint16_t *corner = mien_mesh_triangles[t->triangle];
    for (int k = 0; k < count; k++)
        out[k] = t->weight[0] * values[corner[0] * count + k] +
                 t->weight[1] * values[corner[1] * count + k] +
                 t->weight[2] * values[corner[2] * count + k];
}
