/* overlay_box.c - corners around each face, and the sign that names it: its number and what it
 * shows, in a word. */
#include <stdio.h>

#include "viewer/render/overlay.h"

static bool wanted(const struct scene *s)
{
    return s->look->box && s->moment->count > 0;
}

struct pen_box scene_box(const struct scene *s, const struct live_face *f)
{
    const struct mien_rect *r = &f->face.box;
    float left, top, right, bottom;
    video_point(&s->place, r->x, r->y, &left, &top);
    video_point(&s->place, r->x + r->width, r->y + r->height, &right, &bottom);
    const float margin = 0.06f * (bottom - top);
    const float x = left < right ? left : right, width = left < right ? right - left : left - right;
    return (struct pen_box){x - margin, top - margin, width + 2 * margin,
                            bottom - top + 2 * margin};
}

struct tint scene_color(const struct scene *s, const struct live_face *f)
{
    return theme_series((enum theme_name)s->look->theme, f->face.id - 1 + 4);
}

static void draw_corners(const struct scene *s, struct pen_box b, struct tint color)
{
    const struct tint edge = theme_tint((enum theme_name)s->look->theme, THEME_EDGE);
    const float arm = 0.16f * (b.width < b.height ? b.width : b.height);
    for (int i = 0; i < 4; i++) {
        const float x = b.x + (i & 1 ? b.width : 0), y = b.y + (i & 2 ? b.height : 0);
        const float line[3][2] = {
            {x + (i & 1 ? -arm : arm), y}, {x, y}, {x, y + (i & 2 ? -arm : arm)}};
        pen_line(s->pen, line, 3, false, 2.2f * s->unit, color, edge);
    }
}

/* "1 happy 84 %", or that it is not sure, or not asked. */
static void say(const struct scene *s, const struct live_face *f, char *text, size_t size)
{
    if (f->calibrating > 0)
        snprintf(text, size, "%d  hold a neutral face", f->face.id);
    else if (!f->scored)
        snprintf(text, size, "%d", f->face.id);
    else if (f->emotion < 0)
        snprintf(text, size, "%d  uncertain", f->face.id);
    else
        snprintf(text, size, "%d  %s %.0f %%", f->face.id, s->news->classes[f->emotion],
                 100 * (double)f->scores[f->emotion]);
}

static void draw_sign(const struct scene *s, const struct live_face *f, struct pen_box b)
{
    const enum theme_name theme = (enum theme_name)s->look->theme;
    const float size = 14 * s->unit, pad = 5 * s->unit, height = 1.2f * size + pad;
    char text[96];
    say(s, f, text, sizeof text);
    const float width = pen_text_width(s->pen, size, text) + 2 * pad + 5 * s->unit;
    struct pen_box sign = {b.x, b.y - height - 3 * s->unit, width, height};
    if (sign.y < 0)
        sign.y = b.y + 3 * s->unit;
    pen_rectangle(s->pen, sign, 4 * s->unit, theme_tint(theme, THEME_PANEL));
    pen_rectangle(s->pen, (struct pen_box){sign.x, sign.y, 4 * s->unit, height}, 2 * s->unit,
                  scene_color(s, f));
    pen_text(s->pen, sign.x + pad + 5 * s->unit, sign.y + pad / 2, size, PEN_LEFT,
             theme_tint(theme, THEME_TEXT), text);
    if (f->calibrating > 0)
        pen_rectangle(
            s->pen, (struct pen_box){sign.x, sign.y + height, width * f->calibrating, 3 * s->unit},
            1.5f * s->unit, theme_tint(theme, THEME_WARN));
}

static void draw(const struct scene *s)
{
    for (int32_t i = 0; i < s->moment->count; i++) {
        const struct live_face *f = &s->moment->faces[i];
        const struct pen_box b = scene_box(s, f);
        draw_corners(s, b, scene_color(s, f));
        draw_sign(s, f, b);
    }
}

const struct overlay overlay_box = {wanted, draw};
