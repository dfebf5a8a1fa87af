/* chart_curves.h - the curves that a chart shows, and what they read. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_CHART_CURVES_H
#define MIEN_VIEWER_CONSOLE_SCREEN_CHART_CURVES_H

#include "viewer/console/screen/trace.h"

struct chart_curve {
    const struct series *series;
    int color;         /* 0.., see ROLE_CURVES and theme_marker */
    bool dashed;       /* the second of two measures of one run: training beside validation */
    const char *label; /* stands at the end of the curve where there is room; or NULL */
};

struct chart {
    const struct chart_curve *curves;
    int curve_count;
    double x_low, x_high; /* what is shown; low >= high: all there is */
    double y_low, y_high; /* the same */
    bool x_whole;         /* x are whole numbers */
    bool log;             /* y on a logarithmic scale; values that have no logarithm are gaps */
    bool percent;         /* 0.53 reads 53 % */
    bool time;            /* y are seconds: 90 reads 1:30 */
    const char *x_name;   /* what x counts: "epoch"; or NULL */
    double smooth;        /* 0..1: weight of the past, see trace.h; the raw band is drawn behind */
    double cursor;        /* x of the read-out line, NaN: none */
    bool mute;            /* the values at the cursor are told elsewhere: no row for them */
};

/* The trace of a curve from its start. */
struct trace chart_trace(const struct chart *c, int curve, bool smoothed);

/* The curve's value at x as drawn (smoothed), NaN in a gap; *raw is the bucket there, or NULL. */
double chart_value(const struct chart *c, int curve, double x, const struct series_bucket **raw);

/* A value of the chart in few characters, with its unit: "65.8 %", "12.5k", "1:30"; "-" for NaN.
 * out [24], returned. */
const char *chart_format(const struct chart *c, double value, char out[24]);

#endif
