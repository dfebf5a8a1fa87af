/* develop.h - from light to a picture's bytes: exposure, blur, noise, compression. Private to the
 * room.
 *
 * JPEG's losses are those of its luminance: 8 x 8 cosine transforms, quantised by the standard's
 * table at a quality (ITU-T T.81, annex K; scaled as libjpeg does). */
#ifndef MIEN_DATASETS_SYNTH_DEVELOP_H
#define MIEN_DATASETS_SYNTH_DEVELOP_H

#include "datasets/synth/moment.h"

/* light [height, width], linear, is spent; spare [height, width] is for working in; bytes
 * [height, width] is the picture. `scale`: pixels to one of a picture 48 pixels wide. */
void develop(float *light, float *spare, uint32_t width, uint32_t height, float scale,
             const struct moment *m, struct rng *r, uint8_t *bytes);

/* What JPEG at this quality, 1..100, leaves of grey levels [height, width], 0..255. */
void develop_compress(float *grey, uint32_t width, uint32_t height, int quality);

#endif
