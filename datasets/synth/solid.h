/* solid.h - points and triangles of all that is drawn, in one heap. Private to the room.
 *
 * Points are centimetres of the head. Sheets are grids of points, given in rows: a sheet's outside
 * is where its columns run to the right when its rows run down. Nothing is allocated; a solid that
 * is full leaves out what does not fit (the parts of a head are counted in SOLID_POINTS). */
#ifndef MIEN_DATASETS_SYNTH_SOLID_H
#define MIEN_DATASETS_SYNTH_SOLID_H

#include <stdbool.h>
#include <stdint.h>

enum { SOLID_POINTS = 3000, SOLID_TRIANGLES = 5000 };

/* What a triangle is covered with, and whether it is seen from inside too. */
enum solid_cover { COVER_PLAIN, COVER_SKIN, COVER_HAIR, COVER_LOOSE_HAIR, COVER_FOIL, COVERS };

struct solid_point {
    float at[3], normal[3];
    float bright; /* linear reflectance, what hides it from the sky included */
    float gloss;  /* of its highlight */
    float u, v;   /* of its texture */
};

struct solid_triangle {
    uint16_t point[3];
    uint8_t cover;
};

struct solid {
    int points, triangles;
    struct solid_point point[SOLID_POINTS];
    struct solid_triangle triangle[SOLID_TRIANGLES];
};

void solid_clear(struct solid *s);

/* Append; returns the point's number (of the last one where the solid is full). */
int solid_add(struct solid *s, const struct solid_point *p);
void solid_triangle(struct solid *s, int a, int b, int c, enum solid_cover cover);

/* Join points first .. first + rows * columns - 1 as a sheet; `round`: its last column meets the
 * first. */
void solid_sheet(struct solid *s, int first, int rows, int columns, bool round,
                 enum solid_cover cover);

/* Normals of all points, from the triangles around each. */
void solid_find_normals(struct solid *s);

#endif
