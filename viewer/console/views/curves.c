/* curves.c - the view of curves: what can be done in it, by key, by name and by mouse.
 *
 * Files beside it: curves_scene.c (what is shown), curves_store.c (series for zooms and times),
 * curves_draw.c and curves_legend.c (the screen), curves_picker.c (which metrics), curves_look.c
 * (what is kept), curves_export.c (table and figure). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/console/views/curves_state.h"

static void open_view(void *state, struct model *m)
{
    struct curves_state *s = state;
    s->cursor = s->drag_from = s->drag_to = NAN;
    s->smooth = m->look.smooth;
    s->log = m->look.log;
    curves_set_metrics(s, m->look.metrics);
}

static void close_view(void *state)
{
    struct curves_state *s = state;
    store_free(s->store);
    free(s->scene.traces);
    free(s->columns);
}

/* ---- panels ---- */

/* The panel that keys speak of, as it was drawn; NULL: there is none. */
static const struct scene_panel *focused(const struct curves_state *s)
{
    const int place = s->scene.focus - s->scene.first_panel;
    return place >= 0 && place < s->scene.panel_count ? &s->scene.panels[place] : NULL;
}

static void focus(struct curves_state *s, int metric)
{
    struct scene *c = &s->scene;
    if (c->metric_count == 0)
        return;
    c->focus = (metric + c->metric_count) % c->metric_count;
    memcpy(s->focus, c->metrics[c->focus], sizeof s->focus);
}

static bool act_panel(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct curves_state *s = state;
    (void)argument;
    scene_choose(s, m);
    focus(s, s->scene.focus + (key == KEY_CODE_BACK_TAB ? -1 : 1));
    return true;
}

static bool act_full(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct curves_state *s = state;
    (void)m, (void)argument, (void)key;
    focus(s, s->scene.focus);
    s->full = !s->full;
    return true;
}

static bool act_metrics(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct curves_state *s = state;
    (void)key;
    if (*argument)
        curves_set_metrics(s, strcmp(argument, "usual") == 0 ? "" : argument);
    else
        s->picker = (struct picker){.open = true};
    curves_remember(s, m);
    return true;
}

/* ---- the cursor ---- */

/* A column further, or to the next whole number where these are wider apart. */
static double step(const struct scene *c, const struct chart_frame *f, double x, int by)
{
    const double beside = chart_x(f, chart_column(f, x) + by);
    if (!c->x_whole)
        return beside;
    const double whole = round(beside);
    return (whole - x) * by > 0 ? whole : round(x) + by;
}

static void set_cursor(struct curves_state *s, double x)
{
    const struct scene *c = &s->scene;
    x = c->x_whole ? round(x) : x;
    s->cursor = fmin(fmax(x, c->x_low), c->x_high);
}

static bool act_cursor(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct curves_state *s = state;
    const struct scene *c = &s->scene;
    const struct scene_panel *p = focused(s);
    const int by = key == KEY_CODE_LEFT || key == 'h' ? -1 : 1;
    char *end;
    const double x = strtod(argument, &end);
    if (*argument && (*end || !isfinite(x))) {
        model_complain(m, "'%s' is no number; say where: :cursor 12", argument);
        return false;
    }
    if (!p || !(c->x_low <= c->x_high))
        return false;
    if (*argument)
        set_cursor(s, x);
    else if (isnan(s->cursor)) /* it comes in from the side it walks away from */
        set_cursor(s, by < 0 ? c->x_high : c->x_low);
    else if (p->frame.width > 0)
        set_cursor(s, step(c, &p->frame, s->cursor, by));
    return true;
}

static bool act_ends(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct curves_state *s = state;
    (void)m, (void)argument;
    set_cursor(s, key == KEY_CODE_HOME ? s->scene.x_low : s->scene.x_high);
    return true;
}

/* ---- the part shown ---- */

static void zoom_by(struct curves_state *s, double factor, double around)
{
    const struct scene *c = &s->scene;
    const double centre = isnan(around) ? (c->x_low + c->x_high) / 2 : around;
    scene_zoom(s, centre - factor * (centre - c->x_low), centre + factor * (c->x_high - centre));
}

static bool act_zoom(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct curves_state *s = state;
    double low, high;
    (void)key;
    if (!*argument) {
        zoom_by(s, 0.5, s->cursor);
        return true;
    }
    if (sscanf(argument, "%lf %lf", &low, &high) != 2 || !(low < high)) {
        model_complain(m, "'%s' is no range; say from where to where: :zoom 10 40", argument);
        return false;
    }
    scene_zoom(s, low, high);
    return true;
}

static bool act_zoom_out(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct curves_state *s = state;
    (void)m, (void)argument, (void)key;
    zoom_by(s, 2, s->cursor);
    return true;
}

static bool act_pan(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct curves_state *s = state;
    const struct scene *c = &s->scene;
    const double by = (key == 'H' ? -0.25 : 0.25) * (c->x_high - c->x_low);
    (void)m, (void)argument;
    if (s->low < s->high)
        scene_zoom(s, c->x_low + by, c->x_high + by);
    return true;
}

static bool act_reset(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct curves_state *s = state;
    (void)m, (void)argument, (void)key;
    s->low = s->high = 0;
    s->cursor = s->drag_from = NAN;
    return true;
}

/* ---- scales ---- */

/* "on" and "off", or the words of the two; "" toggles. */
static bool choose(struct model *m, bool *value, const char *argument, const char *off,
                   const char *on)
{
    if (*argument && strcmp(argument, on) != 0 && strcmp(argument, off) != 0) {
        model_complain(m, "'%s' is neither '%s' nor '%s'", argument, on, off);
        return false;
    }
    *value = *argument ? strcmp(argument, on) == 0 : !*value;
    return true;
}

static bool act_log(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct curves_state *s = state;
    (void)key;
    const bool done = choose(m, &s->log, argument, "off", "on");
    curves_remember(s, m);
    return done;
}

static bool act_smooth(void *state, struct model *m, const char *argument, uint32_t key)
{
    static const double steps[] = {0.6, 0.9};
    struct curves_state *s = state;
    char *end;
    const double wanted = strtod(argument, &end);
    (void)key;
    if (*argument && (*end || !(wanted >= 0 && wanted <= 0.99))) {
        model_complain(m, "'%s' is no weight of the past; say 0 (as it is) to 0.99", argument);
        return false;
    }
    double next = 0;
    for (size_t k = sizeof steps / sizeof *steps; k-- > 0;)
        next = s->smooth < steps[k] ? steps[k] : next;
    s->smooth = *argument ? wanted : next;
    curves_remember(s, m);
    return true;
}

static bool act_axis(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct curves_state *s = state;
    bool timed = false, wall = s->wall;
    (void)key;
    scene_choose(s, m);
    for (int r = 0; r < s->scene.run_count; r++)
        timed |= isfinite(store_seconds(s->scene.runs[r]));
    if (!choose(m, &wall, argument, "steps", "time"))
        return false;
    if (wall && !timed) {
        model_complain(m, "the runs chosen do not say when their steps were (no key 'wall')");
        return false;
    }
    s->wall = wall;
    return true;
}

static bool act_range(void *state, struct model *m, const char *argument, uint32_t key)
{
    struct curves_state *s = state;
    (void)key;
    return choose(m, &s->fixed, argument, "auto", "fixed");
}

/* ---- runs ---- */

static bool act_run(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)state, (void)argument;
    model_select_next(m, key == KEY_CODE_UP || key == 'k' ? -1 : 1);
    return true;
}

static bool act_pin(void *state, struct model *m, const char *argument, uint32_t key)
{
    (void)state, (void)argument, (void)key;
    if (m->selected)
        model_pin(m, m->selected, !model_is_pinned(m, m->selected));
    return true;
}

/* ---- the mouse ---- */

static bool inside(const struct place *p, int x, int y)
{
    return x >= p->x && x < p->x + p->width && y >= p->y && y < p->y + p->height;
}

static int panel_at(const struct curves_state *s, int x, int y)
{
    for (int i = 0; i < s->scene.panel_count; i++)
        if (inside(&s->scene.panels[i].place, x, y))
            return i;
    return -1;
}

static bool in_plot(const struct chart_frame *f, int x, int y)
{
    return x >= f->left && x < f->left + f->width && y >= f->top && y < f->top + f->height;
}

static void press(struct curves_state *s, const struct scene_panel *p, int x, int y)
{
    if (!in_plot(&p->frame, x, y))
        return;
    set_cursor(s, chart_x(&p->frame, x));
    s->drag_from = s->drag_to = chart_x(&p->frame, x);
}

/* A drag over some columns zooms; one over fewer was a click that slipped. */
static void release(struct curves_state *s, const struct scene_panel *p)
{
    enum { COLUMNS = 3 };
    const double from = fmin(s->drag_from, s->drag_to), to = fmax(s->drag_from, s->drag_to);
    if (isnan(s->drag_from))
        return;
    if (p && chart_column(&p->frame, to) - chart_column(&p->frame, from) >= COLUMNS)
        scene_zoom(s, from, to);
    s->drag_from = NAN;
}

static bool mouse(struct curves_state *s, const struct input *in)
{
    const int at = panel_at(s, in->x, in->y);
    const struct scene_panel *p = at >= 0 ? &s->scene.panels[at] : NULL;
    const struct scene_panel *drawn = focused(s);
    switch (in->mouse) {
    case MOUSE_PRESS:
        if (!p)
            return false;
        focus(s, s->scene.first_panel + at);
        press(s, p, in->x, in->y);
        return true;
    case MOUSE_DRAG:
        if (isnan(s->drag_from) || !drawn)
            return false;
        s->drag_to = chart_x(&drawn->frame, in->x);
        set_cursor(s, s->drag_to);
        return true;
    case MOUSE_RELEASE:
        release(s, drawn);
        return true;
    case MOUSE_DOUBLE:
        s->full = p ? !s->full : s->full;
        return p != NULL;
    case MOUSE_WHEEL_UP:
    case MOUSE_WHEEL_DOWN:
        if (!p || p->frame.width < 1)
            return false;
        zoom_by(s, in->mouse == MOUSE_WHEEL_UP ? 0.8 : 1.25, chart_x(&p->frame, in->x));
        return true;
    }
    return false;
}

static bool input(void *state, struct model *m, const struct input *in)
{
    struct curves_state *s = state;
    if (s->picker.open)
        return picker_input(s, m, in);
    if (in->kind == INPUT_MOUSE)
        return mouse(s, in);
    if (in->kind == INPUT_KEY && in->key == KEY_CODE_ESCAPE && !isnan(s->cursor)) {
        s->cursor = NAN;
        return true;
    }
    return false;
}

static bool grabs(const void *state)
{
    return ((const struct curves_state *)state)->picker.open;
}

static const struct view_action actions[] = {
    {"metrics", "m", "loss,accuracy",
     "choose what is drawn: any number in the files; :metrics usual", act_metrics},
    {"panel", "<Tab><Shift-Tab>", NULL, "the next panel, or the one before", act_panel},
    {"full", "f<Enter>", NULL, "this panel alone, as large as the screen", act_full},
    {"cursor", "<Right>l<Left>h", "12", "move the cursor that reads values; Esc takes it away",
     act_cursor},
    {"ends", "<End><Home>", NULL, "the cursor to the last step or the first", act_ends},
    {"zoom", "+=", "10 40", "zoom in around the cursor; also wheel and drag", act_zoom},
    {"out", "-_", NULL, "zoom out", act_zoom_out},
    {"pan", "LH", NULL, "move on or back along the axis", act_pan},
    {"reset", "0", NULL, "show everything again", act_reset},
    {"smooth", "s", "0..0.99", "smooth: an exponential mean of points, raw values behind it",
     act_smooth},
    {"log", "g", "on|off", "logarithmic scale, for all but shares", act_log},
    {"axis", "x", "steps|time", "draw over steps or over time", act_axis},
    {"range", "y", "auto|fixed", "y as wide as what is shown, or as all there is", act_range},
    {"run", "<Down>j<Up>k", NULL, "another run under the cursor", act_run},
    {"pin", "<Space>", NULL, "keep this run when another is chosen, or let it go", act_pin},
};

const struct view view_curves = {
    .name = "curves",
    .title = "Curves",
    .about =
        "What the runs chosen measured, over steps or time, each run in its colour and marker.",
    .state_size = sizeof(struct curves_state),
    .actions = actions,
    .action_count = sizeof actions / sizeof *actions,
    .open = open_view,
    .close = close_view,
    .draw = curves_draw,
    .input = input,
    .grabs = grabs,
    .table = curves_table,
    .figure = curves_figure,
};
