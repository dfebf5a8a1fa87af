/* app_ask.c - see app_ask.h. */
#include "viewer/studio/app_ask.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viewer/studio/app_panels.h"
#include "viewer/studio/text_fit.h"

/* Units. */
#define WIDTH 560.0f
#define HEIGHT 148.0f
#define PAD 22.0f
#define BUTTON 40.0f

enum { ANSWERS = 2 };

/* --- what is asked for ---------------------------------------------------------------------- */

static void save(struct studio *s)
{
    struct mien_error e;
    if (studio_save(s, &e) == 0)
        studio_say(s, "saved; wear it by: mien view --mask '%s'", s->wishes.file);
    else
        studio_complain(s, &e);
}

static void leave(struct studio *s)
{
    s->quit = true;
}

static void open_dropped(struct studio *s)
{
    s->opening = true;
    studio_say(s, "opening %s ...", s->dropped);
}

void studio_ask_save(struct studio *s)
{
    if (studio_would_overwrite(s))
        s->question = ASK_OVERWRITE;
    else
        save(s);
}

/* What would be lost is asked about, however often it is closed. */
void studio_ask_leave(struct studio *s)
{
    studio_end_writing(s, true);
    s->question = studio_unsaved(s) ? ASK_LEAVE : ASK_NOTHING;
    if (s->question == ASK_NOTHING)
        leave(s);
}

void studio_ask_open(struct studio *s, const char *path)
{
    if (strlen(path) >= sizeof s->dropped) {
        studio_say(s, "%.200s...: the path is too long", path);
        return;
    }
    studio_end_writing(s, true);
    snprintf(s->dropped, sizeof s->dropped, "%s", path);
    if (studio_unsaved(s))
        s->question = ASK_OPEN;
    else
        open_dropped(s);
}

/* --- the card ------------------------------------------------------------------------------- */

static const uint32_t keys[ANSWERS] = {'y', 'n'};

static const struct {
    const char *text, *answers[ANSWERS];
    void (*yes)(struct studio *s);
} questions[] = {
    [ASK_OVERWRITE] = {"This file is there already:", {"y   write over it", "n   keep it"}, save},
    [ASK_LEAVE] = {"This mask was changed and not saved:", {"y   leave", "n   stay"}, leave},
    [ASK_OPEN] = {"This mask was changed and not saved:",
                  {"y   open the other", "n   stay"},
                  open_dropped},
};

static void answer(struct studio *s, bool yes)
{
    const enum studio_question asked = s->question;
    s->question = ASK_NOTHING;
    if (yes)
        questions[asked].yes(s);
}

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
            answer(s, i == 0);
            return;
        }
    }
    if (in->kind == VIEW_KEY && in->key == VIEW_ESCAPE)
        answer(s, false);
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
