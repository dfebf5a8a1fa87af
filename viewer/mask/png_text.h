/* png_text.h - the text chunks of a PNG file: read, and added to one.
 *
 * Format: "Portable Network Graphics (PNG) Specification (Second Edition)", W3C 2003, 11.3.4: tEXt,
 * Latin-1, and iTXt, UTF-8, of which those that are not compressed are read. */
#ifndef MIEN_VIEWER_MASK_PNG_TEXT_H
#define MIEN_VIEWER_MASK_PNG_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PNG_KEYWORD_MAX = 79, PNG_TEXT_MAX = 255 };

struct png_text {
    char keyword[PNG_KEYWORD_MAX + 1];
    char text[PNG_TEXT_MAX + 1]; /* without the bytes 0 */
};

/* Width and height that the file states; false where it is no PNG. */
bool png_size(const uint8_t *png, size_t size, uint32_t *width, uint32_t *height);

/* The next text from *at on, which starts at 0 and is moved behind it; false when there is none.
 * Chunks with a wrong checksum, and texts too long for the struct, are passed over. */
bool png_text_next(const uint8_t *png, size_t size, size_t *at, struct png_text *text);

/* The bytes that chunks of these texts take, and the chunks: to be put behind the file's first
 * PNG_TEXT_PLACE bytes. They are iTXt chunks, so that any UTF-8 may be written. */
enum { PNG_TEXT_PLACE = 8 + 25 };
size_t png_text_size(const struct png_text *texts, int count);
void png_text_write(const struct png_text *texts, int count, uint8_t *out);

#endif
