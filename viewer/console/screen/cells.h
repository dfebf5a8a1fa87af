/* cells.h - a screen as a grid of characters: what every view draws on, with no terminal behind it.
 *
 * Drawing goes to an area of a grid, in the area's own coordinates, and is cut at its borders. A
 * character is told what it is for (a role), not its colour; the theme knows colours. The same grid
 * is shown by ncurses (terminal.h), printed (print.h) and compared by tests. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_CELLS_H
#define MIEN_VIEWER_CONSOLE_SCREEN_CELLS_H

#include <stdbool.h>
#include <stdint.h>

/* What a character is for. */
#define CELL_ROLES(X)                                                                              \
    X(ROLE_TEXT, "text")                                                                           \
    X(ROLE_FAINT, "faint") /* second texts, axes */                                                \
    X(ROLE_TITLE, "title")                                                                         \
    X(ROLE_KEY, "key") /* a key to press, in help and in the bar */                                \
    X(ROLE_BORDER, "border")                                                                       \
    X(ROLE_CURSOR, "cursor") /* the selected row, read-out line */                                 \
    X(ROLE_MATCH, "match")   /* what a search found */                                             \
    X(ROLE_GOOD, "good")                                                                           \
    X(ROLE_WARN, "warn")                                                                           \
    X(ROLE_BAD, "bad")                                                                             \
    X(ROLE_BAR, "bar")     /* the status bar */                                                    \
    X(ROLE_BAND, "band")   /* the raw values behind a smoothed curve */                            \
    X(ROLE_CURVE, "curve") /* the first of ROLE_CURVES */

enum { ROLE_CURVES = 7, ROLE_HEATS = 7 };

enum cell_role {
#define X(symbol, name) symbol,
    CELL_ROLES(X)
#undef X
        ROLE_HEAT = ROLE_CURVE + ROLE_CURVES, /* the first of ROLE_HEATS shades, empty to full */
    ROLE_COUNT = ROLE_HEAT + ROLE_HEATS
};

struct cell {
    uint32_t glyph; /* 0: the right half of a wide character */
    uint8_t role;
    uint8_t reverse, bold; /* 0 or 1 */
};

struct cells {
    int width, height;
    struct cell *cell; /* [height, width] */
    bool unicode;      /* whether glyphs beyond ASCII can be shown */
};

/* A part of a grid. */
struct area {
    struct cells *cells;
    int x, y, width, height;
};

/* Make the grid of a size, blank; sizes below 1 are 1. Returns false where memory ran out, with the
 * old grid kept. `cells_free` accepts a zeroed struct. */
bool cells_resize(struct cells *c, int width, int height);
void cells_free(struct cells *c);
void cells_clear(struct cells *c);

struct area cells_all(struct cells *c);

/* A part of an area, cut to it; a negative width or height ends that many cells before the far
 * side: area_part(a, 1, 1, -1, -1) is what a frame encloses. */
struct area area_part(struct area a, int x, int y, int width, int height);

/* Split off `rows` from the top (from the bottom where negative): the piece is returned, the rest
 * left in *a. The same for columns from the left. */
struct area area_cut_rows(struct area *a, int rows);
struct area area_cut_columns(struct area *a, int columns);

/* Whether a place of the screen lies in it. */
bool area_holds(struct area a, int x, int y);

/* Put UTF-8 text at (x, y), cut at the border; bytes that are no UTF-8 and control characters show
 * as '?'. Without unicode a glyph beyond ASCII shows as its nearest ASCII one, else '?'. Marks that
 * combine with the glyph before are left out. Returns the x behind what was put. */
int area_text(struct area a, int x, int y, enum cell_role role, const char *text);
int area_printf(struct area a, int x, int y, enum cell_role role, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The same, in `width` columns: padded, or cut with an ellipsis; `right` aligns it there. */
void area_field(struct area a, int x, int y, int width, bool right, enum cell_role role,
                const char *text);

void area_glyph(struct area a, int x, int y, enum cell_role role, uint32_t glyph);
void area_fill(struct area a, enum cell_role role, uint32_t glyph);
void area_reverse(struct area a, bool on); /* of every cell in it */
void area_bold(struct area a, bool on);

/* A frame around it with a title (may be NULL) in its upper side; returns what lies inside. An area
 * too small for a frame is returned whole. */
struct area area_box(struct area a, enum cell_role role, const char *title);

/* A horizontal bar of `share` (0..1) of the area's first row, in eighths of a column where unicode;
 * what lies behind its end stays as it is. */
void area_bar(struct area a, enum cell_role role, double share);

#endif
