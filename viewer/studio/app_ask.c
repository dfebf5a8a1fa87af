/* app_ask.c - what a person is asked, in a card over the picture; it is answered by key or by
 * mouse, and nothing else is taken before. */
#include <math.h>
#include <stdio.h>

#include "viewer/studio/app.h"
#include "viewer/studio/text_fit.h"

/* Units. */
#define WIDTH 560.0f
#define HEIGHT 148.0f
#define PAD 22.0f
#define BUTTON 40.0f

enum { ANSWERS = 2 };

static const uint32_t keys[ANSWERS] = {'y', 'n'};

static const struct {
    const char *text, *answers[ANSWERS];
} questions[] = {
    [ASK_OVERWRITE] = {"This file is there already:", {"y   write over it", "n   keep it"}},
    [ASK_LEAVE] = {"This mask was changed and not saved:", {"y   leave", "n   stay"}},
    [ASK_OPEN] = {"This mask was changed and not saved:", {"y   open the other", "n   stay"}},
};

static struct pen_box card(const struct studio *s)
{
    const float u = s->unit, wide = fminf(WIDTH * u, (float)s->width - 16 * u);
    return (struct pen_box){((float)s->width - wide) / 2,
                            fmaxf(0, ((float)s->height - HEIGHT * u) / 2), wide, HEIGHT * u};
}

static struct pen_box button(const struct studio *s, int answer)
{
    const float u = s->unit;
    const struct pen_box c = card(s);
    const float wide = (c.width - (2 * PAD + 12) * u) / ANSWERS;
    return (struct pen_box){c.x + PAD * u + (float)answer * (wide + 12 * u),
                            c.y + c.height - (PAD + BUTTON) * u, wide, BUTTON * u};
}

static bool holds(struct pen_box b, float x, float y)
{
    return x >= b.x && x < b.x + b.width && y >= b.y && y < b.y + b.height;
}

void studio_ask_input(struct studio *s, const struct view_input *in)
{
    if (in->kind == VIEW_MOVE || in->kind == VIEW_PRESS) {
        s->x = in->x;
        s->y = in->y;
    }
    for (int i = 0; i < ANSWERS; i++) {
        const bool meant = (in->kind == VIEW_KEY && in->key == keys[i]) ||
                           (in->kind == VIEW_PRESS && holds(button(s, i), in->x, in->y));
        if (meant) {
            studio_answer(s, i == 0);
            return;
        }
    }
    if (in->kind == VIEW_KEY && in->key == VIEW_ESCAPE)
        studio_answer(s, false);
}

void studio_draw_question(struct studio *s)
{
    const enum theme_name theme = (enum theme_name)s->wishes.theme;
    const float u = s->unit;
    const struct pen_box c = card(s);
    const float wide = c.width - 2 * PAD * u;
    char what[256];
    text_end(s->pen, 15 * u, wide, s->question == ASK_OVERWRITE ? s->wishes.file : s->wishes.name,
             what, sizeof what);
    pen_rectangle(s->pen, c, 10 * u, page_tint(theme));
    pen_outline(s->pen, c, 10 * u, fmaxf(1, u), theme_tint(theme, THEME_QUIET));
    pen_text_in(s->pen, c.x + PAD * u, c.y + 18 * u, 18 * u, wide, theme_tint(theme, THEME_TEXT),
                questions[s->question].text);
    pen_text(s->pen, c.x + PAD * u, c.y + 46 * u, 15 * u, PEN_LEFT, theme_tint(theme, THEME_QUIET),
             what);
    for (int i = 0; i < ANSWERS; i++) {
        const struct pen_box b = button(s, i);
        struct tint ground = theme_tint(theme, THEME_ACCENT);
        ground.a = holds(b, s->x, s->y) ? 110 : 50;
        pen_rectangle(s->pen, b, 6 * u, ground);
        pen_text_in(s->pen, b.x + 14 * u, b.y + 10 * u, 16 * u, b.width - 28 * u,
                    theme_tint(theme, THEME_TEXT), questions[s->question].answers[i]);
    }
}
