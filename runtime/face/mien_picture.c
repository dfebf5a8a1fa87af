/* mien_picture.c - regions of a picture resampled.
 *
 * Positions step along a row in fixed point, 16 fractional bits of a pixel, so every pixel of a row
 * costs the same few adds and one blend of four pixels. A row that touches the picture's border
 * takes a slower road that looks at each of the four. */
#include <math.h>
#include <string.h>

#include "runtime/face/mien_picture.h"

enum { FRACTION = 16, LANES = 4 };

/* Where a row of samples runs, in pixels from the first pixel's centre, fixed point. */
struct walk {
    int64_t x, y, dx, dy;
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

/* What four neighbours at a fraction of a pixel weigh. */
static void blend_weights(const struct walk *w, float weight, float out[4])
{
    const float unit = 1.0f / (float)(1 << FRACTION);
    float fx = (float)(w->x & ((1 << FRACTION) - 1)) * unit;
    float fy = (float)(w->y & ((1 << FRACTION) - 1)) * unit * weight;
    out[1] = fx * (weight - fy);
    out[0] = weight - fy - out[1];
    out[3] = fx * fy;
    out[2] = fy - out[3];
}

static void step(struct walk *w)
{
    w->x += w->dx;
    w->y += w->dy;
}

/* Whether each of the row's samples, and one pixel to the right of it, lies inside the picture: a
 * row is straight, so its ends tell. The spare pixel is what a load of four bytes at the last RGB
 * pixel reaches into. */
static int is_inside(const struct mien_picture *p, const struct walk *w, int32_t count)
{
    int64_t end_x = w->x + w->dx * (count - 1), end_y = w->y + w->dy * (count - 1);
    int64_t right = (int64_t)(p->width - 2) << FRACTION, bottom = (int64_t)(p->height - 1)
                                                                  << FRACTION;
    return w->x >= 0 && end_x >= 0 && w->y >= 0 && end_y >= 0 && w->x < right && end_x < right &&
           w->y < bottom && end_y < bottom;
}

/* row [count, LANES] += the samples; `channels` is literal where it is called. */
static inline void add_inside(const struct mien_picture *p, struct walk w, int32_t count,
                              float weight, ptrdiff_t channels, float *row)
{
    int lanes = channels == 1 ? 1 : LANES;
    for (int32_t i = 0; i < count; i++, step(&w), row += LANES) {
        const uint8_t *top =
            p->pixels + (w.y >> FRACTION) * p->stride + (w.x >> FRACTION) * channels;
        const uint8_t *bottom = top + p->stride;
        float k[4];
        blend_weights(&w, weight, k);
        for (int c = 0; c < lanes; c++)
            row[c] += (float)top[c] * k[0] + (float)top[c + channels] * k[1] +
                      (float)bottom[c] * k[2] + (float)bottom[c + channels] * k[3];
    }
}

static int32_t clamp(int64_t v, int32_t count)
{
    return v < 0 ? 0 : v >= count ? count - 1 : (int32_t)v;
}

static void add_pixel(const struct mien_picture *p, int64_t x, int64_t y, enum mien_border border,
                      float weight, float *row)
{
    int32_t nx = clamp(x, p->width), ny = clamp(y, p->height);
    if (border == MIEN_BORDER_BLACK && (nx != x || ny != y))
        return;
    const uint8_t *pixel = p->pixels + ny * p->stride + (ptrdiff_t)nx * p->channels;
    for (int c = 0; c < (p->channels == 1 ? 1 : 3); c++)
        row[c] += (float)pixel[c] * weight;
}

static void add_border(const struct mien_picture *p, struct walk w, int32_t count,
                       enum mien_border border, float weight, float *row)
{
    for (int32_t i = 0; i < count; i++, step(&w), row += LANES) {
        int64_t x = w.x >> FRACTION, y = w.y >> FRACTION;
        float k[4];
        blend_weights(&w, weight, k);
        for (int n = 0; n < 4; n++)
            add_pixel(p, x + (n & 1), y + (n >> 1), border, k[n], row);
    }
}

static void add_row(const struct mien_picture *p, const struct walk *w, int32_t count,
                    enum mien_border border, float weight, float *row)
{
    if (!is_inside(p, w, count))
        add_border(p, *w, count, border, weight, row);
    else if (p->channels == 1)
        add_inside(p, *w, count, weight, 1, row);
    else if (p->channels == 3)
        add_inside(p, *w, count, weight, 3, row);
    else
        add_inside(p, *w, count, weight, 4, row);
}

/* Samples across each pixel of the output, each way. */
static int32_t tap_count(float pixel)
{
    float taps = ceilf(pixel * 0.5f);
    return taps >= MIEN_SAMPLE_TAPS_MAX ? MIEN_SAMPLE_TAPS_MAX : taps > 1.0f ? (int32_t)taps : 1;
}

void mien_picture_sample(const struct mien_picture *p, const struct mien_region *r, int32_t side,
                         enum mien_border border, float scale, float offset, float *out)
{
    float row[MIEN_SAMPLE_SIDE_MAX * LANES];
    double pixel = (double)r->size / side;
    double c = cos((double)r->angle) * pixel, s = sin((double)r->angle) * pixel;
    int32_t taps = tap_count((float)pixel);
    float weight = 1.0f / (float)(taps * taps);
    int32_t green = p->channels == 1 ? 0 : 1, blue = p->channels == 1 ? 0 : 2;

    for (int32_t j = 0; j < side; j++, out += 3 * side) {
        memset(row, 0, sizeof(float) * LANES * (size_t)side);
        for (int32_t t = 0; t < taps * taps; t++) {
            double u = (t % taps + 0.5) / taps - 0.5 * side;
            double v = j + (t / taps + 0.5) / taps - 0.5 * side;
            struct walk w = {fixed(r->x + u * c - v * s - 0.5), fixed(r->y + u * s + v * c - 0.5),
                             fixed(c), fixed(s)};
            add_row(p, &w, side, border, weight, row);
        }
        for (int32_t i = 0; i < side; i++) {
            out[3 * i] = row[LANES * i] * scale + offset;
            out[3 * i + 1] = row[LANES * i + green] * scale + offset;
            out[3 * i + 2] = row[LANES * i + blue] * scale + offset;
        }
    }
}
