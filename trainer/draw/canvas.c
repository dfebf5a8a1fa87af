/* canvas.c - coverage by distance: a stroke is all that lies within half its width; see canvas.h.
 */
#include "trainer/draw/canvas.h"

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
#include "trainer/draw/hershey.h"

enum { SIDE_LIMIT = 16384, STROKES_MAX = 64 };

int canvas_init(struct canvas *c, float width, float height, float scale, struct color background,
                struct mien_error *e)
{
    *c = (struct canvas){
        .width = (int)ceilf(width * scale), .height = (int)ceilf(height * scale), .scale = scale};
    if (c->width > SIDE_LIMIT || c->height > SIDE_LIMIT)
        return error_set(e, NULL, 0, "a picture of %d x %d pixels is too large; at most %d a side",
                         c->width, c->height, SIDE_LIMIT);
    const size_t count = (size_t)c->width * (size_t)c->height;
    c->pixels = malloc(3 * count);
    if (!c->pixels)
        return error_memory(e, "a picture", 3 * count);
    for (size_t i = 0; i < count; i++)
        memcpy(c->pixels + 3 * i, &background, 3);
    return 0;
}

void canvas_free(struct canvas *c)
{
    free(c->pixels);
    *c = (struct canvas){0};
}

static uint8_t mix(uint8_t below, uint8_t above, float cover)
{
    return (uint8_t)lrintf((float)below + cover * ((float)above - (float)below));
}

static void blend(struct canvas *c, int x, int y, struct color color, float cover)
{
    if (x < 0 || y < 0 || x >= c->width || y >= c->height || cover <= 0.0f)
        return;
    uint8_t *p = c->pixels + 3 * ((size_t)y * (size_t)c->width + (size_t)x);
    p[0] = mix(p[0], color.r, cover);
    p[1] = mix(p[1], color.g, cover);
    p[2] = mix(p[2], color.b, cover);
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
    for (int row = (int)floorf(top); (float)row < bottom; row++)
        for (int column = (int)floorf(left); (float)column < right; column++)
            blend(c, column, row, color, overlap(column, left, right) * overlap(row, top, bottom));
}

struct segment {
    float x0, y0, x1, y1; /* pixels */
};

static float distance(const struct segment *s, float x, float y)
{
    const float dx = s->x1 - s->x0, dy = s->y1 - s->y0, length2 = dx * dx + dy * dy;
    float t = length2 > 0.0f ? ((x - s->x0) * dx + (y - s->y0) * dy) / length2 : 0.0f;
    t = fminf(1.0f, fmaxf(0.0f, t));
    return hypotf(x - s->x0 - t * dx, y - s->y0 - t * dy);
}

/* Paint the union of strokes `width` pixels wide. */
static void paint(struct canvas *c, const struct segment *segments, int count, float width,
                  struct color color)
{
    float left = 1e9f, top = 1e9f, right = -1e9f, bottom = -1e9f;
    for (int k = 0; k < count; k++) {
        left = fminf(left, fminf(segments[k].x0, segments[k].x1));
        right = fmaxf(right, fmaxf(segments[k].x0, segments[k].x1));
        top = fminf(top, fminf(segments[k].y0, segments[k].y1));
        bottom = fmaxf(bottom, fmaxf(segments[k].y0, segments[k].y1));
    }
    for (int y = (int)(top - width) - 1; (float)y <= bottom + width; y++)
        for (int x = (int)(left - width) - 1; (float)x <= right + width; x++) {
            float nearest = 1e9f;
            for (int k = 0; k < count; k++)
                nearest = fminf(nearest, distance(&segments[k], (float)x + 0.5f, (float)y + 0.5f));
            blend(c, x, y, color, fminf(1.0f, 0.5f + width / 2.0f - nearest));
        }
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

/* Segments of a glyph whose left bound and baseline are at (x, y), both in pixels. */
static int trace(const char *glyph, const struct canvas_text *style, float x, float y, float size,
                 struct segment *segments)
{
    const float unit = size / HERSHEY_CAPITAL;
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
            segments[count++] = (struct segment){from_x, from_y, to_x, to_y};
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
    const float size = style->size * c->scale;
    const float back = shift[style->anchor] * canvas_text_width(style, text) * c->scale;
    float at = -back;
    for (; *text; text++) {
        struct segment segments[STROKES_MAX];
        const float glyph_x = x * c->scale + (style->upright ? 0.0f : at);
        const float glyph_y = y * c->scale - (style->upright ? at : 0.0f);
        const int count = trace(glyph_of(*text), style, glyph_x, glyph_y, size, segments);
        if (count > 0)
            paint(c, segments, count, style->weight * size, style->color);
        at += advance(*text) * size;
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
