/* curves_scene.c - what the view of curves shows: which runs, which measures of theirs, which part
 * of the axis. Gathered anew for each drawing, so that what a run gains midway joins by itself. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/console/views/curves_state.h"
#include "viewer/console/views/summary.h"

/* ---- metrics ---- */

static bool has(const struct scene *c, const char *metric)
{
    for (int r = 0; r < c->run_count; r++)
        for (int k = 0; k < c->runs[r]->column_count; k++)
            if (measure_belongs(c->runs[r]->columns[k].name, metric))
                return true;
    return false;
}

static int put_once(char out[SCENE_METRICS_MAX][JOURNAL_NAME_MAX], int count, const char *metric)
{
    for (int i = 0; i < count; i++)
        if (strcmp(out[i], metric) == 0)
            return count;
    if (count < SCENE_METRICS_MAX) {
        strncpy(out[count], metric, JOURNAL_NAME_MAX - 1);
        out[count++][JOURNAL_NAME_MAX - 1] = '\0';
    }
    return count;
}

int scene_metrics(const struct scene *scene, char out[SCENE_METRICS_MAX][JOURNAL_NAME_MAX])
{
    int count = 0;
    for (int r = 0; r < scene->run_count; r++)
        for (int k = 0; k < scene->runs[r]->column_count; k++) {
            const char *key = scene->runs[r]->columns[k].name;
            if (!summary_is_clock(scene->runs[r], key))
                count = put_once(out, count, measure_of(key).name);
        }
    return count;
}

/* What a run or a session is first asked for; of one that has none of these, or only tells how fast
 * it is, everything. */
static int usual_metrics(const struct scene *c, char out[SCENE_METRICS_MAX][JOURNAL_NAME_MAX])
{
    static const char *const usual[] = {
        "loss",       "accuracy",          "learning_rate",     "latency",
        "engagement", "frames_per_second", "samples_per_second"};
    int count = 0;
    bool tells = false;
    for (size_t k = 0; k < sizeof usual / sizeof *usual; k++)
        if (has(c, usual[k])) {
            count = put_once(out, count, usual[k]);
            tells |= measure_of(usual[k]).form != MEASURE_RATE;
        }
    return tells ? count : scene_metrics(c, out);
}

static void choose_metrics(const struct curves_state *s, struct scene *c)
{
    memset(c->metrics, 0, sizeof c->metrics);
    c->metric_count = 0;
    for (int i = 0; i < s->metric_count; i++)
        c->metric_count = put_once(c->metrics, c->metric_count, s->metrics[i]);
    if (s->metric_count == 0)
        c->metric_count = usual_metrics(c, c->metrics);
    c->focus = 0;
    for (int i = 0; i < c->metric_count; i++)
        if (strcmp(c->metrics[i], s->focus) == 0)
            c->focus = i;
}

static void choose_runs(struct scene *c, const struct model *m)
{
    struct journal *chosen[SHELF_RUNS_MAX];
    const int count = model_chosen(m, chosen);
    c->run_count = count < SCENE_RUNS_MAX ? count : SCENE_RUNS_MAX;
    c->runs_left_out = count - c->run_count;
    memcpy(c->runs, chosen, (size_t)c->run_count * sizeof *chosen);
}

int scene_choose(struct curves_state *s, const struct model *m)
{
    choose_runs(&s->scene, m);
    choose_metrics(s, &s->scene);
    return s->scene.metric_count;
}

/* ---- the axis below ---- */

static const struct {
    double from, seconds;
    const char *name;
} units[] = {{7200, 3600, "hours"}, {300, 60, "minutes"}, {-INFINITY, 1, "seconds"}};

/* Ranges and the cursor keep what they stand for when the unit changes. */
static void change_unit(struct curves_state *s, double seconds)
{
    const bool both_times = s->seconds > 0 && seconds > 0;
    const double factor = both_times ? s->seconds / seconds : NAN;
    if (s->seconds == seconds)
        return;
    s->low = both_times ? s->low * factor : 0;
    s->high = both_times ? s->high * factor : 0;
    s->cursor *= factor;
    s->drag_from = NAN;
    s->seconds = seconds;
}

static const char *common_unit(const struct scene *c)
{
    const char *unit = c->run_count > 0 ? c->runs[0]->unit : "";
    for (int r = 1; r < c->run_count; r++)
        if (strcmp(c->runs[r]->unit, unit) != 0)
            return "steps";
    return *unit ? unit : "line";
}

static void choose_axis(struct curves_state *s, struct scene *c)
{
    double most = 0;
    size_t u = 0;
    for (int r = 0; s->wall && r < c->run_count; r++)
        most = fmax(most, store_seconds(c->runs[r]));
    while (!(most >= units[u].from))
        u++;
    c->seconds = s->wall ? units[u].seconds : 0;
    c->x_name = s->wall ? units[u].name : common_unit(c);
    c->x_whole = !s->wall;
    change_unit(s, c->seconds);
}

/* ---- traces ---- */

static struct scene_trace *add_trace(struct scene *c)
{
    if (c->trace_count == c->trace_capacity) {
        const int capacity = c->trace_capacity ? 2 * c->trace_capacity : 32;
        struct scene_trace *more = realloc(c->traces, (size_t)capacity * sizeof *more);
        if (!more)
            return NULL;
        c->traces = more;
        c->trace_capacity = capacity;
    }
    return &c->traces[c->trace_count++];
}

/* A run's traces [count]: those on training rows, or of a key that does not say while others do,
 * go behind and are dashed. */
static void order_traces(struct scene_trace *t, int count)
{
    bool told = false;
    for (int i = 0; i < count; i++)
        told |= t[i].rows == MEASURE_VALID || t[i].rows == MEASURE_OOB;
    for (int i = 0; i < count; i++)
        t[i].dashed = told && (t[i].rows == MEASURE_TRAIN || t[i].rows == MEASURE_PLAIN);
    for (int i = 1; i < count; i++)
        for (int k = i; k > 0 && t[k - 1].dashed && !t[k].dashed; k--) {
            const struct scene_trace swap = t[k];
            t[k] = t[k - 1];
            t[k - 1] = swap;
        }
}

static void gather_run(struct curves_state *s, struct model *m, int run, const char *metric)
{
    struct scene *c = &s->scene;
    struct journal *j = c->runs[run];
    const int before = c->trace_count;
    for (int k = 0; k < j->column_count; k++) {
        const struct journal_column *column = &j->columns[k];
        const struct series *series =
            measure_belongs(column->name, metric)
                ? store_series(&s->store, m, j, column, c->seconds, s->low, s->high)
                : NULL;
        struct scene_trace *t = series && column->series.used > 0 ? add_trace(c) : NULL;
        if (t)
            *t = (struct scene_trace){.journal = j,
                                      .color = run,
                                      .column = column,
                                      .series = series,
                                      .rows = measure_of(column->name).rows};
    }
    order_traces(c->traces + before, c->trace_count - before);
}

static void gather_panel(struct curves_state *s, struct model *m, int metric)
{
    struct scene *c = &s->scene;
    struct scene_panel *p = &c->panels[c->panel_count++];
    *p = (struct scene_panel){.metric = c->metrics[metric],
                              .measure = measure_of(c->metrics[metric]),
                              .first = c->trace_count};
    for (int r = 0; r < c->run_count; r++)
        gather_run(s, m, r, p->metric);
    p->count = c->trace_count - p->first;
}

/* The extent of the runs, whether or not a part of them was read anew. */
static void measure_axis(struct curves_state *s)
{
    struct scene *c = &s->scene;
    c->full_low = INFINITY;
    c->full_high = -INFINITY;
    for (int i = 0; i < c->trace_count; i++) {
        const struct series *own = &c->traces[i].column->series;
        const struct series *drawn = c->traces[i].series;
        const struct series *x = c->seconds > 0 ? drawn : own;
        c->full_low = fmin(c->full_low, x->buckets[0].x_first);
        c->full_high = fmax(c->full_high, x->last_x);
    }
    if (c->seconds > 0) /* of a part read anew the ends are not known, those of time are */
        for (int r = 0; r < c->run_count; r++) {
            const struct journal_column *wall = journal_find(c->runs[r], "wall");
            if (!wall || wall->series.used == 0)
                continue;
            c->full_low = fmin(c->full_low, wall->series.buckets[0].first / c->seconds);
            c->full_high = fmax(c->full_high, wall->series.last / c->seconds);
        }
    const bool zoomed = s->low < s->high;
    c->x_low = zoomed ? s->low : c->full_low;
    c->x_high = zoomed ? s->high : c->full_high;
}

void scene_gather(struct curves_state *s, struct model *m, int panels)
{
    struct scene *c = &s->scene;
    if (panels > 0)
        s->panels_at_once = panels < SCENE_PANELS_MAX ? panels : SCENE_PANELS_MAX;
    if (s->panels_at_once == 0) /* before anything was drawn */
        s->panels_at_once = SCENE_PANELS_MAX;
    const int most = s->full ? 1 : s->panels_at_once;
    scene_choose(s, m);
    choose_axis(s, c);
    c->trace_count = c->panel_count = 0;
    c->first_panel = c->focus / most * most;
    for (int i = c->first_panel; i < c->metric_count && c->panel_count < most; i++)
        gather_panel(s, m, i);
    store_sweep(s->store);
    measure_axis(s);
}

/* ---- charts ---- */

/* The least and the greatest of all values of a panel, wherever they are. */
static void whole_range(const struct scene *c, const struct scene_panel *p, struct chart *chart)
{
    chart->y_low = INFINITY;
    chart->y_high = -INFINITY;
    for (int i = p->first; i < p->first + p->count; i++) {
        chart->y_low = fmin(chart->y_low, c->traces[i].column->series.low);
        chart->y_high = fmax(chart->y_high, c->traces[i].column->series.high);
    }
    if (p->measure.form == MEASURE_SHARE) {
        chart->y_low = fmin(chart->y_low, 0);
        chart->y_high = fmax(chart->y_high, 1);
    }
    if (chart->log && !(chart->y_low > 0))
        chart->y_low = chart->y_high = 0;
}

struct chart scene_chart(const struct curves_state *s, const struct scene_panel *p,
                         struct chart_curve *curves)
{
    const struct scene *c = &s->scene;
    struct chart chart = {.curves = curves,
                          .curve_count = p->count,
                          .x_low = c->x_low,
                          .x_high = c->x_high,
                          .x_whole = c->x_whole,
                          .log = s->log && p->measure.form != MEASURE_SHARE,
                          .percent = p->measure.form == MEASURE_SHARE,
                          .time = p->measure.form == MEASURE_SECONDS,
                          .x_name = c->x_name,
                          .smooth = s->smooth,
                          .cursor = s->cursor};
    for (int i = 0; i < p->count; i++) {
        const struct scene_trace *t = &c->traces[p->first + i];
        curves[i] = (struct chart_curve){t->series, t->color, t->dashed, NULL};
    }
    if (s->fixed)
        whole_range(c, p, &chart);
    return chart;
}

void scene_zoom(struct curves_state *s, double low, double high)
{
    const struct scene *c = &s->scene;
    const double least = c->x_whole ? 2 : 1e-6 * (c->full_high - c->full_low);
    if (!(c->full_low < c->full_high) || !isfinite(low) || !isfinite(high))
        return;
    double width = fmax(high - low, least);
    if (width >= c->full_high - c->full_low) {
        s->low = s->high = 0;
        return;
    }
    low = fmin(fmax((low + high) / 2 - width / 2, c->full_low), c->full_high - width);
    s->low = low;
    s->high = low + width;
}
