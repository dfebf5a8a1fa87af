/* ink.h - the colours of figures, named by what they are for, in each theme.
 *
 * The curves' are those of M. Okabe and K. Ito, "Color Universal Design" (2008), in each theme
 * without those that its ground swallows. An SVG without a theme of its own holds both, and whoever
 * shows it chooses (the media feature prefers-color-scheme). */
#ifndef MIEN_HOST_PLOT_INK_H
#define MIEN_HOST_PLOT_INK_H

enum {
    SHEET_CURVES = 7, /* colours of curves */
    SHEET_HEATS = 8   /* shades of one hue, from nothing to all, their lightness in even steps */
};

enum sheet_ink {
    INK_GROUND,
    INK_TEXT,
    INK_FAINT, /* second texts */
    INK_AXIS,
    INK_GRID,
    INK_CURVE,                           /* the first of SHEET_CURVES */
    INK_HEAT = INK_CURVE + SHEET_CURVES, /* the first of SHEET_HEATS */
    INK_COUNT = INK_HEAT + SHEET_HEATS
};

#define SHEET_THEMES(X)                                                                            \
    X(SHEET_LIGHT, "light")                                                                        \
    X(SHEET_DARK, "dark")                                                                          \
    X(SHEET_AUTO, "auto") /* SVG: as its reader has it; PNG: light */

enum sheet_theme {
#define X(symbol, name) symbol,
    SHEET_THEMES(X)
#undef X
        SHEET_THEME_COUNT
};
extern const char *const sheet_theme_names[SHEET_THEME_COUNT];

/* An ink's colour 0xRRGGBB; SHEET_AUTO has those of SHEET_LIGHT. */
unsigned sheet_color(enum sheet_theme theme, enum sheet_ink ink);

#endif
