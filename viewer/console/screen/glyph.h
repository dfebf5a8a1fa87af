/* glyph.h - code points as a terminal has them: read from UTF-8, written to it, how many columns
 * they take, and what stands for them where only ASCII can be shown.
 *
 * Widths are a table of our own (Unicode 15.1, EastAsianWidth.txt: W and F are two columns wide,
 * ambiguous ones are one), so that they depend neither on the locale nor on the C library. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_GLYPH_H
#define MIEN_VIEWER_CONSOLE_SCREEN_GLYPH_H

#include <stdint.h>

/* Not a code point: a byte that is no UTF-8. */
#define GLYPH_BAD UINT32_MAX

/* The code point at *text, which must not be at its end; *text is moved behind it. Overlong forms,
 * surrogates and points above U+10FFFF are bad, a byte at a time. */
uint32_t glyph_next(const char **text);

/* Its UTF-8: out [5], with a 0 behind; returns the bytes. Bad points become '?'. */
int glyph_encode(uint32_t glyph, char out[5]);

/* Columns it takes: 2; 0 for marks that combine with the glyph before and for what only joins or
 * selects; else 1, also for bad points and control characters (they show as '?'). */
int glyph_width(uint32_t glyph);

/* The nearest ASCII character, '?' where there is none; ASCII is itself. */
char glyph_ascii(uint32_t glyph);

#endif
