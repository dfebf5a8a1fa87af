/* head.c - see head.h. Sizes are those of an adult's head, centimetres. */
#include "datasets/synth/head.h"

#include <string.h>

#include "datasets/synth/draw.h"

static const float middle[3] = {0, 2.0f, -3.0f};          /* of the skull */
static const float skull_radius[3] = {7.7f, 10.8f, 9.8f}; /* from there */

/* ---- face ---- */

void head_add_face(struct head *h)
{
    for (int i = 0; i < MIEN_MESH_POINTS; i++) {
        struct solid_point p = {.bright = h->person->skin,
                                .gloss = h->person->gloss,
                                .u = mien_mesh_uv[i][0],
                                .v = 1 - mien_mesh_uv[i][1]};
        memcpy(p.at, h->face[i], sizeof p.at);
        solid_add(h->solid, &p);
    }
    for (int i = 0; i < MIEN_MESH_TRIANGLES; i++) {
        const uint16_t *t = mien_mesh_triangles[i];
        if (h->skin[i])
            solid_triangle(h->solid, t[0], t[1], t[2], COVER_SKIN);
    }
}

/* ---- skull ---- */

uint16_t head_oval(int column)
{
    const struct mien_contour *c = &mien_contours[MIEN_CONTOUR_FACE];
    return mien_contour_points[c->first +
                               (2 * OVAL_POINTS + OVAL_POINTS / 2 - column) % OVAL_POINTS];
}

void head_skull_point(const struct head *h, int column, float back, float at[3], float direction[3])
{
    const float *edge = h->face[head_oval(column)];
    float from[3], length = 0, stretch = 0;
    for (int k = 0; k < 3; k++) {
        from[k] = edge[k] - middle[k];
        length += from[k] * from[k];
    }
    length = sqrtf(length);
    const float angle = acosf(larger(-1, smaller(1, -from[2] / length)));
    const float a = sinf((1 - back) * angle) / sinf(angle), b = sinf(back * angle) / sinf(angle);
    for (int k = 0; k < 3; k++) {
        direction[k] = a * from[k] / length - (k == 2 ? b : 0);
        const float part = direction[k] / (skull_radius[k] * h->person->skull[k]);
        stretch += part * part;
    }
    const float reach = blend(length, 1 / sqrtf(stretch), ramp(0, 0.5f, back));
    for (int k = 0; k < 3; k++)
        at[k] = middle[k] + reach * direction[k];
}

void head_add_skull(struct head *h)
{
    enum { ROWS = 6 };
    const int first = h->solid->points;
    float direction[3];
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < OVAL_POINTS; column++) {
            const uint16_t edge = head_oval(column);
            struct solid_point p = {.u = mien_mesh_uv[edge][0], .v = 1 - mien_mesh_uv[edge][1]};
            head_skull_point(h, column, (float)row / (ROWS - 0.9f), p.at, direction);
            p.bright = h->person->skin * blend(1, 0.4f, ramp(-0.3f, -0.95f, direction[1]));
            solid_add(h->solid, &p);
        }
    solid_sheet(h->solid, first, ROWS, OVAL_POINTS, true, COVER_SKIN);
}

/* ---- ears ---- */

static void add_ear(struct head *h, float side)
{
    enum { ROWS = 4, COLUMNS = 12 };
    static const float radius[ROWS] = {0.05f, 0.55f, 0.9f, 1.0f};
    static const float raise[ROWS] = {-0.3f, 0.0f, 0.35f, 0.1f},
                       bright[ROWS] = {0.4f, 0.6f, 1, 0.9f};
    const float *root = h->face[side < 0 ? 127 : 356];
    const int first = h->solid->points;
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++) {
            const float angle = side * 6.2831853f * (float)column / COLUMNS;
            const float back = 1.2f + 1.6f * radius[row] * cosf(angle);
            struct solid_point p = {.bright = h->person->skin * bright[row],
                                    .gloss = h->person->gloss,
                                    .u = 0.5f,
                                    .v = 0.3f};
            p.at[0] = root[0] + side * (0.5f * back + 0.8f * raise[row]);
            p.at[1] = root[1] - 1.6f + 3.0f * radius[row] * sinf(angle) + 0.3f * (back - 1.2f);
            p.at[2] = root[2] - 0.4f - 0.8f * back + 0.5f * raise[row];
            solid_add(h->solid, &p);
        }
    solid_sheet(h->solid, first, ROWS, COLUMNS, true, COVER_PLAIN);
}

void head_add_ears(struct head *h)
{
    add_ear(h, -1);
    add_ear(h, 1);
}

/* ---- neck and shoulders ---- */

struct ring {
    float y, wide, deep, bright;
};

static void add_rings(struct head *h, const struct ring *rings, int count)
{
    enum { COLUMNS = 20 };
    const int first = h->solid->points;
    for (int row = 0; row < count; row++)
        for (int column = 0; column < COLUMNS; column++) {
            const float angle = 6.2831853f * ((float)column + 0.5f) / COLUMNS;
            struct solid_point p = {.bright = rings[row].bright};
            p.at[0] = rings[row].wide * sinf(angle);
            p.at[1] = rings[row].y;
            p.at[2] = rings[row].deep * cosf(angle) - 4.5f - 0.12f * (rings[row].y + 5);
            if (rings[row].y < -13.0f) /* collars and shoulders fall to the sides */
                p.at[1] -= 0.03f * p.at[0] * p.at[0] - 1.5f * -cosf(angle);
            solid_add(h->solid, &p);
        }
    solid_sheet(h->solid, first, count, COLUMNS, true, COVER_PLAIN);
}

void head_add_neck(struct head *h)
{
    const float skin = h->person->skin, cloth = h->person->cloth;
    const struct ring neck[] = {{-6.5f, 5.2f, 5.0f, skin * 0.3f},
                                {-8.5f, 5.3f, 5.2f, skin * 0.45f},
                                {-11, 5.4f, 5.2f, skin * 0.75f},
                                {-14, 6.2f, 5.4f, skin * 0.9f},
                                {-17, 9.0f, 6.0f, skin * 0.95f}};
    const struct ring shirt[] = {{-13.4f, 6.6f, 5.9f, cloth * 0.7f},
                                 {-14.2f, 9.0f, 7.0f, cloth},
                                 {-16.0f, 15.0f, 8.5f, cloth},
                                 {-22.0f, 21.0f, 10.0f, cloth}};
    add_rings(h, neck, sizeof neck / sizeof *neck);
    add_rings(h, shirt, sizeof shirt / sizeof *shirt);
}

/* ---- eyes ---- */

/* The corners of an eye and the middle of its upper lid, landmarks. */
struct eye {
    uint16_t outer, inner, lid;
    float side; /* -1: the subject's right */
};
static const struct eye eyes[2] = {{33, 133, 159, -1}, {263, 362, 386, 1}};

/* The front of an eyeball, flattened to reach both corners: depth at an offset from its middle. */
static float eye_depth(float dx, float dy, float side)
{
    const float x = dx / 1.75f, y = dy / 1.3f;
    return 1.25f * sqrtf(larger(0, 1 - x * x - y * y)) - 0.22f * dx * side;
}

/* Circles about the pupil: pupil, iris, the dark edge of the iris, white. */
static void add_eyeball(struct head *h, const struct eye *eye)
{
    enum { ROWS = 9, COLUMNS = 14 };
    static const float radius[ROWS] = {0, 0.24f, 0.25f, 0.52f, 0.54f, 0.62f, 0.66f, 1.05f, 1.7f};
    const float iris = h->person->iris, white = blend(0.22f, 0.52f, h->person->skin * 2);
    const float bright[ROWS] = {0.004f,       0.004f, iris,  iris,        iris * 0.35f,
                                iris * 0.35f, white,  white, white * 0.7f};
    const float *outer = h->person->shape[eye->outer], *inner = h->person->shape[eye->inner];
    const float lid = h->face[eye->lid][1];
    const int first = h->solid->points;
    float centre[3];
    for (int k = 0; k < 3; k++)
        centre[k] = 0.5f * (outer[k] + inner[k]);
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++) {
            const float angle = 6.2831853f * (float)column / COLUMNS;
            float dx = 1.2f * h->moment->gaze[0] + radius[row] * cosf(angle);
            float dy = 1.2f * h->moment->gaze[1] + 0.04f + radius[row] * sinf(angle);
            dx = larger(-1.7f, smaller(1.7f, dx));
            dy = larger(-1.25f, smaller(1.25f, dy));
            struct solid_point p = {.gloss = 0.25f};
            p.at[0] = centre[0] + dx;
            p.at[1] = centre[1] + dy;
            p.at[2] = centre[2] - 1.0f + eye_depth(dx, dy, eye->side);
            /* the upper lid shades what is close below it, and the corners lie deep */
            p.bright =
                bright[row] * ramp(-0.25f, 0.4f, lid - p.at[1]) * (1 - 0.3f * smaller(1, dx * dx));
            solid_add(h->solid, &p);
        }
    solid_sheet(h->solid, first, ROWS, COLUMNS, true, COVER_PLAIN);
}

/* The light's reflection: a small bright disk before the iris. */
static void add_glint(struct head *h, const struct eye *eye)
{
    enum { CORNERS = 6 };
    const float *outer = h->person->shape[eye->outer], *inner = h->person->shape[eye->inner];
    const float *light = h->moment->key.direction;
    const float dx = 1.2f * h->moment->gaze[0] + 0.35f * light[0];
    const float dy = 1.2f * h->moment->gaze[1] + 0.04f + 0.35f * light[1];
    int corner[CORNERS];
    for (int i = 0; i < CORNERS; i++) {
        const float angle = 6.2831853f * (float)i / CORNERS;
        struct solid_point p = {.bright = 1.2f};
        p.at[0] = 0.5f * (outer[0] + inner[0]) + dx + 0.10f * cosf(angle);
        p.at[1] = 0.5f * (outer[1] + inner[1]) + dy + 0.10f * sinf(angle);
        p.at[2] = 0.5f * (outer[2] + inner[2]) - 0.95f + eye_depth(dx, dy, eye->side);
        corner[i] = solid_add(h->solid, &p);
    }
    for (int i = 1; i + 1 < CORNERS; i++)
        solid_triangle(h->solid, corner[0], corner[i], corner[i + 1], COVER_PLAIN);
}

void head_add_eyes(struct head *h)
{
    for (int i = 0; i < 2; i++) {
        add_eyeball(h, &eyes[i]);
        add_glint(h, &eyes[i]);
    }
}

/* ---- mouth ---- */

/* The dark behind the lips: their inner contour, wider behind the lips to leave room for teeth, and
 * narrow at the throat. */
static void add_cavity(struct head *h)
{
    enum { ROWS = 4 };
    static const float deep[ROWS] = {0, 0.9f, 2.6f, 3.6f}, vault[ROWS] = {0, 0.8f, 0.9f, 0};
    static const float narrow[ROWS] = {1, 1.1f, 0.8f, 0}, bright[ROWS] = {0.06f, 0.02f, 0.01f};
    const struct mien_contour *c = &mien_contours[MIEN_CONTOUR_INNER_LIPS];
    const int corner = c->count / 2, first = h->solid->points;
    for (int row = 0; row < ROWS; row++)
        for (int i = 0; i < c->count; i++) {
            const float *lip = h->face[mien_contour_points[c->first + i]];
            const float up = i % corner == 0 ? 0 : i < corner ? -1.0f : 1.0f;
            struct solid_point p = {.bright = bright[row]};
            p.at[0] = lip[0] * narrow[row];
            p.at[1] = lip[1] + up * vault[row];
            p.at[2] = lip[2] - deep[row];
            solid_add(h->solid, &p);
        }
    solid_sheet(h->solid, first, ROWS, c->count, true, COVER_FOIL);
}

/* A row of teeth: gum, neck, edge. `jaw`: the lower ones, which move with it. */
static void add_teeth(struct head *h, bool jaw)
{
    enum { ROWS = 3, COLUMNS = 15 };
    static const float upper[ROWS] = {-3.2f, -3.5f, -4.47f}, lower[ROWS] = {-4.95f, -5.5f, -5.8f};
    static const float bright[ROWS] = {0.12f, 0.50f, 0.62f};
    const float *y = jaw ? lower : upper, *lip = h->person->shape[jaw ? 14 : 13];
    const float shift = lip[1] + 4.18f;
    const float open = h->face[13][1] - h->face[14][1];
    const float light = ramp(-0.2f, 0.9f, open) * (jaw ? 0.5f : 0.8f);
    const int first = h->solid->points;
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++) {
            const float x = 2.4f * ((float)column / (COLUMNS - 1) * 2 - 1);
            const float gap = column % 2 ? 1 : 0.9f;
            struct solid_point p = {.at = {x, y[row] + shift, lip[2] - 0.8f - 0.2f * x * x},
                                    .bright = bright[jaw ? ROWS - 1 - row : row] * gap,
                                    .gloss = 0.1f};
            p.bright *= (1 - 0.1f * x * x) * light;
            if (jaw) {
                p.at[2] -= 0.2f;
                mien_jaw_move(&h->moment->actions, p.at);
            }
            solid_add(h->solid, &p);
        }
    solid_sheet(h->solid, first, ROWS, COLUMNS, false, COVER_PLAIN);
}

static void add_tongue(struct head *h)
{
    enum { ROWS = 4, COLUMNS = 10 };
    const int first = h->solid->points;
    for (int row = 0; row < ROWS; row++)
        for (int column = 0; column < COLUMNS; column++) {
            const float angle = 6.2831853f * (float)column / COLUMNS;
            const float out = (float)row / (ROWS - 1);
            struct solid_point p = {.at = {1.5f * out * cosf(angle), -5.2f - 0.5f * out * out,
                                           2.4f - 1.4f * out * sinf(angle)},
                                    .bright = 0.05f,
                                    .gloss = 0.02f};
            mien_jaw_move(&h->moment->actions, p.at);
            solid_add(h->solid, &p);
        }
    solid_sheet(h->solid, first, ROWS, COLUMNS, true, COVER_PLAIN);
}

void head_add_mouth(struct head *h)
{
    add_cavity(h);
    add_teeth(h, false);
    add_teeth(h, true);
    add_tongue(h);
}
