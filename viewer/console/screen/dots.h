/* dots.h - lines of dots in a grid of characters.
 *
 * A braille character has 2 x 4 dots (Unicode block 2800), and one colour: dots that come later
 * join those that are there and give the character their role. Those of a band (ROLE_BAND) give
 * way instead, so that a curve is told from the band around it. Without unicode a character that
 * has a dot shows the mark of its line. The grid itself holds the dots: nothing is kept beside. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_DOTS_H
#define MIEN_VIEWER_CONSOLE_SCREEN_DOTS_H

#include "viewer/console/screen/cells.h"

enum { DOTS_ACROSS = 2, DOTS_DOWN = 4 };

/* Of each `period` columns only the first `lit` are drawn, in the others what stands out. */
struct dots_dash {
    int period, lit;
};
static const struct dots_dash dots_solid = {1, 1}, dots_dashed = {5, 3}, dots_dotted = {2, 1};

/* What draws: coordinates are dots of the area, from its upper left. The area holds no character of
 * two columns. */
struct dots {
    struct area area;
    enum cell_role role;
    char mark; /* without unicode */
    struct dots_dash dash;
};

/* The dots of column x from y0 to y1, both included and in any order; cut at the area. */
void dots_span(const struct dots *d, int x, int y0, int y1);

/* A line, x0 <= x1, no coordinate beyond a thousand million; cut at the area. */
void dots_line(const struct dots *d, double x0, double y0, double x1, double y1);

/* The column of dots that x lies in; -1 or the first behind the area where it lies outside. */
int dots_column(const struct dots *d, double x);

#endif
