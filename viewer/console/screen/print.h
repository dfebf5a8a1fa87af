/* print.h - a grid as text on a stream: `mien console --once`, pictures for the README, tests. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_PRINT_H
#define MIEN_VIEWER_CONSOLE_SCREEN_PRINT_H

#include <stdio.h>

#include "viewer/console/screen/theme.h"

/* Write the rows as UTF-8, blanks at their ends left out, in the colours that `depth` allows; with
 * none, as text alone. */
void cells_print(const struct cells *c, enum theme_ground ground, enum theme_depth depth,
                 FILE *stream);

#endif
