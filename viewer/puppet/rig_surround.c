/* rig_surround.c - hair, neck and what is behind: rings of points from the face's oval outwards.
 *
 * Up to the head's outline the rings lie on a skull that falls back to the depth of the ears; what
 * is seen there of a head that turns is not its old outline but another part of its round, so the
 * outline hardly follows a turn. Beyond it they lie in one plane and come to rest. */
#include "viewer/puppet/rig_surround.h"

#include <math.h>
#include <string.h>

/* Centimetres of the face's space. The outline of a head with its hair: two half ellipses. */
static const float middle[2] = {0, 2};
#define OUTLINE_WIDE 12.0f
#define OUTLINE_UP 12.5f
#define OUTLINE_DOWN 14.5f
#define OUTLINE_DEPTH (-2.5f)
#define SINK 0.3f /* of what is beside the jaw: behind the side of the head, whatever its turn */
#define REST 1.6f /* where the rings come to rest, outlines from the middle */

/* How far a head's outline, and its neck, go with a turn; how far the neck with a tilt. */
#define OUTLINE_TURN 0.60f
#define NECK_TURN 0.10f
#define NECK_FOLLOW 0.45f

/* The first ring is the edge of the face, where skin ends beside the jaw; the second is the same,
 * for what is behind to begin with. */
static const float ring_at[RIG_RINGS] = {0.045f, 0.046f, 0.16f, 0.29f, 0.44f, 0.60f, 0.76f,
                                         0.90f,  1.0f,   1.18f, 1.40f, 1.62f, 1.82f, 2.0f};
#define EDGE 0.05f

/* 0..1 as x goes from low to high, whichever is the larger. */
static float ramp(float low, float high, float x)
{
    const float t = fmaxf(0, fminf(1, (x - low) / (high - low)));
    return t * t * (3 - 2 * t);
}

static float blend(float a, float b, float share)
{
    return a + share * (b - a);
}

/* Where a ray from the middle to an oval's point, a unit vector, meets the outline. */
static float outline(const float ray[2])
{
    const float x = ray[0] / OUTLINE_WIDE, y = ray[1] / (ray[1] > 0 ? OUTLINE_UP : OUTLINE_DOWN);
    return 1 / sqrtf(x * x + y * y);
}

/* Whether a photo shows what is behind the head, no hair and no neck, outside a point: from 0 where
 * the ears begin to 1 below them. */
static float beside(const float at[3], float from, float to)
{
    const float x = at[0] - middle[0], y = at[1] - middle[1];
    return ramp(from, to, at[1]) * ramp(0.35f, 0.65f, fabsf(x) / fmaxf(hypotf(x, y), 1e-3f));
}

/* The point `s` of the way: 0 on the oval, 1 on the outline, 2 at rest. */
static struct rig_point surround(const struct rig *r, uint16_t lead, float s)
{
    const float *oval = r->point[lead].at;
    float ray[2] = {oval[0] - middle[0], oval[1] - middle[1]};
    const float length = sqrtf(ray[0] * ray[0] + ray[1] * ray[1]);
    for (int k = 0; k < 2; k++)
        ray[k] /= fmaxf(length, 1e-3f);
    const float edge = fmaxf(outline(ray), length + 1), within = fminf(s, 1);
    const float reach = s <= 1 ? blend(length, edge, s) : edge * blend(1, REST, s - 1);
    const float neck = ramp(0.25f, 0.85f, -ray[1]);
    const float bare = beside(oval, -0.6f, -2.2f);
    const float round =
        blend(1 - 0.7f * within - 0.3f * within * within, 1 - ramp(0, 0.6f, s), neck);
    const float rest = 1 - ramp(1, 2, s);
    const float turn =
        blend(blend(1, OUTLINE_TURN, within), blend(1, NECK_TURN, ramp(-0.3f, 0.8f, s)), neck);
    struct rig_point p = {.lead = lead, .bright = 1};
    p.at[0] = middle[0] + ray[0] * reach;
    p.at[1] = middle[1] + ray[1] * reach;
    p.at[2] = blend(OUTLINE_DEPTH, oval[2], round);
    p.turn = rest * blend(turn, s < EDGE ? 1 : NECK_TURN, bare);
    p.sink = s == ring_at[0] ? 0 : SINK * bare;
    p.follow = rest * blend(1, NECK_FOLLOW, neck * ramp(0, 1, s));
    p.share = (1 - within) * (1 - within);
    rig_see(r, p.at, p.texel);
    return p;
}

/* ---- the side of the head ---- */

enum {
    SIDE_BEGIN = 8, /* of the oval: an ear; the other is RIG_SIDE_COLUMNS on */
    NOSE = 5
};
#define INNER 0.66f    /* of the way from the nose to the oval: up to here all is face */
#define SQUEEZE 0.45f  /* of the rest, once it is turned to the camera */
#define MIRRORED 0.25f /* of the way to the nose */

static struct rig_point side_point(const struct rig *r, uint16_t lead, float row)
{
    const struct rig_point *oval = &r->point[lead];
    const float back = row * ramp(0.5f, -3, oval->at[1]);
    const float low = ramp(-1, -6, oval->at[1]), chin = ramp(-5, -8.5f, oval->at[1]);
    struct rig_point p = {.turn = 1, .follow = 1, .lead = lead};
    p.at[0] = oval->at[0] * (1 + back * blend(0.02f, 0, low));
    p.at[1] = oval->at[1] + back * chin;
    p.at[2] = blend(oval->at[2], blend(-8.5f, -7, low), back);
    p.share = 1 - 0.6f * back;
    p.bright = blend(1, 0.62f, back);
    for (int k = 0; k < 2; k++)
        p.texel[k] = blend(oval->slid[k], r->point[NOSE].texel[k], MIRRORED * back);
    return p;
}

/* How far a texel lies from the nose: 1 on the oval. */
static float spread_of(const struct rig *r, const float texel[2])
{
    const float *nose = r->point[NOSE].texel;
    const float x = texel[0] - nose[0], y = texel[1] - nose[1];
    for (int k = 0; k < RIG_OVAL; k++) {
        const float *a = r->point[rig_contour(MIEN_CONTOUR_FACE, k)].texel;
        const float *b = r->point[rig_contour(MIEN_CONTOUR_FACE, k + 1)].texel;
        const float ax = a[0] - nose[0], ay = a[1] - nose[1];
        const float dx = b[0] - a[0], dy = b[1] - a[1], across = x * dy - y * dx;
        const float ray = (ax * dy - ay * dx) / across, side = (ax * y - ay * x) / across;
        if (ray > 0 && side >= -1e-4f && side <= 1.0001f)
            return 1 / ray;
    }
    return 0;
}

/* The face mesh reaches around to the ears, where the photo shows it edge on: its outermost points
 * lie on whatever is beside the face. Turned to the camera they take their colours further in, from
 * skin that is surely a cheek's. */
static void slide_edge(struct rig *r)
{
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        struct rig_point *p = &r->point[i];
        const float spread = spread_of(r, p->texel);
        const float in = spread > INNER ? (1 - SQUEEZE) * (spread - INNER) / spread : 0;
        p->slide = beside(p->at, 1.2f, -2.5f);
        for (int j = 0; j < 2; j++)
            p->slid[j] = blend(p->texel[j], r->point[NOSE].texel[j], in);
    }
    for (int k = 0; k < RIG_OVAL; k++) {
        const struct rig_point *oval = &r->point[rig_contour(MIEN_CONTOUR_FACE, k)];
        struct rig_point *edge = &r->point[MIEN_MESH_POINTS + k];
        edge->slide = oval->slide;
        memcpy(edge->slid, oval->slid, sizeof edge->slid);
    }
}

static void add_side(struct rig *r)
{
    for (int row = 0; row < RIG_SIDE_ROWS; row++)
        for (int k = 0; k < RIG_SIDE_COLUMNS; k++)
            r->point[RIG_SIDE_FIRST + row * RIG_SIDE_COLUMNS + k] =
                side_point(r, rig_contour(MIEN_CONTOUR_FACE, SIDE_BEGIN + k),
                           (float)row / (RIG_SIDE_ROWS - 1));
    rig_add_sheet(r, RIG_SIDE_FIRST, RIG_SIDE_ROWS, RIG_SIDE_COLUMNS, 0, RIG_SKIN);
}

void rig_add_surround(struct rig *r)
{
    const int first = MIEN_MESH_POINTS;
    for (int ring = 0; ring < RIG_RINGS; ring++)
        for (int k = 0; k < RIG_OVAL; k++)
            r->point[first + ring * RIG_OVAL + k] =
                surround(r, rig_contour(MIEN_CONTOUR_FACE, k), ring_at[ring]);
    for (int k = 0; k < RIG_OVAL; k++) {
        const int a = rig_contour(MIEN_CONTOUR_FACE, k), b = rig_contour(MIEN_CONTOUR_FACE, k + 1);
        rig_add_triangle(r, a, first + k, b, RIG_SKIN);
        rig_add_triangle(r, b, first + k, first + (k + 1) % RIG_OVAL, RIG_SKIN);
    }
    rig_add_sheet(r, first, RIG_RINGS, RIG_OVAL, 1, RIG_SKIN);
    slide_edge(r);
    add_side(r);
}
