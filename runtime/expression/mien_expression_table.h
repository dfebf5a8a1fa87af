/* mien_expression_table.h - the pulls that actions are made of. Private to the room. */
#ifndef MIEN_EXPRESSION_TABLE_H
#define MIEN_EXPRESSION_TABLE_H

#include "runtime/expression/mien_expression.h"

/* A pull on the subject's right side, mirrored to the left. It is whole at its landmark and falls
 * to 1/e at `radius` along the skin; directions are away from the middle, up, and to the front. */
struct mien_pull {
    uint8_t action; /* MIEN_REST: what closes the canonical face's lips */
    uint16_t point;
    float radius, out, up, front; /* centimetres */
};

enum { MIEN_REST = MIEN_ACTION_COUNT };

extern const struct mien_pull mien_pulls[];
extern const int32_t mien_pull_count;

/* Landmarks, of the middle and the right, that stay with the skull or go with the lower jaw; those
 * between divide their way by distance. */
enum { MIEN_SKULL_POINTS = 27, MIEN_JAW_POINTS = 25 };
extern const uint16_t mien_skull_points[MIEN_SKULL_POINTS];
extern const uint16_t mien_jaw_points[MIEN_JAW_POINTS];

/* The joint of the jaw, and how far the jaw turns about it at intensity 1, radians. */
extern const float mien_jaw_joint[2]; /* y, z */
#define MIEN_JAW_DROP 0.20f
#define MIEN_JAW_STRETCH 0.36f

#endif
