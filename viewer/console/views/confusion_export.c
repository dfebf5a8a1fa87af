/* confusion_export.c - the confusion matrix that is shown, or the two whose difference is, as a
 * table of counts and as a figure. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/plot/measure.h"
#include "runtime/host/plot/sheet.h"
#include "viewer/console/views/confusion_state.h"
#include "viewer/console/views/summary.h"

/* ---- table ---- */

/* A row each label of a run: its name, how often it was taken for each class, what that comes to.
 */
static const struct table_column before[] = {{"run", "Run", TABLE_LEFT},
                                             {"label", "Label", TABLE_LEFT}};
static const struct table_column behind[] = {{"support", "Rows", TABLE_RIGHT},
                                             {"precision", "Precision", TABLE_RIGHT},
                                             {"recall", "Recall", TABLE_RIGHT},
                                             {"f1", "F1", TABLE_RIGHT}};
enum { BEFORE = sizeof before / sizeof *before, BEHIND = sizeof behind / sizeof *behind };

/* Columns in one block with their names, which the state owns. */
static size_t make_columns(struct confusion_state *s, const struct confusion_subject *c)
{
    const size_t classes = c->matrix->classes, count = BEFORE + classes + BEHIND;
    free(s->columns);
    s->columns = malloc(count * sizeof *s->columns + classes * JOURNAL_NAME_MAX);
    if (!s->columns)
        return 0;
    char(*names)[JOURNAL_NAME_MAX] = (void *)(s->columns + count);
    memcpy(s->columns, before, sizeof before);
    memcpy(s->columns + BEFORE + classes, behind, sizeof behind);
    for (size_t k = 0; k < classes; k++) {
        summary_class(c->run, (int)k, names[k], sizeof names[k]);
        s->columns[BEFORE + k] = (struct table_column){names[k], names[k], TABLE_RIGHT};
    }
    return count;
}

static void add_rows(const struct confusion_state *s, const struct journal *run,
                     const struct confusion_measures *measures, struct table *t)
{
    const struct journal_confusion *matrix = &run->confusion;
    for (uint32_t row = 0; row < matrix->classes; row++) {
        const struct confusion_class *k = &measures->of[row];
        table_text(t, run->name);
        table_text(t, s->columns[BEFORE + row].title);
        for (uint32_t i = 0; i < matrix->classes; i++)
            table_count(t, matrix->count[row * matrix->classes + i]);
        table_count(t, (long long)k->support);
        table_number(t, "%.4f", k->precision);
        table_number(t, "%.4f", k->recall);
        table_number(t, "%.4f", k->f1);
    }
}

/* Of a difference both sides have their rows: counts, as they were, which make it. */
bool confusion_table(void *state, struct model *m, struct table *t)
{
    struct confusion_state *s = state;
    struct confusion_subject c;
    const size_t columns = confusion_choose(s, m, &c) ? make_columns(s, &c) : 0;
    if (columns == 0)
        return false;
    table_init(t, s->columns, columns);
    add_rows(s, c.run, &c.measures, t);
    if (c.base)
        add_rows(s, c.base, &c.base_measures, t);
    return true;
}

/* ---- figure ---- */

/* Units. */
static const float cell_width = 58.0f, cell_height = 40.0f, margin = 16.0f, head = 92.0f;
static const float share_width = 76.0f, foot = 20.0f;

struct drawing {
    const struct confusion_state *state;
    const struct confusion_subject *subject;
    struct sheet *sheet;
    float left; /* of the cells */
};

static void put_text(const struct drawing *d, float x, float y, float size,
                     enum sheet_anchor anchor, enum sheet_ink ink, bool bold, const char *text)
{
    const struct sheet_text style = {size, anchor, ink, bold};
    d->sheet->type->text(d->sheet, x, y, &style, text);
}

/* The shade of a cell. A difference has the shades of its size; its sign is in the number. */
static int heat_of(const struct drawing *d, int row, int column)
{
    const struct confusion_state by_share = {.counts = false};
    return confusion_shade(confusion_cell(&by_share, d->subject, row, column), SHEET_HEATS);
}

static void draw_cell(const struct drawing *d, int row, int column)
{
    const float x = d->left + cell_width * (float)column, y = head + cell_height * (float)row;
    const int heat = heat_of(d, row, column);
    char text[16], told[256];
    confusion_sentence(d->subject, row, column, told, sizeof told);
    d->sheet->type->begin(d->sheet, told);
    d->sheet->type->rectangle(d->sheet, x + 0.5f, y + 0.5f, cell_width - 1, cell_height - 1,
                              (enum sheet_ink)(INK_HEAT + heat));
    confusion_cell_text(d->state, d->subject, row, column, false, text);
    put_text(d, x + cell_width / 2, y + cell_height / 2 + 4.5f, 13.0f, ANCHOR_MIDDLE,
             heat >= SHEET_HEATS / 2 ? INK_GROUND : INK_TEXT, row == column,
             strcmp(text, ".") == 0 ? "0" : text);
    d->sheet->type->end(d->sheet);
}

static void draw_class(const struct drawing *d, int class)
{
    const struct confusion_subject *c = d->subject;
    const struct confusion_class *k = &c->measures.of[class];
    const float y = head + cell_height * ((float)class + 0.5f) + 4.5f;
    const float across = d->left + cell_width * ((float)class + 0.5f);
    const float right = d->left + cell_width * (float)c->matrix->classes;
    const double shares[] = {k->precision, k->recall, k->f1};
    char name[JOURNAL_NAME_MAX], text[32];
    summary_class(c->run, class, name, sizeof name);
    put_text(d, d->left - 8.0f, y, 12.0f, ANCHOR_END, INK_TEXT, false, name);
    put_text(d, across, head - 8.0f, 12.0f, ANCHOR_MIDDLE, INK_TEXT, false, name);
    for (int i = 0; i < 3; i++)
        put_text(d, right + share_width * ((float)i + 1), y, 12.0f, ANCHOR_END, INK_TEXT, false,
                 isnan(shares[i]) ? "-"
                                  : measure_text(MEASURE_SHARE, shares[i], text, sizeof text));
}

static void draw_headings(const struct drawing *d, const char *title)
{
    const struct confusion_subject *c = d->subject;
    static const char *const shares[] = {"precision", "recall", "F1"};
    const float right = d->left + cell_width * (float)c->matrix->classes;
    char text[256], accuracy[32], f1[32];
    snprintf(text, sizeof text,
             "%s of each label (rows) by prediction (columns); accuracy %s, "
             "macro F1 %s",
             d->state->counts ? "Rows" : "Percent",
             measure_text(MEASURE_SHARE, c->measures.accuracy, accuracy, sizeof accuracy),
             measure_text(MEASURE_SHARE, c->measures.macro_f1, f1, sizeof f1));
    put_text(d, margin, 32.0f, 18.0f, ANCHOR_START, INK_TEXT, true, title);
    put_text(d, margin, 54.0f, 12.0f, ANCHOR_START, INK_FAINT, false, text);
    for (int i = 0; i < 3; i++)
        put_text(d, right + share_width * ((float)i + 1), head - 8.0f, 12.0f, ANCHOR_END, INK_FAINT,
                 false, shares[i]);
}

static float widest_name(const struct confusion_subject *c)
{
    char name[JOURNAL_NAME_MAX];
    float width = 0;
    for (int k = 0; k < (int)c->matrix->classes; k++)
        width = fmaxf(width, sheet_text_width(12.0f, summary_class(c->run, k, name, sizeof name)));
    return width;
}

int confusion_figure(void *state, struct model *m, const char *path, struct mien_error *e)
{
    struct confusion_state *s = state;
    struct confusion_subject c;
    char title[4 * JOURNAL_NAME_MAX], when[JOURNAL_NAME_MAX + 32];
    sheet_maker *make = sheet_maker_of(path);
    if (!make)
        return error_usage(e, "a figure is an .svg or a .png ('%.200s'); name such a file", path);
    if (!confusion_choose(s, m, &c))
        return error_set(e, NULL, 0,
                         "no run that is chosen has a confusion matrix; choose another");
    const int classes = (int)c.matrix->classes;
    struct drawing d = {.state = s, .subject = &c, .left = margin + widest_name(&c) + 8.0f};
    const float width = d.left + cell_width * (float)classes + 3 * share_width + margin;
    snprintf(title, sizeof title, "%s, %s%s%s", c.run->name,
             confusion_when(c.run, when, sizeof when), c.base ? " less " : "",
             c.base ? c.base->name : "");
    d.sheet = make(fmaxf(width, 560.0f), head + cell_height * (float)classes + foot, SHEET_AUTO,
                   title, e);
    if (!d.sheet)
        return -1;
    draw_headings(&d, title);
    for (int row = 0; row < classes; row++) {
        draw_class(&d, row);
        for (int column = 0; column < classes; column++)
            draw_cell(&d, row, column);
    }
    const int result = d.sheet->type->save(d.sheet, path, e);
    d.sheet->type->close(d.sheet);
    return result;
}
