/* chart_curves.c - see chart_curves.h. */
#include "viewer/console/screen/chart_curves.h"

#include <math.h>
#include <stdio.h>

#include "runtime/host/text.h"
#include "viewer/console/screen/thousands.h"

struct trace chart_trace(const struct chart *c, int curve, bool smoothed)
{
    return (struct trace){.series = c->curves[curve].series,
                          .smooth = smoothed ? fmin(c->smooth, 0.9999) : 0,
                          .log = c->log};
}

double chart_value(const struct chart *c, int curve, double x, const struct series_bucket **raw)
{
    const struct series *s = c->curves[curve].series;
    const int at = series_find(s, x);
    *raw = NULL;
    if (at < 0 || !isfinite(x))
        return NAN;
    /* Beyond its ends a curve reaches half as far as its points are apart. */
    const double x_low = s->buckets[0].x_first, x_high = s->buckets[s->used - 1].x_last;
    const double reach = s->count > 1 ? (x_high - x_low) / (double)(s->count - 1) / 2 : 0;
    if (x < x_low - reach || x > x_high + reach)
        return NAN;
    *raw = &s->buckets[at];
    struct trace t = chart_trace(c, curve, true);
    struct trace_point p = {.last = NAN};
    while (t.at <= (uint32_t)at && trace_next(&t, &p)) /* the mean is one of all before */
        continue;
    return p.last;
}

const char *chart_format(const struct chart *c, double value, char out[24])
{
    const struct thousands *k = thousands_of(fabs(value));
    if (isnan(value))
        snprintf(out, 24, "-");
    else if (c->percent)
        snprintf(out, 24, fabs(value) < 1e4 ? "%.1f %%" : "%.3g %%", 100 * value);
    else if (c->time)
        text_duration(out, 24, value);
    else if (k)
        snprintf(out, 24, "%.3g%s", value / k->unit, k->suffix);
    else if (value == rint(value) && fabs(value) < 1e4)
        snprintf(out, 24, "%.0f", value);
    else if (fabs(value) >= 1e-3 && fabs(value) < 1e4)
        snprintf(out, 24, "%#.4g", value);
    else
        snprintf(out, 24, "%.3g", value);
    return out;
}
