/* log_draw.c - see log_state.h: records, a row or more each, and the pane of the selected one. */
#include <stdio.h>

#include "runtime/host/plot/measure.h"
#include "runtime/host/text.h"
#include "runtime/host/utf8.h"
#include "viewer/console/views/log_paint.h"
#include "viewer/console/views/log_record.h"
#include "viewer/console/views/log_state.h"
#include "viewer/console/views/parts.h"

enum { PANE_WIDE = 140 }; /* columns from which on the pane stands beside the records */

/* "cnn-small  60 lines, 14.1 kB  2 bad  only event  following        line 12 of 60". */
static void draw_head(const struct log_state *s, const struct journal *j, struct area a)
{
    char count[32], bytes[32], place[80] = "";
    int x = area_text(a, 0, 0, ROLE_TITLE, j->name) + 2;
    area_bold(area_part(a, 0, 0, x, 1), true);
    x = area_printf(a, x, 0, ROLE_FAINT, "%s line%s, %s",
                    text_count(count, sizeof count, (long long)j->lines), j->lines == 1 ? "" : "s",
                    measure_text(MEASURE_BYTES, (double)j->bytes, bytes, sizeof bytes)) +
        2;
    if (j->bad_lines > 0)
        x = area_printf(a, x, 0, ROLE_BAD, "%s bad",
                        text_count(count, sizeof count, (long long)j->bad_lines)) +
            2;
    if (s->kind != LOG_ALL)
        x = area_printf(a, x, 0, ROLE_WARN, "only %s", log_kind_names[s->kind]) + 2;
    if (s->walk.active)
        x = area_printf(a, x, 0, ROLE_WARN, "looking: %.0f %%, Esc stops",
                        100 * log_walk_progress(&s->walk, &s->lines)) +
            2;
    else if (s->follow)
        x = area_text(a, x, 0, ROLE_GOOD, "following") + 2;
    if (!s->none)
        snprintf(place, sizeof place, "line %s",
                 text_count(count, sizeof count, (long long)s->selected + 1));
    const int width = utf8_text_width(place);
    if (x + width <= a.width)
        area_text(a, a.width - width, 0, ROLE_FAINT, place);
}

/* Columns before a record: its number, and a sign. */
static int gutter(const struct log_state *s)
{
    char digits[32];
    return snprintf(digits, sizeof digits, "%llu", (unsigned long long)s->lines.lines) + 4;
}

static int record_rows(const struct log_state *s, const struct log_text *t, int columns)
{
    return t ? log_paint_rows(columns, t->text, s->wrap) : 1;
}

/* Draw one record from row y on; returns the rows it takes. */
static int draw_record(struct log_state *s, struct area a, int y, uint64_t line)
{
    const int left = gutter(s);
    const bool selected = line == s->selected;
    const struct log_text *t = log_lines_text(&s->lines, line);
    const bool bad = t && t->kind == LOG_BAD;
    const enum cell_role role = bad ? ROLE_BAD : selected ? ROLE_CURSOR : ROLE_FAINT;
    area_printf(a, 0, y, role, "%*llu", left - 2, (unsigned long long)line + 1);
    if (selected)
        area_text(a, 0, y, role, a.cells->unicode ? "▶" : ">");
    if (bad)
        area_text(a, left - 2, y, role, a.cells->unicode ? "✘" : "x");
    if (a.width <= left)
        return 1;
    const struct area part = area_part(a, left, y, a.width - left, a.height - y);
    if (!t) {
        area_text(part, 0, 0, ROLE_WARN, "cannot be read: the file is gone");
        return 1;
    }
    const struct log_paint paint = {
        .left = s->left, .wrap = s->wrap, .bad = bad, .longer = t->longer, .match = s->words};
    const int rows = log_paint(part, t->text, t->size, &paint);
    if (selected)
        area_bold(area_part(part, 0, 0, part.width, rows), true);
    return rows;
}

/* The first of the page's rows to be drawn, so that the selected one stands on s->row or, where it
 * or those above are wrapped, is whole in sight. */
static int first_row(struct log_state *s, struct area a)
{
    const int columns = a.width - gutter(s);
    int row = s->page.above_count;
    int above = 0, most = s->row;
    const int own = record_rows(s, log_lines_text(&s->lines, s->selected), columns);
    most = most + own > a.height ? a.height - own : most;
    while (row > 0) {
        const struct log_text *t = log_lines_text(&s->lines, log_page_line(&s->page, row - 1));
        above += record_rows(s, t, columns);
        if (above > most)
            break;
        row--;
    }
    return row;
}

static void draw_records(struct log_state *s, struct area a)
{
    const int count = log_page_count(&s->page);
    int y = 0;
    for (int row = first_row(s, a); row < count && y < a.height; row++) {
        const uint64_t line = log_page_line(&s->page, row);
        const int rows = draw_record(s, a, y, line);
        if (line == s->selected)
            s->row = y;
        for (int end = y + rows; y < end && y < LOG_ROWS_MAX; y++)
            s->line_at[y] = (int64_t)line;
    }
}

/* The pane of the selected record, cut off the area: at the right where there is room, else below.
 */
static void draw_pane(struct log_state *s, struct area *a)
{
    const struct log_text *t = s->none ? NULL : log_lines_text(&s->lines, s->selected);
    char title[64];
    if (!t)
        return;
    const int x = a->x, y = a->y;
    struct area pane = a->width >= PANE_WIDE ? area_cut_columns(a, -(a->width * 2 / 5))
                                             : area_cut_rows(a, -(a->height / 2));
    s->pane_x = pane.x - x;
    s->pane_y = pane.y - y;
    if (s->pane_x > 0) {
        const struct area side = area_cut_columns(&pane, 2);
        for (int row = 0; row < side.height; row++)
            area_glyph(side, 0, row, ROLE_BORDER, side.cells->unicode ? 0x2502 : '|');
    }
    snprintf(title, sizeof title, "Line %llu", (unsigned long long)s->selected + 1);
    s->record_rows = log_record_draw(parts_rule(pane, title), t, s->record_top);
}

static void draw_body(struct log_state *s, struct model *m, struct area a)
{
    s->pane_x = s->pane_y = -1;
    if (s->record)
        draw_pane(s, &a);
    s->height = a.height < LOG_ROWS_MAX ? a.height : LOG_ROWS_MAX;
    s->row = s->follow || s->row >= s->height ? s->height - 1 : s->row;
    if (s->none || s->height < 1)
        return;
    const bool whole = log_page_gather(&s->page, &s->lines, s->selected, s->kind, s->height, false);
    m->again = m->again || !whole;
    draw_records(s, a);
}

static void draw_none(const struct log_state *s, const struct journal *j, struct area a)
{
    char text[JOURNAL_NAME_MAX + 96];
    if (s->walk.active)
        return;
    if (j->lines == 0)
        parts_hint(a, "nothing is written yet; lines show up here as they come");
    else {
        snprintf(text, sizeof text, "no %s record in %s\npress `o` for other kinds",
                 log_kind_names[s->kind], j->name);
        parts_hint(a, text);
    }
}

void log_draw(void *state, struct model *m, struct area a)
{
    struct log_state *s = state;
    struct journal *j = log_shown(m);
    log_turn(s, j);
    for (int y = 0; y < LOG_ROWS_MAX; y++)
        s->line_at[y] = -1;
    if (!j) {
        parts_no_runs(m, a);
        return;
    }
    log_walk_on(s, m);
    log_follow(s, m);
    struct area head = area_cut_rows(&a, 1);
    if (a.height > 0)
        draw_body(s, m, a);
    draw_head(s, j, head);
    if (s->none)
        draw_none(s, j, a);
    m->again = m->again || s->walk.active;
}
