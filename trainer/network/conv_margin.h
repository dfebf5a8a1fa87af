/* conv_margin.h - images amid zeros, for engines whose windows leave the image. */
#ifndef MIEN_NETWORK_CONV_MARGIN_H
#define MIEN_NETWORK_CONV_MARGIN_H

#include "trainer/network/layer.h"

/* Rows and columns of zeros before the image, and rows and columns in all. */
struct conv_margin {
    size_t top, left, h, w;
};

/* x [images, s] -> y [images, m.h, m.w, s.c]; what lies beyond the margins' end is cut off. */
void conv_surround(const struct conv_margin *m, struct shape s, const float *x, size_t images,
                   float *y);

#endif
