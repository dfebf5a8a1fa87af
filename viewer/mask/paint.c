/* paint.c - see paint.h. */
#include "viewer/mask/paint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/mask/paint_shape.h"
#include "viewer/mask/surface.h"

/* The head is rolled out as a cylinder of this radius around an axis this far behind the origin:
 * at the middle of the face a centimetre across is one. */
#define RADIUS 10.0f
#define AXIS 4.5f

/* Borders are at least this soft: some two texels. */
#define SOFTEST 0.045f

/* From where the light comes that reliefs and forms show: across, up, towards the viewer. */
static const float light[3] = {-0.35f, 0.66f, 0.66f};

static void bound_tile(struct paint *p, int row, int column)
{
    struct paint_tile *tile = &p->tiles[row][column];
    *tile = (struct paint_tile){{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    for (int y = row * PAINT_TILE; y < (row + 1) * PAINT_TILE; y++)
        for (int x = column * PAINT_TILE; x < (column + 1) * PAINT_TILE; x++)
            for (int k = 0; k < 2; k++) {
                const float at = p->place[y * MASK_SIDE + x][k];
                tile->low[k] = fminf(tile->low[k], at);
                tile->high[k] = fmaxf(tile->high[k], at);
            }
}

int paint_open(struct paint *p, struct mien_error *e)
{
    *p = (struct paint){0};
    if (atlas_init(&p->atlas, e) != 0)
        return -1;
    p->place = malloc(ATLAS_TEXELS * sizeof *p->place);
    p->colors = malloc(ATLAS_TEXELS * sizeof *p->colors);
    if (!p->place || !p->colors) {
        paint_close(p);
        return error_memory(e, "a painted mask", ATLAS_TEXELS * sizeof *p->colors);
    }
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const float *at = mien_mesh_vertices[v];
        p->point[v][0] = RADIUS * atan2f(at[0], at[2] + AXIS);
        p->point[v][1] = at[1];
    }
    for (int i = 0; i < ATLAS_TEXELS; i++) {
        atlas_blend(&p->atlas.texels[i], p->point[0], 2, p->place[i]);
        for (int k = 0; k < 3; k++)
            p->colors[i][k] = 1.0f;
    }
    for (int row = 0; row < PAINT_TILES; row++)
        for (int column = 0; column < PAINT_TILES; column++)
            bound_tile(p, row, column);
    return 0;
}

void paint_close(struct paint *p)
{
    atlas_free(&p->atlas);
    free(p->place);
    free(p->colors);
    *p = (struct paint){0};
}

/* ---- grain ---- */

static float hashed(int x, int y)
{
    uint32_t h = (uint32_t)x * 0x9E3779B1u ^ (uint32_t)y * 0x85EBCA77u;
    h = (h ^ h >> 15) * 0x2C1B3C6Du;
    h = (h ^ h >> 12) * 0x297A2D39u;
    return (float)(h >> 8) / (float)(1 << 23) - 1.0f;
}

/* Smooth noise, -1..1, whose lattice has side 1. */
static float noise(float x, float y)
{
    const float left = floorf(x), top = floorf(y);
    const float fx = x - left, fy = y - top;
    const float u = fx * fx * (3.0f - 2.0f * fx), v = fy * fy * (3.0f - 2.0f * fy);
    const int i = (int)left, j = (int)top;
    const float above = hashed(i, j) + u * (hashed(i + 1, j) - hashed(i, j));
    const float below = hashed(i, j + 1) + u * (hashed(i + 1, j + 1) - hashed(i, j + 1));
    return above + v * (below - above);
}

static float clouds(float x, float y)
{
    return 0.55f * noise(x, y) + 0.3f * noise(2.1f * x + 17.0f, 2.1f * y) +
           0.15f * noise(4.3f * x, 4.3f * y + 29.0f);
}

static float grain_at(const struct paint_layer *l, const float at[2])
{
    enum { STRETCH = 12 };
    const float x = at[0] / l->size, y = at[1] / l->size;
    float turn, way;
    switch (l->grain) {
    case PAINT_SMOOTH:
        break;
    case PAINT_GRAIN:
        return clouds(x, y);
    case PAINT_BRUSHED:
        return 0.7f * noise(x / STRETCH, 2.0f * y) + 0.3f * noise(x / STRETCH, 5.0f * y);
    case PAINT_HAIR:
        /* A tuft's ends are ragged: rings of them, each a little turned. */
        turn = atan2f(at[0], at[1] + 1.0f);
        way = sqrtf(at[0] * at[0] + (at[1] + 1.0f) * (at[1] + 1.0f));
        return 0.65f * noise(turn * 9.0f / l->size + 2.0f * noise(x / 4.0f, y / 4.0f), way * 0.9f) +
               0.35f * noise(turn * 23.0f / l->size, way * 1.7f);
    }
    return 0.0f;
}

/* ---- layers ---- */

static void color_of(uint32_t rgb, float color[3])
{
    for (int k = 0; k < 3; k++)
        color[k] = (float)(rgb >> (16 - 8 * k) & 0xFF) / 255.0f;
}

/* How much lighter a raised border is here: it falls off to `bevel` inside. */
static float relief_at(const struct paint_layer *l, const struct shape *s, const float at[2],
                       bool mirrored, float distance)
{
    const float step = 0.02f;
    if (l->relief == 0.0f || distance > 0.0f || distance < -l->bevel)
        return 0.0f;
    const float right = shape_distance(s, (float[2]){at[0] + step, at[1]}) - distance;
    const float above = shape_distance(s, (float[2]){at[0], at[1] + step}) - distance;
    const float length = fmaxf(sqrtf(right * right + above * above), 1e-6f);
    return l->relief * ((mirrored ? -right : right) * light[0] + above * light[1]) / length *
           (1.0f + distance / l->bevel);
}

static void blend(enum paint_mode mode, float to[3], const float color[3], float cover)
{
    for (int k = 0; k < 3; k++) {
        const float made = mode == PAINT_MULTIPLY ? to[k] * color[k]
                           : mode == PAINT_LIGHT  ? to[k] + color[k] - to[k] * color[k]
                                                  : color[k];
        to[k] += cover * (fminf(fmaxf(made, 0.0f), 1.0f) - to[k]);
    }
}

/* A layer made ready. */
struct brush {
    const struct paint_layer *layer;
    struct shape shape;
    float color[3], core[3];
};

static void paint_texel(const struct brush *b, const float place[2], float to[3])
{
    const struct paint_layer *l = b->layer;
    const struct shape *s = &b->shape;
    const float at[2] = {l->both ? fabsf(place[0]) : place[0], place[1]};
    const float soft = fmaxf(l->soft, SOFTEST);
    const float distance = shape_distance(s, at);
    const float cover = l->opacity * (1.0f - surface_ramp(-0.5f * soft, 0.5f * soft, distance));
    if (cover <= 0.0f)
        return;
    float color[3];
    const float in = l->depth > 0.0f ? surface_ramp(0.0f, l->depth, -distance) : 0.0f;
    const bool mirrored = l->both && place[0] < 0.0f;
    const float change = relief_at(l, s, at, mirrored, distance) + l->rough * grain_at(l, place);
    for (int k = 0; k < 3; k++)
        color[k] = (b->color[k] + in * (b->core[k] - b->color[k])) * (1.0f + change) +
                   fmaxf(change, 0.0f) * 0.15f;
    blend(l->mode, to, color, cover);
}

/* Light of the canonical face at each landmark, around 1: what looks to the light is lighter, what
 * lies in a hollow darker. */
static void light_form(float lit[MIEN_MESH_POINTS])
{
    float pictured[MIEN_MESH_POINTS][3], normal[MIEN_MESH_POINTS][3];
    float around[MIEN_MESH_POINTS][4] = {{0}};
    for (int v = 0; v < MIEN_MESH_POINTS; v++)
        for (int k = 0; k < 3; k++)
            pictured[v][k] = k ? -mien_mesh_vertices[v][k] : mien_mesh_vertices[v][k];
    surface_normals(pictured, normal);
    for (int i = 0; i < MIEN_MESH_EDGES; i++)
        for (int side = 0; side < 2; side++) {
            const uint16_t a = mien_mesh_edges[i][side], b = mien_mesh_edges[i][1 - side];
            float length = 0.0f, height = 0.0f;
            for (int k = 0; k < 3; k++) {
                const float d = pictured[b][k] - pictured[a][k];
                length += d * d;
                height += d * normal[a][k];
            }
            around[a][0] += height / sqrtf(length);
            around[a][1] += 1.0f;
        }
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const float facing =
            normal[v][0] * light[0] - normal[v][1] * light[1] - normal[v][2] * light[2];
        lit[v] =
            0.62f + 0.5f * fmaxf(facing, 0.0f) - 0.8f * fmaxf(around[v][0] / around[v][1], 0.0f);
    }
}

static void paint_form(struct paint *p, float strength)
{
    float lit[MIEN_MESH_POINTS];
    light_form(lit);
    for (int i = 0; i < ATLAS_TEXELS; i++) {
        float here;
        atlas_blend(&p->atlas.texels[i], lit, 1, &here);
        const float by = 1.0f + strength * (here - 1.0f);
        for (int k = 0; k < 3; k++)
            p->colors[i][k] = fminf(fmaxf(p->colors[i][k] * by, 0.0f), 1.0f);
    }
}

/* Whether some of the tile may be within `margin` of the shape's box, on this side of a shape that
 * is mirrored. */
static bool meets(const struct paint_tile *tile, const struct shape *s, float side, float margin)
{
    const float low = side > 0.0f ? tile->low[0] : -tile->high[0];
    const float high = side > 0.0f ? tile->high[0] : -tile->low[0];
    return high >= s->low[0] - margin && low <= s->high[0] + margin &&
           tile->high[1] >= s->low[1] - margin && tile->low[1] <= s->high[1] + margin;
}

static void paint_tile(struct paint *p, const struct brush *b, int row, int column)
{
    for (int y = row * PAINT_TILE; y < (row + 1) * PAINT_TILE; y++)
        for (int x = column * PAINT_TILE; x < (column + 1) * PAINT_TILE; x++)
            paint_texel(b, p->place[y * MASK_SIDE + x], p->colors[y * MASK_SIDE + x]);
}

static void paint_layer(struct paint *p, const struct paint_layer *l)
{
    struct brush b = {.layer = l};
    shape_set(&b.shape, l, p->point);
    color_of(l->color, b.color);
    color_of(l->core, b.core);
    const float margin = fmaxf(l->soft, SOFTEST);
    for (int row = 0; row < PAINT_TILES; row++)
        for (int column = 0; column < PAINT_TILES; column++) {
            const struct paint_tile *tile = &p->tiles[row][column];
            if (meets(tile, &b.shape, 1.0f, margin) ||
                (l->both && meets(tile, &b.shape, -1.0f, margin)))
                paint_tile(p, &b, row, column);
        }
}

void paint_layers(struct paint *p, const struct paint_layer *layers, int count)
{
    for (int i = 0; i < count; i++)
        if (layers[i].mode == PAINT_FORM)
            paint_form(p, layers[i].opacity);
        else
            paint_layer(p, &layers[i]);
}

void paint_finish(const struct paint *p, struct mask *m)
{
    for (int i = 0; i < ATLAS_TEXELS; i++) {
        for (int k = 0; k < 3; k++)
            m->texels[4 * (size_t)i + (size_t)k] = (uint8_t)lrintf(255.0f * p->colors[i][k]);
        m->texels[4 * (size_t)i + 3] = p->atlas.texels[i].inside ? 255 : 0;
    }
}
