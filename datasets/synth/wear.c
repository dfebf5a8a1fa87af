/* wear.c - see head.h: hair, glasses, and a hand before the face. */
#include <string.h>

#include "datasets/synth/draw.h"
#include "datasets/synth/head.h"

/* ---- hair ---- */

/* How far round the face from its top a column is, 0..1: 1 at the chin. */
static float from_top(int column)
{
    return fabsf(1 - (float)column / (OVAL_POINTS / 2));
}

/* Hair above the skull at this column, `back` of the way: none below the ears. */
static float hair_height(const struct head *h, int column, float back)
{
    const float side = ramp(0.62f, 0.45f, from_top(column) - 0.3f * back);
    const float root = blend(0.35f, 1, ramp(0, 0.25f, back));
    return blend(-0.8f, h->person->hair_height * root, side);
}

/* The hair's edge on the forehead: at the oval, or `fringe` of the way down to the brows, lower on
 * the side that it is combed to, and uneven. */
static void hair_edge(const struct head *h, int column, float at[3])
{
    static const float brows[3] = {0, 4.6f, 5.4f};
    const float *edge = h->face[head_oval(column)];
    const float round = (float)(column - OVAL_POINTS / 2);
    const float top = ramp(0.55f, 0.30f, from_top(column));
    const float comb = h->person->comb * larger(-1, smaller(1, round / 6));
    const float down = top * (h->person->fringe + comb +
                              0.07f * sinf(round * (1.1f + h->person->skull[0]) + 9 * comb));
    for (int k = 0; k < 3; k++)
        at[k] = blend(edge[k], k == 0 ? edge[0] * 0.8f : brows[k], down);
    at[1] += 0.1f * top;
    at[2] += blend(-0.5f, 0.45f + 0.7f * larger(0, down), top);
}

static void add_cap(struct head *h)
{
    enum { ROWS = 8 };
    const int first = h->solid->points;
    float direction[3];
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < OVAL_POINTS; column++) {
            const float back = row ? (float)(row - 1) / (ROWS - 1.9f) : 0;
            struct solid_point p = {.bright = h->person->hair * (row ? 1 : 0.7f),
                                    .gloss = 0.12f,
                                    .u = (float)column / OVAL_POINTS,
                                    .v = (float)row / ROWS};
            head_skull_point(h, column, back, p.at, direction);
            const float height = hair_height(h, column, back);
            for (int k = 0; k < 3; k++)
                p.at[k] += height * direction[k];
            if (row == 0)
                hair_edge(h, column, p.at);
            solid_add(h->solid, &p);
        }
    solid_sheet(h->solid, first, ROWS, OVAL_POINTS, true, COVER_HAIR);
}

/* Long hair falls beside and behind the neck. */
static void add_curtain(struct head *h)
{
    enum { ROWS = 6, COLUMNS = 17 };
    const int first = h->solid->points;
    const float wide = 7.6f + h->person->hair_height * 0.8f;
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++) {
            const float down = (float)row / (ROWS - 1);
            const float front =
                1.05f + 0.3f * h->person->skull[1] * sinf(3 * down + h->person->comb * 9);
            const float angle = blend(front, 6.2831853f - front, (float)column / (COLUMNS - 1));
            const float wave = 0.25f * sinf(4 * down + 2.3f * (float)column);
            struct solid_point p = {.bright = h->person->hair * blend(1, 0.8f, down),
                                    .gloss = 0.08f,
                                    .u = (float)column / COLUMNS,
                                    .v = down};
            const float out = wide + 1.2f * sinf(2.4f * down) + wave;
            p.at[0] = out * sinf(angle);
            p.at[1] = blend(6, -17, down);
            p.at[2] = -3.6f + 0.95f * out * cosf(angle);
            solid_add(h->solid, &p);
        }
    solid_sheet(h->solid, first, ROWS, COLUMNS, false, COVER_LOOSE_HAIR);
}

void head_add_hair(struct head *h)
{
    if (h->person->style != HAIR_NONE)
        add_cap(h);
    if (h->person->style == HAIR_LONG)
        add_curtain(h);
}

/* ---- glasses ---- */

static float glasses_depth(float x)
{
    return 5.75f - 0.22f * fabsf(x);
}

static void add_rim(struct head *h, float side)
{
    enum { COLUMNS = 20 };
    const float size = h->person->rim_size;
    const float *outer = h->person->shape[side < 0 ? 33 : 263];
    const float *inner = h->person->shape[side < 0 ? 133 : 362];
    const int first = h->solid->points;
    for (int row = 0; row < 2; row++)
        for (int column = 0; column < COLUMNS; column++) {
            const float angle = 6.2831853f * (float)column / COLUMNS;
            const float grow = row ? 0.28f : 0;
            struct solid_point p = {.bright = h->person->rim, .gloss = 0.3f};
            p.at[0] = 0.5f * (outer[0] + inner[0]) + (2.25f * size + grow) * cosf(angle);
            p.at[1] = 0.5f * (outer[1] + inner[1]) - 0.15f + (1.75f * size + grow) * sinf(angle);
            p.at[2] = glasses_depth(p.at[0]);
            solid_add(h->solid, &p);
        }
    solid_sheet(h->solid, first, 2, COLUMNS, true, COVER_PLAIN);
}

/* A bar of two or more places, `high` centimetres thick. */
static void add_bar(struct head *h, const float (*at)[3], int count, float high)
{
    const int first = h->solid->points;
    for (int row = 0; row < 2; row++)
        for (int i = 0; i < count; i++) {
            struct solid_point p = {.bright = h->person->rim, .gloss = 0.2f};
            memcpy(p.at, at[i], sizeof p.at);
            p.at[1] -= row ? high : 0;
            solid_add(h->solid, &p);
        }
    solid_sheet(h->solid, first, 2, count, false, COVER_FOIL);
}

void head_add_glasses(struct head *h)
{
    if (!h->person->glasses)
        return;
    const float size = h->person->rim_size, y = h->person->shape[133][1] + 0.4f;
    const float end = 3.2f + 2.3f * size;
    const float bridge[3][3] = {{-1.1f, y, 5.5f}, {0, y + 0.25f, 6.1f}, {1.1f, y, 5.5f}};
    const float right[2][3] = {{-8.1f, y, -2.5f}, {-end, y + 0.3f, glasses_depth(end)}};
    const float left[2][3] = {{end, y + 0.3f, glasses_depth(end)}, {8.1f, y, -2.5f}};
    add_rim(h, -1);
    add_rim(h, 1);
    add_bar(h, bridge, 3, 0.3f);
    add_bar(h, right, 2, 0.35f);
    add_bar(h, left, 2, 0.35f);
}

/* ---- hand ---- */

/* A rounded rod from `low` up to `high` (in the hand's own plane), turned with the hand. */
static void add_rod(struct head *h, float x, float low, float high, float wide, float deep)
{
    enum { ROWS = 6, COLUMNS = 8 };
    static const float along[ROWS] = {1, 0.97f, 0.8f, 0.3f, 0.05f, 0};
    static const float thick[ROWS] = {0.05f, 0.6f, 1, 1, 0.7f, 0.1f};
    const struct moment *m = h->moment;
    const float c = cosf(m->turn), s = sinf(m->turn);
    const int first = h->solid->points;
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++) {
            const float angle = 6.2831853f * (float)column / COLUMNS;
            const float px = x + wide * thick[row] * sinf(angle);
            const float py = blend(low, high, along[row]);
            struct solid_point p = {.bright = h->person->skin * (angle > 3 ? 0.75f : 1),
                                    .gloss = h->person->gloss};
            p.at[0] = m->reach[0] + c * px + s * py;
            p.at[1] = m->reach[1] - s * px + c * py;
            p.at[2] = 8.2f + deep * thick[row] * cosf(angle);
            solid_add(h->solid, &p);
        }
    solid_sheet(h->solid, first, ROWS, COLUMNS, true, COVER_PLAIN);
}

void head_add_hand(struct head *h)
{
    static const float fingers[4] = {5.6f, 6.6f, 6.2f, 4.8f};
    if (!h->moment->hand)
        return;
    add_rod(h, 0, -9, 0.8f, 3.6f, 1.3f);
    for (int i = 0; i < 4; i++)
        add_rod(h, 1.75f * (float)i - 2.6f, -0.5f, fingers[i], 0.82f, 0.8f);
}
