/* marker.c - see marker.h. */
#include "runtime/host/plot/marker.h"

const struct sheet_point *sheet_corners(enum sheet_marker marker, int *count)
{
    /* Shapes that look equally large. */
    static const struct sheet_point corners[MARKER_COUNT][4] = {
        [MARKER_SQUARE] = {{-0.45f, -0.45f}, {0.45f, -0.45f}, {0.45f, 0.45f}, {-0.45f, 0.45f}},
        [MARKER_TRIANGLE] = {{0.0f, -0.62f}, {0.57f, 0.4f}, {-0.57f, 0.4f}},
        [MARKER_DIAMOND] = {{0.0f, -0.64f}, {0.64f, 0.0f}, {0.0f, 0.64f}, {-0.64f, 0.0f}},
        [MARKER_POINTER] = {{0.0f, 0.62f}, {-0.57f, -0.4f}, {0.57f, -0.4f}},
    };
    static const int counts[MARKER_COUNT] = {0, 4, 3, 4, 3};
    *count = counts[marker];
    return corners[marker];
}
