/* paint.h - a painter of masks: layers of soft shapes, one over the other.
 *
 * Shapes lie on the face as it is rolled out: across runs the way around the head from its middle,
 * to the subject's left, up runs up; both in centimetres of the canonical face, around 0.1 of them
 * a pixel of a live picture. Their points are given by landmarks, from which they may be shifted.
 *
 * A shape is a distance, below 0 inside: from it come its border's softness, its relief, and the
 * colour of its core. See I. Quilez, "2D distance functions". */
#ifndef MIEN_VIEWER_MASK_PAINT_H
#define MIEN_VIEWER_MASK_PAINT_H

#include "viewer/mask/atlas.h"
#include "viewer/mask/paint_layer.h"

/* Texels are painted in tiles, of which those that a shape is away from are passed over. */
enum { PAINT_TILE = 32, PAINT_TILES = MASK_SIDE / PAINT_TILE };

struct paint_tile {
    float low[2], high[2]; /* of the places in it */
};

struct paint {
    struct atlas atlas;
    struct paint_tile tiles[PAINT_TILES][PAINT_TILES];
    float (*place)[2];  /* [MASK_SIDE, MASK_SIDE]: across, up */
    float (*colors)[3]; /* the same: 0..1, sRGB */
    float point[MIEN_MESH_POINTS][2];
};

/* White all over. Error: out of memory. `paint_close` accepts a zeroed struct. */
int paint_open(struct paint *p, struct mien_error *e);
void paint_close(struct paint *p);

void paint_layers(struct paint *p, const struct paint_layer *layers, int count);

/* To a mask's texels; the cover is 1 inside the face oval. */
void paint_finish(const struct paint *p, struct mask *m);

#endif
