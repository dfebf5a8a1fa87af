/* picture.c - see picture.h. */
#include "datasets/picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/term.h"
#include "runtime/mien_landmarks.h"

enum { UPPER_HALF = 0x2580, BRAILLE = 0x2800 };

static const char ramp[] = " .:-=+*#%@"; /* from dark to light */

static int picture_init(struct picture *p, uint32_t columns, uint32_t lines, struct mien_error *e)
{
    size_t count = (size_t)columns * lines;
    *p = (struct picture){columns, lines, malloc(count * sizeof *p->cells)};
    if (!p->cells)
        return error_memory(e, "a picture", count * sizeof *p->cells);
    for (size_t i = 0; i < count; i++)
        p->cells[i] = (struct picture_cell){' ', PICTURE_PLAIN, PICTURE_PLAIN};
    return 0;
}

void picture_free(struct picture *p)
{
    free(p->cells);
    *p = (struct picture){0};
}

struct picture_style picture_style_of(FILE *stream, uint32_t columns, uint32_t lines)
{
    return (struct picture_style){.color = term_color(stream),
                                  .true_color = term_true_color(),
                                  .unicode = term_unicode(),
                                  .columns = columns < 8 ? 8 : columns,
                                  .lines = lines < 4 ? 4 : lines};
}

/* ---- Dots: 2 x 4 a cell as braille; 1 x 1 as characters, where a cell is twice as high as wide.
 * ---- */

/* Dot (x, y) of a braille picture; outside it nothing happens. */
static void braille_dot(struct picture *p, int x, int y, int32_t color)
{
    static const uint8_t bit[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    if (x < 0 || y < 0 || (uint32_t)x >= 2 * p->columns || (uint32_t)y >= 4 * p->lines)
        return;
    struct picture_cell *cell = &p->cells[(uint32_t)y / 4 * p->columns + (uint32_t)x / 2];
    if (cell->glyph < BRAILLE)
        cell->glyph = BRAILLE;
    cell->glyph |= bit[y % 4][x % 2];
    cell->fore = color;
}

struct pen {
    uint32_t glyph; /* for characters; 0 draws braille dots */
    int32_t color;
};

static void mark(struct picture *p, int x, int y, struct pen pen)
{
    if (!pen.glyph) {
        braille_dot(p, x, y, pen.color);
    } else if (x >= 0 && y >= 0 && (uint32_t)x < p->columns && (uint32_t)y < p->lines) {
        p->cells[(uint32_t)y * p->columns + (uint32_t)x] =
            (struct picture_cell){pen.glyph, pen.color, PICTURE_PLAIN};
    }
}

static void draw_line(struct picture *p, const float *a, const float *b, struct pen pen)
{
    float dx = b[0] - a[0], dy = b[1] - a[1];
    int steps = (int)ceilf(fmaxf(fabsf(dx), fabsf(dy)));
    for (int i = 0; i <= steps; i++) {
        float t = steps ? (float)i / (float)steps : 0;
        mark(p, (int)lrintf(a[0] + t * dx), (int)lrintf(a[1] + t * dy), pen);
    }
}

/* ---- Images ---- */

static uint8_t luma(const uint8_t *pixel, uint32_t channels)
{
    if (channels == 1)
        return pixel[0];
    return (uint8_t)((299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2] + 500) / 1000);
}

static int32_t pixel_color(const struct image *m, uint32_t x, uint32_t y)
{
    const uint8_t *v = m->data + ((size_t)y * m->width + x) * m->channels;
    return m->channels == 1 ? v[0] * 0x010101 : v[0] << 16 | v[1] << 8 | v[2];
}

static void half_blocks(struct picture *p, const struct image *m)
{
    for (uint32_t y = 0; y < p->lines; y++)
        for (uint32_t x = 0; x < p->columns; x++)
            p->cells[y * p->columns + x] = (struct picture_cell){
                UPPER_HALF, pixel_color(m, x, 2 * y),
                2 * y + 1 < m->height ? pixel_color(m, x, 2 * y + 1) : PICTURE_PLAIN};
}

static void ramp_characters(struct picture *p, const struct image *m, bool color)
{
    for (uint32_t y = 0; y < p->lines; y++)
        for (uint32_t x = 0; x < p->columns; x++) {
            uint8_t v = luma(m->data + ((size_t)y * m->width + x) * m->channels, m->channels);
            struct picture_cell *cell = &p->cells[y * p->columns + x];
            if (color)
                cell->back = pixel_color(m, x, y);
            else
                cell->glyph = (uint32_t)ramp[v * (sizeof ramp - 2) / 255];
        }
}

/* One dot a pixel, the rounding error of each handed on to its neighbours. grey [height, width] is
 * used up. */
static void dither(struct picture *p, float *grey, uint32_t width, uint32_t height)
{
    for (uint32_t y = 0; y < height; y++)
        for (uint32_t x = 0; x < width; x++) {
            float *v = grey + (size_t)y * width + x;
            bool lit = *v >= 127.5F;
            float error = (*v - (lit ? 255 : 0)) / 16;
            if (lit)
                braille_dot(p, (int)x, (int)y, PICTURE_PLAIN);
            if (x + 1 < width)
                v[1] += 7 * error;
            if (y + 1 == height)
                continue;
            v[width] += 5 * error;
            if (x > 0)
                v[width - 1] += 3 * error;
            if (x + 1 < width)
                v[width + 1] += error;
        }
}

static int braille_image(struct picture *p, const struct image *m, struct mien_error *e)
{
    size_t count = (size_t)m->width * m->height;
    float *grey = malloc(count * sizeof *grey);
    if (!grey)
        return error_memory(e, "a picture", count * sizeof *grey);
    float low = 255, high = 0;
    for (size_t i = 0; i < count; i++) {
        grey[i] = luma(m->data + i * m->channels, m->channels);
        low = fminf(low, grey[i]);
        high = fmaxf(high, grey[i]);
    }
    for (size_t i = 0; i < count && high > low; i++) /* all of the contrast: there are two levels */
        grey[i] = (grey[i] - low) * 255 / (high - low);
    dither(p, grey, m->width, m->height);
    free(grey);
    return 0;
}

/* The largest width x height with the image's proportions in columns x lines cells of dots_x x
 * dots_y pixels, at most as large as `most` times the image. */
static void fit(const struct image *m, struct picture_style s, double dots_x, double dots_y,
                double most, uint32_t *width, uint32_t *height)
{
    double square = dots_y / dots_x / 2; /* a cell is twice as high as wide */
    double scale = fmin(s.columns * dots_x / m->width, s.lines * dots_y / (m->height * square));
    scale = fmin(scale, most);
    *width = (uint32_t)fmax(1, floor(m->width * scale));
    *height = (uint32_t)fmax(1, floor(m->height * scale * square));
}

int picture_image(struct picture *p, const struct image *m, struct picture_style s,
                  struct mien_error *e)
{
    bool blocks = s.unicode && s.color, dots = s.unicode && !s.color;
    uint32_t across = dots ? 2 : 1, down = dots ? 4 : blocks ? 2 : 1;
    struct image small = {.channels = m->channels};
    *p = (struct picture){0};
    fit(m, s, across, down, dots ? 2 : 1, &small.width, &small.height);
    small.data = malloc((size_t)small.width * small.height * small.channels);
    if (!small.data)
        return error_memory(e, "a picture", (size_t)small.width * small.height * small.channels);
    int result = image_resize(m, small.width, small.height, small.data, e);
    if (result == 0)
        result = picture_init(p, (small.width + across - 1) / across,
                              (small.height + down - 1) / down, e);
    if (result == 0 && dots)
        result = braille_image(p, &small, e);
    else if (result == 0 && blocks)
        half_blocks(p, &small);
    else if (result == 0)
        ramp_characters(p, &small, s.color);
    free(small.data);
    return result;
}

/* ---- Landmarks ---- */

/* How each outline of mien_outlines68 is drawn: jaw, brows, bridge, nostrils, eyes, lips. */
static const struct pen part_pens[MIEN_OUTLINES68] = {
    {'.', 0x999999}, {'=', 0xE69F00}, {'=', 0xE69F00}, {'|', 0x009E73}, {'"', 0x009E73},
    {'o', 0x56B4E9}, {'o', 0x56B4E9}, {'*', 0xD55E00}, {'-', 0xCC79A7},
};

static struct pen pen_in(struct pen pen, struct picture_style s)
{
    return (struct pen){s.unicode ? 0 : pen.glyph, s.color ? pen.color : PICTURE_PLAIN};
}

static bool finite_point(const float *xy)
{
    return isfinite(xy[0]) && isfinite(xy[1]);
}

/* Landmarks in dots of the picture: out [points, 2], centred, proportions kept. */
static void place(const float *xy, uint32_t points, uint32_t stride, uint32_t across, uint32_t down,
                  float pixel_height, float *out)
{
    float low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
    for (uint32_t i = 0; i < points; i++)
        for (int k = 0; k < 2 && finite_point(xy + (size_t)i * stride); k++) {
            low[k] = fminf(low[k], xy[(size_t)i * stride + k]);
            high[k] = fmaxf(high[k], xy[(size_t)i * stride + k]);
        }
    float wide = (float)across - 1, tall = ((float)down - 1) * pixel_height;
    float scale =
        fminf(wide / fmaxf(high[0] - low[0], 1e-6F), tall / fmaxf(high[1] - low[1], 1e-6F));
    for (uint32_t i = 0; i < points; i++) {
        const float *v = xy + (size_t)i * stride;
        out[2 * i] = wide / 2 + (v[0] - (low[0] + high[0]) / 2) * scale;
        out[2 * i + 1] = (tall / 2 + (v[1] - (low[1] + high[1]) / 2) * scale) / pixel_height;
    }
}

static void draw_outlines(struct picture *p, const float *xy, struct picture_style s)
{
    for (int k = 0; k < MIEN_OUTLINES68; k++) {
        struct mien_outline o = mien_outlines68[k];
        for (int i = 0; i + 1 < o.count + o.closed; i++) {
            const float *a = xy + 2 * (o.first + i), *b = xy + 2 * (o.first + (i + 1) % o.count);
            if (finite_point(a) && finite_point(b))
                draw_line(p, a, b, pen_in(part_pens[k], s));
        }
    }
}

int picture_landmarks(struct picture *p, const float *xy, uint32_t points, uint32_t stride,
                      struct picture_style s, struct mien_error *e)
{
    uint32_t across = s.unicode ? 2 : 1, down = s.unicode ? 4 : 1;
    float *placed = malloc(points * 2 * sizeof *placed);
    *p = (struct picture){0};
    if (!placed)
        return error_memory(e, "a picture", points * 2 * sizeof *placed);
    int result = picture_init(p, s.columns, s.lines, e);
    if (result == 0) {
        place(xy, points, stride, across * s.columns, down * s.lines, s.unicode ? 1 : 2, placed);
        if (points == MIEN_LANDMARKS68)
            draw_outlines(p, placed, s);
        for (uint32_t i = 0; i < points && points != MIEN_LANDMARKS68; i++)
            if (finite_point(placed + 2 * i))
                draw_line(p, placed + 2 * i, placed + 2 * i,
                          pen_in((struct pen){'o', 0x56B4E9}, s));
    }
    free(placed);
    return result;
}

/* ---- Vectors: a bar of eighths a number, or a character of the ramp. ---- */

int picture_vector(struct picture *p, const float *x, uint32_t width, struct picture_style s,
                   struct mien_error *e)
{
    uint32_t lines = (width + s.columns - 1) / s.columns;
    lines = lines < s.lines ? lines : s.lines;
    if (picture_init(p, width < s.columns ? width : s.columns, lines, e) != 0)
        return -1;
    float low = INFINITY, high = -INFINITY;
    for (uint32_t i = 0; i < width; i++) {
        low = fminf(low, x[i]);
        high = fmaxf(high, x[i]);
    }
    uint32_t shown = width < p->columns * lines ? width : p->columns * lines;
    for (uint32_t i = 0; i < shown; i++) {
        if (!isfinite(x[i]))
            continue;
        float level = high > low ? (x[i] - low) / (high - low) : 0.5F;
        p->cells[i].glyph = s.unicode ? 0x2581 + (uint32_t)(level * 7.0F)
                                      : (uint32_t)ramp[(int)(level * (float)(sizeof ramp - 2))];
        p->cells[i].fore = s.color ? 0x56B4E9 : PICTURE_PLAIN;
    }
    return 0;
}

/* The part of a row that shows most. */
static struct dataset_part best_part(const struct dataset *d)
{
    struct dataset_part part = {.width = 0};
    for (int kind = DATASET_IMAGE; kind >= 0; kind--)
        if (dataset_find_part(d, (enum dataset_kind)kind, &part))
            break;
    return part;
}

int picture_row(struct picture *p, const struct dataset *d, uint32_t row, struct picture_style s,
                struct mien_error *e)
{
    const struct dataset_part part = best_part(d);
    float *whole = malloc(d->width * sizeof *whole);
    uint8_t *pixels = malloc(part.width);
    int result = -1;
    *p = (struct picture){0};
    if (!whole || !pixels) {
        error_memory(e, "a row", d->width * sizeof *whole);
    } else {
        const float *x = whole + part.start;
        dataset_row(d, row, whole);
        if (part.kind == DATASET_IMAGE) {
            for (uint32_t i = 0; i < part.width; i++)
                pixels[i] = (uint8_t)(x[i] > 0 ? x[i] < 255 ? x[i] + 0.5F : 255 : 0);
            struct image m = {pixels, part.shape[1], part.shape[0], part.shape[2]};
            result = picture_image(p, &m, s, e);
        } else if (part.kind == DATASET_LANDMARKS) {
            result = picture_landmarks(p, x, part.shape[0], part.shape[1], s, e);
        } else {
            result = picture_vector(p, x, part.width, s, e);
        }
    }
    free(whole);
    free(pixels);
    return result;
}

/* ---- Printing ---- */

static void put_glyph(FILE *out, uint32_t c)
{
    if (c < 0x80) {
        putc((int)c, out);
        return;
    }
    putc((int)(0xE0 | c >> 12), out); /* all that is drawn lies in U+0800..U+FFFF */
    putc((int)(0x80 | (c >> 6 & 0x3F)), out);
    putc((int)(0x80 | (c & 0x3F)), out);
}

/* The nearest of the 256 colours: greys from the 24-step ramp, others from the 6 x 6 x 6 cube. */
static int color_256(int32_t color)
{
    int r = color >> 16 & 255, g = color >> 8 & 255, b = color & 255;
    if (r == g && g == b)
        return r < 4 ? 16 : r > 243 ? 231 : 232 + (r - 3) / 10;
    int level[3] = {r, g, b};
    for (int i = 0; i < 3; i++)
        level[i] = level[i] < 48 ? 0 : level[i] < 115 ? 1 : (level[i] - 35) / 40;
    return 16 + 36 * level[0] + 6 * level[1] + level[2];
}

static void put_color(FILE *out, int32_t color, int what, bool true_color)
{
    if (color == PICTURE_PLAIN)
        fprintf(out, "\033[%d9m", what);
    else if (true_color)
        fprintf(out, "\033[%d8;2;%d;%d;%dm", what, color >> 16 & 255, color >> 8 & 255,
                color & 255);
    else
        fprintf(out, "\033[%d8;5;%dm", what, color_256(color));
}

void picture_print(FILE *out, const struct picture *p, struct picture_style s,
                   const char *const *beside, size_t count)
{
    for (uint32_t y = 0; y < p->lines || y < count; y++) {
        int32_t fore = PICTURE_PLAIN, back = PICTURE_PLAIN;
        for (uint32_t x = 0; x < p->columns; x++) {
            struct picture_cell blank = {' ', PICTURE_PLAIN, PICTURE_PLAIN};
            struct picture_cell cell = y < p->lines ? p->cells[y * p->columns + x] : blank;
            if (s.color && cell.fore != fore)
                put_color(out, fore = cell.fore, 3, s.true_color);
            if (s.color && cell.back != back)
                put_color(out, back = cell.back, 4, s.true_color);
            put_glyph(out, cell.glyph);
        }
        if (fore != PICTURE_PLAIN || back != PICTURE_PLAIN)
            fputs("\033[0m", out);
        fprintf(out, "%s%s\n", y < count && *beside[y] ? "   " : "", y < count ? beside[y] : "");
    }
}
