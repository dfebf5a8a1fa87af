/* retint.h - a mask's colours changed as a whole, in Oklab (B. Ottosson, 2020): lighter, warmer,
 * more colourful. */
#ifndef MIEN_VIEWER_STUDIO_RETINT_H
#define MIEN_VIEWER_STUDIO_RETINT_H

#include <stdbool.h>
#include <stdint.h>

struct retint {
    float brightness;  /* added to the lightness, -0.5..0.5 */
    float red, yellow; /* added: from green to red, from blue to yellow, -0.2..0.2 */
    float color;       /* times the colourfulness, 0: grey, 1: as it was, 2 */
};

/* Whether it changes anything. */
bool retint_changes(const struct retint *r);

/* from, to [count, 4]: sRGB and cover, which stays. Colours are worked out on a grid of 33^3 and
 * interpolated between, within a level or two of 255. Cost: 36,000 colours and some 15 ns a texel.
 */
void retint_texels(const struct retint *r, const uint8_t *from, uint8_t *to, int count);

#endif
