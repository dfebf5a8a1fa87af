/* atlas.h - what skin looks like: maps over the canonical face's texture. Private to the room.
 *
 * A map says for each place of the skin how much of one thing there is: brow, lip, beard, the
 * wrinkles of one action. A face's texture is their weighted sum, a factor on its skin's
 * brightness. Maps are painted with strokes along landmarks, so that they sit where the mesh has
 * the part, and move with it. */
#ifndef MIEN_DATASETS_SYNTH_ATLAS_H
#define MIEN_DATASETS_SYNTH_ATLAS_H

#include <stdint.h>

enum { ATLAS_SIDE = 256 };

/* The maps: symbol, and whether hairs make it up. */
#define ATLAS_MAPS(X)                                                                              \
    X(ATLAS_HOLLOW, 0) /* where light gets less: sockets, sides of the nose, under the lip */      \
    X(ATLAS_LINE, 0)   /* nostrils, the line of the mouth */                                       \
    X(ATLAS_LIP, 0)                                                                                \
    X(ATLAS_BROW, 1)                                                                               \
    X(ATLAS_BROW_EDGE, 1) /* what a thick brow has more */                                         \
    X(ATLAS_LASH, 0)      /* lashes and the crease above */                                        \
    X(ATLAS_BEARD, 1)                                                                              \
    X(ATLAS_MOUSTACHE, 1)                                                                          \
    X(ATLAS_MOTTLE, 0) /* broad noise */                                                           \
    X(ATLAS_PORES, 0)  /* fine noise */                                                            \
    X(ATLAS_FRECKLES, 0)                                                                           \
    X(ATLAS_FOREHEAD, 0)   /* lines across it: AU 1, 2 */                                          \
    X(ATLAS_FROWN, 0)      /* upright lines between the brows: AU 4 */                             \
    X(ATLAS_CROW, 0)       /* crow's feet: AU 6 */                                                 \
    X(ATLAS_BAG, 0)        /* the furrow below the eye: AU 6, 7 */                                 \
    X(ATLAS_NOSE_ROOT, 0)  /* lines across the nose: AU 9 */                                       \
    X(ATLAS_NASOLABIAL, 0) /* the fold from nose to mouth: AU 9, 10, 12 */                         \
    X(ATLAS_BRACKET, 0)    /* the fold beside the mouth: AU 12, 20 */                              \
    X(ATLAS_DROOP, 0)      /* the fold below its corner: AU 15 */                                  \
    X(ATLAS_CHIN, 0)       /* a dimpled chin: AU 17 */

enum atlas_map {
#define X(symbol, hairy) symbol,
    ATLAS_MAPS(X)
#undef X
        ATLAS_MAP_COUNT
};

struct atlas {
    int8_t map[ATLAS_MAP_COUNT][ATLAS_SIDE * ATLAS_SIDE]; /* 127 is 1; wrinkles have light flanks */
    uint16_t first[ATLAS_MAP_COUNT][ATLAS_SIDE]; /* by row: where it is not 0, first to end */
    uint16_t end[ATLAS_MAP_COUNT][ATLAS_SIDE];
    float hair[ATLAS_SIDE * ATLAS_SIDE]; /* strands: a factor around 1 */
};

/* Paint all maps; the same each time. Cost: some 50 ms. */
void atlas_paint(struct atlas *a);

/* texture [ATLAS_SIDE, ATLAS_SIDE]: 1 + the sum of weight[i] * map i, at least `least`. */
void atlas_mix(const struct atlas *a, const float weight[ATLAS_MAP_COUNT], float least,
               float *texture);

#endif
