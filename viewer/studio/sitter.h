/* sitter.h - what the studio is opened on: a photo, a mask's file or a preset, as a mask and a
 * figure. */
#ifndef MIEN_VIEWER_STUDIO_SITTER_H
#define MIEN_VIEWER_STUDIO_SITTER_H

#include "viewer/mask/mask.h"
#include "viewer/studio/figure.h"

/* Make the mask (for mask_free) and the figure; it fits where the mask was made of a photo. Errors:
 * those of mask_make and face_networks_open. */
int sitter_open(struct mask *m, struct figure *f, const char *what, struct mien_error *e);

#endif
