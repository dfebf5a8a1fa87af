/* colormap.h - numbers as colours: one scale for amounts, one for what has a sign.
 *
 * Amounts: viridis, the perceptually uniform map of S. van der Walt and N. Smith (matplotlib,
 * CC0), from its values at eighths; lightness rises evenly, so it reads in grey and to colour-blind
 * eyes. Signs: blue below, orange above, by two hues of M. Okabe and K. Ito (2008), white
 * between. */
#ifndef MIEN_TRAINER_GALLERY_COLORMAP_H
#define MIEN_TRAINER_GALLERY_COLORMAP_H

#include "runtime/host/draw/canvas.h"

struct color colormap_amount(float amount); /* 0..1, clamped */
struct color colormap_sign(float value);    /* -1..1, clamped */

#endif
