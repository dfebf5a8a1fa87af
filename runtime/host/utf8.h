/* utf8.h - text in UTF-8: its characters, read strictly and written, and the columns they take.
 *
 * Well-formed is what table 3-7 of the Unicode Standard 15.0 says: no overlong form, no surrogate,
 * nothing above U+10FFFF. Widths are a table of our own (EastAsianWidth.txt and the general
 * categories of Unicode 15.0), so that they depend neither on the locale nor on the C library. */
#ifndef MIEN_HOST_UTF8_H
#define MIEN_HOST_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the longest character; the room to name where a text ends in a 0, which is not passed.
 */
enum { UTF8_MAX = 4 };

/* Not a code point: a byte that is no UTF-8. Such a byte is commonly shown as U+FFFD. */
#define UTF8_BAD UINT32_MAX
#define UTF8_REPLACEMENT 0xFFFDu

/* Bytes of the well-formed character at `at`, where `room` bytes may be read; 0: there is none. */
int utf8_size(const char *at, size_t room);

/* The code point at *text, which ends in a 0 and must not be at it; *text is moved behind it. What
 * is not well-formed is UTF8_BAD, a byte at a time. */
uint32_t utf8_next(const char **text);

/* The UTF-8 of a code point: out [5], with a 0 behind; returns the bytes. Bad ones become '?'. */
int utf8_put(uint32_t point, char out[UTF8_MAX + 1]);

/* Whether a byte is not the first of its character: text may not be cut in front of it. */
bool utf8_continues(char byte);

/* Columns of a terminal that a code point takes: 2 where it is wide or full-width; 0 for marks that
 * combine with the one before and for what only joins or selects; else 1, so do ambiguous and bad
 * ones and control characters. */
int utf8_width(uint32_t point);

/* Columns of all of a text. */
int utf8_text_width(const char *text);

#endif
