/* theme.h - colours of what mien draws over a picture, dark and light. Data colours are
 * Okabe-Ito's, which colour-blind eyes tell apart (M. Okabe, K. Ito, "Color Universal Design",
 * 2008); each line over a picture has a darker or lighter edge, so that it is seen on any skin and
 * any wall. */
#ifndef MIEN_VIEWER_RENDER_THEME_H
#define MIEN_VIEWER_RENDER_THEME_H

#include <stdint.h>

struct tint {
    uint8_t r, g, b, a; /* not premultiplied */
};

#define THEME_COLORS(X)                                                                            \
    X(THEME_GROUND, "behind the picture")                                                          \
    X(THEME_PANEL, "panels, see-through")                                                          \
    X(THEME_EDGE, "edges of panels, and around lines on the picture")                              \
    X(THEME_TEXT, "letters")                                                                       \
    X(THEME_QUIET, "letters that matter less")                                                     \
    X(THEME_ACCENT, "what is chosen, bars")                                                        \
    X(THEME_GOOD, "emotion analysis is on")                                                        \
    X(THEME_WARN, "recording, calibrating")                                                        \
    X(THEME_BAD, "what went wrong")

enum theme_color {
#define X(symbol, use) symbol,
    THEME_COLORS(X)
#undef X
        THEME_COLOR_COUNT
};

enum theme_name { THEME_DARK, THEME_LIGHT, THEME_COUNT };
extern const char *const theme_names[THEME_COUNT];

struct tint theme_tint(enum theme_name theme, enum theme_color color);

/* Of face number `index`, and of class number `index`: seven, in turn. */
struct tint theme_series(enum theme_name theme, int32_t index);

#endif
