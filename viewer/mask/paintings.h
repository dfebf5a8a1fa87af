/* paintings.h - the presets that are painted, each a list of layers. Private to the room. */
#ifndef MIEN_VIEWER_MASK_PAINTINGS_H
#define MIEN_VIEWER_MASK_PAINTINGS_H

#include "viewer/mask/paint.h"

struct painting {
    const struct paint_layer *layers;
    int count;
    struct mask_look look;
};

extern const struct painting painting_robot, painting_clown, painting_skull, painting_cat;

#endif
