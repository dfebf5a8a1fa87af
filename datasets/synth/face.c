/* face.c - see face.h. Light at a point: Lambert's law with a soft edge for two lights, light from
 * everywhere with more from above, and Blinn's highlight. */
#include "datasets/synth/face.h"

#include <stdlib.h>
#include <string.h>

#include "datasets/synth/draw.h"

/* What a head turns about, centimetres. */
static const float pivot[3] = {0, 0, -1};

void face_stock_init(struct face_stock *s)
{
    mien_muscles_init(&s->muscles);
    person_shapes_init(&s->shapes);
    atlas_paint(&s->atlas);
    for (int i = 0; i < MIEN_MESH_TRIANGLES; i++)
        s->skin[i] = mien_mesh_opening(mien_mesh_triangles[i]) < 0;
}

/* Small pictures need more samples for the same edge. */
int face_desk_open(struct face_desk *d, const struct face_stock *stock, uint32_t width,
                   uint32_t height, struct mien_error *e)
{
    const size_t bytes = (size_t)width * height * sizeof(float);
    d->stock = stock;
    d->light = d->spare = NULL;
    if (raster_init(&d->raster, width, height, width > 64 ? 2 : 3, e) != 0)
        return -1;
    d->light = malloc(bytes);
    d->spare = malloc(bytes);
    return d->light && d->spare ? 0 : error_memory(e, "a picture", bytes);
}

void face_desk_close(struct face_desk *d)
{
    raster_free(&d->raster);
    free(d->light);
    free(d->spare);
}

/* ---- skin ---- */

static float both(const struct moment *m, enum mien_action a)
{
    return larger(0, 0.5f * (m->actions.at[a][MIEN_RIGHT] + m->actions.at[a][MIEN_LEFT]));
}

/* Wrinkles that come with actions, deeper with age. */
static void weigh_wrinkles(const struct person *p, const struct moment *m, float *weight)
{
    static const struct {
        uint8_t map, action;
        float strength;
    } wrinkles[] = {
        {ATLAS_FOREHEAD, MIEN_AU1, 0.20f},   {ATLAS_FOREHEAD, MIEN_AU2, 0.25f},
        {ATLAS_FROWN, MIEN_AU4, 0.50f},      {ATLAS_FROWN, MIEN_AU9, 0.35f},
        {ATLAS_CROW, MIEN_AU6, 0.50f},       {ATLAS_BAG, MIEN_AU6, 0.30f},
        {ATLAS_BAG, MIEN_AU7, 0.20f},        {ATLAS_BAG, MIEN_AU9, 0.20f},
        {ATLAS_NOSE_ROOT, MIEN_AU9, 0.55f},  {ATLAS_NASOLABIAL, MIEN_AU12, 0.50f},
        {ATLAS_NASOLABIAL, MIEN_AU9, 0.45f}, {ATLAS_NASOLABIAL, MIEN_AU10, 0.40f},
        {ATLAS_BRACKET, MIEN_AU12, 0.25f},   {ATLAS_BRACKET, MIEN_AU20, 0.50f},
        {ATLAS_DROOP, MIEN_AU15, 0.55f},     {ATLAS_CHIN, MIEN_AU17, 0.60f},
    };
    static const uint8_t lasting[] = {ATLAS_FOREHEAD, ATLAS_FROWN, ATLAS_CROW, ATLAS_BAG,
                                      ATLAS_NASOLABIAL};
    const float depth = 0.45f + 0.7f * p->age;
    for (size_t i = 0; i < sizeof wrinkles / sizeof *wrinkles; i++)
        weight[wrinkles[i].map] += depth * wrinkles[i].strength * both(m, wrinkles[i].action);
    for (size_t i = 0; i < sizeof lasting / sizeof *lasting; i++)
        weight[lasting[i]] += 0.25f * p->age * p->age;
    for (int i = ATLAS_FOREHEAD; i <= ATLAS_CHIN; i++)
        weight[i] = smaller(weight[i], 0.75f);
}

static void mix_skin(struct face_desk *d, const struct person *p, const struct moment *m)
{
    float weight[ATLAS_MAP_COUNT] = {
        [ATLAS_HOLLOW] = 1,
        [ATLAS_LINE] = 1,
        [ATLAS_LIP] = p->lip / p->skin - 1,
        [ATLAS_BROW] = (p->brow / p->skin - 1) * blend(0.5f, 0.95f, p->brow_thick),
        [ATLAS_BROW_EDGE] = (p->brow / p->skin - 1) * blend(0, 0.7f, p->brow_thick * p->brow_thick),
        [ATLAS_LASH] = p->lashes,
        [ATLAS_BEARD] = (smaller(1, p->hair / p->skin) - 1) * p->beard,
        [ATLAS_MOUSTACHE] = (smaller(1, p->hair / p->skin) - 1) * p->moustache,
        [ATLAS_MOTTLE] = p->mottle,
        [ATLAS_PORES] = 0.10f + 0.10f * p->age,
        [ATLAS_FRECKLES] = p->freckles,
    };
    weigh_wrinkles(p, m, weight);
    atlas_mix(&d->stock->atlas, weight, 0.06f, d->skin);
}

/* ---- camera ---- */

struct view {
    float turn[3][3];            /* rows: the picture's right, up, to the camera */
    float focal, distance, x, y; /* pixels, centimetres, where the pivot falls */
    float scale;                 /* pixels to one of a picture 48 pixels wide */
};

static void look(const struct view *v, const float at[3], float out[3])
{
    for (int k = 0; k < 3; k++)
        out[k] = v->turn[k][0] * (at[0] - pivot[0]) + v->turn[k][1] * (at[1] - pivot[1]) +
                 v->turn[k][2] * (at[2] - pivot[2]);
}

static void project(const struct view *v, const float at[3], struct raster_point *out)
{
    float seen[3];
    look(v, at, seen);
    out->depth = v->distance - seen[2];
    const float scale = v->focal / larger(out->depth, 1);
    out->x = v->x + scale * seen[0];
    out->y = v->y - scale * seen[1];
}

static void find_turn(const struct moment *m, float turn[3][3])
{
    const float cy = cosf(m->yaw), sy = sinf(m->yaw), cp = cosf(m->pitch), sp = sinf(m->pitch);
    const float cr = cosf(m->roll), sr = sinf(m->roll);
    const float right[3] = {cy, 0, sy}, up[3] = {-sy * sp, cp, cy * sp};
    const float front[3] = {-sy * cp, -sp, cy * cp};
    for (int k = 0; k < 3; k++) {
        turn[0][k] = cr * right[k] + sr * up[k];
        turn[1][k] = -sr * right[k] + cr * up[k];
        turn[2][k] = front[k];
    }
}

/* The camera is moved so that the middle between the eyes falls where the moment says. */
static struct view find_view(const struct face_desk *d, const struct moment *m,
                             const float (*face)[3])
{
    const float width = (float)d->raster.width, height = (float)d->raster.height;
    struct view v = {.distance = m->distance, .scale = smaller(width, height) / 48};
    struct raster_point eyes;
    float between[3];
    v.focal = m->scale * v.scale * m->distance;
    find_turn(m, v.turn);
    for (int k = 0; k < 3; k++)
        between[k] = 0.25f * (face[33][k] + face[133][k] + face[362][k] + face[263][k]);
    project(&v, between, &eyes);
    v.x = width / 2 + (m->eyes[0] - 0.5f) * 48 * v.scale - eyes.x;
    v.y = height / 2 + (m->eyes[1] - 0.5f) * 48 * v.scale - eyes.y;
    return v;
}

/* ---- light ---- */

static float shine(const struct moment_light *l, const float normal[3], float gloss)
{
    const float *to = l->direction;
    const float facing = normal[0] * to[0] + normal[1] * to[1] + normal[2] * to[2];
    /* halfway between the light and the camera, which is far away at z */
    const float length = sqrtf(2 + 2 * to[2]);
    const float half = facing + normal[2];
    float glint = larger(0, half / larger(length, 0.1f));
    for (int i = 0; i < 4; i++)
        glint *= glint;
    return l->strength * (gloss * glint);
}

static float lit(const struct moment_light *l, const float normal[3])
{
    const float *to = l->direction;
    const float facing = normal[0] * to[0] + normal[1] * to[1] + normal[2] * to[2];
    return l->strength * larger(0, (facing + 0.2f) / 1.2f);
}

static float brightness(const struct solid_point *p, const struct view *v, const struct moment *m)
{
    float n[3];
    for (int k = 0; k < 3; k++)
        n[k] = v->turn[k][0] * p->normal[0] + v->turn[k][1] * p->normal[1] +
               v->turn[k][2] * p->normal[2];
    const float everywhere = m->key.ambient * (1 + m->key.sky * n[1]) * (0.65f + 0.35f * n[2]);
    return p->bright * (larger(0, everywhere) + lit(&m->key, n) + lit(&m->fill, n)) +
           shine(&m->key, n, p->gloss * 0.5f);
}

/* ---- the picture ---- */

static void build(struct head *h)
{
    solid_clear(h->solid);
    head_add_face(h);
    head_add_skull(h);
    if (h->person->style != HAIR_LONG)
        head_add_ears(h);
    head_add_neck(h);
    head_add_eyes(h);
    head_add_mouth(h);
    head_add_hair(h);
    head_add_glasses(h);
    head_add_hand(h);
    solid_find_normals(h->solid);
}

static void project_all(struct face_desk *d, const struct view *v, const struct moment *m)
{
    for (int i = 0; i < d->solid.points; i++) {
        const struct solid_point *p = &d->solid.point[i];
        project(v, p->at, &d->screen[i]);
        d->screen[i].shade = brightness(p, v, m);
        d->screen[i].u = p->u;
        d->screen[i].v = p->v;
    }
}

/* Whether the corners run clockwise on the screen, where y is down: it is seen from inside. */
static bool is_back(const struct raster_point *a, const struct raster_point *b,
                    const struct raster_point *c)
{
    return (b->x - a->x) * (c->y - a->y) - (c->x - a->x) * (b->y - a->y) >= 0;
}

static void paint(struct face_desk *d)
{
    const struct raster_texture skin = {d->skin, ATLAS_SIDE};
    const struct raster_texture hair = {d->stock->atlas.hair, ATLAS_SIDE};
    const struct {
        const struct raster_texture *texture;
        bool thin; /* seen from inside too */
    } covers[COVERS] = {
        [COVER_SKIN] = {&skin, false},
        [COVER_HAIR] = {&hair, false},
        [COVER_LOOSE_HAIR] = {&hair, true},
        [COVER_FOIL] = {NULL, true},
    };
    raster_clear(&d->raster);
    for (int i = 0; i < d->solid.triangles; i++) {
        const struct solid_triangle *t = &d->solid.triangle[i];
        const struct raster_point *a = &d->screen[t->point[0]], *b = &d->screen[t->point[1]];
        const struct raster_point *c = &d->screen[t->point[2]];
        if (covers[t->cover].thin || !is_back(a, b, c))
            raster_triangle(&d->raster, a, b, c, covers[t->cover].texture);
    }
}

/* A wall out of focus: brightness between four corners, and some spots. */
static void paint_background(struct face_desk *d, const struct moment *m, struct rng *r)
{
    enum { SPOTS = 4 };
    float spot[SPOTS][4];
    const float width = (float)d->raster.width, height = (float)d->raster.height;
    for (int i = 0; i < SPOTS; i++) {
        spot[i][0] = rng_float(r);
        spot[i][1] = rng_float(r);
        spot[i][2] = draw_between(r, 4, 60);
        spot[i][3] = draw_between(r, -1, 2) * m->spots;
    }
    for (uint32_t y = 0; y < d->raster.height; y++)
        for (uint32_t x = 0; x < d->raster.width; x++) {
            const float u = (float)x / width, v = (float)y / height;
            float light =
                blend(blend(m->back[0], m->back[1], u), blend(m->back[2], m->back[3], u), v);
            for (int i = 0; i < SPOTS && m->spots > 0; i++) {
                const float dx = u - spot[i][0], dy = v - spot[i][1];
                light += spot[i][3] / (1 + spot[i][2] * (dx * dx + dy * dy));
            }
            d->light[(size_t)y * d->raster.width + x] = larger(0, light);
        }
}

static void find_landmarks(const struct face_desk *d, const struct view *v, float (*landmarks)[3])
{
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        landmarks[i][0] = d->screen[i].x;
        landmarks[i][1] = d->screen[i].y;
        landmarks[i][2] = (d->screen[i].depth - v->distance) * v->focal / v->distance;
    }
}

void face_draw(struct face_desk *d, const struct person *p, const struct moment *m, struct rng *r,
               uint8_t *bytes, float (*landmarks)[3])
{
    struct head h = {.person = p, .moment = m, .skin = d->stock->skin, .solid = &d->solid};
    memcpy(h.face, p->shape, sizeof h.face);
    mien_muscles_move(&d->stock->muscles, &m->actions, h.face);
    const struct view v = find_view(d, m, (const float(*)[3])h.face);
    mix_skin(d, p, m);
    build(&h);
    project_all(d, &v, m);
    paint(d);
    find_landmarks(d, &v, landmarks);
    paint_background(d, m, r);
    raster_resolve(&d->raster, d->light);
    develop(d->light, d->spare, d->raster.width, d->raster.height, v.scale, m, r, bytes);
}
