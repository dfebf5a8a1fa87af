/* painting_cat.c - a tabby cat: fur that runs away from the nose, the M on the forehead, lined
 * eyes, whiskers. */
#include "viewer/mask/paintings.h"

#define STRIPE 0x4A230A
#define FUR .grain = PAINT_HAIR, .rough = 0.32f, .size = 0.4f

#define STRIPES(wide, narrow, ...)                                                                 \
    {                                                                                              \
        PAINT_STROKE, .both = true, __VA_ARGS__, .grow = wide, .taper = narrow, .color = STRIPE,   \
                      .opacity = 0.88f, .soft = 0.35f, FUR                                         \
    }

#define WHISKER(y, end_x, end_y)                                                                   \
    {PAINT_ELLIPSE,   .both = true, .count = 1,        .points = {{164, 1.45f, y}},                \
     .across = 0.12f, .up = 0.1f,   .color = 0x2A1408, .opacity = 0.9f,                            \
     .soft = 0.08f},                                                                               \
    {                                                                                              \
        PAINT_STROKE, .both = true, .count = 3,                                                    \
                      .points = {{164, 1.5f, y},                                                   \
                                 {164, 0.5f * end_x + 0.7f, 0.5f * (y + end_y) + 0.35f},           \
                                 {164, end_x, end_y}},                                             \
                      .grow = 0.085f, .taper = 0.02f, .color = 0xFFFDF6, .opacity = 0.95f,         \
                      .soft = 0.06f                                                                \
    }

static const struct paint_layer layers[] = {
    {PAINT_FACE, .color = 0xD98A3E, .opacity = 1, FUR},
    {PAINT_CONTOUR, .contour = MIEN_CONTOUR_FACE, .grow = -2.5f, .color = 0xEBA857, .opacity = 0.6f,
     .soft = 3.0f, FUR},
    /* the light bridge of the nose, the muzzle, what is around the eyes */
    {PAINT_BLOB, .both = true, .count = 6,
     .points = {{168, -0.9f, 0.6f},
                {417, -0.2f, 0},
                {456, 0.1f, 0},
                {358, 0, 0},
                {4, 0, 0},
                {4, -0.9f, 0}},
     .color = 0xF2BE7A, .opacity = 0.8f, .soft = 1.0f, FUR},
    {PAINT_CONTOUR, .both = true, .contour = MIEN_CONTOUR_LEFT_EYE, .grow = 0.75f,
     .color = 0xFFF3DC, .opacity = 0.9f, .soft = 0.7f, FUR},
    {PAINT_BLOB, .both = true, .count = 8,
     .points = {{2, -1, 0.3f},
                {327, 0.2f, -0.1f},
                {426, -0.2f, -0.1f},
                {436, -0.1f, -0.3f},
                {422, 0.1f, 0},
                {431, 0, -0.3f},
                {428, 0, -0.8f},
                {199, -1, -0.8f}},
     .color = 0xFFF6E6, .opacity = 0.97f, .soft = 0.9f, .grain = PAINT_HAIR, .rough = 0.14f,
     .size = 0.4f},
    /* the M, the crown, the cheeks */
    STRIPES(
        0.3f, 0.12f, .count = 4,
        .points = {{285, 0.1f, -0.3f}, {336, 0, 0.1f}, {337, -0.4f, -0.6f}, {338, -0.9f, 0.2f}}),
    STRIPES(
        0.34f, 0.1f, .count = 4,
        .points = {{336, 0.7f, 0.3f}, {296, 0.3f, 0.5f}, {299, 0.3f, -0.2f}, {297, -0.5f, 0.2f}}),
    STRIPES(0.3f, 0.08f, .count = 3,
            .points = {{334, 0.3f, 0.2f}, {333, 0.6f, 0}, {332, 0.6f, 0.2f}}),
    STRIPES(0.22f, 0.1f, .count = 3, .points = {{9, -0.4f, 0.3f}, {151, 0, -0.2f}, {10, 0, 0.3f}}),
    STRIPES(0.3f, 0.06f, .count = 3,
            .points = {{261, 0.6f, 0.3f}, {345, 0, 0.6f}, {447, 1.5f, 0.9f}}),
    STRIPES(0.34f, 0.06f, .count = 3,
            .points = {{280, 1.0f, 0.4f}, {352, 0.8f, -0.1f}, {366, 2, 0.4f}}),
    STRIPES(0.32f, 0.06f, .count = 3,
            .points = {{411, 0.6f, 0.3f}, {376, 0.6f, -0.3f}, {401, 2, -0.6f}}),
    STRIPES(0.28f, 0.06f, .count = 3,
            .points = {{434, 0.6f, 0.2f}, {367, 0, 0.2f}, {397, 1.2f, 0}}),
    {PAINT_FACE, .mode = PAINT_FORM, .opacity = 0.75f},
    /* lined eyes */
    {PAINT_CONTOUR, .both = true, .contour = MIEN_CONTOUR_LEFT_EYE, .grow = 0.26f,
     .color = 0x120906, .opacity = 1, .soft = 0.14f},
    {PAINT_STROKE, .both = true, .count = 3,
     .points = {{263, -0.2f, 0}, {263, 0.7f, 0.35f}, {263, 1.5f, 0.95f}}, .grow = 0.26f,
     .taper = 0.02f, .color = 0x120906, .opacity = 1, .soft = 0.1f},
    {PAINT_STROKE, .both = true, .count = 3,
     .points = {{362, 0.1f, 0}, {362, -0.4f, -0.35f}, {362, -0.75f, -0.95f}}, .grow = 0.2f,
     .taper = 0.02f, .color = 0x120906, .opacity = 1, .soft = 0.1f},
    /* nose and mouth */
    {PAINT_BLOB, .both = true, .count = 7,
     .points = {{4, -0.8f, 0.3f},
                {4, 0.8f, 0.25f},
                {4, 1.5f, -0.25f},
                {1, 1.1f, -0.35f},
                {19, 0.35f, -0.1f},
                {94, 0.1f, -0.05f},
                {94, -0.8f, -0.05f}},
     .grow = 0.1f, .color = 0x5C2620, .opacity = 1, .soft = 0.14f},
    {PAINT_BLOB, .both = true, .count = 7,
     .points = {{4, -0.8f, 0.3f},
                {4, 0.8f, 0.25f},
                {4, 1.5f, -0.25f},
                {1, 1.1f, -0.35f},
                {19, 0.35f, -0.1f},
                {94, 0.1f, -0.05f},
                {94, -0.8f, -0.05f}},
     .color = 0xC9686C, .core = 0xF0A0A0, .depth = 0.5f, .opacity = 1, .soft = 0.08f,
     .grain = PAINT_GRAIN, .rough = 0.08f, .size = 0.15f},
    {PAINT_ELLIPSE, .mode = PAINT_LIGHT, .count = 1, .points = {{4, -0.3f, -0.05f}},
     .across = 0.35f, .up = 0.16f, .color = 0xFFE8E4, .opacity = 0.7f, .soft = 0.2f},
    {PAINT_STROKE, .count = 3, .points = {{2, 0, 0.2f}, {164, 0, 0}, {0, 0, 0}}, .grow = 0.1f,
     .taper = 0.08f, .color = 0x2A1109, .opacity = 1, .soft = 0.1f},
    {PAINT_CONTOUR, .contour = MIEN_CONTOUR_OUTER_LIPS, .grow = -0.02f, .color = 0xD9918A,
     .opacity = 0.75f, .soft = 0.3f},
    {PAINT_STROKE, .both = true, .count = 4,
     .points = {{0, 0, 0}, {269, 0, -0.05f}, {291, 0, 0}, {291, 0.75f, 0.45f}}, .grow = 0.13f,
     .taper = 0.03f, .color = 0x2A1109, .opacity = 1, .soft = 0.1f},
    WHISKER(-0.05f, 8.5f, 1.5f),
    WHISKER(-0.45f, 9.0f, -0.2f),
    WHISKER(-0.85f, 8.2f, -1.9f),
};

const struct painting painting_cat = {
    layers,
    sizeof layers / sizeof *layers,
    {.tone = 0.25f, .feather = 0.05f, .opacity = 1, .eyes = true, .mouth = true}};
