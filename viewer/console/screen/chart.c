/* chart.c - see chart.h. Its parts: chart_curves.h (values), scale.h (axes), trace.h (curves),
 * dots.h (lines), ends.h (names). */
#include "viewer/console/screen/chart.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "runtime/host/utf8.h"
#include "viewer/console/screen/dots.h"
#include "viewer/console/screen/ends.h"
#include "viewer/console/screen/scale.h"
#include "viewer/console/screen/theme.h"

enum { LEAST_WIDTH = 12, LEAST_HEIGHT = 4 };

/* A chart that is being drawn. */
struct drawing {
    const struct chart *chart;
    struct scale scale;
    struct area plot, left, below, names, told; /* an area of no width or height is not drawn */
};

/* Characters that lines are made of. */
struct strokes {
    uint32_t upright, level, corner, left_tick, lower_tick, grid, gap;
};

static const struct strokes *strokes_of(struct area a)
{
    static const struct strokes unicode = {0x2502, 0x2500, 0x2514, 0x2524, 0x252c, 0x2508, 0xd7},
                                ascii = {'|', '-', '+', '+', '+', '.', 'x'};
    return a.cells->unicode ? &unicode : &ascii;
}

/* ---- axes ---- */

static int tick_row(const struct drawing *d, int tick)
{
    return (int)floor(scale_y(&d->scale, d->plot.height, d->scale.y.tick[tick]) + 0.5) / DOTS_DOWN;
}

static int tick_column(const struct drawing *d, int tick)
{
    return (int)floor(scale_x(&d->scale, d->plot.width, d->scale.x.tick[tick]) + 0.5) / DOTS_ACROSS;
}

static int label_width(const struct chart *c, const struct scale *s)
{
    char text[SCALE_LABEL_MAX];
    int width = 0;
    for (int k = 0; k < s->y.ticks && !s->empty; k++) {
        const int w = utf8_text_width(scale_y_label(s, c, k, text));
        width = w > width ? w : width;
    }
    return width;
}

static void draw_grid(const struct drawing *d)
{
    if (d->plot.width < 24 || d->plot.height < 6)
        return;
    for (int k = 0; k < d->scale.y.ticks && !d->scale.empty; k++)
        area_fill(area_part(d->plot, 0, tick_row(d, k), d->plot.width, 1), ROLE_BORDER,
                  strokes_of(d->plot)->grid);
}

static void draw_left(const struct drawing *d)
{
    const struct strokes *with = strokes_of(d->left);
    const int line = d->left.width - 1;
    char text[SCALE_LABEL_MAX];
    area_fill(area_part(d->left, line, 0, 1, d->left.height), ROLE_BORDER, with->upright);
    for (int k = 0, last = -1; k < d->scale.y.ticks && !d->scale.empty; k++) {
        const int row = tick_row(d, k);
        if (row == last)
            continue;
        last = row;
        area_glyph(d->left, line, row, ROLE_BORDER, with->left_tick);
        area_field(d->left, 0, row, line, true, ROLE_FAINT,
                   scale_y_label(&d->scale, d->chart, k, text));
    }
}

/* "3 not finite" and what x counts, at the right end of the lowest row; returns where they begin.
 */
static int draw_notes(const struct drawing *d, const struct trace_gaps *gaps)
{
    const struct strokes *with = strokes_of(d->below);
    char text[96] = "";
    int used = 0, x = d->below.width;
    if (d->chart->x_name && d->below.width >= 24) {
        x -= utf8_text_width(d->chart->x_name);
        area_text(d->below, x, 1, ROLE_FAINT, d->chart->x_name);
        x -= 2;
    }
    if (gaps->not_finite)
        used = snprintf(text, sizeof text, "%" PRIu64 " not finite", gaps->not_finite);
    if (gaps->no_logarithm)
        snprintf(text + used, sizeof text - (size_t)used, "%s%" PRIu64 "%s not above 0",
                 used ? ", " : "", gaps->no_logarithm, gaps->more ? "+" : "");
    if (!*text)
        return x;
    const int width = utf8_text_width(text) + 2, at = x - width;
    if (at < 0)
        return x;
    area_glyph(d->below, at, 1, ROLE_WARN, with->gap);
    area_text(d->below, at + 2, 1, ROLE_WARN, text);
    return at - 2;
}

static void draw_lower_line(const struct drawing *d)
{
    const struct strokes *with = strokes_of(d->below);
    const int corner = d->left.width - 1;
    area_fill(area_part(d->below, corner, 0, d->plot.width + 1, 1), ROLE_BORDER, with->level);
    area_glyph(d->below, corner, 0, ROLE_BORDER, with->corner);
    for (int k = 0; k < d->scale.x.ticks && !d->scale.blank; k++)
        area_glyph(d->below, d->left.width + tick_column(d, k), 0, ROLE_BORDER, with->lower_tick);
}

/* The labels of ticks, as far as they leave room for each other and end before column `end`. */
static void draw_lower_labels(const struct drawing *d, int end)
{
    char text[SCALE_LABEL_MAX];
    for (int k = 0, last = -1; k < d->scale.x.ticks && !d->scale.blank; k++) {
        const int width = utf8_text_width(scale_x_label(&d->scale, k, text));
        const int most = d->left.width + d->plot.width - width;
        int at = d->left.width + tick_column(d, k) - width / 2;
        at = at > most ? most : at;
        at = at < 0 ? 0 : at;
        if (at <= last || at + width > end)
            continue;
        area_text(d->below, at, 1, ROLE_FAINT, text);
        last = at + width;
    }
}

/* ---- curves ---- */

/* What of a curve was met in one column of dots. */
struct stroke {
    int column; /* none: the curve is interrupted */
    double x;   /* of its newest point, in dots */
    double low, high, last;
};
enum { NO_COLUMN = -2 };

static void draw_stroke(const struct drawing *d, const struct stroke *s, const struct dots *pen)
{
    const int rows = d->plot.height;
    if (s->column != NO_COLUMN && s->low < s->high)
        dots_line(pen, s->x, scale_y(&d->scale, rows, s->low), s->x,
                  scale_y(&d->scale, rows, s->high));
}

/* The line to a point and through it; what follows in its last column becomes the next stroke. */
static struct stroke draw_point(const struct drawing *d, const struct stroke *from,
                                const struct trace_point *p, double x_first, double x_last,
                                const struct dots *pen)
{
    const int rows = d->plot.height;
    const double y_first = scale_y(&d->scale, rows, p->first);
    if (from->column != NO_COLUMN)
        dots_line(pen, from->x, scale_y(&d->scale, rows, from->last), x_first, y_first);
    dots_line(pen, x_first, y_first, x_last, scale_y(&d->scale, rows, p->last));
    if (p->low < p->high) {
        const double middle = (x_first + x_last) / 2;
        dots_line(pen, middle, scale_y(&d->scale, rows, p->low), middle,
                  scale_y(&d->scale, rows, p->high));
    }
    return (struct stroke){dots_column(pen, x_last), x_last, p->last, p->last, p->last};
}

/* Of a long series many points share a column, of which one stroke shows all that can be seen. */
static void draw_trace(const struct drawing *d, struct trace t, const struct dots *pen)
{
    const int columns = d->plot.width;
    struct stroke s = {.column = NO_COLUMN};
    for (struct trace_point p; trace_next(&t, &p);) {
        if (isnan(p.low)) {
            draw_stroke(d, &s, pen);
            s.column = NO_COLUMN;
            continue;
        }
        const double x_first = scale_x(&d->scale, columns, p.x_first);
        const double x_last =
            p.x_last > p.x_first ? scale_x(&d->scale, columns, p.x_last) : x_first;
        if (s.column == dots_column(pen, x_first) && s.column == dots_column(pen, x_last)) {
            s.low = p.low < s.low ? p.low : s.low;
            s.high = p.high > s.high ? p.high : s.high;
            s.last = p.last;
            s.x = x_last;
            continue;
        }
        draw_stroke(d, &s, pen);
        s = draw_point(d, &s, &p, x_first, x_last, pen);
    }
    draw_stroke(d, &s, pen);
}

static void draw_curves(const struct drawing *d)
{
    const struct chart *c = d->chart;
    for (int k = 0; k < c->curve_count && c->smooth > 0; k++) {
        const struct dots band = {d->plot, ROLE_BAND, ':', dots_dotted};
        draw_trace(d, chart_trace(c, k, false), &band);
    }
    for (int k = 0; k < c->curve_count; k++) {
        const struct chart_curve *curve = &c->curves[k];
        const struct dots pen = {d->plot, ends_role(curve), *theme_marker(curve->color, false),
                                 curve->dashed ? dots_dashed : dots_solid};
        draw_trace(d, chart_trace(c, k, true), &pen);
    }
}

/* Marks on the axis where buckets hide points; counts them. */
static struct trace_gaps draw_gaps(const struct drawing *d)
{
    struct trace_gaps all = {0};
    for (int k = 0; k < d->chart->curve_count; k++) {
        const struct series *s = d->chart->curves[k].series;
        for (uint32_t i = 0; i < s->used; i++) {
            const struct series_bucket *b = &s->buckets[i];
            struct trace_gaps gaps = {0};
            trace_count_gaps(b, d->chart->log, &gaps);
            if (gaps.not_finite + gaps.no_logarithm == 0 || b->x_last < d->scale.x.low ||
                b->x_first > d->scale.x.high)
                continue;
            all.not_finite += gaps.not_finite;
            all.no_logarithm += gaps.no_logarithm;
            all.more |= gaps.more;
            const double x = fmin(fmax(b->x_first, d->scale.x.low), d->scale.x.high);
            const double dot = floor(scale_x(&d->scale, d->plot.width, x) + 0.5);
            area_glyph(d->below, d->left.width + (int)dot / DOTS_ACROSS, 0,
                       ends_role(&d->chart->curves[k]), strokes_of(d->below)->gap);
        }
    }
    return all;
}

static void draw_cursor(const struct drawing *d, const struct chart_frame *f)
{
    const double x = d->chart->cursor;
    if (isnan(x) || x < f->x_low || x > f->x_high)
        return;
    area_fill(area_part(d->plot, chart_column(f, x) - f->left, 0, 1, d->plot.height), ROLE_CURSOR,
              strokes_of(d->plot)->upright);
}

/* ---- the whole ---- */

static struct drawing lay_out(struct area a, const struct chart *c)
{
    struct drawing d = {.chart = c};
    if (!isnan(c->cursor) && !c->mute && a.height >= LEAST_HEIGHT + 2)
        d.told = area_cut_rows(&a, -1);
    d.below = area_cut_rows(&a, -2);
    /* Ticks depend on the columns of the plot, these on the width of the ticks' labels. */
    const struct scale guess = scale_make(c, a.width, a.height);
    const int most = a.width / 2, wanted = label_width(c, &guess) + 1;
    d.names = area_cut_columns(&a, -ends_width(c, a.width));
    d.left = area_cut_columns(&a, wanted < most ? wanted : most);
    d.plot = a;
    d.scale = scale_make(c, a.width, a.height);
    return d;
}

struct chart_frame chart_draw(struct area a, const struct chart *c)
{
    area_fill(a, ROLE_TEXT, ' ');
    if (a.width < LEAST_WIDTH || a.height < LEAST_HEIGHT) {
        ends_newest(c, a);
        return (struct chart_frame){.width = a.width, .height = a.height};
    }
    const struct drawing d = lay_out(a, c);
    const struct chart_frame frame = {.left = d.left.width,
                                      .width = d.plot.width,
                                      .height = d.plot.height,
                                      .x_low = d.scale.x.low,
                                      .x_high = d.scale.x.high,
                                      .y_low = d.scale.y.low,
                                      .y_high = d.scale.y.high};
    draw_grid(&d);
    draw_cursor(&d, &frame);
    draw_curves(&d);
    draw_left(&d);
    ends_draw(c, &d.scale, d.plot, d.names);
    if (d.scale.empty)
        area_text(d.plot, d.plot.width > 13 ? (d.plot.width - 12) / 2 : 0, d.plot.height / 2,
                  ROLE_FAINT, d.scale.blank ? "no value yet" : "no value");
    draw_lower_line(&d);
    const struct trace_gaps gaps = draw_gaps(&d);
    draw_lower_labels(&d, draw_notes(&d, &gaps));
    if (d.told.height > 0)
        ends_tell(c, d.told);
    return frame;
}

double chart_x(const struct chart_frame *f, int column)
{
    const int at = column - f->left, last = f->width - 1;
    const double place = last > 0 ? fmin(fmax((double)at / last, 0), 1) : 0.5;
    return f->x_low + 2 * place * (f->x_high / 2 - f->x_low / 2);
}

int chart_column(const struct chart_frame *f, double x)
{
    const double place = (x / 2 - f->x_low / 2) / (f->x_high / 2 - f->x_low / 2);
    const double dot = fmin(fmax(place, 0), 1) * (DOTS_ACROSS * f->width - 1);
    return f->left + (int)floor(dot + 0.5) / DOTS_ACROSS;
}
