/* overlay_bars.c - a panel beside each face with a bar for each emotion. */
#include <math.h>
#include <stdio.h>

#include "viewer/render/overlay.h"

static bool wanted(const struct scene *s)
{
    return s->look->bars && s->moment->count > 0 && s->news->class_count > 0;
}

struct measures {
    float row, pad, size, name, bar, number, width, height;
};

static struct measures measure(const struct scene *s)
{
    const float u = s->unit;
    struct measures m = {.row = 19 * u, .pad = 9 * u, .size = 13 * u, .bar = 84 * u};
    for (int32_t c = 0; c < s->news->class_count; c++)
        m.name = fmaxf(m.name, pen_text_width(s->pen, m.size, s->news->classes[c]));
    m.number = pen_text_width(s->pen, m.size, "100 %");
    m.width = 2 * m.pad + m.name + m.bar + m.number + 14 * u;
    m.height = 2 * m.pad + (float)s->news->class_count * m.row;
    return m;
}

static void draw_row(const struct scene *s, const struct live_face *f, int32_t c,
                     const struct measures *m, float x, float y)
{
    const enum theme_name theme = (enum theme_name)s->look->theme;
    const bool top = c == f->emotion;
    const struct tint text = theme_tint(theme, top ? THEME_TEXT : THEME_QUIET);
    const float bar = x + m->pad + m->name + 7 * s->unit, middle = y + m->row / 2;
    struct tint ground = theme_tint(theme, THEME_QUIET);
    char number[16];
    ground.a = 60;
    pen_text(s->pen, x + m->pad, middle - 0.6f * m->size, m->size, PEN_LEFT, text,
             s->news->classes[c]);
    pen_rectangle(s->pen, (struct pen_box){bar, middle - 4 * s->unit, m->bar, 8 * s->unit},
                  3 * s->unit, ground);
    pen_rectangle(s->pen,
                  (struct pen_box){bar, middle - 4 * s->unit,
                                   fmaxf(2 * s->unit, f->scores[c] * m->bar), 8 * s->unit},
                  3 * s->unit, theme_series(theme, c));
    snprintf(number, sizeof number, "%.0f %%", 100 * (double)f->scores[c]);
    pen_text(s->pen, x + m->width - m->pad, middle - 0.6f * m->size, m->size, PEN_RIGHT, text,
             number);
}

/* Right of the face, else left of it, else where it still fits. */
static void find_place(const struct scene *s, const struct live_face *f, const struct measures *m,
                       float *x, float *y)
{
    const struct pen_box b = scene_box(s, f);
    const float gap = 10 * s->unit, right = (float)s->place.target_width;
    *x = b.x + b.width + gap;
    if (*x + m->width > right)
        *x = b.x - gap - m->width;
    *x = fmaxf(gap, fminf(*x, right - m->width - gap));
    *y = fmaxf(gap, fminf(b.y, (float)s->place.target_height - m->height - gap));
}

static void draw(const struct scene *s)
{
    const struct measures m = measure(s);
    for (int32_t i = 0; i < s->moment->count; i++) {
        const struct live_face *f = &s->moment->faces[i];
        float x, y;
        if (!f->scored)
            continue;
        find_place(s, f, &m, &x, &y);
        pen_rectangle(s->pen, (struct pen_box){x, y, m.width, m.height}, 6 * s->unit,
                      theme_tint((enum theme_name)s->look->theme, THEME_PANEL));
        pen_rectangle(s->pen, (struct pen_box){x, y, 4 * s->unit, m.height}, 2 * s->unit,
                      scene_color(s, f));
        for (int32_t c = 0; c < s->news->class_count; c++)
            draw_row(s, f, c, &m, x, y + m.pad + (float)c * m.row);
    }
}

const struct overlay overlay_bars = {wanted, draw};
