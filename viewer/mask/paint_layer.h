/* paint_layer.h - a layer of a painted mask: its shape, and how its colour lies on what is below.
 */
#ifndef MIEN_VIEWER_MASK_PAINT_LAYER_H
#define MIEN_VIEWER_MASK_PAINT_LAYER_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/face/mien_face_mesh.h"

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

#endif
