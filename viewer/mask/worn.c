/* worn.c - see worn.h. */
#include "viewer/mask/worn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/expression/mien_expression.h"
#include "runtime/host/draw/triangle.h"
#include "viewer/mask/oklab.h"
#include "viewer/mask/surface.h"

/* Pixels: what is that close to the foremost is the same, computed twice. */
#define SAME_DEPTH 0.01f

/* A texture of 8-bit colours and cover, `side` texels square. */
struct texture {
    uint8_t *texels;
    int side;
};

struct worn {
    const struct mask *mask;
    const struct tone *tone;
    const struct mien_face *face;
    struct texture texture;
    float show[MIEN_MESH_POINTS]; /* how much of the mask is seen at each landmark */
    float *depth;                 /* [height, width] */
    uint8_t *pixels;
    int width, height, channels;
};

/* The mask's texture, as small as a face of this width shows it. */
static int make_texture(struct texture *t, const struct mask *m, float width, struct mien_error *e)
{
    const size_t bytes = (size_t)MASK_SIDE * MASK_SIDE * 4;
    t->texels = malloc(bytes);
    if (!t->texels)
        return error_memory(e, "a worn mask", bytes);
    memcpy(t->texels, m->texels, bytes);
    t->side = MASK_SIDE;
    for (; t->side > 16 && (float)t->side > 2.0f * width; t->side /= 2)
        mask_halve(t->texels, t->side, t->texels);
    return 0;
}

/* Bilinear, at (u, v) of the sheet from its left and top: 0..255. */
static void sample(const struct texture *t, float u, float v, float out[4])
{
    const float most = (float)(t->side - 1);
    const float x = fminf(fmaxf(u * (float)t->side - 0.5f, 0.0f), most);
    const float y = fminf(fmaxf(v * (float)t->side - 0.5f, 0.0f), most);
    const int left = (int)x, top = (int)y;
    const int right = left + (left + 1 < t->side), bottom = top + (top + 1 < t->side);
    const float fx = x - (float)left, fy = y - (float)top;
    const uint8_t *a = t->texels + 4 * ((size_t)top * (size_t)t->side + (size_t)left);
    const uint8_t *b = a + 4 * (right - left),
                  *c = a + 4 * (size_t)t->side * (size_t)(bottom - top);
    const uint8_t *d = c + 4 * (right - left);
    for (int k = 0; k < 4; k++)
        out[k] = (1.0f - fy) * ((1.0f - fx) * (float)a[k] + fx * (float)b[k]) +
                 fy * ((1.0f - fx) * (float)c[k] + fx * (float)d[k]);
}

/* What is interpolated over a triangle: place on the sheet, depth, show, the tone's offset. */
enum { U, V, DEPTH, SHOW, OFFSET, VALUES = OFFSET + 3 };

static void corner_values(const struct worn *w, int v, float values[VALUES])
{
    values[U] = mien_mesh_uv[v][0];
    values[V] = 1.0f - mien_mesh_uv[v][1];
    values[DEPTH] = w->face->landmarks[v][2];
    values[SHOW] = w->show[v];
    for (int k = 0; k < 3; k++)
        values[OFFSET + k] = w->tone ? w->tone->offset[v][k] : 0.0f;
}

static void shade(const struct worn *w, const float values[VALUES], uint8_t *pixel)
{
    float texel[4], lab[3];
    sample(&w->texture, values[U], values[V], texel);
    uint8_t color[3];
    for (int k = 0; k < 3; k++)
        color[k] = (uint8_t)lrintf(texel[k]);
    if (w->tone) {
        oklab_of_srgb(color, lab);
        for (int k = 0; k < 3; k++)
            lab[k] = lab[k] * w->tone->scale[k] + values[OFFSET + k];
        oklab_to_srgb(lab, color);
    }
    const float cover = texel[3] / 255.0f * values[SHOW] * w->mask->look.opacity;
    for (int k = 0; k < 3; k++)
        pixel[k] = (uint8_t)lrintf((float)pixel[k] + cover * (float)(color[k] - pixel[k]));
}

/* Depths alone first (shaded false), then what lies foremost is shaded: a pixel is blended once. */
static void draw_triangle(struct worn *w, const uint16_t corner[3], bool shaded)
{
    float values[3][VALUES];
    for (int i = 0; i < 3; i++)
        corner_values(w, corner[i], values[i]);
    struct triangle t;
    if (!triangle_start(&t, w->face->landmarks[corner[0]], w->face->landmarks[corner[1]],
                        w->face->landmarks[corner[2]], w->width, w->height))
        return;
    for (struct triangle_row row; triangle_next(&t, &row);)
        for (int x = row.first; x < row.end; x++) {
            float at[VALUES] = {0};
            for (int i = 0; i < 3; i++) {
                const float weight = row.weight[i] + (float)(x - row.first) * t.step[i];
                for (int k = 0; k < VALUES; k++)
                    at[k] += weight * values[i][k];
            }
            const size_t pixel = (size_t)row.y * (size_t)w->width + (size_t)x;
            if (!shaded)
                w->depth[pixel] = fminf(w->depth[pixel], at[DEPTH]);
            else if (at[DEPTH] <= w->depth[pixel] + SAME_DEPTH)
                shade(w, at, w->pixels + pixel * (size_t)w->channels);
        }
}

static bool left_out(const struct mask_look *look, const uint16_t triangle[3])
{
    const int32_t opening = mien_mesh_opening(triangle);
    return opening == MIEN_CONTOUR_INNER_LIPS ? look->mouth : opening >= 0 && look->eyes;
}

static void draw(struct worn *w)
{
    float edge[MIEN_MESH_POINTS], facing[MIEN_MESH_POINTS];
    surface_edge(edge);
    surface_facing(w->face->landmarks, facing);
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        w->show[v] =
            surface_border(edge[v], w->mask->look.feather) * surface_outline(edge[v], facing[v]);
    for (size_t i = 0; i < (size_t)w->width * (size_t)w->height; i++)
        w->depth[i] = INFINITY;
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < MIEN_MESH_TRIANGLES; i++)
            if (!pass || !left_out(&w->mask->look, mien_mesh_triangles[i]))
                draw_triangle(w, mien_mesh_triangles[i], pass);
}

int mask_wear(const struct mask *m, const struct tone *tone, const struct mien_face *face,
              uint8_t *pixels, int width, int height, int channels, struct mien_error *e)
{
    struct worn w = {.mask = m,
                     .tone = tone,
                     .face = face,
                     .pixels = pixels,
                     .width = width,
                     .height = height,
                     .channels = channels};
    const size_t bytes = (size_t)width * (size_t)height * sizeof *w.depth;
    w.depth = malloc(bytes);
    int result = -1;
    if (!w.depth)
        error_memory(e, "a worn mask", bytes);
    else if ((result = make_texture(&w.texture, m, face->box.width, e)) == 0)
        draw(&w);
    free(w.texture.texels);
    free(w.depth);
    return result;
}
