/* list.c - see list.h. */
#include "viewer/console/screen/list.h"

#include <stdlib.h>

#include "runtime/host/utf8.h"
#include "viewer/console/screen/list_order.h"

/* Columns of the screen: before a row, where the selected one has its mark; between a table's
 * columns; behind them, for the scroll bar. */
enum { GUTTER = 1, SPACE = 2, EDGE = 1 };

void list_free(struct list *l)
{
    free(l->order);
    l->order = NULL;
    l->rows = 0;
}

int list_row(const struct list *l)
{
    return l->order && l->selected >= 0 && l->selected < l->rows ? l->order[l->selected] : -1;
}

static int limit(int value, int low, int high)
{
    return value > high ? (high > low ? high : low) : value < low ? low : value;
}

/* ---- columns ---- */

struct layout {
    int width[LIST_COLUMNS_MAX];
    int x[LIST_COLUMNS_MAX]; /* -1: not shown */
};

static void measure(const struct list *l, const struct table *t, struct layout *o)
{
    for (int c = 0; c < l->columns; c++) {
        o->width[c] = utf8_text_width(t->columns[c].title) + (c == l->sort);
        for (int row = 0; row < l->rows; row++) {
            const int width = utf8_text_width(list_cell(t, row, c)->text);
            o->width[c] = width > o->width[c] ? width : o->width[c];
        }
    }
}

static int whole_width(const struct layout *o, int from, int to)
{
    int width = 0;
    for (int c = from; c < to; c++)
        width += o->width[c] + (c > from ? SPACE : 0);
    return width;
}

/* Take from the widest columns of texts, but none below `least`, until the columns up to `end` fit
 * or nothing is left to take. */
static void shrink(const struct table *t, struct layout *o, int end, int width, int least)
{
    for (int over = whole_width(o, 0, end) - width; over > 0; over--) {
        int widest = -1;
        for (int c = 0; c < end; c++)
            if (t->columns[c].align == TABLE_LEFT && o->width[c] > least &&
                (widest < 0 || o->width[c] > o->width[widest]))
                widest = c;
        if (widest < 0)
            return;
        o->width[widest]--;
    }
}

static void cap(const struct list *l, const struct table *t, struct layout *o, int most)
{
    for (int c = 0; c < l->columns; c++)
        if (t->columns[c].align == TABLE_LEFT && o->width[c] > most)
            o->width[c] = most;
}

/* Where columns stand: the fixed ones, then from the first one that is asked for those that fit. */
static struct layout lay_out(struct list *l, const struct table *t, int width)
{
    enum { LEAST = 12, FIXED_LEAST = 4 };
    struct layout o;
    const int fixed = limit(l->fixed, 0, l->columns);
    measure(l, t, &o);
    shrink(t, &o, l->columns, width, LEAST);
    if (whole_width(&o, 0, l->columns) > width) { /* in vain: then texts may be read instead */
        measure(l, t, &o);
        cap(l, t, &o, limit(width / 3, LEAST, width));
    }
    shrink(t, &o, fixed, width, FIXED_LEAST);

    const int behind = whole_width(&o, 0, fixed) + (fixed ? SPACE : 0);
    int most = l->columns;
    while (most > fixed && behind + whole_width(&o, most - 1, l->columns) <= width)
        most--;
    most = most == l->columns && l->columns > fixed ? l->columns - 1 : most;
    l->column_most = most - fixed;
    l->first_column = limit(l->first_column, 0, l->column_most);

    for (int c = 0, x = 0; c < l->columns; c++) {
        const bool passed = c >= fixed && c < fixed + l->first_column;
        const bool fits = x + o.width[c] <= width || (c < fixed && x < width) ||
                          (c == fixed + l->first_column && x < width);
        o.x[c] = passed || !fits ? -1 : GUTTER + x;
        if (passed)
            continue;
        x = fits ? x + o.width[c] + SPACE : width + 1; /* none behind one that does not fit */
    }
    return o;
}

/* ---- drawing ---- */

static void draw_titles(struct list *l, const struct table *t, struct area a,
                        const struct layout *o)
{
    static const char *const arrows[2][2] = {{"^", "v"}, {"▲", "▼"}};
    bool more = false;
    for (int c = 0; c < l->columns; c++) {
        const struct table_column *column = &t->columns[c];
        const bool sorted = c == l->sort;
        more |= o->x[c] < 0 && c >= l->fixed + l->first_column;
        l->title_x[c] = *column->title ? o->x[c] : -2;
        if (o->x[c] < 0)
            continue;
        area_field(a, o->x[c], 0, o->width[c] - sorted, column->align == TABLE_RIGHT, ROLE_TITLE,
                   column->title);
        if (!sorted)
            continue;
        const int wide = utf8_text_width(column->title), room = o->width[c] - 1;
        const int behind = column->align == TABLE_RIGHT || wide > room ? room : wide;
        area_text(a, o->x[c] + behind, 0, ROLE_KEY, arrows[a.cells->unicode][l->descending]);
    }
    if (l->first_column > 0)
        area_text(a, 0, 0, ROLE_KEY, a.cells->unicode ? "‹" : "<");
    if (more)
        area_text(a, a.width - 1, 0, ROLE_KEY, a.cells->unicode ? "›" : ">");
}

static void draw_cell(const struct table *t, int row, int column, struct area a,
                      enum cell_role plain)
{
    static const enum cell_role roles[] = {
        [TABLE_DIM] = ROLE_FAINT, [TABLE_GOOD] = ROLE_GOOD, [TABLE_BAD] = ROLE_BAD};
    const struct table_cell *cell = list_cell(t, row, column);
    const bool plainly = cell->style == TABLE_PLAIN || cell->style == TABLE_BOLD;
    area_field(a, 0, 0, a.width, t->columns[column].align == TABLE_RIGHT,
               plainly ? plain : roles[cell->style], cell->text);
    area_bold(a, cell->style == TABLE_BOLD || cell->style == TABLE_GOOD);
}

/* The bar over a whole row, whatever is drawn on it. */
static void draw_selection(struct area a)
{
    for (int x = 0; x < a.width; x++)
        a.cells->cell[a.y * a.cells->width + a.x + x].role = ROLE_CURSOR;
    area_text(a, 0, 0, ROLE_CURSOR, a.cells->unicode ? "▌" : ">");
}

static void draw_row(const struct list *l, const struct table *t, struct area a,
                     const struct layout *o, int place, const struct list_painter *p)
{
    const int row = l->order[place];
    const enum cell_role role = p && p->role ? p->role(p->context, row) : ROLE_TEXT;
    for (int c = 0; c < l->columns; c++) {
        if (o->x[c] < 0)
            continue;
        const struct area cell = area_part(a, o->x[c], 0, o->width[c], 1);
        if (cell.width > 0 && !(p && p->cell && p->cell(p->context, row, c, cell)))
            draw_cell(t, row, c, cell, role);
    }
    if (place == l->selected)
        draw_selection(a);
}

static void draw_bar(const struct list *l, struct area a)
{
    const int hidden = l->rows - l->shown;
    if (hidden <= 0 || a.height < 1)
        return;
    const int wanted = (int)((long long)a.height * l->shown / l->rows);
    const int thumb = limit(wanted, 1, a.height);
    const int at = (int)((long long)(a.height - thumb) * l->top / hidden);
    area_fill(a, ROLE_BORDER, a.cells->unicode ? 0x2502 : '|');
    area_fill(area_part(a, 0, at, 1, thumb), ROLE_FAINT, a.cells->unicode ? 0x2503 : '#');
}

/* Order the rows anew; the selection stays on its row. */
static void order(struct list *l, const struct table *t)
{
    const int chosen = list_row(l);
    list_order(l, t);
    for (int k = 0; k < l->rows; k++)
        if (l->order[k] == chosen)
            l->selected = k;
}

void list_draw(struct list *l, const struct table *t, struct area a, const struct list_painter *p)
{
    order(l, t);
    l->shown = a.height > 1 ? a.height - 1 : 0;
    l->selected = limit(l->selected, 0, l->rows - 1);
    l->top = limit(l->top, l->selected - l->shown + 1, l->selected);
    l->top = limit(l->top, 0, l->rows - l->shown);
    area_fill(a, ROLE_TEXT, ' ');
    for (int c = 0; c < LIST_COLUMNS_MAX; c++)
        l->title_x[c] = -1;
    struct area bar = area_cut_columns(&a, -EDGE);
    const struct layout o = lay_out(l, t, a.width - GUTTER);
    draw_titles(l, t, (struct area){a.cells, a.x, a.y, a.width + bar.width, a.height}, &o);
    for (int k = 0; k < l->shown && l->top + k < l->rows; k++)
        draw_row(l, t, area_part(a, 0, 1 + k, a.width, 1), &o, l->top + k, p);
    draw_bar(l, area_part(bar, 0, 1, 1, l->shown));
}

/* ---- input ---- */

static void select_row(struct list *l, int place)
{
    l->selected = limit(place, 0, l->rows - 1);
}

/* Sort by the next column on the right or left that can be sorted by; behind the last one is the
 * order of the table. */
static void sort_next(struct list *l, int by)
{
    const int choices = l->columns + 1;
    int at = l->sort + 1;
    do
        at = (at + choices + by) % choices;
    while (at > 0 && l->title_x[at - 1] == -2);
    l->sort = at - 1;
}

static bool scroll_columns(struct list *l, int by)
{
    const int to = limit(l->first_column + by, 0, l->column_most);
    const bool moves = to != l->first_column;
    l->first_column = to;
    return moves;
}

static bool use_key(struct list *l, uint32_t key)
{
    const int page = l->shown > 1 ? l->shown - 1 : 1;
    const struct {
        uint32_t key, letter;
        int by; /* rows; as many as there are or more: to the end */
    } moves[] = {
        {KEY_CODE_UP, 'k', -1},        {KEY_CODE_DOWN, 'j', 1},        {KEY_CODE_PAGE_UP, 2, -page},
        {KEY_CODE_PAGE_DOWN, 6, page}, {KEY_CODE_HOME, 'g', -l->rows}, {KEY_CODE_END, 'G', l->rows},
    };
    for (size_t k = 0; k < sizeof moves / sizeof *moves; k++)
        if (key == moves[k].key || key == moves[k].letter) {
            select_row(l, l->selected + moves[k].by);
            return true;
        }
    if (key == KEY_CODE_LEFT || key == 'h')
        return scroll_columns(l, -1);
    if (key == KEY_CODE_RIGHT || key == 'l')
        return scroll_columns(l, 1);
    if (key == '<' || key == '>')
        sort_next(l, key == '>' ? 1 : -1);
    else if (key == 'r')
        l->descending = !l->descending;
    else
        return false;
    return true;
}

static bool use_title(struct list *l, int x)
{
    int column = -1;
    for (int c = 0; c < l->columns; c++)
        if (l->title_x[c] >= 0 && l->title_x[c] <= x &&
            (column < 0 || l->title_x[c] > l->title_x[column]))
            column = c;
    if (column < 0)
        return false;
    l->descending = column == l->sort && !l->descending;
    l->sort = column;
    return true;
}

static bool use_mouse(struct list *l, const struct input *in)
{
    enum { WHEEL = 3 };
    const int place = l->top + in->y - 1;
    if (in->mouse == MOUSE_WHEEL_UP || in->mouse == MOUSE_WHEEL_DOWN) {
        select_row(l, l->selected + (in->mouse == MOUSE_WHEEL_UP ? -WHEEL : WHEEL));
        return true;
    }
    if (in->mouse == MOUSE_PRESS && in->y == 0)
        return use_title(l, in->x);
    if (in->mouse == MOUSE_RELEASE || in->y < 1 || in->y > l->shown || place >= l->rows)
        return false;
    select_row(l, place);
    return true;
}

bool list_input(struct list *l, const struct input *in)
{
    return in->kind == INPUT_KEY     ? use_key(l, in->key)
           : in->kind == INPUT_MOUSE ? use_mouse(l, in)
                                     : false;
}
