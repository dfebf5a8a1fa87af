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

enum paint_shape {
    PAINT_FACE,    /* all of it */
    PAINT_ELLIPSE, /* around the point */
    PAINT_AREA,    /* straight lines between the points */
    PAINT_BLOB,    /* the same, a smooth curve */
    PAINT_STROKE,  /* a smooth curve along the points */
    PAINT_CONTOUR, /* one of mien_contours */
};

enum paint_mode {
    PAINT_OVER,
    PAINT_MULTIPLY, /* as glass of that colour */
    PAINT_LIGHT,    /* as light of that colour */
    PAINT_FORM,     /* as PAINT_OVER, and what is below is then lit as the face's form is */
};

enum paint_grain {
    PAINT_SMOOTH,
    PAINT_GRAIN,   /* clouds */
    PAINT_BRUSHED, /* level streaks */
    PAINT_HAIR,    /* streaks that run away from the nose */
};

enum { PAINT_POINTS = 16 };

struct paint_point {
    uint16_t landmark;
    float across, up;
};

struct paint_layer {
    enum paint_shape shape;
    bool both; /* and its mirror image; points are on the subject's left */
    enum mien_contour_name contour;
    int count;
    struct paint_point points[PAINT_POINTS];
    float across, up, turn; /* an ellipse's half axes; radians */
    float grow, taper; /* wider by this to all sides; a stroke's half width, from first to last */

    enum paint_mode mode;
    uint32_t color, core; /* 0xRRGGBB; of the border, and from `depth` inside on */
    float depth;          /* 0: without a core */
    float opacity;
    float soft;          /* width of the border */
    float relief, bevel; /* -1 sunken .. 1 raised, over this width inside the border */
    enum paint_grain grain;
    float rough, size; /* how much lighter and darker, 0..1, and how fine the grain is */
};

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
