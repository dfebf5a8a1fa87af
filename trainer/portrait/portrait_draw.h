/* portrait_draw.h - a portrait as a PNG file: boxes, mesh, contours, pose axes, emotion bars.
 *
 * The picture is enlarged to 1,280 pixels on its longer side where it is smaller, shrunk to 4,096
 * where it is larger; lines and letters have their size from the result. Panels of emotions stand
 * beside their faces where all find a free place, else in a strip beside the picture. */
#ifndef MIEN_TRAINER_PORTRAIT_PORTRAIT_DRAW_H
#define MIEN_TRAINER_PORTRAIT_PORTRAIT_DRAW_H

#include "trainer/portrait/portrait.h"

/* Write the file, whole or not at all; the same portrait gives the same bytes. Errors: out of
 * memory, a path that cannot be written. */
int portrait_draw(const struct portrait *p, const char *path, struct mien_error *e);

#endif
