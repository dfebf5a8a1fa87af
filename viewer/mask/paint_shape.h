/* paint_shape.h - a layer's shape as a distance. Private to the room. */
#ifndef MIEN_VIEWER_MASK_PAINT_SHAPE_H
#define MIEN_VIEWER_MASK_PAINT_SHAPE_H

#include "viewer/mask/paint_layer.h"

enum { SHAPE_POINTS = PAINT_POINTS * 6 };

/* A layer's shape with its points in place. */
struct shape {
    enum paint_shape kind;
    int count;
    float points[SHAPE_POINTS][2];
    float way[SHAPE_POINTS][2];  /* from a point to the next; the last is next to the first */
    float inverse[SHAPE_POINTS]; /* of its squared length; 0 where that is 0 */
    float radius[2], turn[2];    /* of an ellipse; cosine and sine */
    float grow, taper;
    float low[2], high[2]; /* outside of this box the distance is above 0 */
};

void shape_set(struct shape *s, const struct paint_layer *layer, const float (*point)[2]);

/* The distance of a place, in centimetres; below 0 inside. */
float shape_distance(const struct shape *s, const float at[2]);

#endif
