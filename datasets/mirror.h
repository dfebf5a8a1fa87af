/* mirror.h - a row of a data set as a mirror shows it: the same expression on the other side. */
#ifndef MIEN_DATASETS_MIRROR_H
#define MIEN_DATASETS_MIRROR_H

#include "datasets/dataset.h"

/* Whether rows have a mirror image: pictures, landmarks of faces (68 or 468), or both. */
bool mirror_knows(const struct dataset *d);

/* Row [width] in place; of landmarks beside no picture x becomes -x. Only where mirror_knows. */
void mirror_row(const struct dataset *d, float *row);

/* Its parts: picture [h, w, c]; landmarks [points, stride], 68 or 468, in a picture of `width`. */
void mirror_picture(float *picture, const uint32_t shape[3]);
void mirror_landmarks(float *landmarks, uint32_t points, uint32_t stride, float width);

#endif
