/* messages.h - the pane of what training runs say that were started from here, one at a time.
 *
 * It follows the newest line; scrolled back it stays where it is while more is said. Long lines go
 * on in the next row. */
#ifndef MIEN_VIEWER_CONSOLE_APP_MESSAGES_H
#define MIEN_VIEWER_CONSOLE_APP_MESSAGES_H

#include "viewer/console/app/children.h"
#include "viewer/console/screen/cells.h"
#include "viewer/console/screen/input.h"

struct messages {
    bool open;
    int child; /* whose: its place among the children */
    bool held; /* scrolled back: the last line shown is the one before number `end` */
    unsigned long end;
};

/* Open it on a child's newest line. */
void messages_open(struct messages *m, int child);

/* What the child `by` places on says, around the end. */
void messages_turn(struct messages *m, const struct children *c, int by);

/* `lines` on, back where negative, in a pane of the area's size; at the end it follows again. */
void messages_scroll(struct messages *m, const struct children *c, struct area a, int lines);

/* The key that a click there stands for, in coordinates of the screen; 0: none. */
uint32_t messages_key_at(const struct messages *m, const struct children *c, struct area a, int x,
                         int y);

void messages_draw(const struct messages *m, const struct children *c, struct area a);

#endif
