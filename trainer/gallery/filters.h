/* filters.h - a figure of a network's first filters, and of what each makes of one face. */
#ifndef MIEN_TRAINER_GALLERY_FILTERS_H
#define MIEN_TRAINER_GALLERY_FILTERS_H

#include "trainer/gallery/examples.h"

/* The first convolution's window on channel `in` for its output `out`: w [window.h, window.w]. */
void filters_window(const struct mien_node *n, uint32_t in, uint32_t out, float *w);

/* The first convolution of a model: its node, -1 where there is none. */
int32_t filters_first(const struct model *m);

/* Draw all of them as a PNG, whole or not at all, each by its own largest weight (which is written
 * below it), beside the answers to the face that the model is surest of. Filters of RGB are shown
 * in colour around grey, others by colormap_sign. Errors: rows that are no pictures, no
 * convolution, a figure that is too large, out of memory, a path that cannot be written. */
int filters_png(const struct answered *a, const char *path, struct mien_error *e);

#endif
