/* wrap.h - text in rows of a width, cut between words: messages, notices, help. */
#ifndef MIEN_VIEWER_CONSOLE_SCREEN_WRAP_H
#define MIEN_VIEWER_CONSOLE_SCREEN_WRAP_H

#include <stddef.h>

#include "viewer/console/screen/cells.h"

/* Bytes of UTF-8 text that the first of its rows shows, at most `columns` (at least 1) wide: cut at
 * the last blank that leaves it so, which no row shows, or else within a word. *next: bytes to
 * where the second row begins, the text's length where there is none. Never stands still. */
size_t wrap_row(const char *text, int columns, size_t *next);

/* Rows that a text takes, at least 1. */
int wrap_rows(const char *text, int columns);

/* Draw it over the area's width from row y on, what lies outside the area left out. Returns the
 * row behind it. */
int wrap_draw(struct area a, int y, enum cell_role role, const char *text);

#endif
