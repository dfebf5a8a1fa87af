/* easel.c - see easel.h. */
#include "viewer/puppet/easel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/draw/triangle.h"

enum { BAND = 24 }; /* rows */

#define EDGE 0.004f /* step in depth, of the ground's nearness, that is an edge */

/* ---- colours: four bytes in a word, worked on two at a time ---- */

#define EVEN 0x00ff00ffu
#define HALVES 0x00800080u
enum { FULL = 128 }; /* a brightness of 1 */

/* a + (b - a) * share / 256 in each byte. */
static inline uint32_t mix(uint32_t a, uint32_t b, uint32_t share)
{
    const uint32_t keep = 256 - share;
    const uint32_t even = ((a & EVEN) * keep + (b & EVEN) * share + HALVES) >> 8 & EVEN;
    const uint32_t odd = ((a >> 8 & EVEN) * keep + (b >> 8 & EVEN) * share + HALVES) & ~EVEN;
    return even | odd;
}

/* Two bytes times factor / FULL, at most 255; factor at most 2 * FULL. */
static inline uint32_t scale(uint32_t pair, uint32_t factor)
{
    const uint32_t product = (pair * factor + HALVES / 2) >> 7 & 0x01ff01ffu;
    const uint32_t over = product >> 8 & 0x00010001u;
    return (product | ((over << 8) - over)) & EVEN;
}

/* ---- a row of a triangle ---- */

enum { NEAR, U, V, BRIGHT, VALUES };

/* What is interpolated along a row; of a texture, places in 256ths of a pixel from the first one's
 * centre. */
struct span {
    float start[VALUES], step[VALUES];
    const uint32_t *texture;
    int32_t width, u_most, v_most; /* bilinear: the last place with a neighbour */
};

static inline int32_t between(int32_t x, int32_t least, int32_t most)
{
    x = x < least ? least : x;
    return x > most ? most : x;
}

/* Without branches, so that the compiler works on many pixels at a time. */
static void draw_span(const struct span *s, int count, float *restrict near,
                      uint32_t *restrict drawn)
{
    const uint32_t *texture = s->texture;
    const int32_t width = s->width, u_most = s->u_most, v_most = s->v_most;
    const float n0 = s->start[NEAR], n1 = s->step[NEAR], u0 = s->start[U], u1 = s->step[U];
    const float v0 = s->start[V], v1 = s->step[V], b0 = s->start[BRIGHT], b1 = s->step[BRIGHT];
    for (int k = 0; k < count; k++) {
        const float f = (float)k, now = n0 + f * n1;
        const int32_t u = between((int32_t)(u0 + f * u1), 0, u_most);
        const int32_t v = between((int32_t)(v0 + f * v1), 0, v_most);
        const uint32_t bright = (uint32_t)between((int32_t)(b0 + f * b1), 0, 2 * FULL);
        const int32_t at = (v >> 8) * width + (u >> 8);
        const uint32_t across = (uint32_t)u & 255, down = (uint32_t)v & 255;
        const uint32_t above = mix(texture[at], texture[at + 1], across);
        const uint32_t below = mix(texture[at + width], texture[at + width + 1], across);
        const uint32_t plain = mix(above, below, down);
        const uint32_t colour =
            scale(plain & EVEN, bright) | scale(plain >> 8 & 255, bright) << 8 | 0xff000000u;
        const float old = near[k];
        const uint32_t was = drawn[k], nearer = 0u - (uint32_t)(now > old);
        near[k] = now > old ? now : old;
        drawn[k] = (colour & nearer) | (was & ~nearer);
    }
}

/* ---- triangles ---- */

struct job {
    struct easel *easel;
    const struct rig *rig;
    const struct rig_seen *seen;
    uint8_t *pixels;
    int32_t left, right, top, bottom; /* what the points span */
    int workers;
};

static float clamp(float x, float least, float most)
{
    return x < least ? least : x > most ? most : x;
}

/* What is interpolated, of one corner: textures in 256ths of a pixel, so that rounding down rounds
 * to the nearest. */
static void corner_values(const struct job *j, int i, float value[VALUES])
{
    const struct easel *a = j->easel;
    const struct rig_seen *p = &j->seen[i];
    value[NEAR] = p->near;
    value[U] = 256 * clamp(p->texel[0] - 0.5f, 0, (float)a->width - 1.02f) + 0.5f;
    value[V] = 256 * clamp(p->texel[1] - 0.5f, 0, (float)a->height - 1.02f) + 0.5f;
    value[BRIGHT] = FULL * clamp(p->bright, 0, 2) + 0.5f;
}

static void draw_triangle(const struct job *j, const struct rig_triangle *t, int32_t first,
                          int32_t rows)
{
    const struct easel *a = j->easel;
    const float y[3] = {j->seen[t->corner[0]].y - (float)first,
                        j->seen[t->corner[1]].y - (float)first,
                        j->seen[t->corner[2]].y - (float)first};
    if ((y[0] < 0 && y[1] < 0 && y[2] < 0) ||
        (y[0] > (float)rows && y[1] > (float)rows && y[2] > (float)rows))
        return;
    struct triangle scan;
    struct triangle_row row;
    float corner[3][2], value[3][VALUES];
    for (int k = 0; k < 3; k++) {
        corner[k][0] = j->seen[t->corner[k]].x;
        corner[k][1] = y[k];
    }
    if (!triangle_start(&scan, corner[0], corner[1], corner[2], a->width, rows))
        return;
    for (int k = 0; k < 3; k++)
        corner_values(j, t->corner[k], value[k]);
    struct span span = {.texture = (const uint32_t *)(const void *)a->texture[t->texture],
                        .width = a->width,
                        .u_most = 256 * (a->width - 1) - 1,
                        .v_most = 256 * (a->height - 1) - 1};
    for (int i = 0; i < VALUES; i++)
        span.step[i] =
            scan.step[0] * value[0][i] + scan.step[1] * value[1][i] + scan.step[2] * value[2][i];
    while (triangle_next(&scan, &row)) {
        const ptrdiff_t at = (ptrdiff_t)(first + row.y) * a->width + row.first;
        for (int i = 0; i < VALUES; i++)
            span.start[i] = row.weight[0] * value[0][i] + row.weight[1] * value[1][i] +
                            row.weight[2] * value[2][i];
        draw_span(&span, row.end - row.first, a->near + at, a->drawn + at);
    }
}

static void draw_band(const struct job *j, int32_t first, int32_t rows)
{
    struct easel *a = j->easel;
    const size_t columns = (size_t)(j->right - j->left);
    for (int32_t y = first; y < first + rows; y++) {
        const ptrdiff_t at = (ptrdiff_t)y * a->width + j->left;
        memcpy(a->drawn + at, a->texture[RIG_SKIN] + 4 * at, 4 * columns);
        for (size_t x = 0; x < columns; x++)
            a->near[at + (ptrdiff_t)x] = a->ground;
    }
    for (int i = 0; i < j->rig->triangles; i++)
        draw_triangle(j, &j->rig->triangle[i], first, rows);
}

/* ---- edges ---- */

/* The mean of a pixel and its eight neighbours, weighted 1 2 1 each way. */
static uint32_t soften(const uint32_t *p, ptrdiff_t line)
{
    uint32_t row[3];
    for (int k = 0; k < 3; k++) {
        const uint32_t *q = p + (k - 1) * line;
        row[k] = mix(q[0], mix(q[-1], q[1], 128), 128);
    }
    return mix(row[1], mix(row[0], row[2], 128), 128);
}

/* Whether the depth around a pixel is no plane's, two pixels to each side. */
static inline int bends(const float *d, ptrdiff_t line, float step)
{
    return (fabsf(d[-2] + d[2] - 2 * d[0]) > step) |
           (fabsf(d[-2 * line] + d[2 * line] - 2 * d[0]) > step);
}

/* Edges are few: most blocks of pixels have none, and are passed over at once. */
static void finish_block(const struct job *j, ptrdiff_t at, int count)
{
    const struct easel *a = j->easel;
    const ptrdiff_t line = a->width;
    const float step = EDGE * a->ground;
    int some = 0;
    for (int k = 0; k < count; k++)
        some |= bends(a->near + at + k, line, step);
    for (int k = 0; some && k < count; k++)
        if (bends(a->near + at + k, line, step)) {
            const uint32_t colour = soften(a->drawn + at + k, line);
            memcpy(j->pixels + 4 * (at + k), &colour, sizeof colour);
        }
}

/* Copy a row of what was drawn, edges softened. */
static void finish_row(const struct job *j, int32_t y)
{
    enum { BLOCK = 32 };
    const struct easel *a = j->easel;
    const ptrdiff_t row = (ptrdiff_t)y * a->width;
    memcpy(j->pixels + 4 * (row + j->left), a->drawn + row + j->left,
           4 * (size_t)(j->right - j->left));
    if (y < j->top + 2 || y >= j->bottom - 2)
        return;
    for (int32_t x = j->left + 2, end = j->right - 2; x < end; x += BLOCK)
        finish_block(j, row + x, end - x < BLOCK ? end - x : BLOCK);
}

static void finish_band(const struct job *j, int32_t first, int32_t rows)
{
    const struct easel *a = j->easel;
    const size_t line = 4 * (size_t)a->width;
    for (int32_t y = first; y < first + rows; y++) {
        const uint8_t *ground = a->texture[RIG_SKIN] + (size_t)y * line;
        uint8_t *out = j->pixels + (size_t)y * line;
        if (y < j->top || y >= j->bottom) {
            memcpy(out, ground, line);
            continue;
        }
        const size_t left = 4 * (size_t)j->left, right = 4 * (size_t)j->right;
        memcpy(out, ground, left);
        memcpy(out + right, ground + right, line - right);
        finish_row(j, y);
    }
}

/* ---- all of it ---- */

static void work(void *context, int worker)
{
    const struct job *j = context;
    const int32_t height = j->easel->height;
    for (int32_t first = worker * BAND; first < height; first += j->workers * BAND) {
        const int32_t from = first > j->top ? first : j->top;
        const int32_t to = first + BAND < j->bottom ? first + BAND : j->bottom;
        if (from < to)
            draw_band(j, first, first + BAND < height ? BAND : height - first);
    }
    team_wait(j->easel->team);
    for (int32_t first = worker * BAND; first < height; first += j->workers * BAND)
        finish_band(j, first, first + BAND < height ? BAND : height - first);
}

/* The box around all points, inside the picture. */
static void find_span(struct job *j)
{
    const float width = (float)j->easel->width, height = (float)j->easel->height;
    float left = width, right = 0, top = height, bottom = 0;
    for (int i = 0; i < RIG_POINTS; i++) {
        const struct rig_seen *p = &j->seen[i];
        left = p->x < left ? p->x : left;
        right = p->x > right ? p->x : right;
        top = p->y < top ? p->y : top;
        bottom = p->y > bottom ? p->y : bottom;
    }
    j->left = (int32_t)clamp(left - 1, 0, width);
    j->right = (int32_t)clamp(right + 2, (float)j->left, width);
    j->top = (int32_t)clamp(top - 1, 0, height);
    j->bottom = (int32_t)clamp(bottom + 2, (float)j->top, height);
}

void easel_draw(struct easel *a, const struct rig *r, const struct rig_seen *seen, uint8_t *pixels)
{
    struct job j = {.easel = a, .rig = r, .seen = seen, .pixels = pixels, .workers = a->workers};
    find_span(&j);
    team_run(a->team, work, &j);
}

int easel_init(struct easel *a, int32_t width, int32_t height,
               uint8_t *const textures[RIG_TEXTURES], float ground, int threads,
               struct mien_error *e)
{
    const size_t pixels = (size_t)width * (size_t)height;
    *a = (struct easel){.width = width, .height = height, .ground = ground, .workers = threads};
    for (int i = 0; i < RIG_TEXTURES; i++)
        a->texture[i] = textures[i];
    a->drawn = malloc(pixels * sizeof *a->drawn);
    a->near = malloc(pixels * sizeof *a->near);
    if (!a->drawn || !a->near)
        return error_memory(e, "the puppet's picture", pixels * 8);
    a->team = team_open(threads, e);
    return a->team ? 0 : -1;
}

void easel_free(struct easel *a)
{
    team_close(a->team);
    free(a->drawn);
    free(a->near);
    *a = (struct easel){0};
}
