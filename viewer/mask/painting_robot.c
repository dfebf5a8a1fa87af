/* painting_robot.c - a robot: brushed steel plates, riveted, lamps around the eyes, and a grille
 * that opens with the mouth. */
#include "viewer/mask/paintings.h"

#define STEEL .color = 0x9AA9B5, .opacity = 1, .grain = PAINT_BRUSHED, .rough = 0.10f, .size = 0.18f
#define RAISED .relief = 0.55f, .bevel = 0.28f

/* A seam, and the plate in it. */
#define PLATE(tint, ...)                                                                           \
    {PAINT_AREA,        .both = true,    __VA_ARGS__,  .grow = 0.14f,                              \
     .color = 0x12161A, .opacity = 0.9f, .soft = 0.12f},                                           \
    {                                                                                              \
        PAINT_AREA, .both = true, __VA_ARGS__, .grow = 0.02f, .color = tint, .opacity = 1, RAISED, \
                    .grain = PAINT_BRUSHED, .rough = 0.09f, .size = 0.16f                          \
    }

#define RIVET(landmark, x, y)                                                                      \
    {PAINT_ELLIPSE,   .both = true, .count = 1,        .points = {{landmark, x, y}},               \
     .across = 0.24f, .up = 0.24f,  .color = 0x20262C, .opacity = 0.8f,                            \
     .soft = 0.1f},                                                                                \
    {                                                                                              \
        PAINT_ELLIPSE, .both = true, .count = 1, .points = {{landmark, x, y}}, .across = 0.17f,    \
                       .up = 0.17f, .color = 0xB9C6CF, .opacity = 1, .relief = 0.8f,               \
                       .bevel = 0.17f                                                              \
    }

#define EYE(wider, tint, softness, ...)                                                            \
    {                                                                                              \
        PAINT_CONTOUR, .both = true, .contour = MIEN_CONTOUR_LEFT_EYE, .grow = wider,              \
                       .color = tint, .opacity = 1, .soft = softness, __VA_ARGS__                  \
    }

#define LIPS(wider, tint, softness, ...)                                                           \
    {                                                                                              \
        PAINT_CONTOUR, .contour = MIEN_CONTOUR_OUTER_LIPS, .grow = wider, .color = tint,           \
                       .opacity = 1, .soft = softness, __VA_ARGS__                                 \
    }

/* A bar of the grille between landmarks of the upper and the lower lip. */
#define BAR(upper, lower)                                                                          \
    {                                                                                              \
        PAINT_STROKE, .both = true, .count = 2, .points = {{upper, 0, 0.2f}, {lower, 0, -0.2f}},   \
                      .grow = 0.17f, .taper = 0.17f, .color = 0xA8B5BE, .opacity = 1,              \
                      .relief = 0.7f, .bevel = 0.15f                                               \
    }

#define VENT(x, y)                                                                                 \
    {                                                                                              \
        PAINT_STROKE, .both = true, .count = 2,                                                    \
                      .points = {{352, x, y}, {352, x + 1.9f, y + 0.5f}}, .grow = 0.13f,           \
                      .taper = 0.13f, .color = 0x0B0E11, .opacity = 1, .relief = -0.9f,            \
                      .bevel = 0.1f                                                                \
    }

static const struct paint_layer layers[] = {
    {PAINT_FACE, STEEL},
    PLATE(
        0x8C9CA9, .count = 5,
        .points = {{10, -1, 1}, {338, 1.0f, 1}, {299, 1.1f, 0}, {295, 0.9f, 0.75f}, {9, -1, 0.1f}}),
    PLATE(0x7D8D9B, .count = 5,
          .points =
              {{297, 0.6f, 1}, {284, 1.5f, 1}, {389, 1, 0}, {383, 0.3f, 0.2f}, {334, 0.9f, 0.8f}}),
    PLATE(0xA3B2BD, .count = 6,
          .points = {{8, -1, 0.2f},
                     {285, -0.3f, 0.1f},
                     {419, 0.25f, 0},
                     {420, 0.2f, 0.1f},
                     {440, 0.1f, 0},
                     {4, -1, 0}}),
    PLATE(0x8797A4, .count = 7,
          .points = {{348, -0.6f, -0.5f},
                     {346, 0.5f, -0.3f},
                     {447, 2, 0},
                     {361, 2, 0},
                     {435, 0, 0.6f},
                     {436, 0.5f, 0.4f},
                     {425, -1.2f, 0.4f}}),
    PLATE(0x75858F, .count = 5,
          .points = {{434, -0.1f, -0.1f},
                     {435, 0, -0.2f},
                     {288, 1.5f, -1},
                     {379, 1, -2},
                     {395, 0.1f, -0.1f}}),
    PLATE(0x93A2AE, .count = 5,
          .points = {{18, -1, -0.25f},
                     {424, -0.6f, -0.1f},
                     {262, 0.6f, 0.1f},
                     {400, 0, -1},
                     {152, -1, -1}}),
    {PAINT_STROKE, .both = true, .count = 3,
     .points = {{336, 0, 0.2f}, {334, -0.2f, 0.2f}, {300, -0.4f, 0.1f}}, .grow = 0.34f,
     .taper = 0.2f, .color = 0x3B464F, .opacity = 1, .relief = 0.8f, .bevel = 0.25f},
    {PAINT_FACE, .mode = PAINT_FORM, .opacity = 1.1f},
    RIVET(338, 0.3f, -0.55f),
    RIVET(299, 0.35f, -0.5f),
    RIVET(9, 0.55f, 0.75f),
    RIVET(333, 1.0f, 0.2f),
    RIVET(301, 0.2f, 0.1f),
    RIVET(347, 0.3f, -0.75f),
    RIVET(345, 0.6f, -0.55f),
    RIVET(427, 0.2f, 0.2f),
    RIVET(416, 0.2f, 0.35f),
    RIVET(262, 0, -0.5f),
    RIVET(424, -0.75f, -0.6f),
    RIVET(364, 0.1f, -0.1f),
    VENT(-0.4f, -0.1f),
    VENT(-0.35f, -0.55f),
    VENT(-0.3f, -1.0f),
    /* the lamps */
    EYE(1.0f, 0x14191D, 0.3f),
    EYE(0.82f, 0x8999A5, 0.06f, .relief = 0.9f, .bevel = 0.3f),
    EYE(0.5f, 0x05090C, 0.1f),
    EYE(0.5f, 0x00627A, 0.4f, .mode = PAINT_LIGHT),
    EYE(0.27f, 0x13E4FF, 0.3f),
    EYE(0.16f, 0xD8FCFF, 0.2f),
    EYE(1.5f, 0x0A5566, 1.8f, .mode = PAINT_LIGHT),
    /* the grille */
    LIPS(0.85f, 0x14191D, 0.25f),
    LIPS(0.72f, 0x7F8F9B, 0.06f, .relief = 0.9f, .bevel = 0.28f),
    LIPS(0.38f, 0x04060A, 0.1f),
    LIPS(0.30f, 0x2A0E02, 0.5f),
    BAR(0, 17),
    BAR(267, 314),
    BAR(269, 405),
    BAR(270, 321),
    BAR(409, 375),
    /* the signal on the forehead */
    {PAINT_ELLIPSE, .count = 1, .points = {{151, 0, 0.1f}}, .across = 0.62f, .up = 0.62f,
     .color = 0x14191D, .opacity = 1, .soft = 0.08f, .relief = -0.9f, .bevel = 0.2f},
    {PAINT_ELLIPSE, .count = 1, .points = {{151, 0, 0.1f}}, .across = 0.42f, .up = 0.42f,
     .color = 0xB4120A, .core = 0xFFB08A, .depth = 0.42f, .opacity = 1, .soft = 0.08f},
    {PAINT_ELLIPSE, .mode = PAINT_LIGHT, .count = 1, .points = {{151, 0, 0.1f}}, .across = 1.1f,
     .up = 1.1f, .color = 0x000000, .core = 0x7A1C08, .depth = 0.9f, .opacity = 1, .soft = 0.5f},
};

const struct painting painting_robot = {
    layers,
    sizeof layers / sizeof *layers,
    {.tone = 0.25f, .feather = 0.03f, .opacity = 1, .eyes = true}};
