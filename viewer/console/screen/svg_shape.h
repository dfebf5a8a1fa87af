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
    SVG_FILL,  /* an area */
    SVG_LIGHT, /* areas a quarter, a half and three quarters of which are covered */
    SVG_MEDIUM,
    SVG_DARK,
    SVG_LINE,
    SVG_HEAVY, /* a line twice as wide */
    SVG_DOTS,  /* points */
    SVG_PAINT_COUNT
};

/* How a character is painted, and its path: SVG's path data, relative, from the upper left corner
 * of the character; "" for one without ink. */
enum svg_paint svg_shape(uint32_t glyph, char path[SVG_PATH_MAX]);

#endif
