/* paint_shape.c - see paint_shape.h. Curves are those of E. Catmull and R. Rom (1974), as straight
 * pieces. */
#include "viewer/mask/paint_shape.h"

#include <math.h>

enum { PIECES = SHAPE_POINTS / PAINT_POINTS };

static float curve(float a, float b, float c, float d, float t)
{
    return b +
           0.5f * t *
               (c - a + t * (2.0f * a - 5.0f * b + 4.0f * c - d + t * (3.0f * (b - c) + d - a)));
}

/* Put pieces of a curve through the points; an open one ends in its first and last. */
static void make_curve(struct shape *s, const float (*p)[2], int count, bool closed)
{
    const int spans = closed ? count : count - 1;
    for (int i = 0; i < spans; i++) {
        const float *a = p[closed ? (i + count - 1) % count : i > 0 ? i - 1 : 0];
        const float *b = p[i], *c = p[(i + 1) % count];
        const float *d = p[closed ? (i + 2) % count : i + 2 < count ? i + 2 : count - 1];
        for (int j = 0; j < PIECES; j++)
            for (int k = 0; k < 2; k++)
                s->points[i * PIECES + j][k] =
                    curve(a[k], b[k], c[k], d[k], (float)j / (float)PIECES);
    }
    s->count = spans * PIECES;
    if (!closed) {
        s->points[s->count][0] = p[count - 1][0];
        s->points[s->count++][1] = p[count - 1][1];
    }
}

static void measure_ways(struct shape *s)
{
    for (int i = 0; i < s->count; i++) {
        const float *a = s->points[i], *b = s->points[(i + 1) % s->count];
        const float x = b[0] - a[0], y = b[1] - a[1], length = x * x + y * y;
        s->way[i][0] = x;
        s->way[i][1] = y;
        s->inverse[i] = length > 0.0f ? 1.0f / length : 0.0f;
    }
}

static void bound(struct shape *s)
{
    const float width = fmaxf(fmaxf(s->grow, s->taper), 0.0f) + fmaxf(s->radius[0], s->radius[1]);
    for (int k = 0; k < 2; k++) {
        s->low[k] = INFINITY;
        s->high[k] = -INFINITY;
        for (int i = 0; i < s->count; i++) {
            s->low[k] = fminf(s->low[k], s->points[i][k] - width);
            s->high[k] = fmaxf(s->high[k], s->points[i][k] + width);
        }
        if (s->kind == PAINT_FACE) {
            s->low[k] = -INFINITY;
            s->high[k] = INFINITY;
        }
    }
}

void shape_set(struct shape *s, const struct paint_layer *layer, const float (*point)[2])
{
    float p[SHAPE_POINTS][2];
    const struct mien_contour *contour = &mien_contours[layer->contour];
    const bool given = layer->shape != PAINT_CONTOUR;
    const int count = given ? layer->count : contour->count;
    *s = (struct shape){.kind = layer->shape,
                        .count = count,
                        .grow = layer->grow,
                        .taper = layer->taper,
                        .radius = {layer->across, layer->up},
                        .turn = {cosf(layer->turn), sinf(layer->turn)}};
    for (int i = 0; i < count; i++) {
        const struct paint_point from =
            given ? layer->points[i]
                  : (struct paint_point){mien_contour_points[contour->first + i], 0.0f, 0.0f};
        p[i][0] = s->points[i][0] = point[from.landmark][0] + from.across;
        p[i][1] = s->points[i][1] = point[from.landmark][1] + from.up;
    }
    if (layer->shape == PAINT_BLOB || layer->shape == PAINT_STROKE)
        make_curve(s, p, count, layer->shape == PAINT_BLOB);
    measure_ways(s);
    bound(s);
}

/* An approximation that is exact on the border. */
static float ellipse_distance(const struct shape *s, const float at[2])
{
    const float x = at[0] - s->points[0][0], y = at[1] - s->points[0][1];
    const float a = (x * s->turn[0] + y * s->turn[1]) / s->radius[0];
    const float b = (y * s->turn[0] - x * s->turn[1]) / s->radius[1];
    const float length = sqrtf(a * a + b * b);
    const float c = a / s->radius[0], d = b / s->radius[1], slope = sqrtf(c * c + d * d);
    return slope > 1e-6f ? length * (length - 1.0f) / slope : -fminf(s->radius[0], s->radius[1]);
}

/* The squared distance from the way behind point i, and how far along it that is, 0..1. */
static float way_distance(const struct shape *s, int i, const float at[2], float *along)
{
    const float px = at[0] - s->points[i][0], py = at[1] - s->points[i][1];
    const float ux = s->way[i][0], uy = s->way[i][1];
    const float share = (px * ux + py * uy) * s->inverse[i];
    const float t = share < 0.0f ? 0.0f : share > 1.0f ? 1.0f : share;
    const float dx = px - t * ux, dy = py - t * uy;
    *along = t;
    return dx * dx + dy * dy;
}

static float stroke_distance(const struct shape *s, const float at[2])
{
    float nearest = INFINITY, way = 0.0f;
    for (int i = 0; i + 1 < s->count; i++) {
        float along;
        const float square = way_distance(s, i, at, &along);
        if (square < nearest) {
            nearest = square;
            way = (float)i + along;
        }
    }
    return sqrtf(nearest) - s->grow - way / (float)(s->count - 1) * (s->taper - s->grow);
}

static float area_distance(const struct shape *s, const float at[2])
{
    float nearest = INFINITY, along;
    bool inside = false;
    for (int i = 0; i < s->count; i++) {
        const float *a = s->points[i], up = s->way[i][1];
        const float square = way_distance(s, i, at, &along);
        nearest = square < nearest ? square : nearest;
        const float over = at[1] - a[1];
        if ((over < 0.0f) != (over < up) && at[0] < s->way[i][0] * over / up + a[0])
            inside = !inside;
    }
    return (inside ? -sqrtf(nearest) : sqrtf(nearest)) - s->grow;
}

float shape_distance(const struct shape *s, const float at[2])
{
    switch (s->kind) {
    case PAINT_FACE:
        return -INFINITY;
    case PAINT_ELLIPSE:
        return ellipse_distance(s, at) - s->grow;
    case PAINT_STROKE:
        return stroke_distance(s, at);
    case PAINT_AREA:
    case PAINT_BLOB:
    case PAINT_CONTOUR:
        break;
    }
    return area_distance(s, at);
}
