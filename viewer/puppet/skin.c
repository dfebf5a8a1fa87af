/* skin.c - see skin.h. The fold from the nose's wing to the corner of the mouth is filled from the
 * skin on both sides of it: means of what is no fold and no lip, weighted by distance (normalized
 * convolution: H. Knutsson, C.-F. Westin, CVPR (1993)), by boxes laid over each other. */
#include "viewer/puppet/skin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FOLD_POINTS = 6, CHANNELS = 4 /* colours and how much of them counts */, PASSES = 3 };

/* The fold on the subject's right; the left is its mirror. */
static const uint16_t fold[FOLD_POINTS] = {129, 203, 206, 216, 57, 43};

/* Shares of the way between the eyes' outer corners. */
#define CORE 0.045f   /* to either side of the fold: all of it is filled */
#define MARGIN 0.100f /* from there to here it fades */
#define LIPS 0.020f   /* around the lips nothing changes */
#define BLUR 0.050f   /* half a box's width */
#define AROUND 0.25f  /* of the picture beyond the folds */

struct marks {
    float path[2][FOLD_POINTS][2];
    float lips[20][2];
    float eyes; /* pixels between them */
};

static float ramp(float low, float high, float x)
{
    const float t = fmaxf(0, fminf(1, (x - low) / (high - low)));
    return t * t * (3 - 2 * t);
}

/* ---- where folds and lips are ---- */

static struct marks find_marks(const struct rig *r)
{
    struct marks m;
    const float *right = r->point[33].texel, *left = r->point[263].texel;
    for (int i = 0; i < FOLD_POINTS; i++) {
        memcpy(m.path[0][i], r->point[fold[i]].texel, sizeof m.path[0][i]);
        memcpy(m.path[1][i], r->point[mien_mirror468[fold[i]]].texel, sizeof m.path[1][i]);
    }
    for (int i = 0; i < 20; i++)
        memcpy(m.lips[i], r->point[rig_contour(MIEN_CONTOUR_OUTER_LIPS, i)].texel,
               sizeof m.lips[i]);
    m.eyes = hypotf(right[0] - left[0], right[1] - left[1]);
    return m;
}

static float distance_to(const float a[2], const float b[2], float x, float y)
{
    const float dx = b[0] - a[0], dy = b[1] - a[1], length = fmaxf(dx * dx + dy * dy, 1e-6f);
    const float t = fmaxf(0, fminf(1, ((x - a[0]) * dx + (y - a[1]) * dy) / length));
    return hypotf(x - a[0] - t * dx, y - a[1] - t * dy);
}

/* Distance from the lips; 0 on them. */
static float from_lips(const struct marks *m, float x, float y)
{
    float nearest = 1e9f;
    int inside = 0;
    for (int i = 0; i < 20; i++) {
        const float *a = m->lips[i], *b = m->lips[(i + 1) % 20];
        nearest = fminf(nearest, distance_to(a, b, x, y));
        if ((a[1] > y) != (b[1] > y) && x < a[0] + (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]))
            inside = !inside;
    }
    return inside ? 0 : nearest;
}

/* How much of a pixel is fold, 0..1, and how much of it is skin that folds may be filled from. */
static void weigh(const struct marks *m, float x, float y, float *is_fold, float *is_skin)
{
    float nearest = 1e9f;
    for (int side = 0; side < 2; side++)
        for (int i = 0; i + 1 < FOLD_POINTS; i++)
            nearest = fminf(nearest, distance_to(m->path[side][i], m->path[side][i + 1], x, y));
    const float lips = ramp(0, LIPS * m->eyes, from_lips(m, x, y));
    *is_fold = lips * (1 - ramp(CORE * m->eyes, MARGIN * m->eyes, nearest));
    *is_skin = lips * ramp(0.5f * CORE * m->eyes, MARGIN * m->eyes, nearest);
}

/* ---- filling ---- */

/* Sums of 2 * reach + 1 items of four floats, `step` items apart; beyond the ends there is nothing.
 * `line` has room for `count` items. */
static void box(float *p, int32_t count, ptrdiff_t step, int32_t reach, float *line)
{
    float sum[CHANNELS] = {0};
    for (int32_t i = 0; i < reach && i < count; i++)
        for (int c = 0; c < CHANNELS; c++)
            sum[c] += p[CHANNELS * i * step + c];
    for (int32_t i = 0; i < count; i++)
        for (int c = 0; c < CHANNELS; c++) {
            sum[c] += i + reach < count ? p[CHANNELS * (i + reach) * step + c] : 0;
            line[CHANNELS * i + c] = sum[c];
            sum[c] -= i - reach >= 0 ? p[CHANNELS * (i - reach) * step + c] : 0;
        }
    for (int32_t i = 0; i < count; i++)
        memcpy(p + CHANNELS * i * step, line + (ptrdiff_t)CHANNELS * i, CHANNELS * sizeof *p);
}

static void spread(const struct skin *s, int32_t reach, float *filled, float *line)
{
    for (int pass = 0; pass < PASSES; pass++) {
        for (int32_t y = 0; y < s->height; y++)
            box(filled + (ptrdiff_t)CHANNELS * y * s->width, s->width, 1, reach, line);
        for (int32_t x = 0; x < s->width; x++)
            box(filled + (ptrdiff_t)CHANNELS * x, s->height, s->width, reach, line);
    }
}

/* filled [height, width, 4] and line are memory to work in. */
static void smooth(struct skin *s, const struct marks *m, float *filled, float *line)
{
    float is_fold, is_skin;
    for (int32_t i = 0; i < s->width * s->height; i++) {
        weigh(m, (float)(s->left + i % s->width) + 0.5f, (float)(s->top + i / s->width) + 0.5f,
              &is_fold, &is_skin);
        for (int c = 0; c < 3; c++)
            filled[CHANNELS * i + c] = is_skin * s->folded[4 * i + c] / 256;
        filled[CHANNELS * i + 3] = is_skin / 256;
    }
    spread(s, 1 + (int32_t)(BLUR * m->eyes), filled, line);
    memcpy(s->smooth, s->folded, 4 * (size_t)s->width * (size_t)s->height);
    for (int32_t i = 0; i < s->width * s->height; i++) {
        weigh(m, (float)(s->left + i % s->width) + 0.5f, (float)(s->top + i / s->width) + 0.5f,
              &is_fold, &is_skin);
        const float weight = filled[CHANNELS * i + 3];
        for (int c = 0; c < 3 && weight > 0; c++) {
            const float old = s->folded[4 * i + c], new = filled[CHANNELS * i + c] / weight;
            s->smooth[4 * i + c] = (uint8_t)(old + is_fold * (new - old) + 0.5f);
        }
    }
}

/* ---- all of it ---- */

static void find_part(struct skin *s, const struct marks *m, const struct backdrop *b)
{
    float low[2] = {1e9f, 1e9f}, high[2] = {-1e9f, -1e9f};
    const int32_t size[2] = {b->width, b->height};
    int32_t first[2], end[2];
    for (int i = 0; i < 2 * FOLD_POINTS; i++)
        for (int k = 0; k < 2; k++) {
            const float at = m->path[i / FOLD_POINTS][i % FOLD_POINTS][k];
            low[k] = fminf(low[k], at);
            high[k] = fmaxf(high[k], at);
        }
    for (int k = 0; k < 2; k++) {
        const float most = (float)size[k];
        first[k] = (int32_t)fmaxf(0, fminf(most, low[k] - AROUND * m->eyes));
        end[k] = (int32_t)fmaxf((float)first[k], fminf(most, high[k] + AROUND * m->eyes));
    }
    s->left = first[0];
    s->top = first[1];
    s->width = end[0] - first[0];
    s->height = end[1] - first[1];
}

int skin_init(struct skin *s, const struct rig *r, const struct backdrop *b, struct mien_error *e)
{
    const struct marks m = find_marks(r);
    *s = (struct skin){0};
    find_part(s, &m, b);
    const size_t pixels = (size_t)s->width * (size_t)s->height + 1;
    const size_t longer = (size_t)(s->width > s->height ? s->width : s->height) + 1;
    float *filled = malloc(pixels * CHANNELS * sizeof *filled);
    float *line = malloc(longer * CHANNELS * sizeof *line);
    s->folded = malloc(4 * pixels);
    s->smooth = malloc(4 * pixels);
    int result = -1;
    if (filled && line && s->folded && s->smooth) {
        for (int32_t y = 0; y < s->height; y++)
            memcpy(s->folded + 4 * (ptrdiff_t)y * s->width,
                   b->pixels + 4 * ((ptrdiff_t)(s->top + y) * b->width + s->left),
                   4 * (size_t)s->width);
        smooth(s, &m, filled, line);
        result = 0;
    } else {
        error_memory(e, "the puppet's skin", 24 * pixels);
    }
    free(filled);
    free(line);
    return result;
}

void skin_free(struct skin *s)
{
    free(s->folded);
    free(s->smooth);
    *s = (struct skin){0};
}

/* Whichever side and action folds it most. */
static float folds_of(const struct rig *r, const struct puppet_pose *pose)
{
    static const uint8_t actions[] = {MIEN_AU9, MIEN_AU10, MIEN_AU12};
    const float own = fmaxf(r->own.at[MIEN_AU12][MIEN_RIGHT], r->own.at[MIEN_AU10][MIEN_RIGHT]);
    float most = 0;
    for (size_t i = 0; i < sizeof actions; i++)
        for (int side = 0; side < MIEN_SIDES; side++)
            most = fmaxf(most, pose->actions.at[actions[i]][side]);
    return own > 0.2f ? fminf(1, most / fminf(own, 1)) : 1;
}

void skin_lay(const struct skin *s, const struct rig *r, const struct puppet_pose *pose,
              uint8_t *pixels, int32_t frame_width)
{
    const int32_t folds = (int32_t)(256 * folds_of(r, pose) + 0.5f), rest = 256 - folds;
    for (int32_t y = 0; y < s->height; y++) {
        const uint8_t *a = s->smooth + 4 * (ptrdiff_t)y * s->width;
        const uint8_t *b = s->folded + 4 * (ptrdiff_t)y * s->width;
        uint8_t *out = pixels + 4 * ((ptrdiff_t)(s->top + y) * frame_width + s->left);
        for (int32_t i = 0; i < 4 * s->width; i++)
            out[i] = (uint8_t)((a[i] * rest + b[i] * folds + 128) >> 8);
    }
}
