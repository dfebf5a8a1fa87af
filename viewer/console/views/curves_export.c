/* curves_export.c - what the view of curves shows, as a table and as a figure: the same runs,
 * metrics, part of the axis, smoothing and scales. The figure is drawn by the code of `mien plot`.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/plot/figure.h"
#include "viewer/console/views/curves_state.h"

/* ---- table ---- */

enum { FIXED_COLUMNS = 2 };

/* The place of a key's column among those given so far, which it joins: keys [SCENE_METRICS_MAX].
 */
static int key_place(const char **keys, int *count, const char *key)
{
    for (int i = 0; i < *count; i++)
        if (strcmp(keys[i], key) == 0)
            return i;
    if (*count == SCENE_METRICS_MAX)
        return -1;
    keys[*count] = key;
    return (*count)++;
}

/* Columns in one block with their names, which the state owns. */
static int make_columns(struct curves_state *s)
{
    const struct scene *c = &s->scene;
    const char *keys[SCENE_METRICS_MAX];
    int count = 0;
    for (int i = 0; i < c->trace_count; i++)
        key_place(keys, &count, c->traces[i].column->name);
    const size_t columns = (size_t)(count + FIXED_COLUMNS);
    free(s->columns);
    s->columns = malloc(columns * (sizeof *s->columns + JOURNAL_NAME_MAX));
    if (!s->columns)
        return -1;
    char(*names)[JOURNAL_NAME_MAX] = (void *)(s->columns + columns);
    s->columns[0] = (struct table_column){"run", "Run", TABLE_LEFT};
    s->columns[1] = (struct table_column){c->x_name, c->x_name, TABLE_RIGHT};
    for (int i = 0; i < count; i++) {
        memcpy(names[i], keys[i], JOURNAL_NAME_MAX);
        s->columns[FIXED_COLUMNS + i] = (struct table_column){names[i], names[i], TABLE_RIGHT};
    }
    return (int)columns;
}

/* A run's traces by the columns of the table, and how far each has been put down. */
struct reading {
    const struct series *series[SCENE_METRICS_MAX];
    uint32_t at[SCENE_METRICS_MAX];
    int count;
};

static struct reading begin_run(const struct curves_state *s, int run, int columns)
{
    struct reading r = {.count = columns - FIXED_COLUMNS};
    for (int i = 0; i < s->scene.trace_count; i++) {
        const struct scene_trace *t = &s->scene.traces[i];
        for (int k = 0; t->color == run && k < r.count; k++)
            if (strcmp(s->columns[FIXED_COLUMNS + k].key, t->column->name) == 0)
                r.series[k] = t->series;
    }
    return r;
}

/* The next x at which any column has a value; infinite behind the last. */
static double next_x(const struct reading *r)
{
    double x = INFINITY;
    for (int k = 0; k < r->count; k++)
        if (r->series[k] && r->at[k] < r->series[k]->used)
            x = fmin(x, r->series[k]->buckets[r->at[k]].x_last);
    return x;
}

static void put_row(struct reading *r, struct table *t, const char *run, double x, bool shown)
{
    if (shown) {
        table_text(t, run);
        table_number(t, "%.6g", x);
    }
    for (int k = 0; k < r->count; k++) {
        const struct series *s = r->series[k];
        const bool here = s && r->at[k] < s->used && s->buckets[r->at[k]].x_last == x;
        if (shown && here && s->buckets[r->at[k]].gaps < s->buckets[r->at[k]].count)
            table_number(t, "%.6g", s->buckets[r->at[k]].last);
        else if (shown)
            table_empty(t);
        r->at[k] += here;
    }
}

bool curves_table(void *state, struct model *m, struct table *t)
{
    struct curves_state *s = state;
    scene_gather(s, m, 0);
    const int columns = make_columns(s);
    if (columns < 0)
        return false;
    table_init(t, s->columns, (size_t)columns);
    for (int run = 0; run < s->scene.run_count; run++) {
        struct reading r = begin_run(s, run, columns);
        for (double x = next_x(&r); isfinite(x); x = next_x(&r))
            put_row(&r, t, s->scene.runs[run]->name, x,
                    x >= s->scene.x_low && x <= s->scene.x_high);
    }
    return true;
}

/* ---- figure ---- */

/* Writes the points of a curve, cut at the borders of what is shown. */
struct pen {
    struct curve *curve; /* with room for them all */
    double low, high, factor;
    double x, y; /* the last point; x NaN: none */
};

static void put(struct pen *p, double x, double y)
{
    p->curve->x[p->curve->count] = x;
    p->curve->y[p->curve->count++] = p->factor * y;
}

/* Where the line to (x, y) crosses the border. */
static void cross(struct pen *p, double border, double x, double y)
{
    const double share = (border - p->x) / (x - p->x), at = p->y + share * (y - p->y);
    if (p->x < border && x > border && !isnan(at))
        put(p, border, at);
}

static void draw_to(struct pen *p, double x, double y)
{
    cross(p, p->low, x, y);
    if (x >= p->low && x <= p->high)
        put(p, x, y);
    cross(p, p->high, x, y);
    p->x = x;
    p->y = y;
}

/* All that a bucket knows: the order of its extremes is not kept, nor could it be seen. */
enum { BUCKET_POINTS = 5 };

static void draw_bucket(struct pen *p, const struct series_bucket *b)
{
    const double middle = (b->x_first + b->x_last) / 2;
    draw_to(p, b->x_first, b->first);
    if (b->count == 1)
        return;
    draw_to(p, middle, b->low);
    draw_to(p, middle, b->high);
    if (b->gaps > 0)
        draw_to(p, middle, NAN);
    draw_to(p, b->x_last, b->last);
}

static int add_line(struct curves *f, const struct scene *c, const struct chart *chart, int curve,
                    const struct scene_trace *t, bool raw, struct mien_error *e)
{
    const int room = BUCKET_POINTS * (int)t->series->used + 2;
    struct curve *v = curves_add_curve(f, t->color, t->column->name, room, e);
    if (!v)
        return -1;
    struct pen p = {.curve = v,
                    .low = c->x_low,
                    .high = c->x_high,
                    .factor = chart->percent ? 100 : 1,
                    .x = NAN};
    v->count = 0;
    v->role = raw ? ROWS_RAW : v->role;
    for (uint32_t k = 0; k < t->series->used; k++) {
        const struct series_bucket *b = &t->series->buckets[k], *there;
        if (raw || chart->smooth <= 0)
            draw_bucket(&p, b);
        else
            draw_to(&p, b->x_last, chart_value(chart, curve, b->x_last, &there));
    }
    return 0;
}

static int add_panel(struct curves *f, const struct curves_state *s, const struct scene_panel *p,
                     struct mien_error *e)
{
    struct panel *panel = p->count > 0 ? curves_add_panel(f, p->metric, e) : NULL;
    struct chart_curve *curves = malloc(((size_t)p->count + 1) * sizeof *curves);
    int result = curves ? 0 : error_memory(e, "a figure", (size_t)p->count * sizeof *curves);
    if (panel && result == 0) {
        const struct chart chart = scene_chart(s, p, curves);
        const double factor = chart.percent ? 100 : 1;
        if (chart.y_low < chart.y_high) {
            panel->low = factor * chart.y_low;
            panel->high = factor * chart.y_high;
        }
        for (int i = 0; result == 0 && i < p->count; i++) {
            const struct scene_trace *t = &s->scene.traces[p->first + i];
            if (s->smooth > 0)
                result = add_line(f, &s->scene, &chart, i, t, true, e);
            if (result == 0)
                result = add_line(f, &s->scene, &chart, i, t, false, e);
        }
    }
    free(curves);
    return result;
}

static int compose(struct curves *f, const struct curves_state *s, struct mien_error *e)
{
    const struct scene *c = &s->scene;
    for (int r = 0; r < c->run_count; r++)
        if (curves_add_run(f, c->runs[r]->name, e) < 0)
            return -1;
    for (int i = 0; i < c->panel_count; i++)
        if (add_panel(f, s, &c->panels[i], e) != 0)
            return -1;
    if (f->panel_count == 0)
        return error_set(e, NULL, 0, "there is no curve to draw; choose a run that has begun");
    curves_settle(f);
    snprintf(f->x_name, sizeof f->x_name, "%s%s", c->x_name,
             c->seconds > 0 && !c->runs[0]->live ? " of fitting" : "");
    f->x_low = c->x_low;
    f->x_high = c->x_high;
    f->x_whole = c->x_whole;
    if (s->log)
        curves_log(f);
    return 0;
}

int curves_figure(void *state, struct model *m, const char *path, struct mien_error *e)
{
    struct curves_state *s = state;
    struct curves f = {0};
    scene_gather(s, m, 0);
    int result = compose(&f, s, e);
    if (result == 0)
        result = figure_write(&f, NULL, SHEET_AUTO, path, e);
    curves_close(&f);
    return result;
}
