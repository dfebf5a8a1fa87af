/* scale.h - what a chart shows of its curves, and where: the axes, and values as dots and texts. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_SCALE_H
#define MIEN_VIEWER_CONSOLE_SCREEN_SCALE_H

#include "runtime/host/plot/axis.h"
#include "viewer/console/screen/chart_curves.h"

enum { SCALE_LABEL_MAX = 24 };

struct scale {
    struct axis x, y;
    bool empty; /* there is no value to draw: the axis of values says nothing */
    bool blank; /* there is no point at all: nor does the one below */
};

/* Axes for a plot of so many characters: what the chart asks for, else all there is; of the values
 * those that lie in the part of x that is shown. */
struct scale scale_make(const struct chart *c, int columns, int rows);

/* Where a value is: dots from the left of `columns` characters, from the top of `rows`. Within a
 * thousand million of the plot, so that differences stay finite. */
double scale_x(const struct scale *s, int columns, double x);
double scale_y(const struct scale *s, int rows, double y);

/* The texts of ticks: out [SCALE_LABEL_MAX], returned. */
const char *scale_x_label(const struct scale *s, int tick, char *out);
const char *scale_y_label(const struct scale *s, const struct chart *c, int tick, char *out);

#endif
