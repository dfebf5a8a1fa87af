/* theme.c - see theme.h. One table: a role a line, a column for each depth and ground.
 *
 * The colours at depth 256 are those of xterm's palette nearest to the design's (6 x 6 x 6 cube
 * from 16, greys from 232), moved along the cube until words have the contrast that WCAG 2.1 asks of
 * them (1.4.3: 4.5 : 1), lines and markers that of graphics (1.4.11: 3 : 1), and curves are told
 * apart as far as 7 can be by eyes that lack a pigment (the matrices of G. Machado, M. Oliveira and
 * L. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009).
 * At depth 16 the user's own palette decides. */
#include "viewer/console/screen/theme.h"

#include <stdlib.h>
#include <string.h>

const char *const theme_ground_names[THEME_GROUND_COUNT] = {
#define X(symbol, name) [symbol] = name,
    THEME_GROUNDS(X)
#undef X
};

/* Looks: a colour of letters, one on another, and those that colour has no part in. */
#define INK(front)                                                                                 \
    {                                                                                              \
        .foreground = front, .background = -1                                                      \
    }
#define BOLD(front)                                                                                \
    {                                                                                              \
        .foreground = front, .background = -1, .bold = true                                        \
    }
#define ON(back, front)                                                                            \
    {                                                                                              \
        .foreground = front, .background = back                                                    \
    }
#define PLAIN INK(-1)
#define STRONG BOLD(-1)
#define DIM                                                                                        \
    {                                                                                              \
        .foreground = -1, .background = -1, .dim = true                                            \
    }
#define LINED                                                                                      \
    {                                                                                              \
        .foreground = -1, .background = -1, .underline = true                                      \
    }
#define LOUD                                                                                       \
    {                                                                                              \
        .foreground = -1, .background = -1, .bold = true, .underline = true                        \
    }
#define REVERSED                                                                                   \
    {                                                                                              \
        .foreground = -1, .background = -1, .reverse = true                                        \
    }
#define STARK                                                                                      \
    {                                                                                              \
        .foreground = -1, .background = -1, .bold = true, .reverse = true                          \
    }

/* clang-format off */
static const struct theme_look looks[ROLE_COUNT][5] = {
    /*                   256 dark      256 light     16 dark    16 light   no colour */
    [ROLE_TEXT]       = {PLAIN,        PLAIN,        PLAIN,     PLAIN,     PLAIN},
    [ROLE_FAINT]      = {INK(245),     INK(243),     DIM,       DIM,       PLAIN},
    [ROLE_TITLE]      = {STRONG,       STRONG,       STRONG,    STRONG,    STRONG},
    [ROLE_KEY]        = {BOLD(117),    BOLD(25),     BOLD(6),   BOLD(4),   STRONG},
    [ROLE_BORDER]     = {INK(242),     INK(246),     DIM,       DIM,       PLAIN},
    [ROLE_CURSOR]     = {ON(24, 231),  ON(153, 16),  REVERSED,  REVERSED,  REVERSED},
    [ROLE_MATCH]      = {ON(221, 16),  ON(221, 16),  ON(3, 0),  ON(3, 0),  LINED},
    [ROLE_GOOD]       = {INK(36),      INK(29),      INK(2),    INK(2),    PLAIN},
    [ROLE_WARN]       = {INK(178),     INK(130),     INK(3),    INK(5),    STRONG},
    [ROLE_BAD]        = {BOLD(166),    BOLD(124),    BOLD(1),   BOLD(1),   LOUD},
    [ROLE_BAR]        = {ON(236, 252), ON(254, 236), ON(4, 15), ON(7, 0),  REVERSED},
    [ROLE_BAND]       = {INK(242),     INK(246),     DIM,       DIM,       PLAIN},
    /* Dark: sky blue, orange, bluish green, reddish purple, yellow, vermillion, blue.
     * Light: blue, vermillion, bluish green, reddish purple, orange, sky blue, grey. */
    [ROLE_CURVE]      = {INK(117),     INK(25),      INK(14),   INK(4),    PLAIN},
    [ROLE_CURVE + 1]  = {INK(214),     INK(124),     INK(11),   INK(1),    PLAIN},
    [ROLE_CURVE + 2]  = {INK(72),      INK(29),      INK(10),   INK(2),    PLAIN},
    [ROLE_CURVE + 3]  = {INK(175),     INK(132),     INK(13),   INK(5),    PLAIN},
    [ROLE_CURVE + 4]  = {INK(228),     INK(136),     INK(15),   INK(3),    PLAIN},
    [ROLE_CURVE + 5]  = {INK(166),     INK(32),      INK(9),    INK(6),    PLAIN},
    [ROLE_CURVE + 6]  = {INK(33),      INK(239),     INK(12),   INK(0),    PLAIN},
    /* From grey over blue, no step of which is so saturated that it shouts. */
    [ROLE_HEAT]       = {ON(234, 231), ON(255, 16),  DIM,       DIM,       PLAIN},
    [ROLE_HEAT + 1]   = {ON(237, 231), ON(153, 16),  PLAIN,     PLAIN,     PLAIN},
    [ROLE_HEAT + 2]   = {ON(24, 231),  ON(110, 16),  INK(12),   INK(4),    PLAIN},
    [ROLE_HEAT + 3]   = {ON(31, 16),   ON(67, 16),   ON(4, 15), ON(14, 0), STRONG},
    [ROLE_HEAT + 4]   = {ON(74, 16),   ON(60, 231),  ON(6, 0),  ON(6, 0),  REVERSED},
    [ROLE_HEAT + 5]   = {ON(117, 16),  ON(238, 231), ON(14, 0), ON(4, 15), REVERSED},
    [ROLE_HEAT + 6]   = {ON(195, 16),  ON(235, 231), ON(15, 0), ON(0, 15), STARK},
};
/* clang-format on */

struct theme_look theme_look(enum theme_ground ground, enum theme_depth depth, enum cell_role role)
{
    static const int first[] = {[DEPTH_256] = 0, [DEPTH_16] = 2, [DEPTH_NONE] = 4};
    return looks[role][first[depth] + (depth == DEPTH_NONE ? 0 : (int)ground)];
}

unsigned theme_rgb(int color)
{
    static const unsigned side[] = {0, 95, 135, 175, 215, 255}; /* of the cube */
    enum { CUBE = 16, GREYS = 232 };
    const int place = color - CUBE;
    if (color >= GREYS)
        return (8 + 10 * (unsigned)(color - GREYS)) * 0x010101u;
    return side[place / 36] << 16 | side[place / 6 % 6] << 8 | side[place % 6];
}

enum theme_ground theme_guess(void)
{
    const char *says = getenv("COLORFGBG");
    const char *last = says ? strrchr(says, ';') : NULL;
    const bool light = last && (strcmp(last, ";7") == 0 || strcmp(last, ";15") == 0);
    return light ? THEME_LIGHT : THEME_DARK;
}

const char *theme_marker(int curve, bool unicode)
{
    static const char *const markers[2][ROLE_CURVES] = {
        {"o", "^", "#", "*", "v", "+", "x"},
        {"●", "▲", "■", "◆", "▼", "○", "□"},
    };
    return markers[unicode][curve % ROLE_CURVES];
}
