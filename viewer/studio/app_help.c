/* app_help.c - see app_help.h. */
#include "viewer/studio/app_help.h"

#include <math.h>

/* Units. */
#define WIDTH 500.0f
#define ROW 21.0f
#define PAD 16.0f
#define KEYS 150.0f /* where what they do begins */

static const struct {
    const char *keys, *what;
} rows[] = {
    {"drag", "turn the face"},
    {"right button", "move it"},
    {"wheel, + -", "nearer, farther"},
    {"h j k l, H J K L", "turn, move by keys"},
    {"0", "as at the start"},
    {"1 2 3 4 5", "texture, wire, normals, points, rolled out"},
    {"n g b t", "net, light, fitted or canonical, theme"},
    {"tab", "the next panel, then none"},
    {"arrows, enter", "in a panel: choose and change"},
    {"e m p", "open eyes, open mouth, a real person"},
    {"r", "a face at rest"},
    {"s", "save the mask"},
    {"drop a file", "open another photo or mask"},
    {"q", "leave"},
};

void studio_draw_help(struct studio *s)
{
    enum { ROWS = sizeof rows / sizeof *rows };
    const enum theme_name theme = (enum theme_name)s->wishes.theme;
    const float u = s->unit, high = (2 * PAD + ROW * ROWS) * u;
    const float wide = fminf(WIDTH * u, (float)s->width - 16 * u);
    const struct pen_box b = {8 * u, fmaxf(8 * u, ((float)s->height - high) / 2), wide, high};
    pen_rectangle(s->pen, b, 8 * u, page_tint(theme));
    for (int i = 0; i < ROWS; i++) {
        const float y = b.y + (PAD + ROW * (float)i) * u;
        pen_text_in(s->pen, b.x + PAD * u, y, 14 * u, (KEYS - PAD) * u,
                    theme_tint(theme, THEME_ACCENT), rows[i].keys);
        pen_text_in(s->pen, b.x + KEYS * u, y, 14 * u, wide - (KEYS + PAD) * u,
                    theme_tint(theme, THEME_TEXT), rows[i].what);
    }
}
