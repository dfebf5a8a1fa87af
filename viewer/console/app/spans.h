/* spans.h - a row of hints: keys, each with what it does, that can be clicked as well as pressed.
 * Where something is drawn and what a click there means come from the same row, so that they cannot
 * disagree. */
#ifndef MIEN_VIEWER_CONSOLE_APP_SPANS_H
#define MIEN_VIEWER_CONSOLE_APP_SPANS_H

#include "viewer/console/screen/cells.h"

enum { SPANS_MAX = 32, SPAN_TEXT_MAX = 48 };

struct span {
    int x, width;
    uint32_t key;
    char name[16], text[SPAN_TEXT_MAX]; /* the key's name, then what it does */
};

struct spans {
    struct span span[SPANS_MAX];
    int count, width; /* columns that are taken, the gap behind the last among them */
};

/* Add one behind the others, `gap` columns free behind it; of more than SPANS_MAX nothing. */
void spans_add(struct spans *s, uint32_t key, const char *text, int gap);

/* Take the last away again. */
void spans_drop(struct spans *s);

/* Move all of them so that they end at column `width`; those that have no room are dropped, but for
 * the first. */
void spans_align_right(struct spans *s, int width);

/* The one at a column; NULL: none. */
const struct span *spans_at(const struct spans *s, int x);

/* Where the first begins; `otherwise` where there is none. */
int spans_start(const struct spans *s, int otherwise);

void spans_draw(const struct spans *s, struct area a);

#endif
