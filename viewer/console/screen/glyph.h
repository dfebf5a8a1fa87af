/* glyph.h - what stands for a code point where only ASCII can be shown. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_GLYPH_H
#define MIEN_VIEWER_CONSOLE_SCREEN_GLYPH_H

#include <stdint.h>

/* The nearest ASCII character, '?' where there is none; ASCII is itself. */
char glyph_ascii(uint32_t glyph);

#endif
