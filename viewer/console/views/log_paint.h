/* log_paint.h - a line of JSON on the screen: keys, texts and numbers told apart, matches marked.
 *
 * Roles are given by how the bytes look, not by a parser, so a line that is no JSON is shown just
 * as well. What is no UTF-8 and what would move the cursor shows as '?'. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_LOG_PAINT_H
#define MIEN_VIEWER_CONSOLE_VIEWS_LOG_PAINT_H

#include <stddef.h>

#include "viewer/console/screen/cells.h"

struct log_paint {
    int left;          /* columns scrolled to the right */
    bool wrap;         /* lines go on in the next row; else they are cut with an ellipsis */
    bool bad;          /* the line is no JSON object */
    bool longer;       /* the text is the beginning of a longer line */
    const char *match; /* marked where it stands; "": nothing is */
};

/* Draw text [size], which ends with a NUL; returns the rows that it takes. */
int log_paint(struct area a, const char *text, size_t size, const struct log_paint *p);

/* The rows that it takes in so many columns. */
int log_paint_rows(int columns, const char *text, bool wrap);

/* Text from (x, y) on, wrapped within the area's columns [x, width); '\n' ends a row. y may lie
 * outside of the area. Returns the row behind it. */
int log_paint_flow(struct area a, int x, int y, enum cell_role role, const char *text);

#endif
