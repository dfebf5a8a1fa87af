/* eyeballs.c - see eyeballs.h. The iris is where the eye is darkest, and as wide as irises are; its
 * colours by distance from the pupil are those that the photo shows, and so is the white. */
#include "viewer/puppet/eyeballs.h"

#include <math.h>
#include <string.h>

/* An iris is 11.7 mm wide, lids between their corners 30 mm (C. Forrester et al., "The Eye"). */
#define IRIS_RADIUS 0.195f /* of the way between the corners */
#define LASHES 0.055f      /* width of the lids' dark edge, of the same */

enum { LID_POINTS = 16, RADII = 48, CHANNELS = 3 };

struct eye {
    float lid[LID_POINTS][2]; /* contour, pixels */
    float wide, iris[2];
    int32_t left, top, right, bottom; /* what is painted */
    float by_radius[RADII][CHANNELS]; /* colours from the pupil's middle to the iris' edge */
    float white[CHANNELS];
};

static float ramp(float low, float high, float x)
{
    const float t = fmaxf(0, fminf(1, (x - low) / (high - low)));
    return t * t * (3 - 2 * t);
}

static float luma(const uint8_t *p)
{
    return 0.299f * p[0] + 0.587f * p[1] + 0.114f * p[2];
}

/* How far inside the lids a pixel is; negative outside. */
static float depth_inside(const struct eye *eye, float x, float y)
{
    float nearest = 1e9f;
    int inside = 0;
    for (int i = 0; i < LID_POINTS; i++) {
        const float *a = eye->lid[i], *b = eye->lid[(i + 1) % LID_POINTS];
        const float dx = b[0] - a[0], dy = b[1] - a[1], length = fmaxf(dx * dx + dy * dy, 1e-6f);
        const float t = fmaxf(0, fminf(1, ((x - a[0]) * dx + (y - a[1]) * dy) / length));
        const float ox = x - a[0] - t * dx, oy = y - a[1] - t * dy;
        nearest = fminf(nearest, ox * ox + oy * oy);
        if ((a[1] > y) != (b[1] > y) && x < a[0] + dx * (y - a[1]) / (b[1] - a[1]))
            inside = !inside;
    }
    return inside ? sqrtf(nearest) : -sqrtf(nearest);
}

/* ---- what the photo shows ---- */

static void outline(struct eye *eye, const struct rig *r, enum mien_contour_name contour, int first,
                    int32_t width, int32_t height)
{
    float low[2] = {1e9f, 1e9f}, high[2] = {-1e9f, -1e9f};
    for (int i = 0; i < LID_POINTS; i++)
        memcpy(eye->lid[i], r->point[rig_contour(contour, i)].texel, sizeof eye->lid[i]);
    eye->wide = hypotf(eye->lid[0][0] - eye->lid[LID_POINTS / 2][0],
                       eye->lid[0][1] - eye->lid[LID_POINTS / 2][1]);
    for (int i = 0; i < RIG_EYE_ROWS * RIG_EYE_COLUMNS; i++)
        for (int k = 0; k < 2; k++) {
            low[k] = fminf(low[k], r->point[first + i].texel[k]);
            high[k] = fmaxf(high[k], r->point[first + i].texel[k]);
        }
    eye->left = (int32_t)fmaxf(0, low[0] - 2);
    eye->top = (int32_t)fmaxf(0, low[1] - 2);
    eye->right = (int32_t)fminf((float)width, high[0] + 3);
    eye->bottom = (int32_t)fminf((float)height, high[1] + 3);
}

/* The middle of the dark in the eye's own middle. */
static void find_iris(struct eye *eye, const uint8_t *pixels, int32_t width)
{
    const float *a = eye->lid[0], *b = eye->lid[LID_POINTS / 2];
    float sum = 0, x_sum = 0, y_sum = 0, brightest = 1;
    for (int pass = 0; pass < 2; pass++)
        for (int32_t y = eye->top; y < eye->bottom; y++)
            for (int32_t x = eye->left; x < eye->right; x++) {
                const float px = (float)x + 0.5f, py = (float)y + 0.5f;
                const float along = fabsf(px - 0.5f * (a[0] + b[0])) / eye->wide;
                if (along > 0.3f || depth_inside(eye, px, py) < LASHES * eye->wide)
                    continue;
                const float bright = luma(pixels + 4 * ((ptrdiff_t)y * width + x));
                if (pass == 0) {
                    brightest = fmaxf(brightest, bright);
                    continue;
                }
                const float dark = fmaxf(0, 0.6f - bright / brightest);
                sum += dark * dark;
                x_sum += dark * dark * px;
                y_sum += dark * dark * py;
            }
    eye->iris[0] = sum > 0 ? x_sum / sum : 0.5f * (a[0] + b[0]);
    eye->iris[1] = sum > 0 ? y_sum / sum : 0.5f * (a[1] + b[1]);
}

/* Colours by radius: means of what shows; where nothing does, the next one inwards. */
static void take_colours(struct eye *eye, const uint8_t *pixels, int32_t width)
{
    float count[RADII] = {0}, whites = 0;
    memset(eye->by_radius, 0, sizeof eye->by_radius);
    memset(eye->white, 0, sizeof eye->white);
    for (int32_t y = eye->top; y < eye->bottom; y++)
        for (int32_t x = eye->left; x < eye->right; x++) {
            const float px = (float)x + 0.5f, py = (float)y + 0.5f;
            if (depth_inside(eye, px, py) < LASHES * eye->wide)
                continue;
            const uint8_t *p = pixels + 4 * ((ptrdiff_t)y * width + x);
            const float radius = hypotf(px - eye->iris[0], py - eye->iris[1]) / eye->wide;
            const int bin = (int)(radius / IRIS_RADIUS * RADII);
            const float weight = bin < RADII ? 1 : luma(p) * luma(p) * luma(p) / 1e6f;
            for (int c = 0; c < CHANNELS; c++)
                (bin < RADII ? eye->by_radius[bin] : eye->white)[c] += weight * p[c];
            *(bin < RADII ? &count[bin] : &whites) += weight;
        }
    for (int i = 0; i < RADII; i++)
        for (int c = 0; c < CHANNELS; c++)
            eye->by_radius[i][c] = count[i] > 0 ? eye->by_radius[i][c] / count[i]
                                   : i > 0      ? eye->by_radius[i - 1][c]
                                                : 20;
    for (int c = 0; c < CHANNELS; c++)
        eye->white[c] = whites > 0 ? eye->white[c] / whites : 170;
}

/* ---- painting ---- */

/* The eyeball's colour at a pixel, lids or none. */
static void eyeball_colour(const struct eye *eye, float x, float y, float colour[CHANNELS])
{
    const float radius = hypotf(x - eye->iris[0], y - eye->iris[1]) / eye->wide / IRIS_RADIUS;
    const float middle = 0.5f * (eye->lid[0][0] + eye->lid[LID_POINTS / 2][0]);
    const float aside = fabsf(x - middle) / eye->wide;
    const float at = fminf(radius, 0.999f) * RADII;
    const float white = ramp(0.92f, 1.12f, radius), dim = 1 - 0.35f * ramp(0.2f, 0.6f, aside);
    const float lid = 1 - 0.5f * ramp(0, 0.16f * eye->wide, -depth_inside(eye, x, y));
    for (int c = 0; c < CHANNELS; c++)
        colour[c] = lid * (eye->by_radius[(int)at][c] * (1 - white) + eye->white[c] * dim * white);
}

static void paint(const struct eye *eye, uint8_t *pixels, int32_t width)
{
    for (int32_t y = eye->top; y < eye->bottom; y++)
        for (int32_t x = eye->left; x < eye->right; x++) {
            const float px = (float)x + 0.5f, py = (float)y + 0.5f;
            const float lashes = LASHES * eye->wide;
            const float kept = ramp(0.2f * lashes, lashes, depth_inside(eye, px, py));
            uint8_t *p = pixels + 4 * ((ptrdiff_t)y * width + x);
            float colour[CHANNELS];
            eyeball_colour(eye, px, py, colour);
            for (int c = 0; c < CHANNELS; c++)
                p[c] = (uint8_t)(colour[c] + kept * (p[c] - colour[c]) + 0.5f);
        }
}

void eyeballs_paint(const struct rig *r, uint8_t *pixels, int32_t width, int32_t height)
{
    static const uint8_t contours[2] = {MIEN_CONTOUR_RIGHT_EYE, MIEN_CONTOUR_LEFT_EYE};
    for (int side = 0; side < 2; side++) {
        struct eye eye;
        outline(&eye, r, contours[side], RIG_EYES_FIRST + side * RIG_EYE_ROWS * RIG_EYE_COLUMNS,
                width, height);
        find_iris(&eye, pixels, width);
        take_colours(&eye, pixels, width);
        paint(&eye, pixels, width);
    }
}
