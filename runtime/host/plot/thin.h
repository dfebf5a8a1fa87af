/* thin.h - a line of very many points as few that look the same.
 *
 * Of the points within a column of the figure the first, the least, the greatest and the last stay,
 * in their order: no spike is lost, none is made up. Method: U. Jugel et al., "M4: A
 * Visualization-Oriented Time Series Data Aggregation", PVLDB 7 (2014). */
#ifndef MIEN_HOST_PLOT_THIN_H
#define MIEN_HOST_PLOT_THIN_H

#include "runtime/host/plot/sheet.h"

/* Thin points[0..count) in place, x finite, columns one unit wide; of the gaps (y NaN) in a column
 * the first stays. Returns how many are left: at most five for each time that the line enters a
 * column. */
int thin(struct sheet_point *points, int count);

#endif
