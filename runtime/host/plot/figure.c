/* figure.c - see figure.h. */
#include "runtime/host/plot/figure.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/plot/axis.h"
#include "runtime/host/plot/spread.h"
#include "runtime/host/plot/thin.h"

/* Units. */
static const float plot_width = 600.0f, inset = 8.0f, line_height = 15.0f, margin = 16.0f;
static const float text_size = 12.0f, small_size = 11.0f, title_size = 18.0f;

struct figure {
    const struct curves *curves;
    struct sheet *sheet;
    struct axis x;
    float left, right; /* of the plots */
    float name_width;  /* of the labels' first column */
    bool out_of_memory;
};

/* One panel's place. */
struct frame {
    const struct panel *panel;
    struct axis y;
    float top, bottom;
};

static const struct {
    const char *name;
    enum sheet_dash dash;
    float width;
} looks[ROWS_COUNT] = {[ROWS_RAW] = {"before smoothing", DASH_NONE, 0.6f},
                       [ROWS_TRAINING] = {"training", DASH_LINES, 1.4f},
                       [ROWS_BAG] = {"out of bag", DASH_DOTS, 2.2f},
                       [ROWS_VALIDATION] = {"validation", DASH_NONE, 2.0f},
                       [ROWS_PLAIN] = {NULL, DASH_NONE, 2.0f}};

static enum sheet_ink ink_of(int run)
{
    return (enum sheet_ink)(INK_CURVE + run % SHEET_CURVES);
}

/* Colours and markers are of coprime number: 35 runs before a pair comes again. */
static enum sheet_marker marker_of(int run)
{
    return (enum sheet_marker)(run % MARKER_COUNT);
}

static void rectangle(const struct figure *f, float x, float y, float w, float h,
                      enum sheet_ink ink)
{
    f->sheet->type->rectangle(f->sheet, x, y, w, h, ink);
}

static void stroke(const struct figure *f, const struct sheet_point *p, int count,
                   struct sheet_stroke s)
{
    f->sheet->type->line(f->sheet, p, count, &s);
}

static void mark(const struct figure *f, float x, float y, float size, int run, bool hollow)
{
    f->sheet->type->marker(f->sheet, x, y, size, marker_of(run), ink_of(run), hollow);
}

static void write_text(const struct figure *f, float x, float y, const char *text,
                       struct sheet_text style)
{
    f->sheet->type->text(f->sheet, x, y, &style, text);
}

/* ---- one line ---- */

static float place_x(const struct figure *f, double x)
{
    return f->left + inset + (plot_width - 2 * inset) * (float)axis_place(&f->x, x);
}

static float place_y(const struct frame *r, double y)
{
    return r->bottom - inset - (r->bottom - r->top - 2 * inset) * (float)axis_place(&r->y, y);
}

/* A run's line and what is on it. The caller frees; NULL when out of memory. */
static struct sheet_point *trace(const struct figure *f, const struct frame *r,
                                 const struct curve *v)
{
    struct sheet_point *p = malloc(((size_t)v->count + 1) * sizeof *p);
    for (int k = 0; p && k < v->count; k++)
        p[k] =
            (struct sheet_point){place_x(f, v->x[k]), isnan(v->y[k]) ? NAN : place_y(r, v->y[k])};
    return p;
}

/* Markers stand this far apart on a line of many points; those of other runs between them. */
static const float marker_distance = 60.0f;

static void draw_markers(const struct figure *f, const struct curve *v, const struct sheet_point *p,
                         int count)
{
    const bool few = count < 2 || p[count - 1].x - p[0].x >= 12.0f * (float)(count - 1);
    const float phase =
        marker_distance * (float)v->run / (float)f->curves->run_count - marker_distance;
    float next = few ? -INFINITY : f->left + phase;
    for (int k = 0; k < count; k++) {
        const bool alone = (k == 0 || isnan(p[k - 1].y)) && (k + 1 == count || isnan(p[k + 1].y));
        if (isnan(p[k].y) || (p[k].x < next && !alone))
            continue;
        mark(f, p[k].x, p[k].y, few ? 6.0f : 7.0f, v->run, !v->chief);
        while (!few && next <= p[k].x)
            next += marker_distance;
    }
}

/* Crosses on the axis where the value was not finite; where they would touch, one stands for all.
 */
static void draw_gaps(const struct figure *f, const struct frame *r, const struct curve *v,
                      const struct sheet_point *p, int count)
{
    float last = -INFINITY;
    const float y = r->bottom - 5.0f, half = 2.5f;
    for (int k = 0; k < count; k++) {
        if (!isnan(p[k].y) || p[k].x - last < 6.0f)
            continue;
        last = p[k].x;
        const struct sheet_point cross[] = {{last - half, y - half},
                                            {last + half, y + half},
                                            {0.0f, NAN},
                                            {last - half, y + half},
                                            {last + half, y - half}};
        stroke(f, cross, 5, (struct sheet_stroke){ink_of(v->run), 1.5f, DASH_NONE});
    }
}

static const char *value_text(const struct panel *p, double value, char *out, size_t size)
{
    const double large = fabs(value);
    if (p->percent)
        snprintf(out, size, "%.1f %%", value);
    else if (large >= 1e-3 && large < 1e3 && value != rint(value))
        snprintf(out, size, "%#.4g", value);
    else
        axis_number(value, out, size);
    return out;
}

/* "mlp68, valid_accuracy: best 60.4 % at 17 (epoch), last 60.2 % at 20 (epoch)" */
static void tell(const struct figure *f, const struct panel *p, const struct curve *v, char *out,
                 size_t size)
{
    const char *x = f->curves->x_name;
    char best[32] = "", last[32];
    int used = snprintf(out, size, "%s, %.100s", f->curves->runs[v->run].name, v->key);
    if (v->best >= 0)
        used += snprintf(out + used, size - (size_t)used, ": best %s at %.6g (%s)",
                         value_text(p, v->y[v->best], best, sizeof best), v->x[v->best], x);
    if (v->last >= 0)
        snprintf(out + used, size - (size_t)used, "%s last %s at %.6g (%s)",
                 v->best >= 0 ? "," : ":", value_text(p, v->y[v->last], last, sizeof last),
                 v->x[v->last], x);
}

static void draw_curve(struct figure *f, const struct frame *r, const struct curve *v)
{
    char told[512];
    struct sheet_point *p = trace(f, r, v);
    f->out_of_memory |= !p;
    if (!p)
        return;
    const bool long_line = v->count > (int)(2 * plot_width);
    const int count = long_line ? thin(p, v->count) : v->count;
    const float width = looks[v->role].width * (long_line ? 0.6f : 1.0f);
    tell(f, r->panel, v, told, sizeof told);
    f->sheet->type->begin(f->sheet, told);
    stroke(f, p, count, (struct sheet_stroke){ink_of(v->run), width, looks[v->role].dash});
    if (v->role != ROWS_RAW) {
        draw_markers(f, v, p, count);
        draw_gaps(f, r, v, p, count);
    }
    f->sheet->type->end(f->sheet);
    free(p);
}

static void draw_best(const struct figure *f, const struct frame *r, const struct curve *v)
{
    if (v->chief && v->best >= 0)
        mark(f, place_x(f, v->x[v->best]), place_y(r, v->y[v->best]), 11.0f, v->run, false);
}

/* ---- names at the ends of lines ---- */

static double end_of(const struct curve *v)
{
    return v->last < 0 ? -INFINITY : v->y[v->last];
}

/* The chief curves of a panel from the top down: out [run_count]; returns how many there are. */
static int order_ends(const struct panel *p, const struct curve **out)
{
    int count = 0;
    for (int k = 0; k < p->count; k++) {
        if (!p->curves[k].chief)
            continue;
        int at = count++;
        for (; at > 0 && end_of(out[at - 1]) < end_of(&p->curves[k]); at--)
            out[at] = out[at - 1];
        out[at] = &p->curves[k];
    }
    return count;
}

static void summary_text(const struct panel *p, const struct curve *v, char *out, size_t size)
{
    char value[32], at[32];
    const int k = v->best >= 0 ? v->best : v->last;
    if (k < 0)
        snprintf(out, size, "not a number");
    else if (v->best >= 0)
        snprintf(out, size, "%s at %s", value_text(p, v->y[k], value, sizeof value),
                 axis_number(v->x[k], at, sizeof at));
    else
        snprintf(out, size, "%s", value_text(p, v->y[k], value, sizeof value));
}

/* From where a line ends at the right edge to its name. */
static void draw_leader(const struct figure *f, int run, float from, float to)
{
    const struct sheet_point p[] = {{f->right + 3.0f, from}, {f->right + 15.0f, to}};
    stroke(f, p, 2, (struct sheet_stroke){ink_of(run), 0.8f, DASH_NONE});
}

static void draw_names(const struct figure *f, const struct frame *r)
{
    const struct curve *ends[CURVES_RUNS_MAX];
    float y[CURVES_RUNS_MAX];
    const int count = order_ends(r->panel, ends);
    for (int k = 0; k < count; k++)
        y[k] = ends[k]->last < 0 ? r->bottom : place_y(r, ends[k]->y[ends[k]->last]);
    spread(y, count, line_height, r->top + 6.0f, r->bottom - 6.0f);
    for (int k = 0; k < count; k++) {
        const struct curve *v = ends[k];
        char text[64];
        if (v->last >= 0 && place_x(f, v->x[v->last]) > f->right - inset - 2.0f)
            draw_leader(f, v->run, place_y(r, v->y[v->last]), y[k]);
        mark(f, f->right + 21.0f, y[k], 7.0f, v->run, false);
        write_text(f, f->right + 30.0f, y[k] + 4.0f, f->curves->runs[v->run].name,
                   (struct sheet_text){text_size, ANCHOR_START, INK_TEXT, true});
        summary_text(r->panel, v, text, sizeof text);
        write_text(f, f->right + 38.0f + f->name_width, y[k] + 4.0f, text,
                   (struct sheet_text){text_size, ANCHOR_START, INK_FAINT, false});
    }
}

/* ---- panels ---- */

static struct axis value_axis(const struct panel *p, float height)
{
    double low = p->log && !(p->low > 0) ? INFINITY : fmin(p->low, INFINITY);
    double high = fmax(p->high, -INFINITY);
    for (int k = 0; k < p->count; k++)
        for (int i = 0; i < p->curves[k].count; i++) {
            low = fmin(low, p->curves[k].y[i]); /* of NaN and a number the number */
            high = fmax(high, p->curves[k].y[i]);
        }
    const int wanted = (int)fminf(8.0f, height / 40.0f);
    if (!(low <= high))
        low = high = p->log ? 1 : 0;
    return p->log ? axis_log(low, high, wanted) : axis_make(low, high, wanted, false);
}

static void draw_grid(const struct figure *f, const struct frame *r, bool lowest)
{
    char label[32];
    for (int k = 0; k < r->y.ticks; k++) {
        const float y = place_y(r, r->y.tick[k]);
        rectangle(f, f->left, y - 0.5f, plot_width, 1.0f, INK_GRID);
        write_text(f, f->left - 8.0f, y + 4.0f, axis_label(&r->y, k, label, sizeof label),
                   (struct sheet_text){small_size, ANCHOR_END, INK_FAINT, false});
    }
    for (int k = 0; k < f->x.ticks; k++) {
        const float x = place_x(f, f->x.tick[k]);
        rectangle(f, x - 0.5f, r->top, 1.0f, r->bottom - r->top, INK_GRID);
        rectangle(f, x - 0.5f, r->bottom, 1.0f, 4.0f, INK_AXIS);
        if (lowest)
            write_text(f, x, r->bottom + 17.0f, axis_label(&f->x, k, label, sizeof label),
                       (struct sheet_text){small_size, ANCHOR_MIDDLE, INK_FAINT, false});
    }
    rectangle(f, f->left, r->bottom - 0.5f, plot_width, 1.0f, INK_AXIS);
    if (lowest)
        write_text(f, f->left + plot_width / 2, r->bottom + 36.0f, f->curves->x_name,
                   (struct sheet_text){text_size, ANCHOR_MIDDLE, INK_TEXT, false});
}

static void draw_heading(const struct figure *f, const struct frame *r)
{
    char text[CURVES_NAME_MAX + 32];
    snprintf(text, sizeof text, "%.*s%s", CURVES_NAME_MAX, r->panel->name,
             r->panel->percent ? ", %"
             : r->panel->log   ? ", logarithmic"
                               : "");
    for (char *s = text; *s; s++)
        *s = *s == '_' ? ' ' : *s;
    text[0] = (char)toupper((unsigned char)text[0]);
    write_text(f, f->left, r->top - 9.0f, text,
               (struct sheet_text){13.0f, ANCHOR_START, INK_TEXT, true});
}

static void draw_panel(struct figure *f, const struct panel *p, float top, float height,
                       bool lowest)
{
    const struct frame r = {p, value_axis(p, height), top, top + height};
    draw_heading(f, &r);
    draw_grid(f, &r, lowest);
    for (int k = 0; k < p->count; k++)
        draw_curve(f, &r, &p->curves[k]);
    for (int k = 0; k < p->count; k++)
        draw_best(f, &r, &p->curves[k]);
    draw_names(f, &r);
}

/* ---- the whole ---- */

/* What dashes, large markers and crosses mean: only what the figure has. */
static void draw_key(const struct figure *f, float y)
{
    bool has[ROWS_COUNT] = {false}, best = false, gap = false, log = false;
    for (int p = 0; p < f->curves->panel_count; p++)
        for (int k = 0; k < f->curves->panels[p].count; k++) {
            const struct curve *v = &f->curves->panels[p].curves[k];
            has[v->role] = true;
            log |= f->curves->panels[p].log;
            best |= v->best >= 0;
            for (int i = 0; i < v->count; i++)
                gap |= isnan(v->y[i]);
        }
    const struct sheet_text style = {text_size, ANCHOR_START, INK_FAINT, false};
    float x = f->left;
    for (int role = ROWS_COUNT - 1; role >= 0; role--) {
        if (!has[role] || !looks[role].name)
            continue;
        const struct sheet_point p[] = {{x, y - 4.0f}, {x + 30.0f, y - 4.0f}};
        stroke(f, p, 2, (struct sheet_stroke){INK_FAINT, looks[role].width, looks[role].dash});
        write_text(f, x + 38.0f, y, looks[role].name, style);
        x += 38.0f + sheet_text_width(text_size, looks[role].name) + 16.0f;
    }
    char words[80];
    snprintf(words, sizeof words, "%s%s%s", best ? "large mark: best" : "", best && gap ? "; " : "",
             !gap  ? ""
             : log ? "cross: not a number, or without a logarithm"
                   : "cross: not a number");
    write_text(f, x, y, words, style);
}

static void compose_title(const struct curves *c, const char *title, char *out, size_t size)
{
    enum { NAMED = 3 };
    size_t used = 0;
    if (title)
        snprintf(out, size, "%s", title);
    else if (c->run_count > NAMED)
        snprintf(out, size, "%d runs", c->run_count);
    if (title || c->run_count > NAMED)
        return;
    out[0] = '\0';
    for (int i = 0; i < c->run_count && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i ? ", " : "", c->runs[i].name);
}

/* Units that the panels' labels take: of the ticks on the left, of the values on the right. */
struct widths {
    float ticks, names, values;
};

static struct widths measure(const struct curves *c, float height)
{
    struct widths w = {0};
    char text[64];
    for (int i = 0; i < c->run_count; i++)
        w.names = fmaxf(w.names, sheet_text_width(text_size, c->runs[i].name));
    for (int p = 0; p < c->panel_count; p++) {
        const struct axis y = value_axis(&c->panels[p], height);
        for (int k = 0; k < y.ticks; k++)
            w.ticks =
                fmaxf(w.ticks, sheet_text_width(small_size, axis_label(&y, k, text, sizeof text)));
        for (int k = 0; k < c->panels[p].count; k++) {
            summary_text(&c->panels[p], &c->panels[p].curves[k], text, sizeof text);
            w.values = fmaxf(w.values, sheet_text_width(text_size, text));
        }
    }
    return w;
}

/* Where panels stand, from the top down. */
static const float head = 92.0f, between = 42.0f, foot = 48.0f;

static void draw(struct figure *f, const char *heading, float height)
{
    const struct curves *c = f->curves;
    write_text(f, f->left, 32.0f, heading,
               (struct sheet_text){title_size, ANCHOR_START, INK_TEXT, true});
    draw_key(f, 54.0f);
    for (int p = 0; p < c->panel_count; p++)
        draw_panel(f, &c->panels[p], head + (float)p * (height + between), height,
                   p == c->panel_count - 1);
}

int figure_write(const struct curves *c, const char *title, enum sheet_theme theme,
                 const char *path, struct mien_error *e)
{
    const float least = c->panel_count == 1 ? 300.0f : 200.0f, panels = (float)c->panel_count;
    const float height = fmaxf(least, line_height * (float)c->run_count + 12.0f);
    const struct widths w = measure(c, height);
    char heading[256];
    sheet_maker *make = sheet_maker_of(path);
    if (!make)
        return error_usage(e, "a figure is an .svg or a .png ('%.200s'); name such a file", path);
    struct figure f = {.curves = c,
                       .x = axis_make(c->x_low, c->x_high, 8, c->x_whole),
                       .left = margin + w.ticks + 8.0f,
                       .name_width = w.names};
    f.right = f.left + plot_width;
    compose_title(c, title, heading, sizeof heading);
    const float width =
        fmaxf(f.right + 38.0f + w.names + w.values, f.left + sheet_text_width(title_size, heading));
    f.sheet = make(width + margin, head + panels * height + (panels - 1) * between + foot, theme,
                   heading, e);
    if (!f.sheet)
        return -1;
    draw(&f, heading, height);
    const int result =
        f.out_of_memory ? error_memory(e, "a figure", 0) : f.sheet->type->save(f.sheet, path, e);
    f.sheet->type->close(f.sheet);
    return result;
}
