/* overview.c - the view of all runs: a row each, and below it all that is known of the selected
 * one.
 *
 * What a row says is a table of fields: those shown are the list's columns, the most needed first,
 * because a narrow list leaves out the last; those exported are what `:export` and --json write. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viewer/console/screen/chart.h"
#include "viewer/console/views/parts.h"
#include "viewer/console/views/run_detail.h"
#include "viewer/console/views/run_fields.h"
#include "viewer/console/views/run_list.h"
#include "viewer/console/views/summary.h"
#include "viewer/console/views/view.h"

/* ---- fields ---- */

static void add_unit(struct table *t, const struct run_row *r)
{
    table_text(t, r->j->unit);
}

static void add_done(struct table *t, const struct run_row *r)
{
    table_number(t, "%.0f", summary_done(r->j));
}

static void add_total(struct table *t, const struct run_row *r)
{
    table_number(t, "%.0f", r->j->total);
}

static void add_progress(struct table *t, const struct run_row *r)
{
    char text[64];
    table_valued(t, summary_progress(r->j, text, sizeof text), journal_progress(r->j));
}

static void add_best(struct table *t, const struct run_row *r)
{
    run_field_measure(t, MEASURE_SHARE, r->s.best);
}

static void add_newest(struct table *t, const struct run_row *r)
{
    run_field_measure(t, MEASURE_SHARE, r->s.newest);
}

static void add_loss(struct table *t, const struct run_row *r)
{
    const struct journal_column *c = r->s.loss;
    if (c && isnan(c->series.last))
        table_valued(t, "nan", NAN);
    else
        run_field_measure(t, MEASURE_LOSS, c ? c->series.last : NAN);
}

static void add_speed(struct table *t, const struct run_row *r)
{
    char text[64];
    table_valued(t, summary_speed(&r->s, text, sizeof text),
                 r->s.speed ? r->s.speed->series.last : NAN);
}

static void add_end(struct table *t, const struct run_row *r)
{
    char text[64];
    table_valued(t, summary_end_text(r->j, r->m->now, text, sizeof text),
                 summary_end(r->j, r->m->now));
}

static void add_work(struct table *t, const struct run_row *r)
{
    run_field_measure(t, MEASURE_SECONDS, journal_last(r->j, "wall"));
}

static const struct run_field fields[] = {
    {{"mark", "", TABLE_LEFT}, run_field_mark, RUN_SHOWN},
    {{"state", "State", TABLE_LEFT}, run_field_state, RUN_BOTH},
    {{"run", "Run", TABLE_LEFT}, run_field_name, RUN_BOTH},
    {{"progress", "Progress", TABLE_RIGHT}, add_progress, RUN_BOTH},
    {{"best", "Best", TABLE_RIGHT}, add_best, RUN_BOTH},
    {{"curve", "", TABLE_LEFT}, run_field_curve, RUN_SHOWN},
    {{"end", "When", TABLE_RIGHT}, add_end, RUN_BOTH},
    {{"newest", "Newest", TABLE_RIGHT}, add_newest, RUN_BOTH},
    {{"loss", "Loss", TABLE_RIGHT}, add_loss, RUN_BOTH},
    {{"speed", "Speed", TABLE_RIGHT}, add_speed, RUN_BOTH},
    {{"model", "Model", TABLE_LEFT}, run_field_model, RUN_BOTH},
    {{"work", "Work", TABLE_RIGHT}, add_work, RUN_BOTH},
    {{"unit", "Unit", TABLE_LEFT}, add_unit, RUN_EXPORTED},
    {{"done", "Done", TABLE_RIGHT}, add_done, RUN_EXPORTED},
    {{"total", "Total", TABLE_RIGHT}, add_total, RUN_EXPORTED},
    {{"path", "File", TABLE_LEFT}, run_field_path, RUN_EXPORTED},
};
enum { FIELDS = sizeof fields / sizeof *fields, FIXED = 3 };

struct overview {
    struct run_list list;
    struct table_column shown[RUN_FIELDS_MAX], exported[RUN_FIELDS_MAX];
    size_t shown_count, exported_count;
    bool no_detail; /* the list has the whole area */
};

static void add_row(struct table *t, const struct model *m, const struct journal *j, int where,
                    int curve_width)
{
    const struct run_row row = {.m = m, .j = j, .s = summary_of(j), .curve_width = curve_width};
    run_fields_add(fields, FIELDS, where, &row, t);
}

/* ---- drawing ---- */

/* "6 runs: 1 running, 4 finished, 1 stopped", with glyphs. */
static void draw_counts(const struct model *m, const struct overview *o, struct area a)
{
    int counts[JOURNAL_STATE_COUNT] = {0};
    for (int i = 0; i < o->list.count; i++)
        counts[o->list.runs[i]->state]++;
    int x = 1;
    if (m->filter[0])
        x = area_printf(a, x, 0, ROLE_MATCH, "%d of %d runs hold \"%s\"", o->list.count,
                        m->shelf.count, m->filter);
    else
        x = area_printf(a, x, 0, ROLE_TITLE, "%d run%s", m->shelf.count,
                        m->shelf.count == 1 ? "" : "s");
    if (m->shelf.full)
        x = area_text(a, x, 0, ROLE_WARN, ", more are left out");
    for (int k = 0; k < JOURNAL_STATE_COUNT; k++)
        if (counts[k] > 0) {
            x = area_text(a, x + 2, 0, summary_state_role((enum journal_state)k),
                          journal_state_glyph((enum journal_state)k, m->unicode));
            x = area_printf(a, x + 1, 0, ROLE_FAINT, "%d %s", counts[k], journal_state_names[k]);
        }
}

struct painting {
    const struct overview *o;
    const struct model *m;
};

static bool draw_cell(void *context, int row, int column, struct area a)
{
    const struct painting *p = context;
    const struct journal *j = p->o->list.runs[row];
    const char *key = p->o->shown[column].key;
    if (strcmp(key, "mark") == 0) {
        run_list_mark(p->m, j, a);
        return true;
    }
    if (strcmp(key, "curve") == 0) {
        const struct summary s = summary_of(j);
        const int color = model_color(p->m, j);
        if (s.curve)
            chart_sparkline(
                a, color < 0 ? ROLE_FAINT : (enum cell_role)(ROLE_CURVE + color % ROLE_CURVES),
                &s.curve->series);
        return true;
    }
    return false;
}

/* Rows of the list: all runs where the selected one's detail still fits below, else the greater
 * part of a high screen, else all of it. */
static int list_rows(const struct overview *o, int height)
{
    enum { DETAIL = 10, HIGH = 30 };
    const int wanted = o->list.count + 1;
    if (o->no_detail || height < DETAIL + 3)
        return height;
    if (wanted <= height - DETAIL)
        return wanted;
    return height >= HIGH ? height * 2 / 5 : height;
}

static void overview_draw(void *state, struct model *m, struct area a)
{
    struct overview *o = state;
    struct table t;
    struct area rest = a;
    o->list.count = model_runs(m, o->list.runs);
    if (o->list.count == 0) {
        parts_no_runs(m, a);
        return;
    }
    const int curve_width = a.width < 100 ? 8 : a.width < 160 ? 16 : 32;
    table_init(&t, o->shown, o->shown_count);
    for (int i = 0; i < o->list.count; i++)
        add_row(&t, m, o->list.runs[i], RUN_SHOWN, curve_width);
    draw_counts(m, o, area_cut_rows(&rest, 1));
    struct painting painting = {o, m};
    const struct list_painter painter = {.context = &painting, .cell = draw_cell};
    const struct area rows = area_cut_rows(&rest, list_rows(o, rest.height));
    run_list_draw(&o->list, m, &t, a, rows, &painter);
    table_free(&t);
    if (rest.height > 0 && m->selected)
        run_detail_draw(m, m->selected, area_part(rest, 0, 1, rest.width, rest.height - 1));
}

/* ---- actions ---- */

static void remember_sort(const struct overview *o, struct model *m)
{
    const struct list *l = &o->list.list;
    snprintf(m->look.sort, sizeof m->look.sort, "%s%s", l->sort >= 0 && l->descending ? "-" : "",
             l->sort >= 0 ? o->shown[l->sort].key : "");
}

static bool overview_input(void *state, struct model *m, const struct input *in)
{
    struct overview *o = state;
    const bool used = run_list_input(&o->list, m, in);
    if (used)
        remember_sort(o, m);
    return used;
}

static bool act_sort(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct overview *o = state;
    if (!run_list_act_sort(&o->list, m, o->shown, o->shown_count, argument, key))
        return false;
    remember_sort(o, m);
    return true;
}

static bool act_reverse(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct overview *o = state;
    (void)argument, (void)key;
    o->list.list.descending = !o->list.list.descending;
    remember_sort(o, m);
    return true;
}

static bool act_detail(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct overview *o = state;
    (void)m, (void)argument, (void)key;
    o->no_detail = !o->no_detail;
    return true;
}

static const struct view_action actions[] = {
    {"open", "<Enter>", NULL, "open the curves of the selected run", run_list_open},
    {"sort", "><", "COLUMN",
     "sort by the next column or the one before; by name, '-' in front of "
     "it: the greatest first",
     act_sort},
    {"reverse", "r", NULL, "sort the other way round", act_reverse},
    {"detail", "d", NULL, "show the selected run below the list, or the list alone", act_detail},
};

/* ---- the view ---- */

static void overview_open(void *state, struct model *m)
{
    struct overview *o = state;
    o->shown_count = run_fields_columns(fields, FIELDS, RUN_SHOWN, o->shown);
    o->exported_count = run_fields_columns(fields, FIELDS, RUN_EXPORTED, o->exported);
    o->list.list.fixed = FIXED;
    o->list.list.sort = -1;
    run_list_sort(&o->list, m, o->shown, o->shown_count, m->look.sort);
}

static void overview_close(void *state)
{
    struct overview *o = state;
    run_list_free(&o->list);
}

static bool overview_table(void *state, struct model *m, struct table *t)
{
    struct overview *o = state;
    struct journal *runs[SHELF_RUNS_MAX];
    const int count = model_runs(m, runs);
    table_init(t, o->exported, o->exported_count);
    for (int i = 0; i < count; i++)
        add_row(t, m, runs[i], RUN_EXPORTED, 0);
    return true;
}

const struct view view_overview = {
    .name = "overview",
    .title = "Overview",
    .about = "all runs: state, progress, accuracy, time left",
    .state_size = sizeof(struct overview),
    .actions = actions,
    .action_count = sizeof actions / sizeof *actions,
    .open = overview_open,
    .close = overview_close,
    .draw = overview_draw,
    .input = overview_input,
    .table = overview_table,
};
