/* raster.c - see raster.h. Scan conversion by rows between the long edge and the two short ones. */
#include "datasets/synth/raster.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/synth/draw.h"

#define NOTHING 1e30f

int raster_init(struct raster *r, uint32_t width, uint32_t height, uint32_t over,
                struct mien_error *e)
{
    const size_t samples = (size_t)width * over * height * over;
    *r = (struct raster){.width = width, .height = height, .over = over};
    r->depth = malloc(samples * sizeof *r->depth);
    r->value = malloc(samples * sizeof *r->value);
    if (r->depth && r->value)
        return 0;
    raster_free(r);
    return error_memory(e, "a picture's samples", samples * sizeof *r->depth);
}

void raster_free(struct raster *r)
{
    free(r->depth);
    free(r->value);
    *r = (struct raster){0};
}

void raster_clear(struct raster *r)
{
    const size_t samples = (size_t)r->width * r->over * r->height * r->over;
    for (size_t i = 0; i < samples; i++)
        r->depth[i] = NOTHING;
}

/* A number that is linear over the screen: what it is at sample (0, 0), and its steps. */
struct plane {
    float at, dx, dy;
};

/* Corners of a triangle in samples, by rising y, and 1 / twice its signed area. */
struct corners {
    float x[3], y[3], scale;
};

static struct plane plane_through(const struct corners *c, float a, float b, float d)
{
    const float ab = b - a, ad = d - a;
    struct plane p;
    p.dx = (ab * (c->y[2] - c->y[0]) - ad * (c->y[1] - c->y[0])) * c->scale;
    p.dy = (ad * (c->x[1] - c->x[0]) - ab * (c->x[2] - c->x[0])) * c->scale;
    p.at = a - p.dx * c->x[0] - p.dy * c->y[0];
    return p;
}

static float plane_at(const struct plane *p, float x, float y)
{
    return p->at + p->dx * x + p->dy * y;
}

struct fill {
    struct plane depth, shade, u, v;
    const struct raster_texture *texture;
};

/* Samples [first, last] of row y. */
static void fill_row(struct raster *r, const struct fill *f, int32_t y, int32_t first, int32_t last)
{
    const size_t row = (size_t)y * r->width * r->over;
    const uint32_t mask = f->texture ? f->texture->side - 1 : 0;
    float depth = plane_at(&f->depth, (float)first, (float)y);
    float shade = plane_at(&f->shade, (float)first, (float)y);
    float u = plane_at(&f->u, (float)first, (float)y), v = plane_at(&f->v, (float)first, (float)y);
    for (int32_t x = first; x <= last; x++) {
        float *at = &r->depth[row + (size_t)x];
        if (depth < *at) {
            float value = shade;
            if (f->texture)
                value *= f->texture->texels[((uint32_t)(int32_t)v & mask) * f->texture->side +
                                            ((uint32_t)(int32_t)u & mask)];
            *at = depth;
            r->value[row + (size_t)x] = value;
        }
        depth += f->depth.dx;
        shade += f->shade.dx;
        u += f->u.dx;
        v += f->v.dx;
    }
}

static float cross_edge(const struct corners *c, int from, int to, float y)
{
    const float height = c->y[to] - c->y[from];
    return height > 0 ? c->x[from] + (y - c->y[from]) / height * (c->x[to] - c->x[from]) : c->x[to];
}

static void fill_rows(struct raster *r, const struct corners *c, const struct fill *f)
{
    const float bottom = (float)(r->height * r->over - 1), right = (float)(r->width * r->over - 1);
    const float top = larger(ceilf(c->y[0]), 0), end = smaller(floorf(c->y[2]), bottom);
    for (float y = top; y <= end; y++) {
        const float a = cross_edge(c, 0, 2, y);
        const float b = y < c->y[1] ? cross_edge(c, 0, 1, y) : cross_edge(c, 1, 2, y);
        const float first = larger(ceilf(smaller(a, b)), 0),
                    last = smaller(floorf(larger(a, b)), right);
        if (first <= last)
            fill_row(r, f, (int32_t)y, (int32_t)first, (int32_t)last);
    }
}

void raster_triangle(struct raster *r, const struct raster_point *a, const struct raster_point *b,
                     const struct raster_point *c, const struct raster_texture *texture)
{
    const struct raster_point *p[3] = {a, b, c}, *swap;
    for (int pass = 0; pass < 3; pass++)
        if (p[pass % 2]->y > p[pass % 2 + 1]->y) {
            swap = p[pass % 2];
            p[pass % 2] = p[pass % 2 + 1];
            p[pass % 2 + 1] = swap;
        }
    const float over = (float)r->over, side = texture ? (float)texture->side : 0;
    struct corners k;
    for (int i = 0; i < 3; i++) { /* sample 0 lies at half a sample */
        k.x[i] = p[i]->x * over - 0.5f;
        k.y[i] = p[i]->y * over - 0.5f;
    }
    const float area =
        (k.x[1] - k.x[0]) * (k.y[2] - k.y[0]) - (k.x[2] - k.x[0]) * (k.y[1] - k.y[0]);
    if (!(fabsf(area) > 1e-9f) || k.y[2] < 0 || k.y[0] > (float)(r->height * r->over))
        return;
    k.scale = 1 / area;
    struct fill f = {.texture = texture};
    f.depth = plane_through(&k, p[0]->depth, p[1]->depth, p[2]->depth);
    f.shade = plane_through(&k, p[0]->shade, p[1]->shade, p[2]->shade);
    if (texture) {
        f.u = plane_through(&k, p[0]->u * side, p[1]->u * side, p[2]->u * side);
        f.v = plane_through(&k, p[0]->v * side, p[1]->v * side, p[2]->v * side);
    }
    fill_rows(r, &k, &f);
}

static void resolve_pixel(const struct raster *r, uint32_t x, uint32_t y, float *pixel)
{
    const uint32_t over = r->over;
    float sum = 0;
    uint32_t drawn = 0;
    for (uint32_t j = 0; j < over; j++) {
        const size_t first = ((size_t)y * over + j) * r->width * over + (size_t)x * over;
        for (uint32_t i = 0; i < over; i++) {
            const bool is = r->depth[first + i] < NOTHING;
            drawn += is;
            sum += is ? r->value[first + i] : 0;
        }
    }
    const float samples = (float)(over * over);
    *pixel = (sum + (samples - (float)drawn) * *pixel) / samples;
}

void raster_resolve(const struct raster *r, float *background)
{
    for (uint32_t y = 0; y < r->height; y++)
        for (uint32_t x = 0; x < r->width; x++)
            resolve_pixel(r, x, y, &background[(size_t)y * r->width + x]);
}
