/* svg_shape.h - characters that a picture draws itself, so that lines join and charts are crisp
 * with any font: blocks and shades, braille, lines of boxes, markers, arrows. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_SVG_SHAPE_H
#define MIEN_VIEWER_CONSOLE_SCREEN_SVG_SHAPE_H

#include <stdint.h>

/* Units of a picture that a character is wide and high: eighths of its height and dots of braille
 * are whole numbers of them. */
enum { SVG_ACROSS = 20, SVG_DOWN = 40, SVG_PATH_MAX = 128 };

/* How a path is painted. */
enum svg_paint {
    SVG_TEXT,  /* no path: the character is a letter of the font */
    SVG_FILL,  /* an area that meets its neighbours' */
    SVG_LIGHT, /* areas a quarter, a half and three quarters of which are covered */
    SVG_MEDIUM,
    SVG_DARK,
    SVG_MARK,  /* an area that stands alone */
    SVG_LINE,  /* meets its neighbours' */
    SVG_DASH,  /* stands alone */
    SVG_HEAVY, /* twice as wide */
    SVG_DOTS,  /* points */
    SVG_PAINT_COUNT
};

/* A character's shape: SVG's path data, relative but for the first point (x, y), which is in units
 * from the character's upper left corner. */
struct svg_shape {
    enum svg_paint paint;
    double x, y;
    char path[SVG_PATH_MAX]; /* "": nothing to paint */
};

/* The shape of a character; the path of a letter is "". */
struct svg_shape svg_shape(uint32_t glyph);

#endif
