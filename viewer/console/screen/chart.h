/* chart.h - curves in characters: braille dots, axes with ticks, a read-out under the cursor.
 *
 * A braille character has 2 x 4 dots (Unicode block 2800); without unicode a column has one mark,
 * the curve's own. Of all points within a column the least and the greatest are drawn, joined: no
 * spike is lost. Values that are not finite leave a gap, and a mark on the axis names them. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_CHART_H
#define MIEN_VIEWER_CONSOLE_SCREEN_CHART_H

#include "viewer/console/screen/cells.h"
#include "viewer/console/screen/chart_curves.h"

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

/* A series in one row of the area, the newest at the right: '!' where a value was not finite. */
void chart_sparkline(struct area a, enum cell_role role, const struct series *s);

#endif
