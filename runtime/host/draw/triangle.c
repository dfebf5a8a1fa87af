/* triangle.c - see triangle.h. Each side bounds a row's pixels from the left or from the right, by
 * a division instead of a test a pixel. */
#include "runtime/host/draw/triangle.h"

#include <math.h>

enum { UNIT = 256 }; /* parts of a pixel */

/* Coordinates reach 2^28 parts, so that a side's value stays below 2^60. */
static const float farthest = 1 << 20;

static bool bring_to_grid(int64_t grid[2], const float corner[2])
{
    for (int k = 0; k < 2; k++) {
        if (!(fabsf(corner[k]) <= farthest))
            return false;
        grid[k] = llrintf(corner[k] * UNIT);
    }
    return true;
}

static int64_t lesser(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t greater(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* a / b rounded down, and up; b above 0. */
static int64_t floor_of(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int64_t ceiling_of(int64_t a, int64_t b)
{
    return a / b + (a % b > 0);
}

/* What a x b spans around o. */
static int64_t span(const int64_t o[2], const int64_t a[2], const int64_t b[2])
{
    return (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
}

/* The rows whose centres lie between the highest and the lowest corner. */
static void set_rows(struct triangle *t, const int64_t p[3][2], int height)
{
    const int64_t top = lesser(p[0][1], lesser(p[1][1], p[2][1]));
    const int64_t bottom = greater(p[0][1], greater(p[1][1], p[2][1]));
    t->y = (int)greater(0, ceiling_of(top - UNIT / 2, UNIT));
    t->end = (int)lesser(height, floor_of(bottom - UNIT / 2, UNIT) + 1);
}

bool triangle_start(struct triangle *t, const float a[2], const float b[2], const float c[2],
                    int width, int height)
{
    int64_t p[3][2];
    if (!bring_to_grid(p[0], a) || !bring_to_grid(p[1], b) || !bring_to_grid(p[2], c))
        return false;
    const int64_t whole = span(p[0], p[1], p[2]);
    if (whole == 0)
        return false;
    t->clockwise = whole > 0;
    t->inverse = 1.0 / (double)(whole > 0 ? whole : -whole);
    t->width = width;
    set_rows(t, p, height);
    const int64_t centre[2] = {UNIT / 2, (int64_t)t->y * UNIT + UNIT / 2};
    for (int i = 0; i < 3; i++) {
        const int64_t *from = p[(i + 1) % 3], *to = p[(i + 2) % 3];
        const int64_t sign = t->clockwise ? 1 : -1;
        t->value[i] = sign * span(from, to, centre);
        t->across[i] = sign * UNIT * (from[1] - to[1]);
        t->down[i] = sign * UNIT * (to[0] - from[0]);
        t->step[i] = (float)((double)t->across[i] * t->inverse);
    }
    return t->y < t->end;
}

/* Narrow first..end to what lies within side i. A centre on the side is covered where the side
 * bounds the triangle from the left, or level from above. */
static void bound(const struct triangle *t, int i, int64_t *first, int64_t *end)
{
    const int64_t across = t->across[i];
    const int64_t least = across > 0 || (across == 0 && t->down[i] > 0) ? 0 : 1;
    const int64_t spare = t->value[i] - least;
    if (across > 0)
        *first = greater(*first, ceiling_of(-spare, across));
    else if (across < 0)
        *end = lesser(*end, floor_of(spare, -across) + 1);
    else if (spare < 0)
        *end = *first;
}

bool triangle_next(struct triangle *t, struct triangle_row *row)
{
    while (t->y < t->end) {
        int64_t first = 0, end = t->width;
        for (int i = 0; i < 3; i++)
            bound(t, i, &first, &end);
        const bool some = first < end;
        if (some)
            *row = (struct triangle_row){.y = t->y, .first = (int)first, .end = (int)end};
        for (int i = 0; i < 3; i++) {
            if (some)
                row->weight[i] = (float)((double)(t->value[i] + first * t->across[i]) * t->inverse);
            t->value[i] += t->down[i];
        }
        t->y++;
        if (some)
            return true;
    }
    return false;
}
