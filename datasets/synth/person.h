/* person.h - who is seen: all that stays when a face moves. Private to the room.
 *
 * A person is the canonical face plus a sum of smooth changes of shape (a longer nose, a broader
 * jaw), each with its own random size, and what grows on it and is worn. */
#ifndef MIEN_DATASETS_SYNTH_PERSON_H
#define MIEN_DATASETS_SYNTH_PERSON_H

#include <stdbool.h>

#include "runtime/expression/mien_expression.h"
#include "runtime/host/rng.h"

enum person_hair { HAIR_NONE, HAIR_SHORT, HAIR_LONG, HAIR_STYLES };

struct person {
    float shape[MIEN_MESH_POINTS][3]; /* the face at rest, centimetres */
    float skull[3];                   /* factors on the head behind the face: x, y, z */
    struct mien_actions habit;        /* what the face does at rest: drooping corners, high brows */
    float expressive;                 /* how strongly feelings show, around 1 */
    /* Brightness is linear, 0..1. */
    float skin, lip, brow, hair, iris, cloth;
    float brow_thick, lashes, mottle, freckles, gloss, age; /* 0..1 */
    float beard, moustache;                                 /* 0..1: how dense */
    enum person_hair style;
    float hair_height, fringe; /* centimetres above the skull; share of the forehead covered */
    float comb;                /* how much lower it hangs on one side, the same share */
    bool glasses;
    float rim, rim_size; /* brightness, size around 1 */
};

/* The changes of shape, made once. */
enum { PERSON_SHAPES = 22 };
struct person_shapes {
    float field[PERSON_SHAPES][MIEN_MESH_POINTS][3];
};
void person_shapes_init(struct person_shapes *s);

/* Draw a person. rest [MIEN_MESH_POINTS, 3] is the canonical face with its lips closed. */
void person_draw(struct person *p, const struct person_shapes *s, const float (*rest)[3],
                 struct rng *r);

#endif
