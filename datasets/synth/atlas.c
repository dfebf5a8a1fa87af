/* atlas.c - see atlas.h. Lips and brows are what their contours enclose; noise is that of
 * random lattices, smoothed, in octaves (K. Perlin, "An Image Synthesizer", 1985). */
#include "datasets/synth/atlas.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "datasets/synth/atlas_table.h"
#include "datasets/synth/draw.h"
#include "runtime/face/mien_face_mesh.h"

enum { TEXELS = ATLAS_SIDE * ATLAS_SIDE };

/* ---- noise ---- */

/* Value noise in [-1, 1] that repeats with the texture, `cells_x` x `cells_y` lattice cells; adds
 * `strength` times it. */
static void add_noise(float *out, int cells_x, int cells_y, float strength, uint64_t seed)
{
    float lattice[128 * 128];
    struct rng r = rng_stream(0x6d69656e, seed);
    for (int i = 0; i < cells_x * cells_y; i++)
        lattice[i] = draw_between(&r, -1, 1);
    for (int y = 0; y < ATLAS_SIDE; y++)
        for (int x = 0; x < ATLAS_SIDE; x++) {
            const float fx = (float)(x * cells_x) / ATLAS_SIDE;
            const float fy = (float)(y * cells_y) / ATLAS_SIDE;
            const int x0 = (int)fx, y0 = (int)fy, x1 = (x0 + 1) % cells_x, y1 = (y0 + 1) % cells_y;
            const float sx = ramp(0, 1, fx - (float)x0), sy = ramp(0, 1, fy - (float)y0);
            const float top = blend(lattice[y0 * cells_x + x0], lattice[y0 * cells_x + x1], sx);
            const float low = blend(lattice[y1 * cells_x + x0], lattice[y1 * cells_x + x1], sx);
            out[y * ATLAS_SIDE + x] += strength * blend(top, low, sy);
        }
}

/* ---- strokes ---- */

struct spot {
    float x, y;
};

static struct spot spot_of(uint16_t point)
{
    return (struct spot){mien_mesh_uv[point][0], 1 - mien_mesh_uv[point][1]};
}

/* Distance from p to the segment a-b, in radii; the radius goes from r0 to r1 along it. */
static float reach(struct spot p, struct spot a, struct spot b, float r0, float r1)
{
    const float dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    float t = square > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / square : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return hypotf(p.x - a.x - t * dx, p.y - a.y - t * dy) / blend(r0, r1, t);
}

/* How much a brush leaves at this distance, in radii. */
static float touch(enum atlas_brush brush, float far)
{
    const float side = far - 2.0f;
    switch (brush) {
    case BRUSH_SOFT:
        return expf(-far * far);
    case BRUSH_FURROW:
        return expf(-far * far) - 0.45f * expf(-side * side * 1.5f);
    case BRUSH_HARD:
        return 1 - ramp(0.7f, 1.3f, far);
    }
    return 0;
}

static float stroke_reach(const struct atlas_stroke *s, const struct spot *spots, struct spot p)
{
    const int parts = s->points - 1;
    if (parts == 0)
        return reach(p, spots[0], spots[0], s->first, s->first);
    float least = 1e6f;
    for (int i = 0; i < parts; i++) {
        const float r0 = blend(s->first, s->last, (float)i / (float)parts);
        const float r1 = blend(s->first, s->last, (float)(i + 1) / (float)parts);
        least = smaller(least, reach(p, spots[i], spots[i + 1], r0, r1));
    }
    return least;
}

/* Strokes of one sign do not add up: the strongest counts. */
static float lay(float there, float stroke)
{
    return there * stroke < 0 ? there + stroke : fabsf(stroke) > fabsf(there) ? stroke : there;
}

static void paint_stroke(float *map, const struct atlas_stroke *s, bool left)
{
    struct spot spots[STROKE_POINTS], low = {1, 1}, high = {0, 0};
    const float margin = 4 * larger(s->first, s->last);
    for (int i = 0; i < s->points; i++) {
        spots[i] = spot_of(left ? mien_mirror468[s->point[i]] : s->point[i]);
        low = (struct spot){smaller(low.x, spots[i].x), smaller(low.y, spots[i].y)};
        high = (struct spot){larger(high.x, spots[i].x), larger(high.y, spots[i].y)};
    }
    const int top = (int)(larger(0, low.y - margin) * ATLAS_SIDE);
    const int bottom = (int)(smaller(1, high.y + margin) * (ATLAS_SIDE - 1));
    const int first = (int)(larger(0, low.x - margin) * ATLAS_SIDE);
    const int last = (int)(smaller(1, high.x + margin) * (ATLAS_SIDE - 1));
    for (int y = top; y <= bottom; y++)
        for (int x = first; x <= last; x++) {
            const struct spot p = {((float)x + 0.5f) / ATLAS_SIDE, ((float)y + 0.5f) / ATLAS_SIDE};
            float *at = &map[y * ATLAS_SIDE + x];
            *at = lay(*at, s->strength * touch(s->brush, stroke_reach(s, spots, p)));
        }
}

/* ---- contours ---- */

static bool inside(enum mien_contour_name name, struct spot p)
{
    const struct mien_contour *c = &mien_contours[name];
    bool in = false;
    for (int i = 0, j = c->count - 1; i < c->count; j = i++) {
        const struct spot a = spot_of(mien_contour_points[c->first + i]);
        const struct spot b = spot_of(mien_contour_points[c->first + j]);
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x)
            in = !in;
    }
    return in;
}

/* Adds to each texel the share of 4 x 4 places in it that are inside; the contour lies in the
 * texture's middle band. */
static void fill_contour(float *map, enum mien_contour_name name)
{
    for (int i = TEXELS / 5 * 16; i < TEXELS / 5 * 4 * 16; i++) {
        const int texel = i / 16, x = texel % ATLAS_SIDE, y = texel / ATLAS_SIDE;
        const struct spot p = {((float)x + (float)(i % 4) / 4 + 0.125f) / ATLAS_SIDE,
                               ((float)y + (float)(i / 4 % 4) / 4 + 0.125f) / ATLAS_SIDE};
        map[texel] += inside(name, p) ? 1 / 16.0f : 0;
    }
}

/* ---- maps ---- */

static void paint_freckles(float *map)
{
    struct rng r = rng_stream(0x6d69656e, 99);
    for (int i = 0; i < 420; i++) {
        const struct atlas_stroke dot = {
            ATLAS_FRECKLES, BRUSH_SOFT, 1, draw_between(&r, 0.002f, 0.005f), 0, -1, {0}};
        const struct spot at = {draw_around(&r, 0.5f, 0.2f), draw_around(&r, 0.52f, 0.1f)};
        for (int k = 0; k < 49; k++) {
            const int x = (int)(at.x * ATLAS_SIDE) + k % 7 - 3;
            const int y = (int)(at.y * ATLAS_SIDE) + k / 7 - 3;
            const struct spot p = {((float)x + 0.5f) / ATLAS_SIDE, ((float)y + 0.5f) / ATLAS_SIDE};
            if (x >= 0 && x < ATLAS_SIDE && y >= 0 && y < ATLAS_SIDE)
                map[y * ATLAS_SIDE + x] =
                    lay(map[y * ATLAS_SIDE + x], -touch(dot.brush, stroke_reach(&dot, &at, p)));
        }
    }
}

/* What is painted without strokes. */
static void paint_area(enum atlas_map which, float *map)
{
    switch (which) {
    case ATLAS_LIP:
        fill_contour(map, MIEN_CONTOUR_OUTER_LIPS);
        break;
    case ATLAS_BROW:
        fill_contour(map, MIEN_CONTOUR_RIGHT_BROW);
        fill_contour(map, MIEN_CONTOUR_LEFT_BROW);
        break;
    case ATLAS_MOTTLE:
        add_noise(map, 8, 8, 0.6f, 1);
        add_noise(map, 16, 16, 0.3f, 2);
        add_noise(map, 32, 32, 0.2f, 3);
        break;
    case ATLAS_PORES:
        add_noise(map, 64, 64, 0.5f, 4);
        add_noise(map, 128, 128, 0.5f, 5);
        break;
    case ATLAS_FRECKLES:
        paint_freckles(map);
        break;
    default:
        break;
    }
}

/* Hairs: an area becomes uneven. */
static void ruffle(float *map)
{
    float noise[TEXELS] = {0};
    add_noise(noise, 64, 32, 0.2f, 6);
    add_noise(noise, 128, 128, 0.25f, 9);
    for (int i = 0; i < TEXELS; i++)
        map[i] *= 0.8f + noise[i];
}

/* Most of a wrinkle's map is empty; mixing passes over what is. */
static void find_ends(struct atlas *a, int m)
{
    for (int y = 0; y < ATLAS_SIDE; y++) {
        const int8_t *row = a->map[m] + y * ATLAS_SIDE;
        int first = 0, end = ATLAS_SIDE;
        while (end > 0 && row[end - 1] == 0)
            end--;
        while (first < end && row[first] == 0)
            first++;
        a->first[m][y] = (uint16_t)first;
        a->end[m][y] = (uint16_t)end;
    }
}

void atlas_paint(struct atlas *a)
{
#define X(symbol, hairy) hairy,
    static const bool hairs[ATLAS_MAP_COUNT] = {ATLAS_MAPS(X)};
#undef X
    for (int m = 0; m < ATLAS_MAP_COUNT; m++) {
        float map[TEXELS] = {0};
        paint_area((enum atlas_map)m, map);
        for (int i = 0; i < atlas_stroke_count; i++)
            for (int side = 0; side < 2; side++)
                if (atlas_strokes[i].map == m)
                    paint_stroke(map, &atlas_strokes[i], side);
        if (hairs[m])
            ruffle(map);
        for (int i = 0; i < TEXELS; i++)
            a->map[m][i] = (int8_t)lrintf(127 * larger(-1, smaller(1, map[i])));
        find_ends(a, m);
    }
    for (int i = 0; i < TEXELS; i++)
        a->hair[i] = 1;
    add_noise(a->hair, 128, 4, 0.35f, 7);
    add_noise(a->hair, 32, 4, 0.35f, 8);
}

void atlas_mix(const struct atlas *a, const float weight[ATLAS_MAP_COUNT], float least,
               float *texture)
{
    for (int y = 0; y < ATLAS_SIDE; y++) {
        float *row = texture + y * ATLAS_SIDE;
        for (int x = 0; x < ATLAS_SIDE; x++)
            row[x] = 1;
        for (int m = 0; m < ATLAS_MAP_COUNT; m++) {
            const int8_t *map = a->map[m] + y * ATLAS_SIDE;
            const float w = weight[m] / 127;
            for (int x = a->first[m][y]; w != 0 && x < a->end[m][y]; x++)
                row[x] += w * (float)map[x];
        }
        for (int x = 0; x < ATLAS_SIDE; x++)
            row[x] = row[x] > least ? row[x] : least;
    }
}
