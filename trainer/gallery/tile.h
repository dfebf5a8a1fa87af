/* tile.h - a row of a data set as a square to look at: a picture enlarged, perhaps under colours
 * that say where something is, or landmarks as the lines of a face. */
#ifndef MIEN_TRAINER_GALLERY_TILE_H
#define MIEN_TRAINER_GALLERY_TILE_H

#include "datasets/dataset.h"
#include "runtime/host/draw/canvas.h"

/* A picture in a square of `side` pixels, in the middle where it is longer one way. */
struct tile {
    int side, left, top, width, height;
    uint8_t *rgb; /* [side, side, 3] */
};

/* A picture of shape [h, w, c], levels 0..255: RGB where c is 3, else its first channel in grey.
 * Error: out of memory. `tile_free` accepts a zeroed struct. */
int tile_picture(struct tile *t, const uint32_t shape[3], const float *row, int side,
                 struct mien_error *e);
void tile_free(struct tile *t);

/* Lay the colours of colormap_amount over the picture, which turns grey: heat [h, w], 0..1. */
int tile_heat(struct tile *t, const float *heat, uint32_t h, uint32_t w, struct mien_error *e);

/* Put it with its corner at (x, y), in units. */
void tile_put(struct canvas *c, const struct tile *t, float x, float y);

/* Row `row` of a data set of any kind that can be looked at (tile_fits), in a square at (x, y) of
 * `side` units. */
bool tile_fits(const struct dataset *d);
int tile_draw(struct canvas *c, float x, float y, float side, const struct dataset *d,
              const float *row, struct mien_error *e);

#endif
