/* curves_draw.c - the view of curves on the screen: a row that says what is shown, below it panels,
 * one below the other or side by side where it is wide, each with its legend to the right. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/plot/axis.h"
#include "runtime/host/utf8.h"
#include "viewer/console/views/curves_state.h"
#include "viewer/console/views/parts.h"

enum {
    PANEL_ROWS_MIN = 9, /* title, six rows of curve, axis */
    SIDE_BY_SIDE = 150, /* columns from which panels stand in two columns */
    LEGEND_FROM = 56,   /* columns of a panel from which a legend has room */
    LEGEND_WIDE_FROM = 92,
    LEGEND_NARROW = 30,
    LEGEND_WIDE = 42
};

static struct area at(struct area a, const struct place *p)
{
    return area_part(a, p->x, p->y, p->width, p->height);
}

/* ---- the row that says what is shown ---- */

static int put(struct area a, int x, enum cell_role role, const char *text)
{
    return x + utf8_text_width(text) + 2 <= a.width ? area_text(a, x, 0, role, text) : x;
}

static const char *number(double value, bool whole, char out[32])
{
    if (!whole)
        snprintf(out, 32, "%.3g", value);
    return whole ? axis_number(value, out, 32) : out;
}

/* "epoch 12–31 of 1–60" */
static void range_text(const struct scene *c, bool zoomed, bool unicode, char *out, size_t size)
{
    char low[32], high[32], first[32], last[32];
    const char *dash = unicode ? "–" : "-";
    if (!(c->full_low <= c->full_high)) {
        snprintf(out, size, "%s", c->x_name);
        return;
    }
    const bool one = c->x_low == c->x_high;
    const int used = snprintf(out, size, "%s %s%s%s", c->x_name, number(c->x_low, c->x_whole, low),
                              one ? "" : dash, one ? "" : number(c->x_high, c->x_whole, high));
    if (zoomed && used > 0 && (size_t)used < size)
        snprintf(out + used, size - (size_t)used, " of %s%s%s",
                 number(c->full_low, c->x_whole, first), dash,
                 number(c->full_high, c->x_whole, last));
}

static int runs_without_time(const struct scene *c)
{
    int count = 0;
    for (int r = 0; r < c->run_count; r++)
        count += !isfinite(store_seconds(c->runs[r]));
    return count;
}

static void draw_status(const struct curves_state *s, const struct model *m, struct area a)
{
    const struct scene *c = &s->scene;
    char text[160], range[128];
    const char *dot = m->unicode ? " · " : ", ";
    range_text(c, s->low < s->high, m->unicode, range, sizeof range);
    snprintf(text, sizeof text, "%d run%s over %s", c->run_count, c->run_count == 1 ? "" : "s",
             range);
    int x = put(a, 1, ROLE_TEXT, text);
    snprintf(text, sizeof text, "%ssmooth %.2g", dot, s->smooth);
    if (s->smooth > 0)
        x = put(a, x, ROLE_FAINT, text);
    snprintf(text, sizeof text, "%s%s%s%s", s->log ? dot : "", s->log ? "log" : "",
             s->fixed ? dot : "", s->fixed ? "y fixed" : "");
    x = put(a, x, ROLE_FAINT, text);
    if (c->runs_left_out > 0) {
        snprintf(text, sizeof text, "%s%d more are left out", dot, c->runs_left_out);
        x = put(a, x, ROLE_WARN, text);
    }
    if (s->wall && runs_without_time(c) > 0) {
        snprintf(text, sizeof text, "%s%d without times", dot, runs_without_time(c));
        x = put(a, x, ROLE_WARN, text);
    }
    if (c->panel_count < c->metric_count) {
        snprintf(text, sizeof text, "%d of %d metrics, Tab", c->panel_count, c->metric_count);
        const int width = utf8_text_width(text);
        if (x + width + 3 <= a.width)
            area_text(a, a.width - width - 1, 0, ROLE_FAINT, text);
    }
}

/* ---- one panel ---- */

static bool has_dashed(const struct scene *c, const struct scene_panel *p)
{
    for (int i = p->first; i < p->first + p->count; i++)
        if (c->traces[i].dashed)
            return true;
    return false;
}

static void draw_title(const struct curves_state *s, const struct model *m,
                       const struct scene_panel *p, struct area a)
{
    const struct scene *c = &s->scene;
    const bool focused = strcmp(p->metric, c->metrics[c->focus]) == 0;
    char text[JOURNAL_NAME_MAX + 32];
    snprintf(text, sizeof text, "%s", p->metric);
    for (char *t = text; *t; t++)
        *t = *t == '_' ? ' ' : *t;
    const int x = area_text(a, 1, 0, focused ? ROLE_TITLE : ROLE_TEXT, text);
    area_bold(area_part(a, 1, 0, x - 1, 1), true);
    if (has_dashed(c, p))
        put(a, x, ROLE_FAINT, m->unicode ? "  ── valid ╌╌ train" : "  -- valid .. train");
}

/* The range that the mouse draws. */
static void draw_drag(const struct curves_state *s, const struct scene_panel *p, struct area a)
{
    const struct chart_frame *f = &p->frame;
    if (isnan(s->drag_from) || f->width < 1)
        return;
    const int from = chart_column(f, fmin(s->drag_from, s->drag_to));
    const int to = chart_column(f, fmax(s->drag_from, s->drag_to));
    if (to > from)
        area_reverse(area_part(a, from, f->top, to - from + 1, f->height), true);
}

static void draw_panel(struct curves_state *s, const struct model *m, struct scene_panel *p,
                       struct area a)
{
    struct area all = at(a, &p->place), title = area_cut_rows(&all, 1), legend = {0};
    struct chart_curve *curves = malloc(((size_t)p->count + 1) * sizeof *curves);
    const int legend_width = p->place.width < LEGEND_FROM        ? 0
                             : p->place.width < LEGEND_WIDE_FROM ? LEGEND_NARROW
                                                                 : LEGEND_WIDE;
    if (!curves)
        return;
    struct chart chart = scene_chart(s, p, curves);
    struct area legend_title = title;
    if (legend_width > 0) {
        legend = area_part(all, all.width - legend_width, 0, legend_width, all.height);
        legend_title = area_part(title, title.width - legend_width, 0, legend_width, 1);
        title = area_part(title, 0, 0, title.width - legend_width, 1);
        all = area_part(all, 0, 0, all.width - legend_width - 1, all.height);
        p->legend = (struct place){legend.x - a.x, legend.y - a.y, legend.width, legend.height};
    }
    draw_title(s, m, p, title);
    if (p->count == 0) {
        area_text(all, 3, all.height / 2, ROLE_FAINT, "no run has it yet");
        free(curves);
        return;
    }
    chart.mute = legend_width > 0;
    p->frame = chart_draw(all, &chart);
    p->frame.left += all.x - a.x;
    p->frame.top += all.y - a.y;
    draw_drag(s, p, a);
    if (legend_width > 0)
        legend_draw(s, m, p, &chart, legend_title, legend);
    free(curves);
}

/* ---- all of them ---- */

/* `a` begins in row `top_row` of the view's area. */
static void place_panels(struct scene *c, struct area a, int top_row, int columns)
{
    const int rows = (c->panel_count + columns - 1) / columns;
    for (int i = 0; i < c->panel_count; i++) {
        const int row = i / columns, column = i % columns;
        const int top = row * a.height / rows, left = column * a.width / columns;
        const bool alone = i == c->panel_count - 1 && column == 0;
        const int right = alone ? a.width : (column + 1) * a.width / columns;
        c->panels[i].place = (struct place){left, top_row + top, right - left - (right < a.width),
                                            (row + 1) * a.height / rows - top};
    }
}

static void draw_nothing(const struct scene *c, const struct model *m, struct area a)
{
    struct journal *runs[SHELF_RUNS_MAX];
    if (model_runs(m, runs) == 0)
        parts_no_runs(m, a);
    else if (c->run_count == 0)
        parts_hint(a, "No run is chosen.\nChoose one in the overview: `1`");
    else
        parts_hint(a, "No numbers yet.\nCurves begin with the first step.");
}

void curves_draw(void *state, struct model *m, struct area a)
{
    struct curves_state *s = state;
    struct scene *c = &s->scene;
    const int wanted = s->full ? 1 : scene_choose(s, m);
    const int columns = a.width >= SIDE_BY_SIDE && wanted > 1 ? 2 : 1;
    struct area rest = a, status = area_cut_rows(&rest, a.height > 4 ? 1 : 0);
    const int rows = rest.height / PANEL_ROWS_MIN > 1 ? rest.height / PANEL_ROWS_MIN : 1;
    scene_gather(s, m, rows * columns);
    if (c->run_count == 0 || c->panel_count == 0) {
        draw_nothing(c, m, a);
        return;
    }
    draw_status(s, m, status);
    place_panels(c, rest, rest.y - a.y, columns);
    for (int i = 0; i < c->panel_count; i++)
        draw_panel(s, m, &c->panels[i], a);
    if (s->picker.open)
        picker_draw(s, m, a);
}
