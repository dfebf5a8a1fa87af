/* run_detail.c - see run_detail.h. */
#include "viewer/console/views/run_detail.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "runtime/host/text.h"
#include "runtime/host/utf8.h"
#include "viewer/console/views/parts.h"
#include "viewer/console/views/summary.h"

enum {
    VALUES_WIDTH = 49, /* a key, its newest and its best value, and where that was */
    NEWEST_AT = 19,
    BEST_AT = 32,
    PLACE_AT = 43,
    NEXT_FROM = 5,    /* seconds between steps from which one waits for the next */
    CHART_WIDTH = 36, /* below these a chart tells less than the values beside it */
    CHART_HEIGHT = 6
};

/* ---- head: what, since when, how far ---- */

/* A part of a line behind the others, parted by a dot; one for which there is no room is left out.
 * Returns the x behind it. */
static int put_part(struct area a, int x, bool first, const char *text)
{
    const char *dot = a.cells->unicode ? " · " : " - ";
    if (x + (first ? 0 : 3) + utf8_text_width(text) > a.width)
        return x;
    x = area_text(a, x, 0, ROLE_FAINT, first ? "" : dot);
    return area_text(a, x, 0, ROLE_FAINT, text);
}

static void draw_state(const struct model *m, const struct journal *j, struct area a)
{
    char text[64], time[32];
    const enum cell_role role = summary_state_role(j->state);
    const double wall = journal_last(j, "wall");
    int x = area_text(a, 0, 0, role, journal_state_glyph(j->state, m->unicode));
    const int begin = area_text(a, x + 1, 0, role, journal_state_names[j->state]) + 2;
    x = begin;
    if (j->model && j->model[0])
        x = put_part(a, x, true, j->model);
    if (j->threads > 0) {
        snprintf(text, sizeof text, "%d thread%s", j->threads, j->threads == 1 ? "" : "s");
        x = put_part(a, x, x == begin, text);
    }
    if (!isnan(wall)) {
        snprintf(text, sizeof text, "%s of work", text_duration(time, sizeof time, wall));
        x = put_part(a, x, x == begin, text);
    }
    if (!isnan(j->started)) {
        snprintf(text, sizeof text, "started %s",
                 summary_ago(m->now - j->started, time, sizeof time));
        x = put_part(a, x, x == begin, text);
    }
    snprintf(text, sizeof text, "written %s", summary_ago(m->now - j->written, time, sizeof time));
    put_part(a, x, x == begin, text);
}

/* Text at x, or nothing where there is no room for all of it; returns the x of what comes next. */
static int put_whole(struct area a, int x, enum cell_role role, const char *text)
{
    return x + utf8_text_width(text) <= a.width ? area_text(a, x, 0, role, text) + 2 : x;
}

/* How far it is; of a run that is being written also how long it takes, and how fast it is. */
static void draw_progress(const struct model *m, const struct journal *j, struct area a)
{
    const struct summary s = summary_of(j);
    const double share = journal_progress(j);
    char text[64];
    int x = 0;
    if (!isnan(share) && !j->live) {
        const int width = a.width / 3 < 60 ? a.width / 3 : 60;
        const struct area bar = area_part(a, 0, 0, width, 1);
        area_fill(bar, ROLE_FAINT, m->unicode ? 0x2591 : '.');
        area_bar(bar, j->state == JOURNAL_FINISHED ? ROLE_FAINT : summary_state_role(j->state),
                 share);
        x = area_printf(a, width + 1, 0, ROLE_TEXT, "%.0f %%", 100 * share) + 2;
    }
    x = put_whole(a, x, ROLE_TEXT, summary_progress(j, text, sizeof text));
    if (!journal_at_work(j))
        return;
    x = put_whole(a, x, ROLE_TEXT, summary_end_text(j, m->now, text, sizeof text));
    if (!isnan(journal_left(j)) && journal_next(j) >= NEXT_FROM)
        x = put_whole(a, x, ROLE_FAINT, summary_next(j, m->now, text, sizeof text));
    if (s.speed)
        put_whole(a, x, ROLE_FAINT, summary_speed(&s, text, sizeof text));
}

/* ---- values ---- */

/* A row of the values: a column of the steps, or a result, which has no way it came about. */
struct value {
    const char *name;
    const struct journal_column *column; /* NULL: a result */
    double newest;
};

static void draw_value(const struct journal *j, const struct value *v, struct area a, int y)
{
    const struct measure measure = measure_of(v->name);
    char text[48];
    double at = NAN;
    area_field(a, 0, y, NEWEST_AT - 1, false, ROLE_TEXT, v->name);
    area_field(a, NEWEST_AT, y, BEST_AT - NEWEST_AT - 1, true,
               isfinite(v->newest) ? ROLE_TEXT : ROLE_WARN,
               isnan(v->newest) ? "nan" : measure_text(measure.form, v->newest, text, sizeof text));
    if (!v->column)
        area_field(a, PLACE_AT, y, a.width - PLACE_AT, true, ROLE_FAINT, "end");
    if (!v->column || measure.goal == MEASURE_NO_GOAL || v->column->series.count < 2)
        return;
    const double best = journal_best(j, v->name, measure.goal == MEASURE_GREATEST, &at);
    if (isnan(best))
        return;
    area_field(a, BEST_AT, y, PLACE_AT - BEST_AT - 1, true, ROLE_GOOD,
               measure_text(measure.form, best, text, sizeof text));
    snprintf(text, sizeof text, "%g", at);
    area_field(a, PLACE_AT, y, a.width - PLACE_AT, true, ROLE_FAINT, text);
}

enum { VALUES_MAX = JOURNAL_COLUMNS_MAX + JOURNAL_RESULTS_MAX };

/* Columns that have something to tell, those with a goal or those without. */
static int add_columns(const struct journal *j, bool goal, struct value *out)
{
    int count = 0;
    for (int i = 0; i < j->column_count; i++) {
        const struct journal_column *c = &j->columns[i];
        if ((measure_of(c->name).goal != MEASURE_NO_GOAL) == goal && !summary_is_clock(j, c->name))
            out[count++] = (struct value){c->name, c, c->series.last};
    }
    return count;
}

/* First what should be more or less, then what came out in the end: out [VALUES_MAX]. */
static int order_values(const struct journal *j, struct value *out)
{
    int count = add_columns(j, true, out);
    for (int i = 0; i < j->result_count; i++)
        out[count++] = (struct value){j->results[i].name, NULL, j->results[i].value};
    return count + add_columns(j, false, out + count);
}

/* Rows of all values under their titles. */
static int values_height(const struct journal *j)
{
    struct value values[VALUES_MAX];
    return 1 + order_values(j, values);
}

static void draw_values(const struct journal *j, struct area a)
{
    struct value values[VALUES_MAX];
    const int count = order_values(j, values), room = a.height - 1;
    const int shown = count <= room ? count : room - 1;
    area_field(a, NEWEST_AT, 0, BEST_AT - NEWEST_AT - 1, true, ROLE_FAINT, "newest");
    area_field(a, BEST_AT, 0, PLACE_AT - BEST_AT - 1, true, ROLE_FAINT, "best");
    area_field(a, PLACE_AT, 0, a.width - PLACE_AT, true, ROLE_FAINT,
               strlen(j->unit) > 6 || !j->unit[0] ? "line" : j->unit);
    for (int i = 0; i < shown; i++)
        draw_value(j, &values[i], a, 1 + i);
    if (shown >= 0 && shown < count)
        area_printf(a, 0, 1 + shown, ROLE_FAINT, "and %d more", count - shown);
}

/* "fear taken for sad: 87 of 528 (16.5 %)". */
static void draw_mistaken(const struct journal *j, struct area *a)
{
    int label, prediction;
    uint32_t count, of;
    char one[JOURNAL_NAME_MAX], other[JOURNAL_NAME_MAX];
    if (a->height < 4 || !summary_mistaken(j, &label, &prediction, &count, &of))
        return;
    struct area line = area_cut_rows(a, -1);
    int x = area_text(line, 0, 0, ROLE_WARN, summary_class(j, label, one, sizeof one));
    x = area_text(line, x, 0, ROLE_FAINT, " taken for ");
    x = area_text(line, x, 0, ROLE_WARN, summary_class(j, prediction, other, sizeof other));
    area_printf(line, x, 0, ROLE_FAINT, ": %u of %u (%.1f %%)", count, of, 100.0 * count / of);
}

/* ---- charts ---- */

static void draw_charts(const struct model *m, const struct journal *j, struct area a)
{
    const struct summary s = summary_of(j);
    const struct journal_column *charts[2] = {s.curve, s.loss == s.curve ? NULL : s.loss};
    int count = 0;
    for (int i = 0; i < 2; i++)
        if (charts[i])
            charts[count++] = charts[i];
    const bool beside = a.width >= 2 * CHART_WIDTH + 3, below = a.height >= 2 * CHART_HEIGHT + 1;
    if (count == 2 && beside) {
        struct area left = area_cut_columns(&a, (a.width - 3) / 2);
        parts_chart(m, j, charts[0], left);
        parts_chart(m, j, charts[1], area_part(a, 3, 0, a.width - 3, a.height));
    } else if (count == 2 && below) {
        struct area top = area_cut_rows(&a, (a.height - 1) / 2);
        parts_chart(m, j, charts[0], top);
        parts_chart(m, j, charts[1], area_part(a, 0, 1, a.width, a.height - 1));
    } else if (count > 0) {
        parts_chart(m, j, charts[0], a);
    }
}

void run_detail_draw(const struct model *m, const struct journal *j, struct area a)
{
    a = parts_rule(a, j->name);
    if (a.width > 4)
        a = area_part(a, 1, 0, a.width - 2, a.height);
    draw_state(m, j, area_cut_rows(&a, 1));
    if (j->message)
        area_field(area_cut_rows(&a, 1), 0, 0, a.width, false, ROLE_BAD, j->message);
    draw_progress(m, j, area_cut_rows(&a, 1));
    if (a.height >= CHART_HEIGHT + 1)
        area_cut_rows(&a, 1);
    if (a.height >= CHART_HEIGHT && a.width >= VALUES_WIDTH + 3 + CHART_WIDTH / 2) {
        struct area values = area_cut_columns(&a, VALUES_WIDTH);
        const int rows = values_height(j) + 2; /* a blank one and a sentence below */
        if (rows < values.height)
            values = area_cut_rows(&values, rows);
        draw_mistaken(j, &values);
        draw_values(j, values);
        draw_charts(m, j, area_part(a, 3, 0, a.width - 3, a.height));
    } else {
        draw_mistaken(j, &a);
        draw_values(j, a);
    }
}
