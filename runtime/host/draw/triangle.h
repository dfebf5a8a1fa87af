/* triangle.h - which pixels a triangle covers, row by row, and how far each lies from its corners.
 *
 *     struct triangle t;
 *     if (triangle_start(&t, a, b, c, width, height))
 *         for (struct triangle_row row; triangle_next(&t, &row);)
 *             for (int x = row.first; x < row.end; x++) ... row.weight[i] + (x - row.first) *
 * t.step[i]
 *
 * A pixel is covered where its centre lies in the triangle; of two triangles with a common edge
 * exactly one covers a centre on it (the top-left rule). Corners run either way round. */
#ifndef MIEN_HOST_DRAW_TRIANGLE_H
#define MIEN_HOST_DRAW_TRIANGLE_H

#include <stdbool.h>

struct triangle {
    float corner[3][2]; /* edge coordinates: the first pixel's centre at 0.5 */
    float step[3];      /* of the weights, from a pixel to the next of its row */
    float rise[3];      /* from a row to the next */
    float origin[3];    /* weights at the centre of pixel (0, 0) */
    bool clockwise; /* the corners run so on the screen: a face seen from behind, or the other */
    int y, end, width;
};

struct triangle_row {
    int y, first, end; /* pixels first .. end - 1 */
    float weight[3];   /* of the corners at the first; they sum to 1 */
};

/* Begin with the part inside width x height; false where nothing of it is, or the triangle has no
 * area or a corner that is not finite. */
bool triangle_start(struct triangle *t, const float a[2], const float b[2], const float c[2],
                    int width, int height);

/* The next row that has pixels; false when done. */
bool triangle_next(struct triangle *t, struct triangle_row *row);

#endif
