/* scale.c - see scale.h. */
#include "viewer/console/screen/scale.h"

#include <math.h>
#include <stdio.h>

#include "viewer/console/screen/dots.h"
#include "viewer/console/screen/thousands.h"

/* ---- what is shown ---- */

struct range {
    double low, high;
};

static const struct range nothing = {INFINITY, -INFINITY};

static void widen(struct range *r, double low, double high)
{
    r->low = fmin(r->low, low); /* of NaN and a number the number */
    r->high = fmax(r->high, high);
}

/* What is asked for, if it is a range. */
static bool asked(struct range r)
{
    return isfinite(r.low) && isfinite(r.high) && r.low < r.high;
}

static struct range all_x(const struct chart *c)
{
    struct range r = nothing;
    for (int k = 0; k < c->curve_count; k++) {
        const struct series *s = c->curves[k].series;
        if (s->used > 0)
            widen(&r, s->buckets[0].x_first, s->buckets[s->used - 1].x_last);
    }
    return r;
}

static struct range all_y(const struct chart *c, double x_low, double x_high)
{
    struct range r = nothing;
    for (int k = 0; k < c->curve_count; k++) {
        struct trace t = chart_trace(c, k, false);
        for (struct trace_point p; trace_next(&t, &p);)
            if (p.x_last >= x_low && p.x_first <= x_high)
                widen(&r, p.low, p.high);
    }
    return r;
}

static int ticks_wanted(int characters, int apart)
{
    const int wanted = (characters + apart / 2) / apart;
    return wanted < 2 ? 2 : wanted > 7 ? 7 : wanted;
}

struct scale scale_make(const struct chart *c, int columns, int rows)
{
    enum { COLUMNS_APART = 9, ROWS_APART = 4 };
    struct scale s = {0};
    struct range x = {c->x_low, c->x_high};
    if (!asked(x))
        x = all_x(c);
    s.blank = !(x.low <= x.high);
    if (s.blank)
        x = (struct range){0, 1};
    s.x = axis_make(x.low, x.high, ticks_wanted(columns, COLUMNS_APART), c->x_whole);

    const int wanted = ticks_wanted(rows, ROWS_APART);
    const struct range seen = all_y(c, s.x.low, s.x.high);
    struct range y = {c->y_low, c->y_high};
    s.empty = !(seen.low <= seen.high);
    if (!asked(y) || (c->log && !(y.low > 0)))
        y = s.empty ? (struct range){1, 2} : seen;
    if (c->log)
        s.y = axis_log(y.low, y.high, wanted);
    else if (c->time)
        s.y = axis_time(y.low, y.high, wanted);
    else
        s.y = axis_make(y.low, y.high, wanted, false);
    return s;
}

/* ---- where it is ---- */

static double dot(double place, int dots)
{
    const double at = place * (dots - 1);
    return at > -1e9 ? (at < 1e9 ? at : 1e9) : -1e9; /* as for NaN */
}

double scale_x(const struct scale *s, int columns, double x)
{
    return dot(axis_place(&s->x, x), DOTS_ACROSS * columns);
}

double scale_y(const struct scale *s, int rows, double y)
{
    return dot(1 - axis_place(&s->y, y), DOTS_DOWN * rows);
}

/* ---- what it is called ---- */

/* A tick with the decimals that its neighbours need, counted in a unit. */
static const char *counted(const struct axis *a, int tick, double unit, const char *suffix,
                           char *out)
{
    const double value = a->tick[tick] / unit;
    const int places = (int)fmax(0, -floor(log10(a->step / unit) + 1e-9));
    if (value == 0)
        snprintf(out, SCALE_LABEL_MAX, "0%s", *suffix == ' ' ? suffix : "");
    else if (places > 9 || fabs(value) >= 1e7)
        snprintf(out, SCALE_LABEL_MAX, "%.3g%s", value, suffix);
    else
        snprintf(out, SCALE_LABEL_MAX, "%.*f%s", places, value, suffix);
    return out;
}

static const char *label(const struct axis *a, int tick, char *out)
{
    const struct thousands *k = thousands_of(fmax(fabs(a->low), fabs(a->high)));
    if (a->scale != AXIS_TIME && a->step > 0 && k)
        return counted(a, tick, k->unit, k->suffix, out);
    return axis_label(a, tick, out, SCALE_LABEL_MAX);
}

const char *scale_x_label(const struct scale *s, int tick, char *out)
{
    return label(&s->x, tick, out);
}

const char *scale_y_label(const struct scale *s, const struct chart *c, int tick, char *out)
{
    if (c->percent && s->y.step > 0)
        return counted(&s->y, tick, 0.01, " %", out);
    if (c->percent) {
        snprintf(out, SCALE_LABEL_MAX, "%.3g %%", 100 * s->y.tick[tick]);
        return out;
    }
    return label(&s->y, tick, out);
}
