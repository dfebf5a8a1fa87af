/* swap_measure.h - how good a swap is, as tests of the software and of the GPU measure it. */
#ifndef MIEN_TESTS_MASK_SWAP_MEASURE_H
#define MIEN_TESTS_MASK_SWAP_MEASURE_H

#include "runtime/face/mien_face.h"

/* Mean distance, in the picture, of two faces' landmarks, in shares of the way in space between the
 * outer corners of the first one's eyes. */
double swap_apart(const struct mien_face *a, const struct mien_face *b);

/* CIE 1976 L*a*b*, white D65, of sRGB 0..255 (IEC 61966-2-1; CIE 15). */
void swap_lab(const double rgb[3], double lab[3]);

#endif
