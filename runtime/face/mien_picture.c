/* mien_picture.c - regions of a picture resampled, turned or upright.
 *
 * Positions step along a row in fixed point. A row is done in two strokes, each a plain loop: four
 * neighbours of each sample fetched, as bytes side by side in a word; then all blended, one channel
 * after the other, which compilers do several samples at a time. Upright regions that shrink are
 * mien_picture_shrink.h's. */
#include <math.h>
#include <string.h>

#include "runtime/face/mien_picture_shrink.h"

enum { FRACTION = 16, FRACTION_MASK = (1 << FRACTION) - 1, NEIGHBOURS = 4 };

/* Where a row of samples runs, in pixels from the first pixel's centre, fixed point. */
struct walk {
    int64_t x, y, dx, dy;
};

/* A row of samples: the pixels left above, right above, left below and right below each, red in
 * the lowest byte, and how far it lies from the first to the right and down, 0..1. */
struct samples {
    uint32_t pixels[NEIGHBOURS][MIEN_SAMPLE_SIDE_MAX];
    float right[MIEN_SAMPLE_SIDE_MAX], down[MIEN_SAMPLE_SIDE_MAX];
};

void mien_region_point(const struct mien_region *r, float u, float v, float *x, float *y)
{
    float c = cosf(r->angle) * r->size, s = sinf(r->angle) * r->size;
    float across = u - 0.5f, down = v - 0.5f;
    *x = r->x + across * c - down * s;
    *y = r->y + across * s + down * c;
}

struct mien_region mien_region_of_picture(const struct mien_picture *p)
{
    struct mien_region r = {(float)p->width * 0.5f, (float)p->height * 0.5f,
                            (float)(p->width > p->height ? p->width : p->height), 0.0f};
    return r;
}

/* Numbers beyond any picture are brought back to one that still is; what is not a number is 0. */
static int64_t fixed(double v)
{
    const double far = 8.0 * MIEN_PICTURE_SIDE_MAX;
    if (v > far)
        v = far;
    else if (v < -far)
        v = -far;
    else if (!(v == v))
        v = 0.0;
    return (int64_t)floor(v * (1 << FRACTION) + 0.5);
}

/* Whether all neighbours of the row's samples, and one pixel more to the right, lie inside the
 * picture: a row is straight, so its ends tell. The spare pixel is what reading four bytes of the
 * last RGB pixel reaches into. */
static int is_inside(const struct mien_picture *p, const struct walk *w, int32_t count)
{
    int64_t end_x = w->x + w->dx * (count - 1), end_y = w->y + w->dy * (count - 1);
    int64_t right = (int64_t)(p->width - 2) * (1 << FRACTION);
    int64_t bottom = (int64_t)(p->height - 1) * (1 << FRACTION);
    return w->x >= 0 && end_x >= 0 && w->y >= 0 && end_y >= 0 && w->x < right && end_x < right &&
           w->y < bottom && end_y < bottom;
}

static inline uint32_t pixel_at(const uint8_t *p, ptrdiff_t channels)
{
    return channels == 1
               ? p[0]
               : (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* `channels` is literal where it is called. */
static inline void fetch_inside(const struct mien_picture *p, const struct walk *w, int32_t count,
                                ptrdiff_t channels, struct samples *s)
{
    int64_t x = w->x, y = w->y;
    for (int32_t i = 0; i < count; i++, x += w->dx, y += w->dy) {
        const uint8_t *top = p->pixels + (y >> FRACTION) * p->stride + (x >> FRACTION) * channels;
        const uint8_t *bottom = top + p->stride;
        s->pixels[0][i] = pixel_at(top, channels);
        s->pixels[1][i] = pixel_at(top + channels, channels);
        s->pixels[2][i] = pixel_at(bottom, channels);
        s->pixels[3][i] = pixel_at(bottom + channels, channels);
    }
}

static int64_t clamp(int64_t v, int32_t count)
{
    return v < 0 ? 0 : v >= count ? count - 1 : v;
}

static uint32_t border_pixel(const struct mien_picture *p, int64_t x, int64_t y,
                             enum mien_border border)
{
    int64_t nx = clamp(x, p->width), ny = clamp(y, p->height);
    if (border == MIEN_BORDER_BLACK && (nx != x || ny != y))
        return 0;
    const uint8_t *pixel = p->pixels + ny * p->stride + nx * p->channels;
    return p->channels == 1
               ? pixel[0]
               : (uint32_t)pixel[0] | (uint32_t)pixel[1] << 8 | (uint32_t)pixel[2] << 16;
}

static void fetch_border(const struct mien_picture *p, const struct walk *w, int32_t count,
                         enum mien_border border, struct samples *s)
{
    int64_t x = w->x, y = w->y;
    for (int32_t i = 0; i < count; i++, x += w->dx, y += w->dy)
        for (int n = 0; n < NEIGHBOURS; n++)
            s->pixels[n][i] =
                border_pixel(p, (x >> FRACTION) + (n & 1), (y >> FRACTION) + (n >> 1), border);
}

static void fetch(const struct mien_picture *p, const struct walk *w, int32_t count,
                  enum mien_border border, struct samples *s)
{
    const float unit = 1.0f / (1 << FRACTION);
    if (!is_inside(p, w, count))
        fetch_border(p, w, count, border, s);
    else if (p->channels == 1)
        fetch_inside(p, w, count, 1, s);
    else if (p->channels == 3)
        fetch_inside(p, w, count, 3, s);
    else
        fetch_inside(p, w, count, 4, s);
    for (int32_t i = 0; i < count; i++) {
        s->right[i] = (float)(int32_t)((w->x + w->dx * i) & FRACTION_MASK) * unit;
        s->down[i] = (float)(int32_t)((w->y + w->dy * i) & FRACTION_MASK) * unit;
    }
}

static inline float channel_of(uint32_t pixel, int channel)
{
    return (float)(int32_t)(pixel >> (8 * channel) & 255u);
}

/* sum [count] += weight * the samples' channel. */
static void blend(const struct samples *s, int32_t count, int channel, float weight, float *sum)
{
    for (int32_t i = 0; i < count; i++) {
        float a = channel_of(s->pixels[0][i], channel), b = channel_of(s->pixels[1][i], channel);
        float c = channel_of(s->pixels[2][i], channel), d = channel_of(s->pixels[3][i], channel);
        float top = a + s->right[i] * (b - a), bottom = c + s->right[i] * (d - c);
        sum[i] += weight * (top + s->down[i] * (bottom - top));
    }
}

/* Samples across each pixel of the output, each way. */
static int32_t tap_count(double pixel, double reach)
{
    double taps = ceil(pixel / reach);
    return taps >= MIEN_SAMPLE_TAPS_MAX ? MIEN_SAMPLE_TAPS_MAX : taps > 1.0 ? (int32_t)taps : 1;
}

static void interleave(float sum[3][MIEN_SAMPLE_SIDE_MAX], int32_t side, int32_t channels,
                       float *out)
{
    const float *red = sum[0], *green = channels == 1 ? red : sum[1];
    const float *blue = channels == 1 ? red : sum[2];
    for (int32_t i = 0; i < side; i++) {
        out[3 * i] = red[i];
        out[3 * i + 1] = green[i];
        out[3 * i + 2] = blue[i];
    }
}

static void sample_taps(const struct mien_picture *p, const struct mien_region *r,
                        const struct mien_sampling *how, float *out)
{
    struct samples samples;
    float sum[3][MIEN_SAMPLE_SIDE_MAX];
    double pixel = (double)r->size / how->side, half = 0.5 * how->side;
    double c = cos((double)r->angle) * pixel, s = sin((double)r->angle) * pixel;
    int32_t taps = tap_count(pixel, (double)how->reach), colours = p->channels == 1 ? 1 : 3;
    float weight = how->scale / (float)(taps * taps);

    for (int32_t j = 0; j < how->side; j++, out += 3 * how->side) {
        for (int32_t k = 0; k < colours; k++)
            for (int32_t i = 0; i < how->side; i++)
                sum[k][i] = how->offset;
        for (int32_t t = 0; t < taps * taps; t++) {
            double u = (t % taps + 0.5) / taps - half, v = j + (t / taps + 0.5) / taps - half;
            struct walk w = {fixed((double)r->x + u * c - v * s - 0.5),
                             fixed((double)r->y + u * s + v * c - 0.5), fixed(c), fixed(s)};
            fetch(p, &w, how->side, how->border, &samples);
            for (int32_t k = 0; k < colours; k++)
                blend(&samples, how->side, k, weight, sum[k]);
        }
        interleave(sum, how->side, p->channels, out);
    }
}

void mien_picture_sample(const struct mien_picture *p, const struct mien_region *r,
                         const struct mien_sampling *s, float *out)
{
    if (mien_picture_shrinks(r, s))
        mien_picture_shrink(p, r, s, out);
    else
        sample_taps(p, r, s, out);
}
