/* ends.c - see ends.h. */
#include "viewer/console/screen/ends.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "runtime/host/plot/spread.h"
#include "runtime/host/utf8.h"
#include "viewer/console/screen/dots.h"
#include "viewer/console/screen/theme.h"

enum { NAMES_MAX = 128, NAME_LEAST = 8 };

enum cell_role ends_role(const struct chart_curve *curve)
{
    return (enum cell_role)(ROLE_CURVE + curve->color % ROLE_CURVES);
}

static const char *marker(const struct chart_curve *curve, struct area a)
{
    return theme_marker(curve->color, a.cells->unicode);
}

/* The marker, or a piece of the line where two measures of a run have the same. */
static const char *sign(const struct chart_curve *curve, struct area a)
{
    return !curve->dashed ? marker(curve, a) : a.cells->unicode ? "╌" : ".";
}

/* The last point in sight that has a value; false: there is none. */
static bool find_end(const struct chart *c, int curve, struct trace_point *end)
{
    const bool zoomed = c->x_low < c->x_high;
    bool found = false;
    struct trace t = chart_trace(c, curve, true);
    for (struct trace_point p; trace_next(&t, &p);)
        if (!isnan(p.last) && !(zoomed && (p.x_last < c->x_low || p.x_last > c->x_high))) {
            *end = p;
            found = true;
        }
    return found;
}

/* ---- names ---- */

/* Columns of the widest name and of the widest value. */
struct widths {
    int name, value;
};

static struct widths measure(const struct chart *c)
{
    struct widths w = {0};
    char text[SCALE_LABEL_MAX];
    for (int k = 0; k < c->curve_count; k++) {
        struct trace_point end;
        if (!c->curves[k].label || !find_end(c, k, &end))
            continue;
        const int name = utf8_text_width(c->curves[k].label);
        const int value = utf8_text_width(chart_format(c, end.last, text));
        w.name = name > w.name ? name : w.name;
        w.value = value > w.value ? value : w.value;
    }
    return w;
}

/* " o name value" */
static int names_width(int name, int value)
{
    return 3 + name + (value ? 1 + value : 0);
}

int ends_width(const struct chart *c, int width)
{
    const struct widths w = measure(c);
    const int room = width / 3;
    if (w.name == 0 || width < 48)
        return 0;
    if (names_width(w.name, w.value) <= room)
        return names_width(w.name, w.value);
    if (names_width(NAME_LEAST, w.value) <= room)
        return room;
    return names_width(NAME_LEAST, 0) <= room ? room : 0;
}

struct end {
    int curve;
    double value;
    float row;
};

/* The curves that have names, from the top down; of too many those that come later. */
static int order(const struct chart *c, const struct scale *s, struct area plot, struct end *ends)
{
    const int most = plot.height < NAMES_MAX ? plot.height : NAMES_MAX;
    int count = 0;
    for (int k = c->curve_count - 1; k >= 0 && count < most; k--) {
        struct trace_point p;
        if (!c->curves[k].label || !find_end(c, k, &p))
            continue;
        const double row = floor(scale_y(s, plot.height, p.last) / DOTS_DOWN);
        const struct end end = {k, p.last, (float)fmin(fmax(row, 0), plot.height - 1)};
        int at = count++;
        for (; at > 0 && ends[at - 1].value < end.value; at--)
            ends[at] = ends[at - 1];
        ends[at] = end;
    }
    return count;
}

static void draw_name(const struct chart *c, struct area a, int y, const struct end *end,
                      int value_width)
{
    char text[SCALE_LABEL_MAX];
    const struct chart_curve *curve = &c->curves[end->curve];
    const bool values = a.width >= names_width(NAME_LEAST, value_width) ||
                        a.width >= names_width(utf8_text_width(curve->label), value_width);
    const int name = a.width - names_width(0, values ? value_width : 0);
    area_text(a, 1, y, ends_role(curve), sign(curve, a));
    area_field(a, 3, y, name, false, ROLE_TEXT, curve->label);
    if (values)
        area_field(a, a.width - value_width, y, value_width, true, ROLE_TEXT,
                   chart_format(c, end->value, text));
}

static void draw_names(const struct chart *c, const struct scale *s, struct area plot,
                       struct area a)
{
    struct end ends[NAMES_MAX];
    float rows[NAMES_MAX];
    const int count = order(c, s, plot, ends);
    const struct widths w = measure(c);
    for (int k = 0; k < count; k++)
        rows[k] = k && ends[k].row < rows[k - 1] ? rows[k - 1] : ends[k].row;
    spread(rows, count, 1, 0, (float)(plot.height - 1));
    for (int k = 0, next = 0; k < count; k++) {
        const int row = (int)floorf(rows[k] + 0.5f);
        const int free_row = row > next ? row : next; /* rounded, two may have met */
        draw_name(c, a, free_row, &ends[k], w.value);
        next = free_row + 1;
    }
}

static void draw_marker(const struct chart *c, const struct scale *s, struct area plot, int curve)
{
    struct trace_point end;
    if (!find_end(c, curve, &end))
        return;
    const double x = floor(scale_x(s, plot.width, end.x_last) + 0.5) / DOTS_ACROSS;
    const double y = floor(scale_y(s, plot.height, end.last) + 0.5) / DOTS_DOWN;
    if (x >= 0 && x < plot.width && y >= 0 && y < plot.height)
        area_text(plot, (int)x, (int)y, ends_role(&c->curves[curve]),
                  marker(&c->curves[curve], plot));
}

void ends_draw(const struct chart *c, const struct scale *s, struct area plot, struct area names)
{
    for (int k = 0; k < c->curve_count; k++)
        if (!c->curves[k].dashed)
            draw_marker(c, s, plot, k);
    if (names.width > 0)
        draw_names(c, s, plot, names);
}

/* ---- at the cursor ---- */

/* What a curve is at the cursor: "65.8 %", with its raw values "65.8 % (64.9 % - 66.1 %)". */
static void value_text(const struct chart *c, int curve, bool raw, char *out, size_t size)
{
    char text[SCALE_LABEL_MAX], low[SCALE_LABEL_MAX], high[SCALE_LABEL_MAX];
    const struct series_bucket *b;
    const double value = chart_value(c, curve, c->cursor, &b);
    int used = snprintf(out, size, "%s", chart_format(c, value, text));
    if (b && b->gaps > 0)
        used += snprintf(out + used, size - (size_t)used, ", %u not finite", b->gaps);
    if (!raw || !b || isnan(b->low) || (b->low == b->high && !(c->smooth > 0)))
        return;
    chart_format(c, b->low, low);
    chart_format(c, b->high, high);
    if (strcmp(low, high) == 0)
        snprintf(out + used, size - (size_t)used, " (%s)", low);
    else
        snprintf(out + used, size - (size_t)used, " (%s to %s)", low, high);
}

struct detail {
    bool names, raw;
};

/* Text at x, which is only measured where `draw` is not set; returns the x behind it. */
static int put(struct area row, int x, enum cell_role role, const char *text, bool draw)
{
    if (draw)
        area_text(row, x, 0, role, text);
    return x + utf8_text_width(text);
}

/* The row, or only how wide it would be. */
static int tell(const struct chart *c, struct area row, const struct detail *d, bool draw)
{
    char text[160];
    const double x = c->x_whole ? rint(c->cursor) : c->cursor;
    axis_number(x, text, sizeof text);
    int at = c->x_name ? put(row, 0, ROLE_FAINT, c->x_name, draw) + 1 : 0;
    at = put(row, at, ROLE_TITLE, text, draw);
    for (int k = 0; k < c->curve_count; k++) {
        const struct chart_curve *curve = &c->curves[k];
        const enum cell_role role = ends_role(curve);
        value_text(c, k, d->raw, text, sizeof text);
        at = put(row, at + 2, role, marker(curve, row), draw);
        if (curve->dashed)
            at = put(row, at, role, row.cells->unicode ? "┄" : "-", draw);
        if (d->names && curve->label)
            at = put(row, at + 1, ROLE_FAINT, curve->label, draw);
        at = put(row, at + 1, ROLE_TEXT, text, draw);
    }
    return at;
}

void ends_tell(const struct chart *c, struct area row)
{
    static const struct detail details[] = {{true, true}, {true, false}, {false, false}};
    enum { LAST = sizeof details / sizeof *details - 1 };
    int k = 0;
    while (k < LAST && tell(c, row, &details[k], false) > row.width)
        k++;
    if (tell(c, row, &details[k], true) > row.width)
        area_text(row, row.width - 1, 0, ROLE_FAINT, row.cells->unicode ? "…" : ">");
}

void ends_newest(const struct chart *c, struct area a)
{
    char value[SCALE_LABEL_MAX], text[SCALE_LABEL_MAX + 8];
    struct trace_point end = {.last = NAN};
    if (c->curve_count == 0)
        return;
    const struct chart_curve *top = &c->curves[c->curve_count - 1];
    find_end(c, c->curve_count - 1, &end);
    snprintf(text, sizeof text, "%s %s", marker(top, a), chart_format(c, end.last, value));
    area_field(a, 0, 0, a.width, false, ROLE_TEXT, text);
    area_text(a, 0, 0, ends_role(top), marker(top, a));
}
