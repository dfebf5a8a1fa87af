/* outfit.h - a mask with all that wearing it needs and that is no drawing: its texture in each size
 * that a face may have, and its own colours. To make it takes some 100 ms: that is done where no
 * picture waits for it. */
#ifndef MIEN_VIEWER_MASK_OUTFIT_H
#define MIEN_VIEWER_MASK_OUTFIT_H

#include "viewer/mask/mask.h"
#include "viewer/mask/tone.h"

enum { OUTFIT_LEVELS = 11 }; /* MASK_SIDE texels square, then half of it each, to 1 */

struct outfit {
    struct mask mask;
    uint8_t *smaller; /* the levels from 1 on, one behind the other */
    struct tone_mask colors;
};

/* The mask becomes the outfit's; on failure it is freed. Error: out of memory. */
int outfit_make(struct outfit *o, struct mask *m, struct mien_error *e);
void outfit_free(struct outfit *o); /* accepts a zeroed struct */

/* A level's texels [side, side, 4], side = MASK_SIDE >> level: colours are means by cover, so that
 * what is not covered lends none to the border. */
const uint8_t *outfit_level(const struct outfit *o, int level);

#endif
