/* ends.h - what stands beside a chart's plot: the names of its curves at the height of their ends,
 * and under it what they are at the cursor. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_ENDS_H
#define MIEN_VIEWER_CONSOLE_SCREEN_ENDS_H

#include "viewer/console/screen/cells.h"
#include "viewer/console/screen/scale.h"

/* Columns that the names take beside a plot in an area so wide; 0: there is no room, or no name. */
int ends_width(const struct chart *c, int width);

/* A marker at the end of each curve that the plot shows, and the names in the `names` columns at
 * its right, from the upper left of `plot`. */
void ends_draw(const struct chart *c, const struct scale *s, struct area plot, struct area names);

/* A row that tells the values at the cursor; names and the raw values behind smoothed ones are left
 * out where there is no room for them. */
void ends_tell(const struct chart *c, struct area row);

/* The newest value alone: of the uppermost curve. */
void ends_newest(const struct chart *c, struct area a);

/* A curve's role. */
enum cell_role ends_role(const struct chart_curve *curve);

#endif
