/* strip.h - values over time as columns of characters, some rows high: one measure, or several
 * stacked upon each other.
 *
 * A column a character wide; the newest value stands at the right. Values that are not finite leave
 * their column blank. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_STRIP_H
#define MIEN_VIEWER_CONSOLE_VIEWS_STRIP_H

#include "viewer/console/screen/cells.h"

enum { STRIP_COLUMNS_MAX = 512 };

/* Columns from the ground up, low..high over the height of the area, in eighths of a row where
 * unicode; a value at or below `low` still shows as the lowest step. values [area.width]. */
void strip_draw(struct area a, enum cell_role role, const double *values, double low, double high);

/* One layer of a stack. */
struct strip_layer {
    enum cell_role role;
    char letter;          /* what it is made of without unicode */
    const char *label;    /* stands behind its right end, where it is thick enough there */
    const double *values; /* [columns], not negative */
};

/* Layers upon each other, the first at the ground, in the first columns of the area; `high` is the
 * height of it. Each has a texture of its own beside its role. */
void strip_stack(struct area a, int columns, const struct strip_layer *layers, int count,
                 double high);

#endif
