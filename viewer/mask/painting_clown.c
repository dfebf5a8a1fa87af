/* painting_clown.c - a clown: white face, red nose, painted smile, high brows, a tear and a star.
 */
#include "viewer/mask/paintings.h"

#define WHITE 0xF6F1EA
#define RED 0xC9122B
#define BLUE 0x2566D0

#define SMILE(wider, tint, softness)                                                               \
    {                                                                                              \
        PAINT_BLOB, .count = 12,                                                                   \
                    .points = {{0, 0, 0.45f},       {267, 0.2f, 0.6f}, {270, 0.6f, 0.65f},         \
                               {291, 1.0f, 1.1f},   {291, 2.0f, 1.9f}, {291, 1.3f, -0.5f},         \
                               {405, 0.9f, -0.55f}, {17, 0, -0.85f},   {181, -0.9f, -0.55f},       \
                               {61, -1.3f, -0.5f},  {61, -2.0f, 1.9f}, {61, -1.0f, 1.1f}},         \
                    .grow = wider, .color = tint, .opacity = 1, .soft = softness                   \
    }

static const struct paint_layer layers[] = {
    {PAINT_FACE, .color = WHITE, .opacity = 1, .grain = PAINT_GRAIN, .rough = 0.025f,
     .size = 0.35f},
    {PAINT_FACE, .mode = PAINT_FORM, .opacity = 0.42f},
    /* cheeks */
    {PAINT_ELLIPSE, .both = true, .count = 1, .points = {{280, 0.5f, -0.1f}}, .across = 1.9f,
     .up = 1.6f, .color = 0xF9B8AE, .core = 0xEE6A66, .depth = 1.5f, .opacity = 0.75f,
     .soft = 1.6f},
    /* a lozenge over each eye */
    {PAINT_AREA, .both = true, .count = 4,
     .points = {{257, 0, 2.5f}, {263, 0.35f, 0}, {253, 0, -2.3f}, {362, -0.35f, 0.1f}},
     .grow = 0.22f, .color = 0x0E1B3A, .opacity = 0.9f, .soft = 0.1f},
    {PAINT_AREA, .both = true, .count = 4,
     .points = {{257, 0, 2.4f}, {263, 0.25f, 0}, {253, 0, -2.2f}, {362, -0.25f, 0.1f}},
     .grow = 0.12f, .color = BLUE, .core = 0x4C9BFF, .depth = 0.8f, .opacity = 1, .soft = 0.06f},
    {PAINT_CONTOUR, .both = true, .contour = MIEN_CONTOUR_LEFT_EYE, .grow = 0.34f, .color = WHITE,
     .opacity = 1, .soft = 0.15f},
    {PAINT_CONTOUR, .both = true, .contour = MIEN_CONTOUR_LEFT_EYE, .grow = 0.13f,
     .color = 0x15110F, .opacity = 0.95f, .soft = 0.12f},
    /* brows that never rest */
    {PAINT_STROKE, .both = true, .count = 4,
     .points = {{336, -0.1f, 0.7f}, {296, -0.1f, 1.75f}, {334, 0.4f, 1.75f}, {293, 1.1f, 0.7f}},
     .grow = 0.2f, .taper = 0.36f, .color = 0x1A1210, .opacity = 1, .soft = 0.1f},
    {PAINT_STROKE, .both = true, .count = 4,
     .points = {{336, -0.1f, 0.7f}, {296, -0.1f, 1.75f}, {334, 0.4f, 1.75f}, {293, 1.1f, 0.7f}},
     .grow = 0.10f, .taper = 0.26f, .color = 0xF28A1E, .opacity = 1, .soft = 0.06f,
     .grain = PAINT_HAIR, .rough = 0.15f, .size = 0.5f},
    /* the smile */
    SMILE(0.16f, 0x3A0610, 0.12f),
    SMILE(0.02f, RED, 0.08f),
    {PAINT_STROKE, .both = true, .count = 3,
     .points = {{17, -0.3f, -0.35f}, {405, 0.4f, -0.2f}, {291, 0.9f, 0.2f}}, .grow = 0.13f,
     .taper = 0.03f, .mode = PAINT_LIGHT, .color = 0xFF9A9A, .opacity = 0.55f, .soft = 0.25f},
    {PAINT_CONTOUR, .contour = MIEN_CONTOUR_OUTER_LIPS, .grow = 0.06f, .color = 0x8E0A1E,
     .core = 0xB51028, .depth = 0.5f, .opacity = 0.9f, .soft = 0.2f},
    /* the nose */
    {PAINT_ELLIPSE, .count = 1, .points = {{4, 0, -0.35f}}, .across = 2.12f, .up = 1.62f,
     .color = 0x4A0508, .opacity = 0.8f, .soft = 0.35f},
    {PAINT_ELLIPSE, .count = 1, .points = {{4, 0, -0.35f}}, .across = 2.0f, .up = 1.5f,
     .color = 0xA30A12, .core = 0xF23A30, .depth = 1.3f, .opacity = 1, .soft = 0.1f},
    {PAINT_ELLIPSE, .mode = PAINT_LIGHT, .count = 1, .points = {{4, -0.45f, 0.25f}},
     .across = 0.42f, .up = 0.3f, .color = 0xFFE2D8, .opacity = 0.9f, .soft = 0.3f},
    /* a tear on the right cheek, a star on the left */
    {PAINT_BLOB, .count = 6,
     .points = {{119, 0, 0.1f},
                {119, 0.33f, -0.9f},
                {119, 0.24f, -1.3f},
                {119, 0, -1.42f},
                {119, -0.24f, -1.3f},
                {119, -0.33f, -0.9f}},
     .grow = 0.08f, .color = 0x0D2B57, .opacity = 1, .soft = 0.08f},
    {PAINT_BLOB, .count = 6,
     .points = {{119, 0, 0},
                {119, 0.3f, -0.9f},
                {119, 0.22f, -1.27f},
                {119, 0, -1.37f},
                {119, -0.22f, -1.27f},
                {119, -0.3f, -0.9f}},
     .color = 0x2F8DF0, .core = 0x9AD4FF, .depth = 0.3f, .opacity = 1, .soft = 0.06f},
    {PAINT_ELLIPSE, .count = 1, .points = {{119, -0.1f, -0.95f}}, .across = 0.07f, .up = 0.13f,
     .color = 0xFFFFFF, .opacity = 0.95f, .soft = 0.06f},
    {PAINT_AREA, .count = 10,
     .points = {{348, 0.1f, 0.05f},
                {348, 0.29f, -0.53f},
                {348, 0.9f, -0.53f},
                {348, 0.41f, -0.9f},
                {348, 0.6f, -1.48f},
                {348, 0.1f, -1.12f},
                {348, -0.4f, -1.48f},
                {348, -0.21f, -0.9f},
                {348, -0.7f, -0.53f},
                {348, -0.09f, -0.53f}},
     .grow = 0.04f, .color = 0xE0A300, .core = 0xFFD84A, .depth = 0.25f, .opacity = 1,
     .soft = 0.05f},
};

const struct painting painting_clown = {
    layers,
    sizeof layers / sizeof *layers,
    {.tone = 0.25f, .feather = 0.04f, .opacity = 1, .eyes = true, .mouth = true}};
