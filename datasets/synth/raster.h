/* raster.h - triangles into samples: a rasteriser with a depth buffer. Private to the room.
 *
 * A target has `over` x `over` samples a pixel, on a regular grid; a pixel is the mean of its
 * samples, so edges are antialiased. A sample is drawn where its centre lies in the triangle, edges
 * included, and the nearest triangle wins. Shade and texture are interpolated linearly on the
 * screen: triangles are small against their distance. */
#ifndef MIEN_DATASETS_SYNTH_RASTER_H
#define MIEN_DATASETS_SYNTH_RASTER_H

#include <stdint.h>

#include "runtime/host/error.h"

struct raster {
    uint32_t width, height, over; /* pixels, and samples a pixel along each side */
    float *depth;                 /* [height * over, width * over], smaller is nearer */
    float *value;                 /* the same shape; depth says where something was drawn */
};

/* Edge coordinates in pixels, depth, and what is interpolated: brightness and texture place 0..1 */
struct raster_point {
    float x, y, depth, shade, u, v;
};

/* A square of factors on brightness, repeated where u or v leave 0..1; side is a power of two. */
struct raster_texture {
    const float *texels; /* [side, side], v down */
    uint32_t side;
};

int raster_init(struct raster *r, uint32_t width, uint32_t height, uint32_t over,
                struct mien_error *e);
void raster_free(struct raster *r); /* accepts a zeroed struct */

/* Forget what was drawn. */
void raster_clear(struct raster *r);

/* Draw a triangle; what lies outside the target is cut off. texture: NULL for none. */
void raster_triangle(struct raster *r, const struct raster_point *a, const struct raster_point *b,
                     const struct raster_point *c, const struct raster_texture *texture);

/* Mean of each pixel's samples over `background` [height, width], into it. */
void raster_resolve(const struct raster *r, float *background);

#endif
