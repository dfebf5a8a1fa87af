/* app_panels.c - see app_panels.h. */
#include "viewer/studio/app_panels.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "runtime/host/utf8.h"

void studio_show_panel(struct studio *s, int panel)
{
    s->panel = panel;
    s->writing = s->held = -1;
    page_open(&s->list, ""); /* the tabs name it */
}

/* Between a photo's face and the canonical one there is nothing to choose without a photo. */
static bool is_idle(const struct studio *s, const struct knob *k)
{
    return k->offset == offsetof(struct wishes, blend) && !s->figure.fits;
}

int studio_rows(const struct studio *s, struct page_row *rows, int *knobs)
{
    int count = 0;
    for (int i = 0; i < knob_count() && count < PAGE_ROWS_MAX; i++) {
        const struct knob k = knob_at(i);
        if ((int)k.panel != s->panel)
            continue;
        struct page_row *r = &rows[count];
        *r = (struct page_row){.share = -1, .hotkey = k.hotkey, .chosen = i == s->writing};
        snprintf(r->text, sizeof r->text, "%s", k.title);
        knob_show(&k, &s->wishes, r->value, sizeof r->value);
        if (i == s->writing)
            strncat(r->value, "_", sizeof r->value - strlen(r->value) - 1);
        if (is_idle(s, &k))
            snprintf(r->value, sizeof r->value, "needs a photo");
        else if (k.kind == KNOB_NUMBER)
            r->share = knob_share(&k, &s->wishes);
        knobs[count++] = i;
    }
    return count;
}

/* --- writing -------------------------------------------------------------------------------- */

static char *written(struct studio *s)
{
    return (char *)&s->wishes + knob_at(s->writing).offset;
}

static void begin_writing(struct studio *s, int index)
{
    s->writing = index;
    snprintf(s->before, sizeof s->before, "%s", written(s));
}

void studio_end_writing(struct studio *s, bool keep)
{
    if (s->writing < 0)
        return;
    const struct knob k = knob_at(s->writing);
    char *text = written(s);
    if (keep && !*text)
        studio_say(s, "it needs a %s; it is as it was", k.key);
    if (!keep || !*text)
        snprintf(text, (size_t)k.count, "%.*s", k.count - 1, s->before);
    s->writing = -1;
}

static void erase(char *text)
{
    size_t length = strlen(text);
    if (length == 0)
        return;
    do
        length--;
    while (length > 0 && utf8_continues(text[length]));
    text[length] = '\0';
}

/* Characters that are none to write: controls, and keys without a letter. */
static bool is_letter(uint32_t key)
{
    return key >= ' ' && key < VIEW_UP && (key < 0x7F || key >= 0xA0);
}

static void write_text(struct studio *s, uint32_t key)
{
    const size_t room = (size_t)knob_at(s->writing).count;
    char *text = written(s), letter[UTF8_MAX + 1];
    if (key == VIEW_ENTER || key == VIEW_TAB || key == VIEW_ESCAPE)
        studio_end_writing(s, key != VIEW_ESCAPE);
    else if (key == VIEW_BACKSPACE)
        erase(text);
    else if (!is_letter(key))
        return;
    else if (strlen(text) + (size_t)utf8_put(key, letter) < room)
        strcat(text, letter);
    else
        studio_say(s, "it has room for %zu bytes", room - 1);
}

/* --- keys and mouse ------------------------------------------------------------------------- */

static void change(struct studio *s, int index, int by)
{
    const struct knob k = knob_at(index);
    if (is_idle(s, &k))
        studio_blend(s); /* says why */
    else if (k.kind == KNOB_TEXT)
        begin_writing(s, index);
    else
        knob_step(&k, &s->wishes, by);
}

static bool panel_key(struct studio *s, const struct page_row *rows, const int *knobs, int count,
                      uint32_t key)
{
    switch (key) {
    case VIEW_UP:
    case VIEW_DOWN:
        page_move(&s->list, rows, count, key == VIEW_UP ? -1 : 1);
        return true;
    case VIEW_PAGE_UP:
    case VIEW_PAGE_DOWN:
        page_move(&s->list, rows, count, key == VIEW_PAGE_UP ? -10 : 10);
        return true;
    case VIEW_HOME:
    case VIEW_END:
        page_move(&s->list, rows, count, key == VIEW_HOME ? -count : count);
        return true;
    case VIEW_LEFT:
    case VIEW_RIGHT:
        if (knob_at(knobs[s->list.cursor]).kind != KNOB_TEXT)
            change(s, knobs[s->list.cursor], key == VIEW_LEFT ? -1 : 1);
        return true;
    case VIEW_ENTER:
        change(s, knobs[s->list.cursor], 1);
        return true;
    case VIEW_ESCAPE:
        studio_show_panel(s, PANEL_COUNT);
        return true;
    default:
        return false;
    }
}

static void press(struct studio *s, const struct page_row *rows, const int *knobs, int count,
                  const struct view_input *in)
{
    const int row = page_row_at(&s->list, rows, count, in->x, in->y);
    studio_end_writing(s, true);
    for (int i = 0; i < PANEL_COUNT; i++) {
        const struct pen_box *t = &s->tabs[i];
        if (in->x >= t->x && in->x < t->x + t->width && in->y < t->y + t->height)
            studio_show_panel(s, i);
    }
    if (row < 0)
        return;
    const struct knob k = knob_at(knobs[row]);
    s->list.cursor = row;
    if (k.kind != KNOB_NUMBER || is_idle(s, &k)) {
        change(s, knobs[row], 1);
    } else if (in->x >= s->list.box.x + s->list.value) {
        s->held = knobs[row];
        knob_place(&k, &s->wishes, page_share_at(&s->list, in->x));
    }
}

/* The mouse over the panel, or holding what it was put down on. */
static bool panel_mouse(struct studio *s, const struct page_row *rows, const int *knobs, int count,
                        const struct view_input *in)
{
    const bool wheel = in->kind == VIEW_WHEEL;
    if (s->held >= 0 && in->kind == VIEW_DRAG) {
        const struct knob k = knob_at(s->held);
        knob_place(&k, &s->wishes, page_share_at(&s->list, in->x));
        return true;
    }
    s->held = -1;
    if (in->kind == VIEW_DRAG || in->kind == VIEW_SLIDE)
        return !s->turning;
    if (!page_holds(&s->list, wheel ? s->x : in->x, wheel ? s->y : in->y))
        return false;
    s->turning = false;
    if (wheel) {
        page_move(&s->list, rows, count, in->wheel > 0 ? -1 : 1);
    } else {
        s->x = in->x;
        s->y = in->y;
    }
    if (in->kind == VIEW_PRESS)
        press(s, rows, knobs, count, in);
    return true;
}

bool studio_panel_input(struct studio *s, const struct view_input *in)
{
    struct page_row rows[PAGE_ROWS_MAX];
    int knobs[PAGE_ROWS_MAX];
    if (s->panel >= PANEL_COUNT)
        return false;
    const int count = studio_rows(s, rows, knobs);
    page_place(&s->list, s->unit, rows, count, s->width, s->height);
    if (in->kind != VIEW_KEY)
        return panel_mouse(s, rows, knobs, count, in);
    if (s->writing < 0)
        return panel_key(s, rows, knobs, count, in->key);
    write_text(s, in->key);
    return true;
}
