/* moment.c - see moment.h. */
#include "datasets/synth/moment.h"

#include <string.h>

#include "datasets/synth/draw.h"

#define DEGREE 0.017453293f

static const struct mien_expression *draw_way(uint8_t emotion, struct rng *r)
{
    const struct mien_expression *last = NULL;
    float left = rng_float(r);
    for (int i = 0; i < MIEN_EXPRESSIONS; i++) {
        if (mien_expressions[i].emotion != emotion)
            continue;
        last = &mien_expressions[i];
        left -= last->weight;
        if (left < 0)
            break;
    }
    return last;
}

/* Most expressions are clear; some are weak, a few hardly there. */
static float draw_intensity(struct rng *r)
{
    const float kind = rng_float(r);
    return kind < 0.65f   ? draw_between(r, 0.70f, 1.10f)
           : kind < 0.92f ? draw_between(r, 0.45f, 0.70f)
                          : draw_between(r, 0.25f, 0.45f);
}

static void add_noise(struct mien_actions *a, struct rng *r)
{
    for (int i = 0; i < MIEN_ACTION_COUNT; i++) {
        const float much = draw_around(r, 1, 0.18f);
        const float stray = draw_chance(r, 0.06f) ? draw_between(r, 0, 0.2f) : 0;
        for (int side = 0; side < MIEN_SIDES; side++)
            a->at[i][side] = a->at[i][side] * much * draw_around(r, 1, 0.10f) + stray;
    }
}

/* Lips that are pressed or tight do not part by chance; nobody's lids open when they close. */
static void keep_possible(struct mien_actions *a)
{
    for (int side = 0; side < MIEN_SIDES; side++) {
        a->at[MIEN_AU5][side] *= 1 - smaller(1, larger(0, a->at[MIEN_AU43][side]));
        const float open = larger(0, a->at[MIEN_AU25][side]);
        a->at[MIEN_AU24][side] *= 1 - smaller(1, open * 1.5f);
        a->at[MIEN_AU17][side] *= 1 - 0.7f * smaller(1, open);
        a->at[MIEN_AU43][side] = smaller(1, a->at[MIEN_AU43][side]);
    }
}

static void draw_actions(struct moment *m, const struct person *p, struct rng *r)
{
    const bool mixed = draw_chance(r, 0.18f);
    const float intensity = draw_intensity(r) * p->expressive;
    memset(&m->actions, 0, sizeof m->actions);
    mien_expression_add(draw_way(m->emotion, r), intensity, &m->actions);
    const uint8_t other = (uint8_t)rng_below(r, MIEN_EMOTIONS);
    const float share = draw_between(r, 0.15f, 0.45f);
    if (mixed)
        mien_expression_add(draw_way(other, r), share * intensity, &m->actions);
    add_noise(&m->actions, r);
    const bool blink = draw_chance(r, 0.04f);
    for (int side = 0; side < MIEN_SIDES; side++) {
        for (int i = 0; i < MIEN_ACTION_COUNT; i++)
            m->actions.at[i][side] += p->habit.at[i][side];
        if (blink)
            m->actions.at[MIEN_AU43][side] += 0.85f;
    }
    keep_possible(&m->actions);
}

static void draw_pose(struct moment *m, struct rng *r)
{
    m->yaw = draw_around(r, 0, (draw_chance(r, 0.3f) ? 22 : 9) * DEGREE);
    m->pitch = draw_around(r, 0, 7 * DEGREE);
    m->roll = draw_around(r, 0, 8 * DEGREE);
    const bool away = draw_chance(r, 0.25f);
    m->gaze[0] = draw_around(r, 0, (away ? 16 : 4) * DEGREE);
    m->gaze[1] = draw_around(r, 0, (away ? 8 : 3) * DEGREE);
    m->distance = draw_between(r, 45, 160);
    m->scale = 2.75f * draw_around(r, 1, 0.09f);
    m->eyes[0] = draw_around(r, 0.50f, 0.030f);
    m->eyes[1] = draw_around(r, 0.375f, 0.032f);
}

static struct moment_light draw_light(float strength, float spread, struct rng *r)
{
    struct moment_light l = {.strength = strength};
    const float side = draw_around(r, 0, spread), up = draw_around(r, 0.6f, 0.4f);
    l.direction[0] = sinf(side) * cosf(up);
    l.direction[1] = sinf(up);
    l.direction[2] = cosf(side) * cosf(up);
    return l;
}

static void draw_lights(struct moment *m, struct rng *r)
{
    const float hard = rng_float(r);
    m->key = draw_light(blend(0.35f, 1.0f, hard), 0.75f, r);
    m->fill = draw_light(draw_between(r, 0, 0.35f), 1.2f, r);
    m->key.ambient = blend(0.75f, 0.18f, hard) * draw_between(r, 0.8f, 1.2f);
    m->key.sky = draw_between(r, 0.1f, 0.5f);
    for (int i = 0; i < 4; i++)
        m->back[i] = powf(rng_float(r), 1.6f) * 0.8f;
    m->spots = draw_chance(r, 0.5f) ? draw_between(r, 0, 0.3f) : 0;
}

static void draw_quality(struct moment *m, struct rng *r)
{
    m->exposure = draw_around(r, 0.30f, 0.08f);
    m->contrast = draw_around(r, 1.12f, 0.16f);
    m->blur = draw_chance(r, 0.65f) ? draw_between(r, 0, 0.35f) : draw_between(r, 0.35f, 0.85f);
    m->noise = draw_chance(r, 0.8f) ? draw_between(r, 0, 2.5f) : draw_between(r, 2.5f, 7);
    m->quality = draw_chance(r, 0.5f) ? 100 : (int)draw_between(r, 35, 95);
}

void moment_draw(struct moment *m, const struct person *p, uint8_t emotion, struct rng *r)
{
    m->emotion = emotion;
    draw_actions(m, p, r);
    draw_pose(m, r);
    draw_lights(m, r);
    draw_quality(m, r);
    m->hand = draw_chance(r, 0.03f);
    m->reach[0] = draw_around(r, 0, 3.0f);
    m->reach[1] = draw_around(r, -7.5f, 1.6f);
    m->turn = draw_around(r, 0, 0.5f);
}
