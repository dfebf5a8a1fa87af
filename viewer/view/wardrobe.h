/* wardrobe.h - the masks at hand: mien's presets, and files that a person gave. They are made on a
 * thread of their own, for a large photo takes its time and the picture must not stand still. */
#ifndef MIEN_VIEWER_VIEW_WARDROBE_H
#define MIEN_VIEWER_VIEW_WARDROBE_H

#include "viewer/mask/outfit.h"

enum { WARDROBE_MAX = 64 };

struct wardrobe;

int wardrobe_open(struct wardrobe **w, struct mien_error *e);
void wardrobe_close(struct wardrobe *w); /* accepts NULL; waits for a mask being made */

/* The masks: words for wardrobe_wish and what they are called on the screen. Those of files come
 * behind the presets. */
int wardrobe_count(const struct wardrobe *w);
const char *wardrobe_word(const struct wardrobe *w, int index);
const char *wardrobe_title(const struct wardrobe *w, int index);

/* Make this mask next: a preset's name, a mask's file, or a photo. An earlier wish that was not
 * begun is forgotten. A file joins the list. Error, of usage: neither a preset nor a file. */
int wardrobe_wish(struct wardrobe *w, const char *word, struct mien_error *e);

/* What became of it: 1 where *o is ready and the caller's, -1 where it could not be made, 0 where
 * there is nothing new. */
int wardrobe_take(struct wardrobe *w, struct outfit *o, struct mien_error *e);

/* Whether a wish is waiting or being made. */
bool wardrobe_busy(struct wardrobe *w);

#endif
