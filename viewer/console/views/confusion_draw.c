/* confusion_draw.c - a confusion matrix on the screen: shades with their numbers, labels to the
 * left, predictions above, what each class comes to on the right, in words below.
 *
 * Cells are as large as there is room for. What has none is scrolled to: the cursor is always
 * seen. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "runtime/host/utf8.h"
#include "viewer/console/views/confusion_state.h"
#include "viewer/console/views/parts.h"
#include "viewer/console/views/summary.h"

enum {
    CELL_WIDTH_MIN = 5,
    CELL_WIDTH_MAX = 13,
    CELL_HEIGHT_MAX = 4,
    NAME_MAX = 14,
    CLASSES_WIDTH = 32, /* of the table on the right */
    SUMMARY_ROWS = 4,   /* below: at least so many */
    HEAD_ROWS = 2       /* the row that says what is shown, and the predictions' names */
};

static int limited(int value, int low, int high)
{
    return value < low ? low : value > high ? high : value;
}

static int name_width(const struct confusion_subject *c)
{
    int width = 5;
    for (uint32_t k = 0; k < c->matrix->classes; k++) {
        char name[JOURNAL_NAME_MAX];
        const int wide = utf8_text_width(summary_class(c->run, (int)k, name, sizeof name)) + 1;
        width = wide > width ? wide : width;
    }
    return width < NAME_MAX ? width : NAME_MAX;
}

/* Scroll so that the place of the cursor is among the `shown` of `count`. */
static int scrolled(int first, int cursor, bool follows, int shown, int count)
{
    if (follows && cursor < first)
        first = cursor;
    if (follows && cursor >= first + shown)
        first = cursor - shown + 1;
    return limited(first, 0, count - shown > 0 ? count - shown : 0);
}

/* Where the matrix goes; *classes: columns left for the table on its right, 0 for none. */
static void lay_out(struct confusion_state *s, const struct confusion_subject *c, struct area a,
                    int *classes)
{
    struct confusion_grid *g = &s->grid;
    const int n = (int)c->matrix->classes, names = name_width(c);
    const int summary = a.height > 12 ? SUMMARY_ROWS : a.height > 8 ? 2 : 0;
    const int width = a.width - names - 1, height = a.height - HEAD_ROWS - summary;
    *classes = width - CLASSES_WIDTH >= n * CELL_WIDTH_MIN ? CLASSES_WIDTH : 0;
    g->cell_width = limited((width - *classes) / n, CELL_WIDTH_MIN, CELL_WIDTH_MAX);
    g->cell_height = limited(height / n, 1, limited(g->cell_width * 2 / 5, 1, CELL_HEIGHT_MAX));
    g->columns = limited((width - *classes) / g->cell_width, 0, n);
    g->rows = limited(height / g->cell_height, 0, n);
    g->x = names + 1;
    g->y = HEAD_ROWS;
    g->first_row = s->first_row = scrolled(s->first_row, s->row, s->cursor, g->rows, n);
    g->first_column = s->first_column =
        scrolled(s->first_column, s->column, s->cursor, g->columns, n);
    if (*classes > 0)
        *classes = limited(a.width - g->x - g->columns * g->cell_width - 1, CLASSES_WIDTH, 60);
}

/* ---- the row that says what is shown ---- */

static void draw_status(const struct confusion_state *s, const struct confusion_subject *c,
                        const struct model *m, struct area a)
{
    const struct confusion_grid *g = &s->grid;
    const int color = model_color(m, c->run), n = (int)c->matrix->classes;
    char text[2 * JOURNAL_NAME_MAX + 96], when[JOURNAL_NAME_MAX + 32];
    char base[JOURNAL_NAME_MAX + 16] = "", right[64] = "";
    int x = area_text(a, 1, 0, (enum cell_role)(ROLE_CURVE + (color < 0 ? 0 : color) % ROLE_CURVES),
                      theme_marker(color < 0 ? 0 : color, m->unicode));
    x = area_text(a, x + 1, 0, ROLE_TITLE, c->run->name);
    area_bold(area_part(a, 0, 0, x, 1), true);
    if (c->base)
        snprintf(base, sizeof base, " less %s", c->base->name);
    x = area_text(a, x, 0, ROLE_TEXT, base);
    if (g->rows < n || g->columns < n)
        snprintf(right, sizeof right, "%d-%d, %d-%d of %d classes", g->first_row + 1,
                 g->first_row + g->rows, g->first_column + 1, g->first_column + g->columns, n);
    else if (c->of > 1)
        snprintf(right, sizeof right, "run %d of %d [ ]", c->place + 1, c->of);
    snprintf(text, sizeof text, "%s%s %s%s", confusion_when(c->run, when, sizeof when),
             m->unicode ? " ·" : ",",
             s->counts ? "rows"
             : c->base ? "points"
                       : "% of the label",
             m->unicode ? ": label ↓ prediction →" : ": label down, prediction across");
    const int width = utf8_text_width(right), room = a.width - x - 2 - width - 2;
    if (room > 12)
        area_field(a, x + 2, 0, room, false, ROLE_FAINT, text);
    if (x + 2 < a.width - width - 1)
        area_text(a, a.width - width - 1, 0, ROLE_FAINT, right);
}

/* ---- the matrix ---- */

static void draw_cell(const struct confusion_state *s, const struct confusion_subject *c,
                      struct area a, int row, int column)
{
    char text[16];
    const enum cell_role role = confusion_cell_role(s, c, row, column);
    const bool here = s->cursor && s->row == row && s->column == column;
    const int y = (a.height - 1) / 2;
    confusion_cell_text(s, c, row, column, a.cells->unicode, text);
    const int width = utf8_text_width(text);
    const bool narrow = a.width <= CELL_WIDTH_MIN + 1;
    const int x = limited(narrow ? a.width - 1 - width : (a.width - width + 1) / 2, 0, a.width);
    area_fill(a, role, ' ');
    area_text(a, x, y, role, text);
    if (here && x > 0 && x + width < a.width) {
        area_text(a, x - 1, y, role, "[");
        area_text(a, x + width, y, role, "]");
    }
    if (here)
        area_reverse(a, true);
    area_bold(a, here || row == column);
}

static void draw_names(const struct confusion_state *s, const struct confusion_subject *c,
                       struct area a)
{
    const struct confusion_grid *g = &s->grid;
    char name[JOURNAL_NAME_MAX];
    for (int k = 0; k < g->columns; k++) {
        const int class = g->first_column + k;
        const bool here = s->cursor && class == s->column;
        confusion_name(c->run, class, g->cell_width - 1, name, sizeof name);
        const int width =
            utf8_text_width(name) < g->cell_width ? utf8_text_width(name) : g->cell_width - 1;
        const int x = g->x + k * g->cell_width + (g->cell_width - width + 1) / 2;
        area_field(a, x, g->y - 1, width, false, here ? ROLE_TITLE : ROLE_FAINT, name);
    }
    for (int k = 0; k < g->rows; k++) {
        const int class = g->first_row + k;
        const bool here = s->cursor && class == s->row;
        summary_class(c->run, class, name, sizeof name);
        area_field(a, 1, g->y + k * g->cell_height + (g->cell_height - 1) / 2, g->x - 2, false,
                   here ? ROLE_TITLE : ROLE_TEXT, name);
    }
}

static void draw_matrix(const struct confusion_state *s, const struct confusion_subject *c,
                        struct area a)
{
    const struct confusion_grid *g = &s->grid;
    draw_names(s, c, a);
    for (int row = 0; row < g->rows; row++)
        for (int column = 0; column < g->columns; column++)
            draw_cell(s, c,
                      area_part(a, g->x + column * g->cell_width, g->y + row * g->cell_height,
                                g->cell_width, g->cell_height),
                      g->first_row + row, g->first_column + column);
}

void confusion_draw(void *state, struct model *m, struct area a)
{
    struct confusion_state *s = state;
    struct confusion_subject c;
    struct journal *runs[SHELF_RUNS_MAX];
    int classes;
    s->grid = (struct confusion_grid){0};
    if (model_runs(m, runs) == 0) {
        parts_no_runs(m, a);
        return;
    }
    if (!confusion_choose(s, m, &c) || c.matrix->classes == 0) {
        parts_hint(a, "no confusion matrix in this run's file\n\nruns write one whenever the "
                      "validation rows are classified\n`1` to choose another run");
        return;
    }
    s->row = limited(s->row, 0, (int)c.matrix->classes - 1);
    s->column = limited(s->column, 0, (int)c.matrix->classes - 1);
    lay_out(s, &c, a, &classes);
    draw_status(s, &c, m, area_part(a, 0, 0, a.width, 1));
    draw_matrix(s, &c, a);
    const struct confusion_grid *g = &s->grid;
    const int right = g->x + g->columns * g->cell_width, bottom = g->y + g->rows * g->cell_height;
    if (classes > 0)
        confusion_draw_classes(s, &c,
                               area_part(a, right + 1, g->y - 1, classes, bottom - g->y + 1));
    if (bottom < a.height)
        confusion_draw_summary(s, &c, area_part(a, 1, bottom, a.width - 2, a.height - bottom));
}
