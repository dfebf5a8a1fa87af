/* svg_shape.c - see svg_shape.h. Shapes follow the code charts of Unicode 15: Box Drawing (2500),
 * Block Elements (2580), Geometric Shapes (25A0), Braille Patterns (2800). */
#include "viewer/console/screen/svg_shape.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { BLOCKS = 0x2580, BRAILLE = 0x2800, BRAILLE_LAST = 0x28ff, EIGHTHS = 8 };

/* In rising order. A circle is two arcs. */
static const struct shape {
    uint32_t glyph;
    enum svg_paint paint;
    const char *path;
} shapes[] = {
    {0xb7, SVG_FILL, "m7.5 20a2.5 2.5 0 0 1 5 0a2.5 2.5 0 0 1-5 0z"},
    {0x2190, SVG_LINE, "m18 20h-16m6-6l-6 6l6 6"},
    {0x2191, SVG_LINE, "m10 31v-21m-6 6l6-6l6 6"},
    {0x2192, SVG_LINE, "m2 20h16m-6-6l6 6l-6 6"},
    {0x2193, SVG_LINE, "m10 9v21m-6-6l6 6l6-6"},
    {0x2500, SVG_LINE, "m0 20h20"},
    {0x2501, SVG_HEAVY, "m0 20h20"},
    {0x2502, SVG_LINE, "m10 0v40"},
    {0x2503, SVG_HEAVY, "m10 0v40"},
    {0x2504, SVG_LINE, "m1.5 20h3.5m3.5 0h3.5m3.5 0h3.5"},
    {0x2508, SVG_LINE, "m1.5 20h2m3 0h2m3 0h2m3 0h2"},
    {0x250a, SVG_LINE, "m10 3v4m0 6v4m0 6v4m0 6v4"},
    {0x250c, SVG_LINE, "m10 40v-20h10"},
    {0x2510, SVG_LINE, "m10 40v-20h-10"},
    {0x2514, SVG_LINE, "m10 0v20h10"},
    {0x2518, SVG_LINE, "m10 0v20h-10"},
    {0x251c, SVG_LINE, "m10 0v40m0-20h10"},
    {0x2524, SVG_LINE, "m10 0v40m0-20h-10"},
    {0x252c, SVG_LINE, "m0 20h20m-10 0v20"},
    {0x2534, SVG_LINE, "m0 20h20m-10 0v-20"},
    {0x253c, SVG_LINE, "m0 20h20m-10-20v40"},
    {0x254c, SVG_LINE, "m2.5 20h5m5 0h5"},
    {0x2591, SVG_LIGHT, "h20v40h-20z"},
    {0x2592, SVG_MEDIUM, "h20v40h-20z"},
    {0x2593, SVG_DARK, "h20v40h-20z"},
    {0x2594, SVG_FILL, "h20v5h-20z"},
    {0x2595, SVG_FILL, "m17.5 0h2.5v40h-2.5z"},
    {0x25a0, SVG_FILL, "m3 13h14v14h-14z"},
    {0x25a1, SVG_LINE, "m4 14h12v12h-12z"},
    {0x25b2, SVG_FILL, "m10 11l9 16h-18z"},
    {0x25b6, SVG_FILL, "m3 11l15 9l-15 9z"},
    {0x25bc, SVG_FILL, "m10 29l9-16h-18z"},
    {0x25c0, SVG_FILL, "m17 11l-15 9l15 9z"},
    {0x25c6, SVG_FILL, "m10 10l9.5 10l-9.5 10l-9.5-10z"},
    {0x25cb, SVG_LINE, "m3 20a7 7 0 0 1 14 0a7 7 0 0 1-14 0z"},
    {0x25cf, SVG_FILL, "m2 20a8 8 0 0 1 16 0a8 8 0 0 1-16 0z"},
};

/* Lower and left parts, in eighths: 2581..2588 and 2589..258F; the halves above and to the right.
 */
static void block(uint32_t glyph, char path[SVG_PATH_MAX])
{
    const int place = (int)(glyph - BLOCKS);
    if (place == 0)
        snprintf(path, SVG_PATH_MAX, "h20v20h-20z");
    else if (place <= EIGHTHS)
        snprintf(path, SVG_PATH_MAX, "m0 %dh20v%dh-20z", SVG_DOWN / EIGHTHS * (EIGHTHS - place),
                 SVG_DOWN / EIGHTHS * place);
    else if (place < 2 * EIGHTHS)
        snprintf(path, SVG_PATH_MAX, "h%gv40h-%gz", 2.5 * (2 * EIGHTHS - place),
                 2.5 * (2 * EIGHTHS - place));
    else
        snprintf(path, SVG_PATH_MAX, "m10 0h10v40h-10z");
}

/* Bits of a braille character run down its left column, down its right one, and then along its
 * lowest row. */
static void braille(unsigned bits, char path[SVG_PATH_MAX])
{
    static const int x[] = {5, 5, 5, 15, 15, 15, 5, 15}, y[] = {5, 15, 25, 5, 15, 25, 35, 35};
    int from_x = 0, from_y = 0;
    size_t used = 0;
    for (int k = 0; k < 8; k++) {
        if (!(bits >> k & 1))
            continue;
        used += (size_t)snprintf(path + used, SVG_PATH_MAX - used, "m%d%s%dh0", x[k] - from_x,
                                 y[k] < from_y ? "" : " ", y[k] - from_y);
        from_x = x[k];
        from_y = y[k];
    }
}

enum svg_paint svg_shape(uint32_t glyph, char path[SVG_PATH_MAX])
{
    path[0] = '\0';
    if (glyph >= BRAILLE && glyph <= BRAILLE_LAST) {
        braille((unsigned)(glyph - BRAILLE), path);
        return SVG_DOTS;
    }
    if (glyph >= BLOCKS && glyph <= BLOCKS + 2 * EIGHTHS) {
        block(glyph, path);
        return SVG_FILL;
    }
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes && shapes[k].glyph <= glyph; k++)
        if (shapes[k].glyph == glyph) {
            snprintf(path, SVG_PATH_MAX, "%s", shapes[k].path);
            return shapes[k].paint;
        }
    return glyph == ' ' ? SVG_FILL : SVG_TEXT;
}
