/* mien_picture.h - pixels in memory, and how a network's input is read out of them.
 *
 * A network looks at a region: a square of the picture, of any size and turned by any angle. It is
 * resampled bilinearly. Where a pixel of the output is wider than a stated reach, it is the mean of
 * several such samples, and in an upright region of all that it covers, so that large pictures do
 * not alias. What a region covers outside the picture is black, or goes on as the picture's border.
 *
 * Coordinates are edge coordinates of the picture: 0..width across, the first pixel's centre at
 * 0.5, x right, y down. */
#ifndef MIEN_PICTURE_H
#define MIEN_PICTURE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Pixels as they lie in memory. */
struct mien_picture {
    const uint8_t *pixels;
    int32_t width, height; /* at least 1, at most MIEN_PICTURE_SIDE_MAX */
    int32_t channels;      /* bytes a pixel: 1 grey, 3 RGB, 4 RGB and one that is left out */
    ptrdiff_t stride;      /* bytes from row to row; negative: the last row lies first */
};

enum { MIEN_PICTURE_SIDE_MAX = 32768 };

/* A square of the picture, turned. */
struct mien_region {
    float x, y;  /* centre */
    float size;  /* side, above 0 */
    float angle; /* radians; its own x axis points to (cos, sin) */
};

/* Where the point (u, v) of a region, 0..1 from its own left and top, lies in the picture. */
void mien_region_point(const struct mien_region *r, float u, float v, float *x, float *y);

/* The smallest upright square that holds the picture, in its middle: the letterbox. */
struct mien_region mien_region_of_picture(const struct mien_picture *p);

enum mien_border { MIEN_BORDER_BLACK, MIEN_BORDER_REPLICATE };

enum { MIEN_SAMPLE_SIDE_MAX = 256, MIEN_SAMPLE_TAPS_MAX = 16 };

/* What a network wants its input to be. */
struct mien_sampling {
    int32_t side; /* pixels, at most MIEN_SAMPLE_SIDE_MAX */
    enum mien_border border;
    float scale, offset; /* values 0..255 become value * scale + offset */
    float reach;         /* pixels of the picture, at least 2, that one sample may stand for */
};

/* The region as out [side, side, 3]; grey gives three times the same. Any numbers in a region are
 * safe. Cost: side^2 samples of four pixels, times the square of size / side / reach, rounded up
 * (at most MIEN_SAMPLE_TAPS_MAX^2); upright and beyond the reach, once the covered pixels. */
void mien_picture_sample(const struct mien_picture *p, const struct mien_region *r,
                         const struct mien_sampling *s, float *out);

#ifdef __cplusplus
}
#endif

#endif
