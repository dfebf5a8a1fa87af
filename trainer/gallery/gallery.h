/* gallery.h - a contact sheet of what a model gets wrong and is sure of, and of what it gets right
 * and hardly believes. */
#ifndef MIEN_TRAINER_GALLERY_GALLERY_H
#define MIEN_TRAINER_GALLERY_GALLERY_H

#include "trainer/gallery/examples.h"

/* Draw up to `most` rows of each kind as a PNG, whole or not at all: label and answer, the answer's
 * probability, the row's number in the data set. The same model and rows give the same bytes.
 * Errors: rows that are neither pictures nor landmarks, a figure that is too large, out of memory,
 * a path that cannot be written. */
int gallery_png(const struct answered *a, uint32_t most, const char *path, struct mien_error *e);

#endif
