/* atlas_table.h - the strokes that the maps are painted with. Private to the room. */
#ifndef MIEN_DATASETS_SYNTH_ATLAS_TABLE_H
#define MIEN_DATASETS_SYNTH_ATLAS_TABLE_H

#include "datasets/synth/atlas.h"

enum atlas_brush {
    BRUSH_SOFT,   /* fades like a Gaussian */
    BRUSH_FURROW, /* the same, with a light flank on either side */
    BRUSH_HARD,   /* full to its radius, a short edge */
};

enum { STROKE_POINTS = 8 };

/* A line along landmarks of the middle or the right, mirrored to the left. Its radius, in parts of
 * the texture's side, goes from `first` to `last`. */
struct atlas_stroke {
    uint8_t map, brush, points;
    float first, last, strength;
    uint16_t point[STROKE_POINTS];
};

extern const struct atlas_stroke atlas_strokes[];
extern const int atlas_stroke_count;

#endif
