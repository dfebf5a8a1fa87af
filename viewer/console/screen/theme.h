/* theme.h - from what a character is for to how it looks on the terminal at hand.
 *
 * Curves have the colours of M. Okabe and K. Ito, "Color Universal Design" (2008), told apart by
 * colour-blind eyes, less those that the ground swallows. Heat is a background, grey to blue, whose
 * lightness moves away from the ground in even steps, with letters in black or white on it.
 * Everything told by colour is also told by a glyph, so that none is needed. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_THEME_H
#define MIEN_VIEWER_CONSOLE_SCREEN_THEME_H

#include <stdbool.h>

#include "viewer/console/screen/cells.h"

#define THEME_GROUNDS(X)                                                                           \
    X(THEME_DARK, "dark")                                                                          \
    X(THEME_LIGHT, "light")
enum theme_ground {
#define X(symbol, name) symbol,
    THEME_GROUNDS(X)
#undef X
        THEME_GROUND_COUNT
};
extern const char *const theme_ground_names[THEME_GROUND_COUNT];

/* Colours at hand. A terminal of 8 has the bright ones of 16 as bold. */
enum theme_depth { DEPTH_NONE, DEPTH_16, DEPTH_256 };

struct theme_look {
    short foreground, background; /* a colour's number at this depth; -1: the terminal's own */
    bool bold, dim, underline, reverse;
};

/* How a role looks. */
struct theme_look theme_look(enum theme_ground ground, enum theme_depth depth, enum cell_role role);

/* 0xRRGGBB of a colour of xterm's palette, 16..255: those that no user changes. */
unsigned theme_rgb(int color);

/* The ground that COLORFGBG tells of (";7" and ";15" at its end are light), else dark. */
enum theme_ground theme_guess(void);

/* A marker of its own for each of ROLE_CURVES curves (0.., then again), beside its colour: "●", or
 * "o" without unicode. */
const char *theme_marker(int curve, bool unicode);

#endif
