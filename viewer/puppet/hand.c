/* hand.c - see hand.h. Measures in centimetres, those of a grown person's hand; x runs right, y
 * down, from the picture's middle. */
#include "viewer/puppet/hand.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PER_CM = 20, WIDTH = 16 * PER_CM, HEIGHT = 54 * PER_CM, CHANNELS = 4 };
#define MIDDLE_X 8.0f
#define MIDDLE_Y 9.5f

/* Skin is rounded this far in from its edge, and flat beyond. */
#define ROUND 1.0f

/* A face's height, from the forehead's upper edge to the chin, as the mesh has it. */
#define FACE_HEIGHT 17.0f

struct hand {
    uint8_t pixels[HEIGHT][WIDTH][CHANNELS]; /* the fourth: how much it covers */
    float height[2][HEIGHT][WIDTH];          /* of the surface towards the viewer, while drawn */
};

/* ---- its shape ---- */

/* A capsule whose radius changes: from the wrist outwards. */
struct bone {
    float x0, y0, r0, x1, y1, r1;
};

/* A right hand from behind. */
static const struct bone bones[] = {
    {-2.3f, 1.2f, 1.05f, -3.0f, -5.2f, 0.78f}, /* four fingers */
    {-0.5f, 0.6f, 1.05f, -0.6f, -6.5f, 0.80f},
    {1.3f, 1.0f, 1.00f, 1.9f, -5.6f, 0.76f},
    {2.9f, 2.1f, 0.90f, 4.2f, -3.2f, 0.66f},
    {-3.5f, 5.6f, 1.15f, -5.4f, 1.6f, 0.86f}, /* the thumb */
    {-0.8f, 8.2f, 1.8f, -3.5f, 5.6f, 1.15f},
    {0.2f, 9.0f, 2.6f, -2.3f, 1.2f, 1.35f}, /* the palm */
    {0.2f, 9.0f, 2.6f, -0.5f, 0.6f, 1.35f},
    {0.2f, 9.0f, 2.6f, 1.3f, 1.0f, 1.35f},
    {0.2f, 9.0f, 2.6f, 2.9f, 2.1f, 1.15f},
    {0.2f, 9.0f, 2.6f, 0.3f, 15.0f, 2.7f}, /* the wrist */
};
enum { BONES = sizeof bones / sizeof *bones, NAILED = 5 /* of them, the first */ };
static const struct bone sleeve = {0.3f, 15.5f, 3.6f, 0.5f, 50.0f, 5.4f};

/* A place as a bone sees it: how far along, 0..1, and how far from its axis in radii. */
struct along {
    float share, off, radius;
};

static struct along along_bone(const struct bone *b, float x, float y)
{
    const float u = b->x1 - b->x0, v = b->y1 - b->y0;
    const float share = ((x - b->x0) * u + (y - b->y0) * v) / (u * u + v * v);
    const float t = fmaxf(0, fminf(1, share)), radius = b->r0 + t * (b->r1 - b->r0);
    return (struct along){share, hypotf(x - b->x0 - t * u, y - b->y0 - t * v) / radius, radius};
}

/* The surface's height over its edge; below 0 outside, as far as the edge is. */
static float height_of(const struct bone *b, float x, float y)
{
    const struct along a = along_bone(b, x, y);
    const float within = a.radius * (1 - a.off), round = fminf(ROUND, a.radius);
    const float rest = 1 - fminf(1, within / round);
    return within < 0 ? within : round * sqrtf(1 - rest * rest);
}

static float skin_height(float x, float y)
{
    float most = height_of(&bones[0], x, y);
    for (int i = 1; i < BONES; i++)
        most = fmaxf(most, height_of(&bones[i], x, y));
    return most;
}

/* ---- its colours ---- */

static const float skin_color[3] = {222, 170, 142}, nail_color[3] = {238, 196, 178},
                   sleeve_color[3] = {52, 66, 96};

/* 1 at 0, falling to nothing some `width` away. */
static float hump(float x, float width)
{
    return expf(-x * x / (width * width));
}

static void mix(float color[3], const float other[3], float share)
{
    for (int k = 0; k < 3; k++)
        color[k] += share * (other[k] - color[k]);
}

/* Skin, its folds over the joints, nails. */
static void paint_skin(float x, float y, float color[3])
{
    float dark = 0;
    memcpy(color, skin_color, sizeof skin_color);
    for (int i = 0; i < NAILED; i++) {
        const struct along a = along_bone(&bones[i], x, y);
        const float long_way = hypotf(bones[i].x1 - bones[i].x0, bones[i].y1 - bones[i].y0);
        const float nail = hypotf(a.off / 0.62f, (a.share - 1) * long_way / (0.85f * a.radius));
        if (a.off < 1)
            dark += (0.10f * hump(a.share - 0.42f, 0.03f) + 0.07f * hump(a.share - 0.74f, 0.025f)) *
                    (1 - a.off * a.off);
        mix(color, nail_color, fmaxf(0, fminf(1, 6 * (1 - nail))));
        dark += a.off < 0.9f ? 0.08f * hump(nail - 1, 0.12f) : 0;
    }
    for (int k = 0; k < 3; k++)
        color[k] *= 1 - fminf(dark, 0.3f);
}

/* The means of neighbours, along x and then along y. */
static void smooth_heights(struct hand *h)
{
    enum { RADIUS = 3 };
    for (int pass = 0; pass < 2; pass++)
        for (int y = RADIUS; y < HEIGHT - RADIUS; y++)
            for (int x = RADIUS; x < WIDTH - RADIUS; x++) {
                float sum = 0;
                for (int k = -RADIUS; k <= RADIUS; k++)
                    sum += pass ? h->height[1][y + k][x] : h->height[0][y][x + k];
                h->height[1 - pass][y][x] = sum / (2 * RADIUS + 1);
            }
}

/* Lit from above, a little from the left. */
static float light(const struct hand *h, int x, int y)
{
    static const float to_light[3] = {-0.32f, -0.55f, 0.77f};
    const float per_cm = 0.5f * PER_CM;
    const float dx = (h->height[0][y][x + 1] - h->height[0][y][x - 1]) * per_cm;
    const float dy = (h->height[0][y + 1][x] - h->height[0][y - 1][x]) * per_cm;
    const float facing =
        (-dx * to_light[0] - dy * to_light[1] + to_light[2]) / sqrtf(1 + dx * dx + dy * dy);
    return 0.45f + 0.7f * fmaxf(0, facing);
}

static float place_x(int x)
{
    return ((float)x + 0.5f) / PER_CM - MIDDLE_X;
}

static float place_y(int y)
{
    return ((float)y + 0.5f) / PER_CM - MIDDLE_Y;
}

/* The sleeve ends across the arm, before the wrist. */
static float sleeve_height(float x, float y)
{
    return fminf(height_of(&sleeve, x, y), y - sleeve.y0);
}

static void paint(struct hand *h, int x, int y)
{
    const float at_x = place_x(x), at_y = place_y(y);
    const float cloth = sleeve_height(at_x, at_y), skin = skin_height(at_x, at_y);
    const float bright = light(h, x, y);
    float color[3];
    paint_skin(at_x, at_y, color);
    mix(color, sleeve_color, fmaxf(0, fminf(1, 0.5f + cloth * PER_CM)));
    for (int k = 0; k < 3; k++)
        h->pixels[y][x][k] = (uint8_t)fminf(255, color[k] * bright);
    /* The edge is as soft as a lens makes it: over four of these pixels. */
    const float cover = 0.5f + fmaxf(cloth, skin) * PER_CM / 4;
    h->pixels[y][x][3] = (uint8_t)(255 * fmaxf(0, fminf(1, cover)));
}

struct hand *hand_open(struct mien_error *e)
{
    struct hand *h = calloc(1, sizeof *h);
    if (!h) {
        error_memory(e, "a hand", sizeof *h);
        return NULL;
    }
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            h->height[0][y][x] = fmaxf(0, fmaxf(skin_height(place_x(x), place_y(y)),
                                                sleeve_height(place_x(x), place_y(y))));
    smooth_heights(h);
    for (int y = 1; y < HEIGHT - 1; y++)
        for (int x = 1; x < WIDTH - 1; x++)
            paint(h, x, y);
    return h;
}

void hand_close(struct hand *h)
{
    free(h);
}

/* ---- in a frame ---- */

/* From the frame to the picture: its pixels of the frame's pixel (0, 0), and what a step adds. */
struct view {
    float x, y, across, down;
};

static struct view view_of(const struct hand_place *at)
{
    const float step = PER_CM / at->scale;
    const float c = step * cosf(at->angle), s = step * sinf(at->angle);
    return (struct view){MIDDLE_X * PER_CM - 0.5f - c * at->x - s * at->y,
                         MIDDLE_Y * PER_CM - 0.5f + s * at->x - c * at->y, c, s};
}

/* What the picture has for a place in the frame: bilinear, nothing beyond its edge. */
static void sample(const struct hand *h, const struct view *v, float x, float y,
                   float value[CHANNELS])
{
    const float px = v->x + v->across * x + v->down * y, py = v->y + v->across * y - v->down * x;
    memset(value, 0, CHANNELS * sizeof *value);
    if (!(px >= 0 && py >= 0 && px < WIDTH - 1 && py < HEIGHT - 1))
        return;
    const int left = (int)px, top = (int)py;
    const float to_right = px - (float)left, below = py - (float)top;
    const uint8_t *a = h->pixels[top][left], *b = h->pixels[top + 1][left];
    for (int k = 0; k < CHANNELS; k++) {
        const float upper = (float)a[k] + to_right * (float)(a[k + CHANNELS] - a[k]);
        const float lower = (float)b[k] + to_right * (float)(b[k + CHANNELS] - b[k]);
        value[k] = upper + below * (lower - upper);
    }
}

float hand_cover(const struct hand *h, const struct hand_place *at, float x, float y)
{
    float value[CHANNELS] = {0};
    if (at->scale > 0) {
        const struct view v = view_of(at);
        sample(h, &v, x, y, value);
    }
    return value[3] / 255;
}

void hand_draw(const struct hand *h, const struct hand_place *at, uint8_t *pixels, int32_t width,
               int32_t height)
{
    if (!(at->scale > 0))
        return;
    const struct view v = view_of(at);
    for (int32_t y = 0; y < height; y++)
        for (int32_t x = 0; x < width; x++) {
            float value[CHANNELS];
            sample(h, &v, (float)x + 0.5f, (float)y + 0.5f, value);
            uint8_t *to = pixels + 4 * ((ptrdiff_t)y * width + x);
            for (int k = 0; value[3] > 0 && k < 3; k++)
                to[k] = (uint8_t)lrintf((float)to[k] + value[3] / 255 * (value[k] - (float)to[k]));
        }
}

/* ---- what it does ---- */

/* A pass in shares of the face's box, from its middle. */
static const struct pass {
    float x, y;   /* where it rests */
    float dx, dy; /* from where it comes, and where it goes */
    float size;   /* 1: as far away as the face */
    float degrees;
} passes[] = {
    {-0.05f, 0.42f, -0.1f, 1.4f, 1.1f, 10},
    {0.22f, 0.05f, 1.1f, 1.2f, 1.25f, -28},
    {-0.03f, 0.0f, 0.1f, 2.0f, 1.75f, -4},
};
#define COMES 1.0
#define STAYS 1.2

static float ease(double x)
{
    const double t = fmax(0, fmin(1, x));
    return (float)(t * t * (3 - 2 * t));
}

struct hand_place hand_script(double seconds, const struct mien_rect *face)
{
    double at = isfinite(seconds) ? fmod(seconds, HAND_ROUND) : 0;
    at += at < 0 ? HAND_ROUND : 0;
    const struct pass *p = &passes[(int)(at / HAND_PASS) % 3];
    const double now = fmod(at, HAND_PASS);
    const float away = 1 - ease(now / COMES) + ease((now - COMES - STAYS) / COMES);
    return (struct hand_place){
        .x = face->x + (0.5f + p->x + away * p->dx) * face->width,
        .y = face->y + (0.5f + p->y + away * p->dy) * face->height,
        .scale = away < 1 ? p->size * face->height / FACE_HEIGHT : 0,
        .angle = p->degrees * 0.01745329f,
    };
}
