/* page.c - see page.h. */
#include "viewer/ui/page.h"

#include <math.h>
#include <stdio.h>

#include "runtime/host/utf8.h"

/* Units. */
#define WIDTH 430.0f
#define PAD 14.0f
#define ROW 25.0f
#define SIZE 14.0f
#define HEAD 34.0f  /* of the title */
#define FOOT 26.0f  /* of the help below */
#define EDGE 4.0f   /* left and right of a row */
#define KEY 34.0f   /* of a row's key */
#define VALUE 0.47f /* where values begin, shares of the page's width */

struct tint page_tint(enum theme_name theme)
{
    struct tint t = theme_tint(theme, THEME_PANEL);
    t.a = 244;
    return t;
}

void page_open(struct page *p, const char *title)
{
    *p = (struct page){.title = title};
}

struct page_row *page_add(struct page_row *rows, int *count, const char *text)
{
    struct page_row *r = &rows[*count < PAGE_ROWS_MAX ? (*count)++ : PAGE_ROWS_MAX - 1];
    *r = (struct page_row){.share = -1};
    snprintf(r->text, sizeof r->text, "%.90s", text);
    return r;
}

static float page_width(float unit, int32_t width)
{
    return fminf(WIDTH * unit, (float)width - 2 * PAD * unit);
}

float page_value_room(float unit, int32_t width)
{
    return (1 - VALUE) * page_width(unit, width) - (2 * EDGE + KEY) * unit;
}

/* Keep the cursor on a row where it can stand, and in sight. */
static void settle(struct page *p, const struct page_row *rows, int count)
{
    if (p->cursor >= count)
        p->cursor = count - 1;
    if (p->cursor < 0)
        p->cursor = 0;
    while (p->cursor + 1 < count && rows[p->cursor].head)
        p->cursor++;
    if (p->cursor < p->top)
        p->top = p->cursor > 0 && rows[p->cursor - 1].head ? p->cursor - 1 : p->cursor;
    if (p->cursor >= p->top + p->shown)
        p->top = p->cursor - p->shown + 1;
    if (p->top + p->shown > count)
        p->top = count - p->shown;
    if (p->top < 0)
        p->top = 0;
}

static const char *key_name(uint32_t key, char out[UTF8_MAX + 1])
{
    static const struct {
        uint32_t key;
        const char *name;
    } names[] = {{' ', "space"}, {'\t', "tab"}, {'\r', "enter"}, {27, "esc"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].key == key)
            return names[i].name;
    utf8_put(key, out);
    return out;
}

static void draw_value(const struct page *p, struct pen *pen, enum theme_name theme, float unit,
                       const struct page_row *r, struct pen_box at)
{
    const float x = at.x + p->value, size = SIZE * unit;
    const float y = at.y + (at.height - 1.17f * size) / 2;
    const float width = at.width - p->value - KEY * unit;
    if (r->share >= 0) {
        struct tint ground = theme_tint(theme, THEME_QUIET);
        ground.a = 70;
        const struct pen_box bar = {x, at.y + at.height - 6 * unit, width, 3 * unit};
        pen_rectangle(pen, bar, 1.5f * unit, ground);
        pen_rectangle(pen, (struct pen_box){bar.x, bar.y, bar.width * r->share, bar.height},
                      1.5f * unit, theme_tint(theme, THEME_ACCENT));
    }
    pen_text_in(pen, x, r->share >= 0 ? y - 2 * unit : y, size, width,
                theme_tint(theme, r->chosen ? THEME_ACCENT : THEME_TEXT), r->value);
}

static void draw_row(const struct page *p, struct pen *pen, enum theme_name theme, float unit,
                     const struct page_row *r, bool cursor, struct pen_box at)
{
    const float size = SIZE * unit, y = at.y + (at.height - 1.17f * size) / 2;
    const float width = (r->value[0] ? p->value : at.width - KEY * unit) - 10 * unit;
    char key[UTF8_MAX + 1];
    if (cursor) {
        struct tint ground = theme_tint(theme, THEME_ACCENT);
        ground.a = 56;
        pen_rectangle(pen, at, 4 * unit, ground);
        pen_rectangle(pen, (struct pen_box){at.x, at.y, 3 * unit, at.height}, 1.5f * unit,
                      theme_tint(theme, THEME_ACCENT));
    }
    if (r->head) {
        pen_text_in(pen, at.x + 8 * unit, y + 2 * unit, 0.86f * size, at.width,
                    theme_tint(theme, THEME_QUIET), r->text);
        return;
    }
    pen_text_in(pen, at.x + 10 * unit, y, size, width,
                theme_tint(theme, r->chosen ? THEME_ACCENT : THEME_TEXT), r->text);
    draw_value(p, pen, theme, unit, r, at);
    if (r->hotkey)
        pen_text(pen, at.x + at.width - 8 * unit, y, 0.86f * size, PEN_RIGHT,
                 theme_tint(theme, THEME_QUIET), key_name(r->hotkey, key));
}

void page_place(struct page *p, float unit, const struct page_row *rows, int count, int32_t width,
                int32_t height)
{
    const float wide = page_width(unit, width);
    const float most = (float)height - (2 * PAD + HEAD + FOOT) * unit - PAD * unit;
    p->row = ROW * unit;
    p->shown = (int)fmaxf(1, fminf((float)count, floorf(most / p->row)));
    p->box = (struct pen_box){(float)width - wide - PAD * unit, (PAD + HEAD) * unit, wide,
                              (float)p->shown * p->row};
    p->value = VALUE * wide;
    settle(p, rows, count);
}

void page_draw(struct page *p, struct pen *pen, enum theme_name theme, float unit,
               const struct page_row *rows, int count, int32_t width, int32_t height)
{
    page_place(p, unit, rows, count, width, height);
    const float wide = p->box.width;
    pen_rectangle(
        pen, (struct pen_box){p->box.x, PAD * unit, wide, p->box.height + (HEAD + FOOT + 4) * unit},
        8 * unit, page_tint(theme));
    pen_text(pen, p->box.x + 10 * unit, (PAD + 8) * unit, 1.15f * SIZE * unit, PEN_LEFT,
             theme_tint(theme, THEME_TEXT), p->title);
    for (int i = 0; i < p->shown && p->top + i < count; i++) {
        const struct pen_box at = {p->box.x + EDGE * unit, p->box.y + (float)i * p->row,
                                   wide - 2 * EDGE * unit, p->row};
        draw_row(p, pen, theme, unit, &rows[p->top + i], p->top + i == p->cursor, at);
    }
    if (count > p->shown) {
        char more[48];
        snprintf(more, sizeof more, "%d\u2013%d of %d", p->top + 1, p->top + p->shown, count);
        pen_text(pen, p->box.x + wide - 10 * unit, (PAD + 10) * unit, 0.86f * SIZE * unit,
                 PEN_RIGHT, theme_tint(theme, THEME_QUIET), more);
    }
    if (p->cursor < count && rows[p->cursor].help)
        pen_text_in(pen, p->box.x + 10 * unit, p->box.y + p->box.height + 6 * unit,
                    0.93f * SIZE * unit, wide - 20 * unit, theme_tint(theme, THEME_QUIET),
                    rows[p->cursor].help);
}

void page_move(struct page *p, const struct page_row *rows, int count, int by)
{
    const int direction = by < 0 ? -1 : 1;
    for (int left = by * direction; left > 0; left--) {
        int next = p->cursor + direction;
        while (next >= 0 && next < count && rows[next].head)
            next += direction;
        if (next < 0 || next >= count)
            break;
        p->cursor = next;
    }
    settle(p, rows, count);
}

int page_row_at(const struct page *p, const struct page_row *rows, int count, float x, float y)
{
    if (x < p->box.x || x >= p->box.x + p->box.width || y < p->box.y ||
        y >= p->box.y + p->box.height || p->row <= 0)
        return -1;
    const int row = p->top + (int)((y - p->box.y) / p->row);
    return row < count && !rows[row].head ? row : -1;
}

float page_share_at(const struct page *p, float x)
{
    const float from = p->box.x + p->value, wide = p->box.width - p->value - KEY * p->row / ROW;
    return fmaxf(0, fminf(1, (x - from) / wide));
}

bool page_holds(const struct page *p, float x, float y)
{
    return p->box.width > 0 && x >= p->box.x && x < p->box.x + p->box.width && y >= 0 &&
           y < p->box.y + p->box.height + FOOT * p->row / ROW;
}
