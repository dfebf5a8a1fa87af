/* overlay_times.c - how fast it goes: frames a second, and what each stage takes, as one bar. */
#include <stdio.h>

#include "viewer/render/overlay.h"

#define FULL 60.0 /* milliseconds that the bar is long */

static bool wanted(const struct scene *s)
{
    return s->look->times;
}

static void draw_bar(const struct scene *s, float x, float y, float width)
{
    const enum theme_name theme = (enum theme_name)s->look->theme;
    const double *stage = s->moment->stage;
    float from = x;
    for (int i = 0; i < LIVE_STAGE_COUNT; i++) {
        const float part = (float)(stage[i] / FULL) * width;
        const float length = from + part > x + width ? x + width - from : part;
        pen_rectangle(s->pen, (struct pen_box){from, y, length, 8 * s->unit}, 0,
                      theme_series(theme, i));
        from += length;
    }
}

static void draw(const struct scene *s)
{
    const enum theme_name theme = (enum theme_name)s->look->theme;
    const float u = s->unit, size = 13 * u, row = 18 * u, width = 210 * u;
    const float x = 12 * u, y = 46 * u;
    const struct tint text = theme_tint(theme, THEME_TEXT);
    char line[96];
    pen_rectangle(s->pen, (struct pen_box){x, y, width, (LIVE_STAGE_COUNT + 2) * row + 30 * u},
                  6 * u, theme_tint(theme, THEME_PANEL));
    snprintf(line, sizeof line, "%.0f frames/s", s->news->rate);
    pen_text(s->pen, x + 10 * u, y + 7 * u, size, PEN_LEFT, text, line);
    snprintf(line, sizeof line, "%.0f ms", s->news->latency);
    pen_text(s->pen, x + width - 10 * u, y + 7 * u, size, PEN_RIGHT, text, line);
    draw_bar(s, x + 10 * u, y + 7 * u + row, width - 20 * u);
    for (int i = 0; i < LIVE_STAGE_COUNT; i++) {
        const float at = y + 20 * u + row * (float)(i + 1);
        pen_disc(s->pen, x + 15 * u, at + 8 * u, 4 * u, theme_series(theme, i));
        pen_text(s->pen, x + 26 * u, at, size, PEN_LEFT, text, live_stage_names[i]);
        snprintf(line, sizeof line, "%.1f ms", s->moment->stage[i]);
        pen_text(s->pen, x + width - 10 * u, at, size, PEN_RIGHT, text, line);
    }
    snprintf(line, sizeof line, "%llu dropped", (unsigned long long)s->news->dropped);
    pen_text(s->pen, x + 26 * u, y + 20 * u + row * (LIVE_STAGE_COUNT + 1), size, PEN_LEFT,
             theme_tint(theme, THEME_QUIET), line);
}

const struct overlay overlay_times = {wanted, draw};
