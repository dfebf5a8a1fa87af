/* mien_picture_shrink.h - upright regions made smaller: each pixel the mean of what it covers.
 *
 * For mien_picture_sample alone. The letterbox of a camera's picture covers five to fifteen pixels
 * with each of its own; here each of them is read once, whatever the factor. */
#ifndef MIEN_PICTURE_SHRINK_H
#define MIEN_PICTURE_SHRINK_H

#include "runtime/face/mien_picture.h"

/* Whether a region is read in this way: upright, and each pixel of the output beyond the reach. */
int mien_picture_shrinks(const struct mien_region *r, const struct mien_sampling *s);

/* As mien_picture_sample, for regions of which the above is true. */
void mien_picture_shrink(const struct mien_picture *p, const struct mien_region *r,
                         const struct mien_sampling *s, float *out);

#endif
