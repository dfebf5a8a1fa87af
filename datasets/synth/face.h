/* face.h - one picture of one person, with its landmarks. Private to the room.
 *
 * The solid of the head is turned, lit at its points and drawn. Coordinates are edge coordinates of
 * the picture: x right, y down, the first pixel's centre at 0.5; a landmark's z has x's scale,
 * smaller is nearer, 0 at the head's middle. */
#ifndef MIEN_DATASETS_SYNTH_FACE_H
#define MIEN_DATASETS_SYNTH_FACE_H

#include "datasets/synth/atlas.h"
#include "datasets/synth/develop.h"
#include "datasets/synth/head.h"
#include "datasets/synth/raster.h"

/* What all pictures share, made once and only read. */
struct face_stock {
    struct mien_muscles muscles;
    struct person_shapes shapes;
    struct atlas atlas;
    uint8_t skin[MIEN_MESH_TRIANGLES]; /* 0 where a triangle closes an eye or the mouth */
};
void face_stock_init(struct face_stock *s);

/* What drawing needs: one for each thread. */
struct face_desk {
    const struct face_stock *stock;
    struct raster raster;
    struct solid solid;
    struct raster_point screen[SOLID_POINTS];
    float skin[ATLAS_SIDE * ATLAS_SIDE];
    float *light, *spare; /* [height, width] */
};

/* Errors: out of memory. close accepts a desk that open refused. */
int face_desk_open(struct face_desk *d, const struct face_stock *stock, uint32_t width,
                   uint32_t height, struct mien_error *e);
void face_desk_close(struct face_desk *d);

/* The picture: bytes [height, width], landmarks [MIEN_MESH_POINTS, 3]. `r` draws the background's
 * spots and the noise. */
void face_draw(struct face_desk *d, const struct person *p, const struct moment *m, struct rng *r,
               uint8_t *bytes, float (*landmarks)[3]);

#endif
