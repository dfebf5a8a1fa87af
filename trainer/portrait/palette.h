/* palette.h - colours that colour-blind eyes tell apart, on light pictures and dark ones.
 *
 * M. Okabe, K. Ito, "Color Universal Design" (2008), without the blue and the black, which are lost
 * on dark pictures. */
#ifndef MIEN_TRAINER_PORTRAIT_PALETTE_H
#define MIEN_TRAINER_PORTRAIT_PALETTE_H

#include "runtime/host/draw/canvas.h"

static const struct color palette_orange = {230, 159, 0}, palette_sky = {86, 180, 233},
                          palette_green = {0, 158, 115}, palette_yellow = {240, 228, 66},
                          palette_vermilion = {213, 94, 0}, palette_purple = {204, 121, 167},
                          palette_white = {255, 255, 255}, palette_ink = {17, 20, 24},
                          palette_faint = {156, 165, 175};

#endif
