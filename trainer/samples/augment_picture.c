/* augment_picture.c - changes to a picture; see augment.h.
 *
 * One resampling does shift, rotation and stretch together (bilinear), one table does brightness,
 * contrast and gamma, so that a picture is read twice whatever is asked for. */
#include <math.h>
#include <string.h>

#include "trainer/samples/augment.h"

enum { GREYS = 256 };

static float uniform(struct rng *r, double low, double high)
{
    return (float)(low + (high - low) * rng_float(r));
}

static float clamp(float v, float low, float high)
{
    return v < low ? low : v > high ? high : v;
}

/* Grey levels looked up between the two next to them. */
static void change_tones(const struct augment *a, struct rng *r, float *picture, size_t count)
{
    const float add = uniform(r, -a->brightness, a->brightness) * (GREYS - 1);
    const float factor = uniform(r, 1 - a->contrast, 1 + a->contrast);
    const float limit = logf(1 + (float)a->gamma), power = expf(uniform(r, -limit, limit));
    float table[GREYS + 1];
    for (int v = 0; v < GREYS; v++) {
        const float tone = powf((float)v / (GREYS - 1), power) * (GREYS - 1);
        table[v] = clamp((tone - 127.5f) * factor + 127.5f + add, 0, GREYS - 1);
    }
    table[GREYS] = table[GREYS - 1];
    for (size_t i = 0; i < count; i++) {
        const float v = clamp(picture[i], 0, GREYS - 1);
        const int below = (int)v;
        picture[i] = table[below] + (v - (float)below) * (table[below + 1] - table[below]);
    }
}

static struct augment_move draw_move(const struct augment *a, struct rng *r,
                                     const uint32_t shape[3])
{
    const float angle = uniform(r, -a->rotate, a->rotate) * 3.14159265f / 180;
    const float sx = 1 / uniform(r, 1 - a->scale, 1 + a->scale);
    const float sy = 1 / uniform(r, 1 - a->scale, 1 + a->scale);
    const float mx = 0.5f * (float)(shape[1] - 1), my = 0.5f * (float)(shape[0] - 1);
    const float tx = mx + uniform(r, -a->shift, a->shift) * (float)shape[1];
    const float ty = my + uniform(r, -a->shift, a->shift) * (float)shape[0];
    const float c = cosf(angle), s = sinf(angle);
    struct augment_move t = {.ax = c * sx, .bx = -s * sx, .ay = s * sy, .by = c * sy};
    t.cx = mx - t.ax * tx - t.bx * ty;
    t.cy = my - t.ay * tx - t.by * ty;
    return t;
}

/* The two pixels around a coordinate, the border's where it lies outside, and the second's share.
 */
struct between {
    size_t first, second;
    float share;
};

static struct between between(float v, uint32_t length)
{
    const float at = clamp(v, 0, (float)(length - 1));
    const size_t first = (size_t)at;
    return (struct between){first, first + 1 < length ? first + 1 : first, at - (float)first};
}

static void resample(const float *from, const uint32_t shape[3], const struct augment_move *t,
                     float *to)
{
    const size_t w = shape[1], c = shape[2];
    for (uint32_t y = 0; y < shape[0]; y++)
        for (uint32_t x = 0; x < shape[1]; x++, to += c) {
            const float fx = (float)x, fy = (float)y;
            const struct between u = between(t->ax * fx + t->bx * fy + t->cx, shape[1]);
            const struct between v = between(t->ay * fx + t->by * fy + t->cy, shape[0]);
            const float *top = from + v.first * w * c, *low = from + v.second * w * c;
            for (size_t k = 0; k < c; k++) {
                const float p = top[u.first * c + k], q = low[u.first * c + k];
                const float above = p + u.share * (top[u.second * c + k] - p);
                const float below = q + u.share * (low[u.second * c + k] - q);
                to[k] = above + v.share * (below - above);
            }
        }
}

/* A rectangle of 2 to 20 % of the area, its sides at most 1 : 3, as far as it lies inside. */
static void erase(struct rng *r, float *picture, const uint32_t shape[3])
{
    const uint32_t h = shape[0], w = shape[1];
    const float area = uniform(r, 0.02, 0.2) * (float)h * (float)w;
    const float aspect = expf(uniform(r, -logf(3), logf(3)));
    const uint32_t high = (uint32_t)clamp(sqrtf(area * aspect), 1, (float)h);
    const uint32_t wide = (uint32_t)clamp(sqrtf(area / aspect), 1, (float)w);
    const uint32_t top = rng_below(r, h - high + 1), left = rng_below(r, w - wide + 1);
    for (uint32_t y = top; y < top + high; y++) {
        float *row = picture + ((size_t)y * w + left) * shape[2];
        for (size_t i = 0; i < (size_t)wide * shape[2]; i++)
            row[i] = uniform(r, 0, GREYS - 1);
    }
}

struct augment_move augment_picture(const struct augment *a, struct rng *r, float *picture,
                                    const uint32_t shape[3], float *scratch)
{
    const size_t count = (size_t)shape[0] * shape[1] * shape[2];
    struct augment_move t = {.ax = 1, .by = 1};
    if (a->brightness > 0 || a->contrast > 0 || a->gamma > 0)
        change_tones(a, r, picture, count);
    if (a->shift > 0 || a->rotate > 0 || a->scale > 0) {
        t = draw_move(a, r, shape);
        memcpy(scratch, picture, count * sizeof *scratch);
        resample(scratch, shape, &t, picture);
    }
    if (a->erase > 0 && rng_float(r) < (float)a->erase)
        erase(r, picture, shape);
    return t;
}
