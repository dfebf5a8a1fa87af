/* svg.h - a grid as a picture: what a terminal would show, for reports and for README files.
 *
 * Letters are text, each run of them at its own place, so that they stand in their columns with any
 * font; lines, blocks, dots and markers are drawn (svg_shape.h). */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_SVG_H
#define MIEN_VIEWER_CONSOLE_SCREEN_SVG_H

#include <stdio.h>

#include "runtime/host/plot/sheet.h"
#include "viewer/console/screen/theme.h"

/* Write the grid as an SVG file in the colours of a theme; SHEET_AUTO has both, and whoever shows
 * it chooses. `title`: what it is called by programs that read it aloud, in UTF-8. The same grid
 * gives the same bytes. Errors are the stream's. */
void cells_svg(const struct cells *c, enum sheet_theme theme, const char *title, FILE *stream);

#endif
