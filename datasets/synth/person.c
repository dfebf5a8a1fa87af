/* person.c - see person.h. */
#include "datasets/synth/person.h"

#include <string.h>

#include "datasets/synth/draw.h"

/* The canonical face's chin ends below those that FaceMesh finds in pictures: what is below the
 * upper lip is made shorter. Centimetres, and a factor. */
#define UPPER_LIP (-3.6f)
#define CHIN 0.76f

/* A change of shape: points near `at` (|x|, y, z) move by `move` (away from the middle, up, to the
 * front), fading like a Gaussian of these radii. Lengths are centimetres, `move` that of one
 * standard deviation among people. */
struct bump {
    float at[3], radius[3], move[3];
};

static const struct bump bumps[PERSON_SHAPES] = {
    {{0.0f, -0.8f, 7.0f}, {1.8f, 1.6f, 3.0f}, {0, -0.25f, 0}},       /* nose length */
    {{1.4f, -1.2f, 5.5f}, {1.0f, 1.1f, 2.0f}, {0.16f, 0, 0}},        /* nose width */
    {{0.0f, 1.8f, 5.8f}, {0.9f, 1.5f, 2.0f}, {0, 0, 0.22f}},         /* bridge */
    {{0.0f, -0.5f, 7.5f}, {1.3f, 1.3f, 2.0f}, {0, 0.10f, 0.22f}},    /* tip of the nose */
    {{3.2f, 2.95f, 3.9f}, {1.3f, 0.4f, 2.0f}, {0, 0.09f, 0}},        /* upper lids */
    {{3.2f, 2.25f, 3.8f}, {1.3f, 0.4f, 2.0f}, {0, -0.06f, 0}},       /* lower lids */
    {{3.2f, 2.6f, 3.5f}, {2.0f, 1.5f, 3.0f}, {0.14f, 0, 0}},         /* distance of the eyes */
    {{4.6f, 2.6f, 3.2f}, {0.9f, 0.8f, 2.0f}, {0, 0.13f, 0}},         /* slant of the eyes */
    {{3.2f, 4.7f, 4.5f}, {2.6f, 1.0f, 3.0f}, {0, 0.20f, 0}},         /* height of the brows */
    {{3.0f, 4.5f, 4.6f}, {3.0f, 0.9f, 2.0f}, {0, -0.05f, 0.20f}},    /* brow ridge */
    {{5.2f, 4.3f, 3.3f}, {1.3f, 1.0f, 2.0f}, {0, 0.16f, 0}},         /* slant of the brows */
    {{5.0f, 0.3f, 3.0f}, {2.0f, 1.5f, 3.0f}, {0.20f, 0, 0.15f}},     /* cheekbones */
    {{4.8f, -3.0f, 2.8f}, {2.2f, 2.2f, 3.5f}, {0.32f, 0, 0.18f}},    /* cheeks */
    {{2.4f, -4.35f, 4.4f}, {1.0f, 1.0f, 2.0f}, {0.18f, 0, -0.05f}},  /* width of the mouth */
    {{0.0f, -3.45f, 5.8f}, {2.2f, 0.35f, 2.0f}, {0, 0.09f, 0.04f}},  /* upper lip */
    {{0.0f, -5.25f, 5.5f}, {2.0f, 0.45f, 2.0f}, {0, -0.10f, 0.06f}}, /* lower lip */
    {{0.0f, -4.3f, 5.5f}, {3.0f, 1.6f, 3.0f}, {0, 0.16f, 0}},        /* height of the mouth */
    {{0.0f, -8.2f, 5.0f}, {2.0f, 1.6f, 3.0f}, {0, 0, 0.28f}},        /* chin to the front */
    {{0.0f, -9.2f, 4.3f}, {4.5f, 2.5f, 4.0f}, {0, -0.35f, 0}},       /* length of the chin */
    {{2.2f, -8.8f, 3.8f}, {2.2f, 1.8f, 3.0f}, {0.35f, 0, 0}},        /* width of the chin */
    {{6.3f, -5.0f, -0.5f}, {2.2f, 2.8f, 3.5f}, {0.32f, 0, 0}},       /* angle of the jaw */
    {{4.5f, 7.5f, 3.0f}, {3.5f, 2.5f, 4.0f}, {0.28f, 0.20f, 0.10f}}, /* forehead */
};

void person_shapes_init(struct person_shapes *s)
{
    for (int i = 0; i < PERSON_SHAPES; i++)
        for (int v = 0; v < MIEN_MESH_POINTS; v++) {
            const float *at = mien_mesh_vertices[v], away[3] = {fabsf(at[0]), at[1], at[2]};
            const float side = larger(-1, smaller(1, at[0] / 0.6f));
            float far = 0;
            for (int k = 0; k < 3; k++) {
                const float d = (away[k] - bumps[i].at[k]) / bumps[i].radius[k];
                far += d * d;
            }
            for (int k = 0; k < 3; k++)
                s->field[i][v][k] = expf(-far) * bumps[i].move[k] * (k == 0 ? side : 1);
        }
}

/* No face is the same on both sides: every change is a little larger on one. */
static void draw_shape(struct person *p, const struct person_shapes *s, const float (*rest)[3],
                       struct rng *r)
{
    const float jaw = draw_around(r, 0, 0.035f), chin = draw_around(r, CHIN, 0.04f);
    float size[3];
    size[1] = draw_around(r, 1, 0.03f);
    size[0] = draw_around(r, 1, 0.035f);
    size[2] = draw_around(r, 1, 0.03f);
    for (int v = 0; v < MIEN_MESH_POINTS; v++) {
        const float below = smaller(0, rest[v][1] - UPPER_LIP);
        p->shape[v][0] = rest[v][0] * size[0] * (1 + jaw * ramp(3, -8, rest[v][1]));
        p->shape[v][1] = (rest[v][1] - (1 - chin) * below) * size[1];
        p->shape[v][2] = rest[v][2] * size[2];
    }
    for (int i = 0; i < PERSON_SHAPES; i++) {
        const float much = draw_around(r, 0, 1), uneven = draw_around(r, 0, 0.12f);
        for (int v = 0; v < MIEN_MESH_POINTS; v++) {
            const float here = much + uneven * (rest[v][0] < 0 ? -1.0f : 1.0f);
            for (int k = 0; k < 3; k++)
                p->shape[v][k] += here * s->field[i][v][k];
        }
    }
    p->skull[0] = draw_around(r, 1, 0.03f);
    p->skull[1] = draw_around(r, 1, 0.05f);
    p->skull[2] = draw_around(r, 1, 0.05f);
}

/* Actions that features at rest resemble, and how much of each people have (one deviation). */
static void draw_habit(struct person *p, struct rng *r)
{
    static const struct {
        uint8_t action;
        float deviation;
        bool below; /* less than none of it is possible: with lips that would be a gap */
    } habits[] = {
        {MIEN_AU1, 0.12f, true},   {MIEN_AU2, 0.12f, true},  {MIEN_AU4, 0.15f, true},
        {MIEN_AU5, 0.12f, true},   {MIEN_AU12, 0.08f, true}, {MIEN_AU15, 0.15f, true},
        {MIEN_AU24, 0.12f, false}, {MIEN_AU43, 0.10f, true}, {MIEN_AU17, 0.12f, false},
    };
    memset(&p->habit, 0, sizeof p->habit);
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        float much = draw_around(r, 0, habits[i].deviation);
        much = habits[i].below ? much : fabsf(much);
        for (int side = 0; side < MIEN_SIDES; side++)
            p->habit.at[habits[i].action][side] = much + draw_around(r, 0, 0.03f);
    }
    p->expressive = draw_around(r, 1, 0.12f);
}

static void draw_colours(struct person *p, struct rng *r)
{
    const float tone = rng_float(r);
    p->skin = blend(0.09f, 0.52f, powf(tone, 0.7f));
    p->lip = p->skin * draw_between(r, 0.50f, 0.85f);
    p->hair = tone < 0.35f ? draw_between(r, 0.008f, 0.03f) : draw_between(r, 0.01f, 0.30f);
    if (p->age > 0.65f && draw_chance(r, 0.7f))
        p->hair = blend(p->hair, 0.55f, rng_float(r)); /* grey */
    p->brow = smaller(blend(p->hair, p->skin, 0.25f), p->skin * 0.7f);
    p->iris = tone < 0.5f ? draw_between(r, 0.015f, 0.05f) : draw_between(r, 0.02f, 0.16f);
    p->cloth = draw_between(r, 0.01f, 0.6f);
}

static void draw_growth(struct person *p, struct rng *r)
{
    p->brow_thick = rng_float(r);
    p->lashes = draw_between(r, 0.45f, 1.0f);
    p->mottle = draw_between(r, 0.02f, 0.16f);
    p->freckles = draw_chance(r, 0.15f) ? draw_between(r, 0.1f, 0.4f) : 0;
    p->gloss = draw_between(r, 0.02f, 0.16f);
    p->beard = p->moustache = 0;
    if (draw_chance(r, 0.24f)) {
        p->beard = draw_between(r, 0.05f, 0.85f);
        p->moustache = p->beard * draw_between(r, 0.6f, 1.0f);
    } else if (draw_chance(r, 0.05f)) {
        p->moustache = draw_between(r, 0.4f, 0.9f);
    }
    const float style = rng_float(r);
    p->style = style < 0.07f                                       ? HAIR_NONE
               : style < 0.55f || p->beard > 0 || p->moustache > 0 ? HAIR_SHORT
                                                                   : HAIR_LONG;
    p->hair_height =
        p->style == HAIR_SHORT ? draw_between(r, 0.3f, 1.8f) : draw_between(r, 0.6f, 2.2f);
    p->fringe = draw_chance(r, 0.3f) ? draw_between(r, 0.15f, 0.50f) : draw_between(r, -0.1f, 0.1f);
    p->comb = draw_chance(r, 0.5f) ? draw_around(r, 0, 0.14f) : 0;
}

void person_draw(struct person *p, const struct person_shapes *s, const float (*rest)[3],
                 struct rng *r)
{
    draw_shape(p, s, rest, r);
    draw_habit(p, r);
    p->age = rng_float(r);
    draw_colours(p, r);
    draw_growth(p, r);
    p->glasses = draw_chance(r, 0.11f);
    p->rim = draw_chance(r, 0.7f) ? draw_between(r, 0.005f, 0.05f) : draw_between(r, 0.1f, 0.5f);
    p->rim_size = draw_between(r, 0.85f, 1.15f);
}
