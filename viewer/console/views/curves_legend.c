/* curves_legend.c - which run is which, beside its panel: marker, name, newest and best value, or
 * under the cursor the value drawn and what the file says there. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viewer/console/views/curves_state.h"

#include "runtime/host/utf8.h"

enum { VALUE = 8, AT = 8, WIDE_FROM = 36 };

/* How rows are laid out: name, two values, and behind the second where it was. */
struct legend {
    const struct curves_state *state;
    const struct model *model;
    const struct scene_panel *panel;
    const struct chart *chart;
    bool reading; /* there is a cursor */
    bool wide;
    int name; /* columns */
};

/* "0.0021889" would touch its neighbour: as many digits as there is room for. */
static void shorten(const struct legend *l, double value, char *text, size_t size)
{
    if (l->panel->measure.form != MEASURE_NUMBER && l->panel->measure.form != MEASURE_LOSS)
        chart_format(l->chart, value, text);
    for (int digits = 4; digits > 0 && utf8_text_width(text) >= VALUE; digits--)
        snprintf(text, size, "%.*g", digits, value);
}

static void put_value(const struct legend *l, struct area a, int x, enum cell_role role, int y,
                      double value)
{
    char text[32];
    measure_text(l->panel->measure.form, value, text, sizeof text);
    if (utf8_text_width(text) >= VALUE)
        shorten(l, value, text, sizeof text);
    area_field(a, x, y, VALUE, true, role, text);
}

static void draw_heading(const struct legend *l, struct area a)
{
    char text[48] = "newest";
    if (l->reading)
        snprintf(text, sizeof text, "at %.*f", l->chart->x_whole ? 0 : 2, l->chart->cursor);
    const bool raw = l->reading && l->chart->smooth > 0;
    area_field(a, l->name - 3, 0, VALUE + 3, true, l->reading ? ROLE_TITLE : ROLE_FAINT, text);
    if (raw)
        area_field(a, l->name + VALUE, 0, VALUE, true, ROLE_FAINT, "raw");
    else if (l->panel->measure.goal != MEASURE_NO_GOAL)
        area_field(a, l->name + VALUE, 0, VALUE, true, ROLE_FAINT, "best");
}

static void draw_best(const struct legend *l, struct area a, int y, const struct scene_trace *t)
{
    double x = NAN;
    const enum measure_goal goal = l->panel->measure.goal;
    char text[24];
    if (goal == MEASURE_NO_GOAL)
        return;
    const double best = journal_best(t->journal, t->column->name, goal == MEASURE_GREATEST, &x);
    put_value(l, a, l->name + VALUE, t->dashed ? ROLE_FAINT : ROLE_TEXT, y, best);
    if (l->wide && isfinite(x) && l->chart->x_whole) /* x is the run's count, no time */
        area_printf(a, l->name + 2 * VALUE, y, ROLE_FAINT, " @ %s",
                    chart_format(&(struct chart){.x_whole = true}, x, text));
}

/* The raw value: of a bucket of several points the least and the greatest would not fit. */
static void draw_raw(const struct legend *l, struct area a, int y, const struct series_bucket *b)
{
    if (b && b->gaps == b->count)
        area_field(a, l->name + VALUE, y, VALUE, true, ROLE_WARN, "nan");
    else if (b)
        put_value(l, a, l->name + VALUE, ROLE_FAINT, y, b->last);
}

static void draw_values(const struct legend *l, struct area a, int y, int curve)
{
    const struct scene_trace *t = &l->state->scene.traces[l->panel->first + curve];
    const enum cell_role role = t->dashed ? ROLE_FAINT : ROLE_TEXT;
    const struct series_bucket *raw = NULL;
    if (!l->reading) {
        if (isnan(t->column->series.last))
            area_field(a, l->name, y, VALUE, true, ROLE_WARN, "nan");
        else
            put_value(l, a, l->name, role, y, t->column->series.last);
        draw_best(l, a, y, t);
        return;
    }
    const double value = chart_value(l->chart, curve, l->chart->cursor, &raw);
    if (isnan(value) && raw && raw->gaps > 0)
        area_field(a, l->name, y, VALUE, true, ROLE_WARN, "nan");
    else
        put_value(l, a, l->name, role, y, value);
    if (l->chart->smooth > 0)
        draw_raw(l, a, y, raw);
    else
        draw_best(l, a, y, t);
}

static void draw_name(const struct legend *l, struct area a, int y, const struct scene_trace *t)
{
    static const char *const rows[] = {"", "valid", "out of bag", "train"};
    const bool unicode = l->model->unicode;
    const enum cell_role color = (enum cell_role)(ROLE_CURVE + t->color % ROLE_CURVES);
    if (t->dashed) {
        area_text(a, 0, y, color, unicode ? "╌" : ".");
        area_field(a, 2, y, l->name - 2, false, ROLE_FAINT,
                   *rows[t->rows] ? rows[t->rows] : "train");
        return;
    }
    area_text(a, 0, y, color, theme_marker(t->color, unicode));
    area_field(a, 2, y, l->name - 2, false, ROLE_TEXT, t->journal->name);
    area_bold(area_part(a, 2, y, l->name - 2, 1), t->journal == l->model->selected);
}

void legend_draw(const struct curves_state *s, const struct model *m, const struct scene_panel *p,
                 const struct chart *c, struct area title, struct area a)
{
    const bool wide = a.width >= WIDE_FROM;
    const struct legend l = {.state = s,
                             .model = m,
                             .panel = p,
                             .chart = c,
                             .reading = isfinite(c->cursor),
                             .wide = wide,
                             .name = a.width - 2 * VALUE - (wide ? AT : 0)};
    int chiefs = 0, y = 0;
    for (int i = 0; i < p->count; i++)
        chiefs += !s->scene.traces[p->first + i].dashed;
    const bool all = p->count <= a.height;
    const int lines = all ? p->count : chiefs, room = lines <= a.height ? lines : a.height - 1;
    draw_heading(&l, title);
    for (int i = 0; i < p->count && y < room; i++) {
        const struct scene_trace *t = &s->scene.traces[p->first + i];
        if (t->dashed && !all)
            continue;
        draw_name(&l, a, y, t);
        draw_values(&l, a, y, i);
        y++;
    }
    if (y < lines)
        area_printf(a, 2, y, ROLE_FAINT, "and %d more", lines - y);
}
