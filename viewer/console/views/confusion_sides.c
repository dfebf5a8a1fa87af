/* confusion_sides.c - what stands beside a confusion matrix: each class in numbers and bars, and
 * below, all of it in words. */
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "runtime/host/plot/measure.h"
#include "runtime/host/text.h"
#include "runtime/host/utf8.h"
#include "viewer/console/views/confusion_state.h"

enum { SUPPORT = 8, MISTAKES_MAX = 64, MISTAKE_WIDTH = 44 };

/* ---- classes ---- */

static const struct {
    const char *title;
    size_t offset;
} shares[] = {{"precision", offsetof(struct confusion_class, precision)},
              {"recall", offsetof(struct confusion_class, recall)},
              {"F1", offsetof(struct confusion_class, f1)}};
enum { SHARES = sizeof shares / sizeof *shares };

static double share_of(const struct confusion_class *k, int which)
{
    return *(const double *)((const char *)k + shares[which].offset);
}

/* "61.2 %", or of a difference "+1.4" points. */
static const char *share_text(double value, double base, bool difference, char *out, size_t size)
{
    if (!difference)
        return measure_text(MEASURE_SHARE, value, out, size);
    if (isnan(value - base))
        snprintf(out, size, "–");
    else
        snprintf(out, size, "%+.1f", 100 * (value - base));
    return out;
}

static enum cell_role change_role(double value, double base, bool difference)
{
    const double change = value - base;
    if (!difference || isnan(change) || fabs(change) < 0.0005)
        return ROLE_TEXT;
    return change > 0 ? ROLE_GOOD : ROLE_BAD;
}

static void draw_class(const struct confusion_subject *c, int class, struct area a, int width)
{
    const struct confusion_class *k = &c->measures.of[class];
    const bool difference = c->base != NULL;
    char text[32];
    const int y = (a.height - 1) / 2;
    text_count(text, sizeof text, (long long)k->support);
    area_field(a, 0, y, SUPPORT - 1, true, ROLE_FAINT, text);
    for (int i = 0; i < SHARES; i++) {
        const double value = share_of(k, i), base = share_of(&c->base_measures.of[class], i);
        const int x = SUPPORT + i * width;
        area_field(a, x, y, width - 1, true, change_role(value, base, difference),
                   share_text(value, base, difference, text, sizeof text));
        if (a.height > 1 && !difference && !isnan(value))
            area_bar(area_part(a, x + 1, y + 1, width - 2, 1), ROLE_CURVE, value);
    }
}

void confusion_draw_classes(const struct confusion_state *s, const struct confusion_subject *c,
                            struct area a)
{
    const struct confusion_grid *g = &s->grid;
    const int width = (a.width - SUPPORT) / SHARES;
    area_field(a, 0, 0, SUPPORT - 1, true, ROLE_FAINT, "rows");
    for (int i = 0; i < SHARES; i++)
        area_field(a, SUPPORT + i * width, 0, width - 1, true, ROLE_FAINT,
                   width < 10 && i == 0 ? "precis." : shares[i].title);
    for (int k = 0; k < g->rows; k++)
        draw_class(c, g->first_row + k,
                   area_part(a, 0, 1 + k * g->cell_height, a.width, g->cell_height), width);
}

/* ---- the whole ---- */

static int put_measure(struct area a, int x, const char *name, double value, double base,
                       bool difference)
{
    char text[32];
    measure_text(MEASURE_SHARE, value, text, sizeof text);
    const int width = utf8_text_width(name) + 1 + utf8_text_width(text) + 3;
    if (x > 0 && x + width + (difference ? 9 : 0) > a.width)
        return x;
    x = area_text(a, x, 0, ROLE_FAINT, name);
    const int start = x + 1;
    x = area_text(a, start, 0, ROLE_TEXT, text);
    area_bold(area_part(a, start, 0, x - start, 1), true);
    if (difference) {
        share_text(value, base, true, text, sizeof text);
        x = area_printf(a, x + 1, 0, change_role(value, base, true), "(%s)", text);
    }
    return x + 3;
}

static void draw_measures(const struct confusion_subject *c, struct area a)
{
    const struct confusion_measures *m = &c->measures, *b = &c->base_measures;
    const bool difference = c->base != NULL;
    char rows[32];
    int x = put_measure(a, 0, "accuracy", m->accuracy, b->accuracy, difference);
    x = put_measure(a, x, "balanced", m->balanced_accuracy, b->balanced_accuracy, difference);
    x = put_measure(a, x, "macro F1", m->macro_f1, b->macro_f1, difference);
    text_count(rows, sizeof rows, (long long)m->rows);
    if (x + utf8_text_width(rows) + 5 <= a.width)
        area_printf(a, x, 0, ROLE_FAINT, "%s rows", rows);
}

static void draw_mistakes(const struct confusion_subject *c, struct area a)
{
    struct confusion_mistake worst[MISTAKES_MAX];
    const int columns = a.width / MISTAKE_WIDTH > 0 ? a.width / MISTAKE_WIDTH : 1;
    const int room = a.height * columns < MISTAKES_MAX ? a.height * columns : MISTAKES_MAX;
    const int count = confusion_mistakes(c->matrix, worst, room);
    const int rows = count < a.height ? count : a.height;
    for (int i = 0; i < count; i++) {
        char text[3 * JOURNAL_NAME_MAX];
        const int x = i / rows * (a.width / columns);
        area_field(a, x, i % rows, a.width / columns - 1, false, ROLE_TEXT,
                   confusion_sentence(c, (int)worst[i].label, (int)worst[i].prediction, text,
                                      sizeof text));
    }
}

/* What the cursor is on, with what it was in the run it is compared with. */
static void draw_reading(const struct confusion_state *s, const struct confusion_subject *c,
                         struct area a)
{
    char text[5 * JOURNAL_NAME_MAX], before[16];
    confusion_sentence(c, s->row, s->column, text, sizeof text);
    if (c->base) {
        const struct confusion_subject base = {
            .run = c->base, .matrix = &c->base->confusion, .measures = c->base_measures};
        const size_t used = strlen(text);
        confusion_cell_text(s, &base, s->row, s->column, a.cells->unicode, before);
        snprintf(text + used, sizeof text - used, "; in %s %s%s", c->base->name, before,
                 s->counts ? " rows" : " %");
    }
    area_field(a, 0, 0, a.width, false, ROLE_CURSOR, text);
}

void confusion_draw_summary(const struct confusion_state *s, const struct confusion_subject *c,
                            struct area a)
{
    if (a.height > 4)
        area_cut_rows(&a, 1);
    draw_measures(c, area_cut_rows(&a, 1));
    if (s->cursor && a.height > 0)
        draw_reading(s, c, area_cut_rows(&a, 1));
    if (a.height > 6)
        area_cut_rows(&a, 1);
    if (a.height > 4)
        area_text(area_cut_rows(&a, 1), 0, 0, ROLE_FAINT, "most often mistaken");
    draw_mistakes(c, a);
}
