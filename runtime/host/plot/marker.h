/* marker.h - points of a sheet, and the shapes that mark them. */
#ifndef MIEN_HOST_PLOT_MARKER_H
#define MIEN_HOST_PLOT_MARKER_H

enum sheet_marker {
    MARKER_CIRCLE,
    MARKER_SQUARE,
    MARKER_TRIANGLE,
    MARKER_DIAMOND,
    MARKER_POINTER, /* a triangle on its tip */
    MARKER_COUNT
};

struct sheet_point {
    float x, y; /* y is NaN where the pen is lifted */
};

/* The corners of a marker of size 1 around (0, 0): [*count], closed. A circle has none. */
const struct sheet_point *sheet_corners(enum sheet_marker marker, int *count);

#endif
