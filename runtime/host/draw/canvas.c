/* canvas.c - coverage by distance: a stroke is all that lies within half its width; see canvas.h.
 */
#include "runtime/host/draw/canvas.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wsign-compare"
#include <stb/stb_image_write.h>
#pragma GCC diagnostic pop

#include "runtime/host/file.h"
#include "runtime/host/draw/hershey.h"

enum { SIDE_LIMIT = 16384, STROKES_MAX = 64 };

int canvas_init(struct canvas *c, float width, float height, float scale, struct color background,
                struct mien_error *e)
{
    *c = (struct canvas){.width = (int)ceilf(width * scale - 1e-3f),
                         .height = (int)ceilf(height * scale - 1e-3f),
                         .scale = scale};
    if (c->width > SIDE_LIMIT || c->height > SIDE_LIMIT)
        return error_set(e, NULL, 0, "a picture of %d x %d pixels is too large; at most %d a side",
                         c->width, c->height, SIDE_LIMIT);
    const size_t count = (size_t)c->width * (size_t)c->height;
    c->pixels = malloc(3 * count);
    c->cover = calloc(count, 1);
    if (!c->pixels || !c->cover)
        return error_memory(e, "a picture", 4 * count);
    for (size_t i = 0; i < count; i++)
        memcpy(c->pixels + 3 * i, &background, 3);
    return 0;
}

void canvas_free(struct canvas *c)
{
    free(c->pixels);
    free(c->cover);
    *c = (struct canvas){0};
}

static uint8_t mix(uint8_t below, uint8_t above, float cover)
{
    return (uint8_t)lrintf((float)below + cover * ((float)above - (float)below));
}

static void blend(struct canvas *c, int x, int y, struct color color, float cover)
{
    if (cover <= 0.0f)
        return;
    uint8_t *p = c->pixels + 3 * ((size_t)y * (size_t)c->width + (size_t)x);
    p[0] = mix(p[0], color.r, cover);
    p[1] = mix(p[1], color.g, cover);
    p[2] = mix(p[2], color.b, cover);
}

struct bounds {
    int left, top, right, bottom; /* pixels, the last two not included */
};

/* The pixels of the canvas that a rectangle touches; left >= right where there are none. */
static struct bounds clip(const struct canvas *c, float left, float top, float right, float bottom)
{
    return (struct bounds){(int)floorf(fmaxf(0.0f, left)), (int)floorf(fmaxf(0.0f, top)),
                           (int)ceilf(fminf((float)c->width, right)),
                           (int)ceilf(fminf((float)c->height, bottom))};
}

/* The part of pixel [at, at + 1) that [from, to) covers. */
static float overlap(int at, float from, float to)
{
    const float low = fmaxf((float)at, from), high = fminf((float)at + 1.0f, to);
    return fmaxf(0.0f, high - low);
}

void canvas_rectangle(struct canvas *c, float x, float y, float width, float height,
                      struct color color)
{
    const float left = x * c->scale, right = (x + width) * c->scale;
    const float top = y * c->scale, bottom = (y + height) * c->scale;
    const struct bounds b = clip(c, left, top, right, bottom);
    for (int row = b.top; row < b.bottom; row++)
        for (int column = b.left; column < b.right; column++)
            blend(c, column, row, color, overlap(column, left, right) * overlap(row, top, bottom));
}

void canvas_panel(struct canvas *c, float x, float y, float width, float height, float radius,
                  struct color color, float opacity)
{
    const float half_x = width * c->scale / 2.0f, half_y = height * c->scale / 2.0f;
    const float r = fminf(radius * c->scale, fminf(half_x, half_y));
    const float middle_x = x * c->scale + half_x, middle_y = y * c->scale + half_y;
    const struct bounds b = clip(c, middle_x - half_x - 1.0f, middle_y - half_y - 1.0f,
                                 middle_x + half_x + 1.0f, middle_y + half_y + 1.0f);
    for (int row = b.top; row < b.bottom; row++)
        for (int column = b.left; column < b.right; column++) {
            const float dx = fabsf((float)column + 0.5f - middle_x) - half_x + r;
            const float dy = fabsf((float)row + 0.5f - middle_y) - half_y + r;
            const float outside = hypotf(fmaxf(dx, 0.0f), fmaxf(dy, 0.0f)) - r;
            const float cover = 0.5f - outside - fminf(fmaxf(dx, dy), 0.0f);
            blend(c, column, row, color, opacity * fminf(1.0f, cover));
        }
}

static float distance(const struct canvas_segment *s, float x, float y)
{
    const float dx = s->x1 - s->x0, dy = s->y1 - s->y0, length2 = dx * dx + dy * dy;
    float t = length2 > 0.0f ? ((x - s->x0) * dx + (y - s->y0) * dy) / length2 : 0.0f;
    t = fminf(1.0f, fmaxf(0.0f, t));
    return hypotf(x - s->x0 - t * dx, y - s->y0 - t * dy);
}

/* Columns [from, to] of the part of the segment between two heights. */
static void columns_between(const struct canvas_segment *s, float top, float bottom, float *from,
                            float *to)
{
    const float dx = s->x1 - s->x0, dy = s->y1 - s->y0;
    float t0 = 0.0f, t1 = 1.0f;
    if (fabsf(dy) > 1e-6f) {
        const float a = (top - s->y0) / dy, b = (bottom - s->y0) / dy;
        t0 = fminf(1.0f, fmaxf(0.0f, fminf(a, b)));
        t1 = fminf(1.0f, fmaxf(0.0f, fmaxf(a, b)));
    }
    *from = fminf(s->x0 + t0 * dx, s->x0 + t1 * dx);
    *to = fmaxf(s->x0 + t0 * dx, s->x0 + t1 * dx);
}

/* Where a stroke `width` pixels wide lies. */
static struct bounds bounds_of(const struct canvas *c, const struct canvas_segment *s, float width)
{
    const float reach = width / 2.0f + 1.0f;
    return clip(c, fminf(s->x0, s->x1) - reach, fminf(s->y0, s->y1) - reach,
                fmaxf(s->x0, s->x1) + reach, fmaxf(s->y0, s->y1) + reach);
}

/* Note what the stroke covers, where that is more than is covered already. */
static void cover(struct canvas *c, const struct canvas_segment *s, float width, struct bounds b)
{
    const float reach = width / 2.0f + 1.0f;
    for (int y = b.top; y < b.bottom; y++) {
        uint8_t *row = c->cover + (size_t)y * (size_t)c->width;
        float from, to;
        columns_between(s, (float)y + 0.5f - reach, (float)y + 0.5f + reach, &from, &to);
        const int last = (int)fminf((float)b.right, to + reach + 1.0f);
        for (int x = (int)fmaxf((float)b.left, from - reach); x < last; x++) {
            const float part = 0.5f + width / 2.0f - distance(s, (float)x + 0.5f, (float)y + 0.5f);
            const int value = (int)lrintf(255.0f * fminf(1.0f, fmaxf(0.0f, part)));
            if (value > row[x])
                row[x] = (uint8_t)value;
        }
    }
}

/* Blend what is covered within the bounds, and uncover it. Bounds may be empty. */
static void blend_covered(struct canvas *c, struct bounds b, struct color color, float opacity)
{
    for (int y = b.top; y < b.bottom; y++) {
        uint8_t *row = c->cover + (size_t)y * (size_t)c->width;
        for (int x = b.left; x < b.right; x++)
            if (row[x])
                blend(c, x, y, color, opacity * (float)row[x] / 255.0f);
        if (b.left < b.right)
            memset(row + b.left, 0, (size_t)(b.right - b.left));
    }
}

static bool is_near(const struct canvas_segment *s)
{
    const float far = fmaxf(fmaxf(fabsf(s->x0), fabsf(s->y0)), fmaxf(fabsf(s->x1), fabsf(s->y1)));
    return far <= 1e6f && !isnan(s->x0 + s->y0 + s->x1 + s->y1);
}

void canvas_lines(struct canvas *c, const struct canvas_segment *segments, int count,
                  const struct canvas_stroke *stroke)
{
    const float width = stroke->width * c->scale;
    struct bounds all = {c->width, c->height, 0, 0};
    for (int k = 0; k < count; k++) {
        const struct canvas_segment *s = &segments[k];
        const struct canvas_segment at = {s->x0 * c->scale, s->y0 * c->scale, s->x1 * c->scale,
                                          s->y1 * c->scale};
        if (!is_near(&at))
            continue;
        const struct bounds b = bounds_of(c, &at, width);
        cover(c, &at, width, b);
        all = (struct bounds){b.left < all.left ? b.left : all.left,
                              b.top < all.top ? b.top : all.top,
                              b.right > all.right ? b.right : all.right,
                              b.bottom > all.bottom ? b.bottom : all.bottom};
    }
    blend_covered(c, all, stroke->color, stroke->opacity);
}

static const char *glyph_of(char letter)
{
    const int k = (unsigned char)letter - HERSHEY_FIRST;
    return hershey_glyphs[k >= 0 && k < HERSHEY_COUNT ? k : '?' - HERSHEY_FIRST];
}

static int coordinate(char letter)
{
    return letter - 'R';
}

static float advance(char letter)
{
    const char *glyph = glyph_of(letter);
    return (float)(coordinate(glyph[1]) - coordinate(glyph[0])) / HERSHEY_CAPITAL;
}

float canvas_text_width(const struct canvas_text *style, const char *text)
{
    float width = 0.0f;
    for (; *text; text++)
        width += advance(*text) * style->size;
    return width;
}

/* Segments of a glyph whose left bound and baseline are at (x, y). */
static int trace(const char *glyph, const struct canvas_text *style, float x, float y,
                 struct canvas_segment *segments)
{
    const float unit = style->size / HERSHEY_CAPITAL;
    const int left = coordinate(glyph[0]), baseline = 9;
    bool down = false;
    float from_x = 0.0f, from_y = 0.0f;
    int count = 0;
    for (const char *s = glyph + 2; s[0] && s[1] && count < STROKES_MAX; s += 2) {
        if (s[0] == ' ') {
            down = false;
            continue;
        }
        const float along = unit * (float)(coordinate(s[0]) - left);
        const float across = unit * (float)(coordinate(s[1]) - baseline);
        const float to_x = style->upright ? x + across : x + along;
        const float to_y = style->upright ? y - along : y + across;
        if (down)
            segments[count++] = (struct canvas_segment){from_x, from_y, to_x, to_y};
        from_x = to_x;
        from_y = to_y;
        down = true;
    }
    return count;
}

void canvas_write(struct canvas *c, float x, float y, const struct canvas_text *style,
                  const char *text)
{
    static const float shift[] = {
        [CANVAS_LEFT] = 0.0f, [CANVAS_CENTRE] = 0.5f, [CANVAS_RIGHT] = 1.0f};
    const struct canvas_stroke stroke = {style->weight * style->size, style->color, 1.0f};
    float at = -shift[style->anchor] * canvas_text_width(style, text);
    for (; *text; text++) {
        struct canvas_segment segments[STROKES_MAX];
        const float glyph_x = x + (style->upright ? 0.0f : at);
        const float glyph_y = y - (style->upright ? at : 0.0f);
        const int count = trace(glyph_of(*text), style, glyph_x, glyph_y, segments);
        canvas_lines(c, segments, count, &stroke);
        at += advance(*text) * style->size;
    }
}

void canvas_picture(struct canvas *c, int x, int y, const uint8_t *picture, int width, int height,
                    int channels)
{
    const struct bounds b =
        clip(c, (float)x, (float)y, (float)x + (float)width, (float)y + (float)height);
    for (int row = b.top; row < b.bottom; row++)
        for (int column = b.left; column < b.right; column++) {
            const size_t from = (size_t)(row - y) * (size_t)width + (size_t)(column - x);
            uint8_t *to = c->pixels + 3 * ((size_t)row * (size_t)c->width + (size_t)column);
            for (int k = 0; k < 3; k++)
                to[k] = picture[from * (size_t)channels + (size_t)(channels == 1 ? 0 : k)];
        }
}

static void write_part(void *stream, void *data, int size)
{
    fwrite(data, 1, (size_t)size, stream);
}

int canvas_save(const struct canvas *c, const char *path, struct mien_error *e)
{
    struct file_atomic file = {0};
    if (file_atomic_open(&file, path, e) < 0)
        return -1;
    if (!stbi_write_png_to_func(write_part, file.stream, c->width, c->height, 3, c->pixels,
                                3 * c->width)) {
        file_atomic_abandon(&file);
        return error_memory(e, "a PNG file", 3 * (size_t)c->width * (size_t)c->height);
    }
    return file_atomic_commit(&file, e);
}
