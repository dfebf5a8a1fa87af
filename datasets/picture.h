/* picture.h - a row of a data set as characters: pictures, faces and vectors drawn in a terminal.
 *
 * A picture is a grid of cells, each a character with a colour before and behind it; drawing and
 * printing are apart, so that tests look at cells. Images become half blocks where there is colour,
 * error-diffused braille dots where there is only Unicode, and a ramp of ASCII characters where
 * there is neither; landmarks are joined by lines of braille dots, or of characters.
 *
 * Braille: Unicode block U+2800, eight dots a cell in two columns. Dithering: R. Floyd, L.
 * Steinberg, "An adaptive algorithm for spatial greyscale" (1976). Colours: the colour-blind safe
 * set of M. Okabe and K. Ito (2008). */
#ifndef MIEN_DATASETS_PICTURE_H
#define MIEN_DATASETS_PICTURE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "datasets/dataset.h"
#include "runtime/host/image/image.h"

struct picture_style {
    bool color, true_color, unicode;
    uint32_t columns, lines; /* the most a picture takes; at least 8 x 4 */
};

enum { PICTURE_PLAIN = -1 }; /* the terminal's own colour */

struct picture_cell {
    uint32_t glyph;     /* a Unicode code point */
    int32_t fore, back; /* 0xRRGGBB or PICTURE_PLAIN */
};

struct picture {
    uint32_t columns, lines;
    struct picture_cell *cells; /* [lines, columns] */
};

/* What `stream` can show, in at most columns x lines cells. */
struct picture_style picture_style_of(FILE *stream, uint32_t columns, uint32_t lines);

/* Draw an image; landmarks xy [points, stride], of which x and y are used; a vector x [width].
 * Landmarks keep their proportions; 68 of them are joined as parts of a face, others stay dots;
 * those that are not finite are left out. The picture is for the caller to free, also on failure;
 * the only error is a lack of memory. */
int picture_image(struct picture *p, const struct image *m, struct picture_style style,
                  struct mien_error *e);
int picture_landmarks(struct picture *p, const float *xy, uint32_t points, uint32_t stride,
                      struct picture_style style, struct mien_error *e);
int picture_vector(struct picture *p, const float *x, uint32_t width, struct picture_style style,
                   struct mien_error *e);

/* Row `row` of a data set by whichever of these fits its kind. */
int picture_row(struct picture *p, const struct dataset *d, uint32_t row,
                struct picture_style style, struct mien_error *e);

/* Print, with beside[0..count) to the right, the first of these beside the first line. */
void picture_print(FILE *out, const struct picture *p, struct picture_style style,
                   const char *const *beside, size_t count);
void picture_free(struct picture *p);

#endif
