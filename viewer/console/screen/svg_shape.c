/* svg_shape.c - see svg_shape.h. Shapes follow the code charts of Unicode 15: Box Drawing (2500),
 * Block Elements (2580), Geometric Shapes (25A0), Braille Patterns (2800). */
#include "viewer/console/screen/svg_shape.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { BLOCKS = 0x2580, BRAILLE = 0x2800, BRAILLE_LAST = 0x28ff, EIGHTHS = 8 };

/* In rising order. A circle is two arcs. */
static const struct shape {
    uint32_t glyph;
    enum svg_paint paint;
    double x, y;
    const char *path;
} shapes[] = {
    {0xb7, SVG_MARK, 7.5, 20, "a2.5 2.5 0 0 1 5 0a2.5 2.5 0 0 1-5 0z"},
    {0x2190, SVG_DASH, 18, 20, "h-16m6-6l-6 6l6 6"},
    {0x2191, SVG_DASH, 10, 31, "v-21m-6 6l6-6l6 6"},
    {0x2192, SVG_DASH, 2, 20, "h16m-6-6l6 6l-6 6"},
    {0x2193, SVG_DASH, 10, 9, "v21m-6-6l6 6l6-6"},
    {0x2500, SVG_LINE, 0, 20, "h20"},
    {0x2501, SVG_HEAVY, 0, 20, "h20"},
    {0x2502, SVG_LINE, 10, 0, "v40"},
    {0x2503, SVG_HEAVY, 10, 0, "v40"},
    {0x2504, SVG_DASH, 1.5, 20, "h3.5m3.5 0h3.5m3.5 0h3.5"},
    {0x2508, SVG_DASH, 1.5, 20, "h2m3 0h2m3 0h2m3 0h2"},
    {0x250a, SVG_DASH, 10, 3, "v4m0 6v4m0 6v4m0 6v4"},
    {0x250c, SVG_LINE, 10, 40, "v-20h10"},
    {0x2510, SVG_LINE, 10, 40, "v-20h-10"},
    {0x2514, SVG_LINE, 10, 0, "v20h10"},
    {0x2518, SVG_LINE, 10, 0, "v20h-10"},
    {0x251c, SVG_LINE, 10, 0, "v40m0-20h10"},
    {0x2524, SVG_LINE, 10, 0, "v40m0-20h-10"},
    {0x252c, SVG_LINE, 0, 20, "h20m-10 0v20"},
    {0x2534, SVG_LINE, 0, 20, "h20m-10 0v-20"},
    {0x253c, SVG_LINE, 0, 20, "h20m-10-20v40"},
    {0x254c, SVG_DASH, 2.5, 20, "h5m5 0h5"},
    {0x2591, SVG_LIGHT, 0, 0, "h20v40h-20z"},
    {0x2592, SVG_MEDIUM, 0, 0, "h20v40h-20z"},
    {0x2593, SVG_DARK, 0, 0, "h20v40h-20z"},
    {0x2594, SVG_FILL, 0, 0, "h20v5h-20z"},
    {0x2595, SVG_FILL, 17.5, 0, "h2.5v40h-2.5z"},
    {0x25a0, SVG_MARK, 3, 13, "h14v14h-14z"},
    {0x25a1, SVG_DASH, 4, 14, "h12v12h-12z"},
    {0x25b2, SVG_MARK, 10, 11, "l9 16h-18z"},
    {0x25b6, SVG_MARK, 3, 11, "l15 9l-15 9z"},
    {0x25bc, SVG_MARK, 10, 29, "l9-16h-18z"},
    {0x25c0, SVG_MARK, 17, 11, "l-15 9l15 9z"},
    {0x25c6, SVG_MARK, 10, 10, "l9.5 10l-9.5 10l-9.5-10z"},
    {0x25cb, SVG_DASH, 3, 20, "a7 7 0 0 1 14 0a7 7 0 0 1-14 0z"},
    {0x25cf, SVG_MARK, 2, 20, "a8 8 0 0 1 16 0a8 8 0 0 1-16 0z"},
};

/* Lower and left parts, in eighths: 2581..2588 and 2589..258F; the halves above and to the right.
 */
static struct svg_shape block(uint32_t glyph)
{
    const int place = (int)(glyph - BLOCKS);
    const bool rising = place > 0 && place <= EIGHTHS, half = place == 2 * EIGHTHS;
    const double width = rising || place == 0 ? SVG_ACROSS
                         : half               ? SVG_ACROSS / 2.0
                                : (double)SVG_ACROSS / EIGHTHS * (2 * EIGHTHS - place);
    const int height = rising ? SVG_DOWN / EIGHTHS * place : place == 0 ? SVG_DOWN / 2 : SVG_DOWN;
    struct svg_shape s = {
        .paint = SVG_FILL, .x = half ? SVG_ACROSS / 2.0 : 0, .y = rising ? SVG_DOWN - height : 0};
    snprintf(s.path, sizeof s.path, "h%gv%dh-%gz", width, height, width);
    return s;
}

/* Bits of a braille character run down its left column, down its right one, and then along its
 * lowest row. */
static struct svg_shape braille(unsigned bits)
{
    static const int x[] = {5, 5, 5, 15, 15, 15, 5, 15}, y[] = {5, 15, 25, 5, 15, 25, 35, 35};
    struct svg_shape s = {.paint = SVG_DOTS};
    size_t used = 0;
    for (int k = 0, last = -1; k < 8; k++) {
        if (!(bits >> k & 1))
            continue;
        if (last < 0) {
            s.x = x[k];
            s.y = y[k];
        } else {
            used += (size_t)snprintf(s.path + used, sizeof s.path - used, "m%d %d", x[k] - x[last],
                                     y[k] - y[last]);
        }
        used += (size_t)snprintf(s.path + used, sizeof s.path - used, "h0");
        last = k;
    }
    return s;
}

struct svg_shape svg_shape(uint32_t glyph)
{
    if (glyph == ' ' || (glyph >= BRAILLE && glyph <= BRAILLE_LAST))
        return braille(glyph == ' ' ? 0 : (unsigned)(glyph - BRAILLE));
    if (glyph >= BLOCKS && glyph <= BLOCKS + 2 * EIGHTHS)
        return block(glyph);
    struct svg_shape s = {.paint = SVG_TEXT};
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes && shapes[k].glyph <= glyph; k++)
        if (shapes[k].glyph == glyph) {
            s = (struct svg_shape){.paint = shapes[k].paint, .x = shapes[k].x, .y = shapes[k].y};
            snprintf(s.path, sizeof s.path, "%s", shapes[k].path);
        }
    return s;
}
