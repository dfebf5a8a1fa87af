/* rig_inside.c - what lids and lips show when they part: eyeballs, teeth, tongue, the dark.
 *
 * All of it lies behind the skin, so that the depth buffer shows it only through the openings.
 * Teeth are the photo's where it shows them. */
#include "viewer/puppet/rig_inside.h"

#include <math.h>

static float blend(float a, float b, float share)
{
    return a + share * (b - a);
}

/* ---- eyeballs ---- */

#define EYE_WIDE 1.3f /* of the way between the corners */
#define EYE_HIGH 0.85f
#define EYE_BEHIND 0.3f /* centimetres behind the lids */

/* A curved sheet behind the lids, from beyond one corner to beyond the other. */
static void add_eyeball(struct rig *r, enum mien_contour_name eye, int first)
{
    const float *a = r->point[rig_contour(eye, 0)].at, *b = r->point[rig_contour(eye, 8)].at;
    const float *low = r->point[rig_contour(eye, 4)].at, *high = r->point[rig_contour(eye, 12)].at;
    const float wide = sqrtf((b[0] - a[0]) * (b[0] - a[0]) + (b[1] - a[1]) * (b[1] - a[1]));
    const float bulge = fmaxf(0, 0.5f * (low[2] + high[2] - a[2] - b[2]));
    for (int row = 0; row < RIG_EYE_ROWS; row++)
        for (int column = 0; column < RIG_EYE_COLUMNS; column++) {
            const float u = EYE_WIDE * ((float)column / (RIG_EYE_COLUMNS - 1) - 0.5f);
            const float v = EYE_HIGH * (0.5f - (float)row / (RIG_EYE_ROWS - 1));
            struct rig_point p = {.turn = 1, .follow = 1, .bright = 1};
            p.at[0] = blend(a[0], b[0], u + 0.5f);
            p.at[1] = blend(a[1], b[1], u + 0.5f) + v * wide;
            p.at[2] = blend(a[2], b[2], u + 0.5f) + bulge * (1 - 4 * u * u) - EYE_BEHIND;
            rig_see(r, p.at, p.texel);
            r->point[first + row * RIG_EYE_COLUMNS + column] = p;
        }
    rig_add_sheet(r, first, RIG_EYE_ROWS, RIG_EYE_COLUMNS, 0, RIG_EYEBALLS);
}

/* ---- upper lids ---- */

/* Of an open eye the photo shows little of the upper lid but lashes. When it closes it is lid that
 * comes to light, not more lashes: a row of points between fold and edge keeps to the edge, and its
 * colours come from the skin between fold and brow. */
static const uint16_t lid_folds[RIG_LID_COLUMNS] = {33, 247, 30, 29, 27, 28, 56, 190, 133};
static const uint16_t lid_edges[RIG_LID_COLUMNS] = {33, 246, 161, 160, 159, 158, 157, 173, 133};
static const uint16_t lid_skins[RIG_LID_COLUMNS] = {33, 225, 225, 224, 223, 222, 221, 189, 133};
#define LASHES_OPEN 0.35f
#define LASHES_SHUT 0.80f
#define LID_SKIN 0.55f /* of the way from the fold to the skin above */

static void add_lid(struct rig *r, int left, int first)
{
    static const float open[RIG_LID_ROWS] = {0, LASHES_OPEN, 1}, shut[] = {0, LASHES_SHUT, 1};
    for (int row = 0; row < RIG_LID_ROWS; row++)
        for (int k = 0; k < RIG_LID_COLUMNS; k++) {
            const uint16_t fold = left ? mien_mirror468[lid_folds[k]] : lid_folds[k];
            const uint16_t edge = left ? mien_mirror468[lid_edges[k]] : lid_edges[k];
            const uint16_t skin = left ? mien_mirror468[lid_skins[k]] : lid_skins[k];
            const struct rig_point *a = &r->point[fold], *b = &r->point[edge];
            struct rig_point p = {.turn = 1,
                                  .follow = 1,
                                  .bright = 1,
                                  .lead = fold,
                                  .edge = edge,
                                  .share = 1,
                                  .lid = 1,
                                  .open = open[row],
                                  .shut = shut[row]};
            for (int j = 0; j < 3; j++)
                p.at[j] = blend(a->at[j], b->at[j], open[row]);
            rig_see(r, p.at, p.texel);
            for (int j = 0; j < 2; j++)
                p.slid[j] =
                    row == 1 ? blend(a->texel[j], r->point[skin].texel[j], LID_SKIN) : p.texel[j];
            r->point[first + row * RIG_LID_COLUMNS + k] = p;
        }
    rig_add_sheet(r, first, RIG_LID_ROWS, RIG_LID_COLUMNS, 0, RIG_SKIN);
}

/* ---- mouth ---- */

/* A row of a sheet in the mouth: between the photo's lips, from the upper (0) to the lower (1) and
 * moved; its colour from between them too. */
struct mouth_row {
    float at, up, back; /* centimetres */
    float narrow;       /* factor on x */
    float colour;       /* place between the lips; on the lower lip above 1 */
    float bright;
    uint8_t jaw, seen; /* seen: the colour is the one that the photo shows there */
};

struct mouth_sheet {
    int rows;
    struct mouth_row row[3];
};

static const struct mouth_sheet mouth[] = {
    /* upper teeth, mirrored upwards */
    {3,
     {{0, 0.6f, 0.35f, 1, 0.6f, 0.9f, 0, 0},
      {0, 0, 0.35f, 1, 0, 1, 0, 1},
      {1, 0, 0.35f, 1, 1, 1, 0, 1}}},
    /* the dark */
    {2, {{0, 0.8f, 1.8f, 1.2f, 1.4f, 0.05f, 0, 0}, {1, -0.8f, 1.8f, 1.2f, 1.4f, 0.25f, 1, 0}}},
    /* lower teeth and their gum */
    {3,
     {{1, -0.28f, 0.6f, 0.75f, 0.75f, 0.45f, 1, 0},
      {1, -0.60f, 0.55f, 0.75f, 0.35f, 0.40f, 1, 0},
      {1, -0.9f, 0.55f, 0.75f, 1.4f, 0.3f, 1, 0}}},
    /* tongue */
    {3,
     {{1, 0.25f, 2.4f, 0.5f, 1.4f, 0.16f, 1, 0},
      {1, -0.05f, 1.4f, 0.7f, 1.4f, 0.52f, 1, 0},
      {1, -0.9f, 0.9f, 0.75f, 1.4f, 0.30f, 1, 0}}},
};

/* Of a column: the upper and lower lip's inner edge, and the lower lip's outer one. */
static void mouth_column(const struct rig *r, int column, const float **upper, const float **lower,
                         uint16_t landmarks[3])
{
    landmarks[0] = rig_contour(MIEN_CONTOUR_INNER_LIPS, -column);
    landmarks[1] = rig_contour(MIEN_CONTOUR_INNER_LIPS, column);
    landmarks[2] = rig_contour(MIEN_CONTOUR_OUTER_LIPS, column);
    *upper = r->point[landmarks[0]].at;
    *lower = r->point[landmarks[1]].at;
}

static struct rig_point mouth_point(const struct rig *r, const struct mouth_row *row, int column)
{
    const float *upper, *lower;
    uint16_t landmarks[3];
    mouth_column(r, column, &upper, &lower, landmarks);
    struct rig_point p = {.turn = 1, .follow = 1, .bright = row->bright, .jaw = row->jaw};
    const float middle = r->point[13].at[0];
    /* rows close up towards the corners, as the dental arch turns away there */
    const float side = (float)column / (RIG_MOUTH_COLUMNS - 1) * 2 - 1;
    p.at[0] = middle + row->narrow * (blend(upper[0], lower[0], row->at) - middle);
    p.at[1] = blend(upper[1], lower[1], row->at) + row->up;
    p.at[2] = blend(upper[2], lower[2], row->at) - row->back - (row->seen ? 0 : 0.3f * side * side);
    if (row->seen) {
        rig_see(r, p.at, p.texel);
        return p;
    }
    const int beyond = row->colour > 1;
    const float *a = r->point[landmarks[beyond]].texel, *b = r->point[landmarks[beyond + 1]].texel;
    for (int k = 0; k < 2; k++)
        p.texel[k] = blend(a[k], b[k], row->colour - (float)beyond);
    return p;
}

static void add_mouth(struct rig *r)
{
    int first = RIG_MOUTH_FIRST;
    for (size_t s = 0; s < sizeof mouth / sizeof *mouth; s++) {
        for (int row = 0; row < mouth[s].rows; row++)
            for (int k = 0; k < RIG_MOUTH_COLUMNS; k++)
                r->point[first + row * RIG_MOUTH_COLUMNS + k] =
                    mouth_point(r, &mouth[s].row[row], k);
        rig_add_sheet(r, first, mouth[s].rows, RIG_MOUTH_COLUMNS, 0, RIG_SKIN);
        first += mouth[s].rows * RIG_MOUTH_COLUMNS;
    }
}

void rig_add_inside(struct rig *r)
{
    add_eyeball(r, MIEN_CONTOUR_RIGHT_EYE, RIG_EYES_FIRST);
    add_eyeball(r, MIEN_CONTOUR_LEFT_EYE, RIG_EYES_FIRST + RIG_EYE_ROWS * RIG_EYE_COLUMNS);
    for (int side = 0; side < MIEN_SIDES; side++)
        add_lid(r, side, RIG_LIDS_FIRST + side * RIG_LID_ROWS * RIG_LID_COLUMNS);
    add_mouth(r);
}
