/* app_panels.c - the knobs as lists beside the figure: by keys and by mouse. */
#include <stdio.h>
#include <string.h>

#include "runtime/host/utf8.h"
#include "viewer/studio/app.h"

void studio_show_panel(struct studio *s, int panel)
{
    s->panel = panel;
    s->writing = s->held = -1;
    page_open(&s->list, panel < PANEL_COUNT ? knob_panel_titles[panel] : "");
}

/* Rows of the panel that is shown; knobs [PAGE_ROWS_MAX]: the knob of each. The help of a row is
 * left to studio_draw, whose text it is. */
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
        if (k.kind == KNOB_NUMBER)
            r->share = knob_share(&k, &s->wishes);
        knobs[count++] = i;
    }
    return count;
}

/* Letters go to the text that is being written; names come from a keyboard's ASCII. */
static void write_text(struct studio *s, uint32_t key)
{
    const struct knob k = knob_at(s->writing);
    char *text = (char *)&s->wishes + k.offset;
    size_t length = strlen(text);
    if (key == VIEW_ENTER || key == VIEW_ESCAPE || key == VIEW_TAB) {
        if (length == 0)
            studio_say(s, "it needs a %s", k.key);
        else
            s->writing = -1;
    } else if (key == VIEW_BACKSPACE && length > 0) {
        do
            length--;
        while (length > 0 && utf8_continues(text[length]));
        text[length] = '\0';
    } else if (key >= ' ' && key < 127 && length + 1 < KNOB_TEXT_MAX) {
        text[length] = (char)key;
        text[length + 1] = '\0';
    }
}

static void change(struct studio *s, int index, int by)
{
    const struct knob k = knob_at(index);
    if (k.kind == KNOB_TEXT)
        s->writing = index;
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
    if (row < 0)
        return;
    const struct knob k = knob_at(knobs[row]);
    s->list.cursor = row;
    s->writing = -1;
    if (k.kind != KNOB_NUMBER) {
        change(s, knobs[row], 1);
        return;
    }
    if (in->x >= s->list.box.x + s->list.value) {
        s->held = knobs[row];
        knob_place(&k, &s->wishes, page_share_at(&s->list, in->x));
    }
}

bool studio_panel_input(struct studio *s, const struct view_input *in)
{
    struct page_row rows[PAGE_ROWS_MAX];
    int knobs[PAGE_ROWS_MAX];
    if (s->panel >= PANEL_COUNT)
        return false;
    const int count = studio_rows(s, rows, knobs);
    if (in->kind == VIEW_KEY) {
        if (s->writing < 0)
            return panel_key(s, rows, knobs, count, in->key);
        write_text(s, in->key);
        return true;
    }
    if (s->held >= 0 && in->kind == VIEW_DRAG) {
        const struct knob k = knob_at(s->held);
        knob_place(&k, &s->wishes, page_share_at(&s->list, in->x));
        return true;
    }
    s->held = -1;
    const bool wheel = in->kind == VIEW_WHEEL;
    if (!page_holds(&s->list, wheel ? s->x : in->x, wheel ? s->y : in->y))
        return false;
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
