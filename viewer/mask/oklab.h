/* oklab.h - sRGB, light and Oklab: a space in which equal steps look equal (B. Ottosson, "A
 * perceptual color space for image processing", 2020). */
#ifndef MIEN_VIEWER_MASK_OKLAB_H
#define MIEN_VIEWER_MASK_OKLAB_H

#include <stdint.h>

/* The light, 0..1, of a channel of sRGB, 0..255. */
float oklab_light(float byte);

/* Linear light, red, green and blue, to Oklab. */
void oklab_of_light(const float rgb[3], float lab[3]);

/* sRGB bytes to Oklab, and back (out of gamut: clipped), as the shader does it too. */
void oklab_of_srgb(const uint8_t srgb[3], float lab[3]);
void oklab_to_srgb(const float lab[3], uint8_t srgb[3]);

#endif
