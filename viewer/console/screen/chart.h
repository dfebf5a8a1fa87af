/* chart.h - curves in characters: braille dots, axes with ticks, a read-out under the cursor.
 *
 * A braille character has 2 x 4 dots (Unicode block 2800); without unicode a column has one mark,
 * the curve's own. Of all points within a column the least and the greatest are drawn, joined: no
 * spike is lost. Values that are not finite leave a gap, and a mark on the axis names them. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_CHART_H
#define MIEN_VIEWER_CONSOLE_SCREEN_CHART_H

#include "viewer/console/journal/series.h"
#include "viewer/console/screen/cells.h"

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
    double smooth; /* 0..1: weight of the past, see trace.h; the raw band is drawn behind */
    double cursor; /* x of the read-out line, NaN: none */
    bool mute;     /* the values at the cursor are told elsewhere: no row for them */
};

/* Where the last drawing put things, to find the x under the mouse. */
struct chart_frame {
    int left, top, width, height; /* of the plot's inside, in the area's coordinates */
    double x_low, x_high, y_low, y_high;
};

/* Draw into the area; one below 12 x 4 shows the newest value alone. */
struct chart_frame chart_draw(struct area a, const struct chart *c);

/* x at a column of the area, and back; clamped to what is shown. */
double chart_x(const struct chart_frame *f, int column);
int chart_column(const struct chart_frame *f, double x);

/* The curve's value at x as drawn (smoothed), NaN in a gap; *raw is the bucket there, or NULL. */
double chart_value(const struct chart *c, int curve, double x, const struct series_bucket **raw);

/* A value of the chart in few characters, with its unit: "65.8 %", "12.5k", "1:30"; "-" for NaN.
 * out [24], returned. */
const char *chart_format(const struct chart *c, double value, char out[24]);

/* A series in one row of the area, the newest at the right: '!' where a value was not finite. */
void chart_sparkline(struct area a, enum cell_role role, const struct series *s);

#endif
