/* mien_picture_shrink.c - area means: rows summed into columns, columns summed into pixels. */
#include <math.h>
#include <string.h>

#include "runtime/face/mien_picture_shrink.h"

/* Columns are summed so many at a time; a pixel of the output may cover a quarter of them. */
enum { COLUMNS = 1024, COVERED_MAX = COLUMNS / 4 };

/* What one pixel of the output covers of a side of the picture: pixels first..last, of which the
 * two at the ends count by `head` and `tail`; where they are one, by `head`. */
struct span {
    int32_t first, last;
    float head, tail;
};

static double between(double v, double low, double high)
{
    return v < low ? low : v > high ? high : v;
}

/* [from, to) of a side of `length` pixels. What lies outside counts for the outermost pixel, or
 * not at all. */
static struct span span_of(double from, double to, int32_t length, enum mien_border border)
{
    double a = between(from, 0.0, length), b = between(to, 0.0, length);
    double before = 0.0, after = 0.0;
    struct span s;
    if (border == MIEN_BORDER_REPLICATE) {
        before = between(0.0, from, to) - from;
        after = to - between(length, from, to);
    }
    s.first = (int32_t)between(floor(a), 0.0, length - 1);
    s.last = (int32_t)between(ceil(b) - 1.0, s.first, length - 1);
    if (s.first == s.last) {
        s.head = (float)(before + (b - a) + after);
        s.tail = 0.0f;
    } else {
        s.head = (float)(before + s.first + 1.0 - a);
        s.tail = (float)(b - s.last + after);
    }
    return s;
}

static float weight_of(const struct span *s, int32_t i)
{
    return i == s->first ? s->head : i == s->last ? s->tail : 1.0f;
}

/* sum [count] = the rows of the span, from byte `start` of each. */
static void sum_rows(const struct mien_picture *p, const struct span *rows, ptrdiff_t start,
                     int32_t count, float *sum)
{
    memset(sum, 0, (size_t)count * sizeof *sum);
    for (int32_t y = rows->first; y <= rows->last; y++) {
        const uint8_t *row = p->pixels + y * p->stride + start;
        float weight = weight_of(rows, y);
        for (int32_t k = 0; k < count; k++)
            sum[k] += weight * (float)row[k];
    }
}

/* The columns of the span, of which `sum` starts with column `start`: out [3]. */
static void sum_columns(const float *sum, int32_t channels, const struct span *columns,
                        int32_t start, float scale, float offset, float *out)
{
    int32_t green = channels == 1 ? 0 : 1, blue = channels == 1 ? 0 : 2;
    const float *pixel = sum + (ptrdiff_t)(columns->first - start) * channels;
    float r = 0.0f, g = 0.0f, b = 0.0f;
    for (int32_t x = columns->first; x <= columns->last; x++, pixel += channels) {
        float weight = weight_of(columns, x);
        r += weight * pixel[0];
        g += weight * pixel[green];
        b += weight * pixel[blue];
    }
    out[0] = r * scale + offset;
    out[1] = g * scale + offset;
    out[2] = b * scale + offset;
}

int mien_picture_shrinks(const struct mien_region *r, const struct mien_sampling *s)
{
    const float far = 8.0f * MIEN_PICTURE_SIDE_MAX;
    float pixel = r->size / (float)s->side;
    return r->angle == 0.0f && pixel > s->reach && pixel <= COVERED_MAX && fabsf(r->x) < far &&
           fabsf(r->y) < far;
}

void mien_picture_shrink(const struct mien_picture *p, const struct mien_region *r,
                         const struct mien_sampling *s, float *out)
{
    float sum[COLUMNS * 4];
    struct span across[MIEN_SAMPLE_SIDE_MAX];
    double pixel = (double)r->size / s->side, half = 0.5 * (double)r->size;
    double left = (double)r->x - half, top = (double)r->y - half;
    int32_t together = (int32_t)(COLUMNS / pixel) - 1; /* pixels of the output */
    float unit = (float)((double)s->scale / (pixel * pixel));

    for (int32_t i = 0; i < s->side; i++)
        across[i] = span_of(left + i * pixel, left + (i + 1) * pixel, p->width, s->border);
    for (int32_t j = 0; j < s->side; j++) {
        struct span down = span_of(top + j * pixel, top + (j + 1) * pixel, p->height, s->border);
        for (int32_t from = 0; from < s->side; from += together) {
            int32_t to = from + together < s->side ? from + together : s->side;
            int32_t start = across[from].first, end = across[to - 1].last + 1;
            sum_rows(p, &down, (ptrdiff_t)start * p->channels, (end - start) * p->channels, sum);
            for (int32_t i = from; i < to; i++, out += 3)
                sum_columns(sum, p->channels, &across[i], start, unit, s->offset, out);
        }
    }
}
