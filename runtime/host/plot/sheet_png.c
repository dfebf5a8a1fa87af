/* sheet_png.c - a sheet that is a canvas of pixels, lettered in strokes, saved as PNG. */
#include <math.h>
#include <stdlib.h>

#include "runtime/host/draw/canvas.h"
#include "runtime/host/plot/sheet.h"

struct png {
    struct sheet sheet;
    struct canvas canvas;
    enum sheet_theme theme;
    bool out_of_memory;
};

static struct png *png_of(struct sheet *s)
{
    return (struct png *)(void *)s;
}

static struct color color_of(const struct png *s, enum sheet_ink ink)
{
    const unsigned color = sheet_color(s->theme, ink);
    return (struct color){(uint8_t)(color >> 16), (uint8_t)(color >> 8 & 255),
                          (uint8_t)(color & 255)};
}

static void rectangle(struct sheet *s, float x, float y, float width, float height,
                      enum sheet_ink ink)
{
    canvas_rectangle(&png_of(s)->canvas, x, y, width, height, color_of(png_of(s), ink));
}

/* ---- lines ---- */

/* Segments that grow. */
struct segments {
    struct canvas_segment *at;
    int count, capacity;
    bool out_of_memory;
};

static void add(struct segments *all, float x0, float y0, float x1, float y1)
{
    if (all->count == all->capacity) {
        const int capacity = 2 * all->capacity + 64;
        struct canvas_segment *more = realloc(all->at, (size_t)capacity * sizeof *more);
        all->out_of_memory |= !more;
        if (!more)
            return;
        all->at = more;
        all->capacity = capacity;
    }
    all->at[all->count++] = (struct canvas_segment){x0, y0, x1, y1};
}

/* How far the pen draws and then lifts, along the line; `on` < 0: always draws. */
struct pattern {
    float on, off;
};

/* One piece of a line, `along` units from its beginning, as the pattern has it. */
static void add_dashed(struct segments *all, struct pattern d, float along, struct sheet_point a,
                       struct sheet_point b)
{
    const float length = hypotf(b.x - a.x, b.y - a.y), period = d.on + d.off;
    for (float start = -fmodf(along, period); start <= length; start += period) {
        const float from = fmaxf(start, 0.0f), to = fminf(start + d.on, length);
        if (to < from || length == 0.0f)
            continue;
        const float t0 = from / length, t1 = to / length;
        add(all, a.x + t0 * (b.x - a.x), a.y + t0 * (b.y - a.y), a.x + t1 * (b.x - a.x),
            a.y + t1 * (b.y - a.y));
    }
}

static void line(struct sheet *s, const struct sheet_point *p, int count,
                 const struct sheet_stroke *stroke)
{
    static const struct pattern patterns[] = {{-1.0f, 0.0f}, {6.0f, 5.0f}, {0.0f, 4.5f}};
    const struct pattern pattern = patterns[stroke->dash];
    struct segments all = {0};
    float along = 0.0f;
    for (int k = 0; k < count; k++) {
        const bool begins = k == 0 || isnan(p[k - 1].y), ends = k + 1 == count || isnan(p[k + 1].y);
        if (isnan(p[k].y))
            continue;
        if (begins)
            along = 0.0f;
        if (begins && ends)
            add(&all, p[k].x, p[k].y, p[k].x, p[k].y);
        else if (!begins && pattern.on < 0.0f)
            add(&all, p[k - 1].x, p[k - 1].y, p[k].x, p[k].y);
        else if (!begins)
            add_dashed(&all, pattern, along, p[k - 1], p[k]);
        if (!begins)
            along += hypotf(p[k].x - p[k - 1].x, p[k].y - p[k - 1].y);
    }
    canvas_lines(&png_of(s)->canvas, all.at, all.count,
                 &(struct canvas_stroke){stroke->width, color_of(png_of(s), stroke->ink), 1.0f});
    png_of(s)->out_of_memory |= all.out_of_memory;
    free(all.at);
}

/* ---- markers ---- */

/* The convex shape's right or left edge at height y: the corners' lines cut there. */
static float edge_at(const struct sheet_point *p, int count, float y, float sign)
{
    float best = -INFINITY;
    for (int k = 0; k < count; k++) {
        const struct sheet_point a = p[k], b = p[(k + 1) % count];
        if (a.y == b.y || y < fminf(a.y, b.y) || y > fmaxf(a.y, b.y))
            continue;
        best = fmaxf(best, sign * (a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)));
    }
    return sign * best;
}

/* A shape filled by strokes from side to side, a quarter of a unit apart. */
static void fill(struct canvas *c, float x, float y, float size, enum sheet_marker shape,
                 struct color color)
{
    enum { ROWS = 64 };
    struct canvas_segment rows[ROWS];
    int count, used = 0;
    const struct sheet_point *corners = sheet_corners(shape, &count);
    if (!count) {
        const struct canvas_segment dot = {x, y, x, y};
        canvas_lines(c, &dot, 1, &(struct canvas_stroke){size, color, 1.0f});
        return;
    }
    float top = corners[0].y, bottom = corners[0].y;
    for (int k = 1; k < count; k++) {
        top = fminf(top, corners[k].y);
        bottom = fmaxf(bottom, corners[k].y);
    }
    for (int k = 0; k < ROWS; k++) {
        const float at = top + (bottom - top) * (float)k / (ROWS - 1);
        const float left = edge_at(corners, count, at, -1.0f);
        const float right = edge_at(corners, count, at, 1.0f);
        if (right >= left)
            rows[used++] = (struct canvas_segment){x + size * left, y + size * at, x + size * right,
                                                   y + size * at};
    }
    canvas_lines(c, rows, used, &(struct canvas_stroke){0.5f, color, 1.0f});
}

static void marker(struct sheet *s, float x, float y, float size, enum sheet_marker shape,
                   enum sheet_ink ink, bool hollow)
{
    struct png *p = png_of(s);
    const struct color ground = color_of(p, INK_GROUND), own = color_of(p, ink);
    fill(&p->canvas, x, y, size + (hollow ? 1.5f : 1.0f), shape, hollow ? own : ground);
    fill(&p->canvas, x, y, hollow ? size - 1.5f : size - 0.5f, shape, hollow ? ground : own);
}

static void text(struct sheet *s, float x, float y, const struct sheet_text *style,
                 const char *words)
{
    static const enum canvas_anchor anchors[] = {CANVAS_LEFT, CANVAS_CENTRE, CANVAS_RIGHT};
    canvas_write(&png_of(s)->canvas, x, y,
                 &(struct canvas_text){.size = 0.72f * style->size,
                                       .weight = style->bold ? 0.15f : 0.11f,
                                       .anchor = anchors[style->anchor],
                                       .color = color_of(png_of(s), style->ink)},
                 words);
}

static void begin(struct sheet *s, const char *told)
{
    (void)s;
    (void)told;
}

static void end(struct sheet *s)
{
    (void)s;
}

static int save(struct sheet *s, const char *path, struct mien_error *e)
{
    if (png_of(s)->out_of_memory)
        return error_memory(e, "a figure", 0);
    return canvas_save(&png_of(s)->canvas, path, e);
}

static void close_png(struct sheet *s)
{
    canvas_free(&png_of(s)->canvas);
    free(s);
}

struct sheet *sheet_png(float width, float height, enum sheet_theme theme, const char *title,
                        struct mien_error *e)
{
    static const struct sheet_type type = {rectangle, line, marker, text,
                                           begin,     end,  save,   close_png};
    (void)title;
    struct png *s = calloc(1, sizeof *s);
    if (!s) {
        error_memory(e, "a figure", sizeof *s);
        return NULL;
    }
    s->sheet = (struct sheet){&type, ceilf(width), ceilf(height)};
    s->theme = theme;
    if (canvas_init(&s->canvas, s->sheet.width, s->sheet.height, 2.0f, color_of(s, INK_GROUND),
                    e) == 0)
        return &s->sheet;
    close_png(&s->sheet);
    return NULL;
}
