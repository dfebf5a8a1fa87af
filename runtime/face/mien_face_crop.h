/* mien_face_crop.h - the square that a model of face pictures wants to see.
 *
 * Such models were trained on pictures that a face fills in one way, FER2013's: the crop puts a
 * face of any picture there. The square is laid by the 68 landmarks among the 468. With c their
 * mean, r the root mean square of their distances from c, and "up" from the chin to the brow,
 *
 *     side    MIEN_CROP_SIDE r
 *     centre  c, moved up by MIEN_CROP_RISE r
 *     turned  so that the means of the two eyes are level
 *
 * In the median face of FER2013 (30,784 pictures of datasets/fer2013-landmarks whose face score is
 * at least 0.9) the square is the picture: side 3.20 r, centre 0.30 r above c. Of eleven measures
 * (the landmarks' box, the distance of the eyes, eyes to mouth, ...) r and c tell the picture's
 * frame best: its side to 16 %, its centre to 2.9 of 48 pixels, standard deviations, half of them
 * to 8 % and 1.2 pixels. Cropped in this way PublicTest itself, of which parts then lie outside the
 * picture, costs networks trained on the pictures as they are up to 1 % of accuracy. */
#ifndef MIEN_FACE_CROP_H
#define MIEN_FACE_CROP_H

#include "runtime/face/mien_picture.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MIEN_CROP_SIDE 3.2f
#define MIEN_CROP_RISE 0.3f

/* The square of a face, landmarks [468, 3] in pixels. Where they all fall together its side is 0,
 * and a crop has one colour. */
struct mien_region mien_crop_region(const float *landmarks);

/* Floats that `out` of mien_crop_sample must have room for, whatever the channels. */
#define MIEN_CROP_FLOATS(side) (3 * (size_t)(side) * (size_t)(side))

/* The square as out [side, side, channels], 0..255: `channels` 1, grey (ITU-R BT.601, as JPEG has
 * it), or 3, red, green and blue. `side` at most MIEN_SAMPLE_SIDE_MAX. Where the square leaves the
 * picture, the picture's border goes on. Cost: that of mien_picture_sample. */
void mien_crop_sample(const struct mien_picture *p, const struct mien_region *square, int32_t side,
                      int32_t channels, float *out);

#ifdef __cplusplus
}
#endif

#endif
