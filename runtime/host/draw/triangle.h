/* triangle.h - which pixels a triangle covers, row by row, and how far each lies from its corners.
 *
 *     struct triangle t;
 *     if (triangle_start(&t, a, b, c, width, height))
 *         for (struct triangle_row row; triangle_next(&t, &row);)
 *             for (int x = row.first; x < row.end; x++)
 *                 ... row.weight[i] + (float)(x - row.first) * t.step[i] ...
 *
 * A pixel is covered where its centre lies in the triangle; of two triangles with a common edge
 * exactly one covers a centre on it (the top-left rule). Corners run either way round. They are
 * brought to 1/256 pixel, and what is covered is then decided in whole numbers, without rounding.
 *
 * Method: J. Pineda, "A Parallel Algorithm for Polygon Rasterization" (1988). */
#ifndef MIEN_HOST_DRAW_TRIANGLE_H
#define MIEN_HOST_DRAW_TRIANGLE_H

#include <stdbool.h>
#include <stdint.h>

struct triangle {
    float step[3];  /* of the weights, from a pixel to the next of its row */
    bool clockwise; /* the corners run so on the screen: a face seen from behind, or the other */
    /* The scan's own. Side i lies opposite corner i; its value is twice the area, in 1/65536 square
     * pixels, that a point spans with it, above 0 inside. */
    int64_t value[3];  /* at the centre of the first pixel of row y */
    int64_t across[3]; /* its change from a pixel to the next, and from a row to the next */
    int64_t down[3];
    double inverse; /* of the triangle's value */
    int y, end, width;
};

struct triangle_row {
    int y, first, end; /* pixels first .. end - 1, at least one */
    float weight[3];   /* of the corners at the first; they sum to 1 */
};

/* Begin with the part inside width x height, each at most 2^20. Corners are in edge coordinates:
 * the first pixel's centre at 0.5. False where nothing of the triangle is inside, it has no area,
 * or a corner is not finite or beyond 2^20 pixels. */
bool triangle_start(struct triangle *t, const float a[2], const float b[2], const float c[2],
                    int width, int height);

/* The next row that has pixels; false when done. */
bool triangle_next(struct triangle *t, struct triangle_row *row);

#endif
