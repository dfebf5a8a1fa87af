/* oklab.h - light and Oklab, for means that are taken of light. Private to the room; tone.h has
 * what others need. */
#ifndef MIEN_VIEWER_MASK_OKLAB_H
#define MIEN_VIEWER_MASK_OKLAB_H

/* The light, 0..1, of a channel of sRGB, 0..255. */
float oklab_light(float byte);

/* Linear light, red, green and blue, to Oklab. */
void oklab_of_light(const float rgb[3], float lab[3]);

#endif
