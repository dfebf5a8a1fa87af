/* figure.h - curves as a figure: panels one below the other over one axis, each line named where it
 * ends.
 *
 * A run has a colour and a marker, which of a metric's lines it is shows in the dashes; so nothing
 * is told by colour alone. Names stand to the right of the panels, at the height where the lines
 * end, moved apart where they would meet: they never cover data. The best point is larger; crosses
 * on the axis mark points that were not finite. Long lines are thinned (thin.h). The same curves
 * give the same bytes. */
#ifndef MIEN_HOST_PLOT_FIGURE_H
#define MIEN_HOST_PLOT_FIGURE_H

#include "runtime/host/plot/curves.h"
#include "runtime/host/plot/sheet.h"

/* Write the figure, whole or not at all, in the format that the name of `path` says. title NULL:
 * the runs' names. Errors: a name that ends in neither .svg nor .png, out of memory, a path that
 * cannot be written. */
int figure_write(const struct curves *c, const char *title, enum sheet_theme theme,
                 const char *path, struct mien_error *e);

#endif
