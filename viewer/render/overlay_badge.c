/* overlay_badge.c - what people in front of a camera have a right to see: that emotions are read,
 * that it is recorded. */
#include <math.h>
#include <stdio.h>

#include "viewer/render/overlay.h"

static bool wanted(const struct scene *s)
{
    return !s->news->clean && (s->moment->consent || s->news->recording);
}

static float draw_badge(const struct scene *s, float x, enum theme_color color, bool blinking,
                        const char *text)
{
    const enum theme_name theme = (enum theme_name)s->look->theme;
    const float u = s->unit, size = 13 * u, pad = 8 * u;
    const float width = pen_text_width(s->pen, size, text) + 2 * pad + 16 * u;
    const struct pen_box box = {x, 12 * u, width, 26 * u};
    struct tint dot = theme_tint(theme, color);
    if (blinking && fmod(s->news->seconds, 1.0) > 0.6)
        dot.a = 70;
    pen_rectangle(s->pen, box, 13 * u, theme_tint(theme, THEME_PANEL));
    pen_disc(s->pen, x + pad + 5 * u, box.y + 13 * u, 5 * u, dot);
    pen_text(s->pen, x + pad + 16 * u, box.y + 5 * u, size, PEN_LEFT, theme_tint(theme, THEME_TEXT),
             text);
    return width;
}

static void draw(const struct scene *s)
{
    float x = 12 * s->unit;
    char text[64];
    if (s->moment->consent)
        x += draw_badge(s, x, THEME_GOOD, false, "Emotion analysis on") + 8 * s->unit;
    if (!s->news->recording)
        return;
    const int seconds = (int)s->news->recorded;
    snprintf(text, sizeof text, "Recording %d:%02d", seconds / 60, seconds % 60);
    draw_badge(s, x, THEME_BAD, true, text);
}

const struct overlay overlay_badge = {wanted, draw};
