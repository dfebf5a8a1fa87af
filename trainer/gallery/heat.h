/* heat.h - a figure of where a model finds each class: a row a class, its most typical faces as
 * they are and under the class's map (class_map.h). */
#ifndef MIEN_TRAINER_GALLERY_HEAT_H
#define MIEN_TRAINER_GALLERY_HEAT_H

#include "trainer/gallery/examples.h"

enum heat_method { HEAT_ACTIVATION, HEAT_OCCLUSION };

/* Draw up to `most` rows of each class as a PNG, whole or not at all: those labelled so that the
 * model takes most surely for it. Colours say how much speaks for the class, from none to the most
 * on that picture; what speaks against it is none. Errors: rows that are no pictures, a network
 * without activation maps, a figure that is too large, out of memory, a path that cannot be
 * written. */
int heat_png(const struct answered *a, enum heat_method method, uint32_t most, int threads,
             const char *path, struct mien_error *e);

#endif
