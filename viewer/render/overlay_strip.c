/* overlay_strip.c - the last seconds of the first face's emotions, stacked, along the lower edge.
 */
#include <math.h>
#include <stdio.h>

#include "viewer/render/overlay.h"

static bool wanted(const struct scene *s)
{
    return s->look->strip && s->news->class_count > 0;
}

static const struct past *past_at(const struct scene *s, int i)
{
    return &s->past[(s->past_first + i) % PAST_MAX];
}

/* One emotion's band between two moments in time, over those below it. */
static void draw_bands(const struct scene *s, const struct past *a, const struct past *b,
                       const float x[2], struct pen_box area)
{
    float below[2] = {0, 0};
    for (int32_t c = 0; c < s->news->class_count; c++) {
        const float above[2] = {below[0] + a->scores[c], below[1] + b->scores[c]};
        const float bottom = area.y + area.height;
        const float strip[4][2] = {{x[0], bottom - area.height * above[0]},
                                   {x[0], bottom - area.height * below[0]},
                                   {x[1], bottom - area.height * above[1]},
                                   {x[1], bottom - area.height * below[1]}};
        struct tint color = theme_series((enum theme_name)s->look->theme, c);
        color.a = 210;
        pen_strip(s->pen, strip, 4, color);
        below[0] = above[0];
        below[1] = above[1];
    }
}

static void draw_names(const struct scene *s, struct pen_box area)
{
    const enum theme_name theme = (enum theme_name)s->look->theme;
    const float size = 12 * s->unit;
    float x = area.x;
    for (int32_t c = 0; c < s->news->class_count; c++) {
        const float y = area.y - 1.45f * size;
        pen_disc(s->pen, x + 4 * s->unit, y + 0.62f * size, 4 * s->unit, theme_series(theme, c));
        x += 11 * s->unit;
        x += pen_text(s->pen, x, y, size, PEN_LEFT, theme_tint(theme, THEME_TEXT),
                      s->news->classes[c]) +
             12 * s->unit;
    }
    char span[32];
    snprintf(span, sizeof span, "last %.0f s", PAST_SECONDS);
    if (x + pen_text_width(s->pen, size, span) < area.x + area.width)
        pen_text(s->pen, area.x + area.width, area.y - 1.45f * size, size, PEN_RIGHT,
                 theme_tint(theme, THEME_QUIET), span);
}

static void draw(const struct scene *s)
{
    const float u = s->unit, pad = 9 * u, height = 54 * u;
    const float width = (float)s->place.target_width - 4 * pad;
    const struct pen_box area = {2 * pad, (float)s->place.target_height - height - 2 * pad, width,
                                 height};
    const struct pen_box panel = {pad, area.y - 25 * u, width + 2 * pad, height + 25 * u + pad};
    pen_rectangle(s->pen, panel, 6 * u, theme_tint((enum theme_name)s->look->theme, THEME_PANEL));
    draw_names(s, area);
    for (int i = 0; i + 1 < s->past_count; i++) {
        const struct past *a = past_at(s, i), *b = past_at(s, i + 1);
        if (!a->scored || !b->scored)
            continue;
        const float x[2] = {
            area.x + width * (float)(1 - (s->news->seconds - a->seconds) / PAST_SECONDS),
            area.x + width * (float)(1 - (s->news->seconds - b->seconds) / PAST_SECONDS)};
        if (x[0] >= area.x && x[1] <= area.x + width && x[1] - x[0] < width / 10)
            draw_bands(s, a, b, x, area);
    }
}

const struct overlay overlay_strip = {wanted, draw};
