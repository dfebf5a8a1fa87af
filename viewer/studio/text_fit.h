/* text_fit.h - text that has to fit: its end where that matters more, or on several lines. */
#ifndef MIEN_VIEWER_STUDIO_TEXT_FIT_H
#define MIEN_VIEWER_STUDIO_TEXT_FIT_H

#include "viewer/render/pen.h"

/* Text where it fits into `width` pixels, else an ellipsis and as much of its end as does: a path
 * without its first folders. out [room], at least 8 bytes. */
void text_end(struct pen *p, float size, float width, const char *text, char *out, size_t room);

/* Bytes of the text's first line of `width` pixels: words, or as much of one as fits; at least a
 * character where there is any. Spaces at the break belong to the line. */
size_t text_line(struct pen *p, float size, float width, const char *text);

#endif
