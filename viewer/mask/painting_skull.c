/* painting_skull.c - a skull: old bone, black sockets around the living eyes, and teeth over the
 * lips that part with them. */
#include "viewer/mask/paintings.h"

#define DARK 0x080504

#define TOOTH(landmark, x, y, wide, high)                                                          \
    {                                                                                              \
        PAINT_BLOB, .both = true, .count = 4,                                                      \
                    .points = {{landmark, x - wide, y + high},                                     \
                               {landmark, x + wide, y + high},                                     \
                               {landmark, x + wide * 0.82f, y - high},                             \
                               {landmark, x - wide * 0.82f, y - high}},                            \
                    .color = 0xB59C6B, .core = 0xF4EAD0, .depth = 0.2f, .opacity = 1,              \
                    .soft = 0.07f, .relief = 0.35f, .bevel = 0.16f, .grain = PAINT_GRAIN,          \
                    .rough = 0.06f, .size = 0.3f                                                   \
    }

#define CRACK(...)                                                                                 \
    {                                                                                              \
        PAINT_STROKE, __VA_ARGS__, .grow = 0.075f, .taper = 0.01f, .color = 0x3A2A18,              \
                                   .opacity = 0.85f, .soft = 0.05f                                 \
    }

#define SOCKET(wider, tint, cover, softness)                                                       \
    {                                                                                              \
        PAINT_BLOB, .both = true, .count = 8,                                                      \
                    .points = {{285, 0.55f, -0.45f}, {295, 0, 0},         {283, 0, -0.2f},         \
                               {342, 0.3f, 0},       {448, 0.2f, -0.35f}, {450, 0, -0.75f},        \
                               {350, -0.1f, -0.5f},  {465, 0.1f, 0.1f}},                           \
                    .grow = wider, .color = tint, .opacity = cover, .soft = softness               \
    }

#define NOSE(wider, tint, cover, softness)                                                         \
    {                                                                                              \
        PAINT_BLOB, .both = true, .count = 7,                                                      \
                    .points = {{195, -0.4f, 0.5f}, {195, 0.28f, 0.3f}, {363, 0.2f, -0.2f},         \
                               {279, 0, -0.5f},    {327, 0.1f, 0.1f},  {328, -0.1f, 0},            \
                               {94, 0.02f, 0.75f}},                                                \
                    .grow = wider, .color = tint, .opacity = cover, .soft = softness               \
    }

static const struct paint_layer layers[] = {
    {PAINT_CONTOUR, .contour = MIEN_CONTOUR_FACE, .grow = 2, .color = 0x75603F, .core = 0xE9DDBF,
     .depth = 5.0f, .opacity = 1},
    {PAINT_FACE, .mode = PAINT_MULTIPLY, .color = 0xF3E8D2, .opacity = 1, .grain = PAINT_GRAIN,
     .rough = 0.16f, .size = 1.6f},
    {PAINT_FACE, .mode = PAINT_MULTIPLY, .color = 0xFAF4E6, .opacity = 0.8f, .grain = PAINT_GRAIN,
     .rough = 0.14f, .size = 0.22f},
    {PAINT_FACE, .mode = PAINT_FORM, .opacity = 1.25f},
    /* hollows of the temples and below the cheekbones, which stand out */
    {PAINT_ELLIPSE, .both = true, .mode = PAINT_MULTIPLY, .count = 1,
     .points = {{301, 0.9f, -0.6f}}, .across = 1.9f, .up = 2.1f, .color = 0x54432B,
     .opacity = 0.85f, .soft = 2.2f},
    {PAINT_BLOB, .both = true, .mode = PAINT_MULTIPLY, .count = 7,
     .points = {{425, 0.2f, -0.3f},
                {411, 0, 0.2f},
                {376, 0.6f, 0},
                {401, 0, 0},
                {435, -0.6f, 0.2f},
                {434, -0.4f, 0.4f},
                {436, 0.2f, 0}},
     .color = 0x1B120A, .opacity = 0.92f, .soft = 1.5f},
    {PAINT_STROKE, .both = true, .mode = PAINT_LIGHT, .count = 3,
     .points = {{330, 0.3f, -0.4f}, {280, 0.6f, 0.2f}, {345, 0, -0.7f}}, .grow = 0.5f,
     .taper = 0.25f, .color = 0x6B5D42, .opacity = 0.8f, .soft = 0.9f},
    {PAINT_STROKE, .both = true, .mode = PAINT_LIGHT, .count = 3,
     .points = {{336, 0.2f, 0.1f}, {334, -0.2f, 0.1f}, {300, -0.3f, 0.2f}}, .grow = 0.4f,
     .taper = 0.25f, .color = 0x64563C, .opacity = 0.8f, .soft = 0.7f},
    SOCKET(0.35f, 0x2A1B0F, 0.8f, 0.9f),
    SOCKET(0.1f, DARK, 1, 0.45f),
    NOSE(0.22f, 0x2A1B0F, 0.75f, 0.5f),
    NOSE(0.02f, DARK, 1, 0.16f),
    /* jaws */
    {PAINT_BLOB, .count = 8,
     .points = {{164, 0, 0.25f},
                {391, 0.7f, 0},
                {436, 0.1f, -0.4f},
                {432, 0, 0.2f},
                {18, 0, 0.1f},
                {212, 0, 0.2f},
                {216, -0.1f, -0.4f},
                {165, -0.7f, 0}},
     .mode = PAINT_MULTIPLY, .color = 0x5A452B, .opacity = 0.85f, .soft = 0.9f},
    {PAINT_BLOB, .both = true, .count = 6,
     .points = {{13, -1, 0.75f},
                {13, 2.2f, 0.75f},
                {13, 3.75f, 0.3f},
                {14, 3.75f, 0.1f},
                {14, 2.2f, -0.75f},
                {14, -1, -0.8f}},
     .color = 0x1A0F08, .opacity = 0.95f, .soft = 0.35f},
    TOOTH(13, 0.43f, 0.62f, 0.36f, 0.66f),
    TOOTH(13, 1.2f, 0.62f, 0.32f, 0.6f),
    TOOTH(13, 1.88f, 0.58f, 0.29f, 0.56f),
    TOOTH(13, 2.5f, 0.46f, 0.27f, 0.48f),
    TOOTH(13, 3.05f, 0.3f, 0.23f, 0.38f),
    TOOTH(14, 0.34f, -0.52f, 0.28f, -0.58f),
    TOOTH(14, 0.98f, -0.52f, 0.27f, -0.56f),
    TOOTH(14, 1.6f, -0.48f, 0.27f, -0.53f),
    TOOTH(14, 2.2f, -0.36f, 0.26f, -0.46f),
    TOOTH(14, 2.75f, -0.2f, 0.23f, -0.36f),
    {PAINT_CONTOUR, .contour = MIEN_CONTOUR_INNER_LIPS, .grow = 0.1f, .color = DARK, .opacity = 1,
     .soft = 0.16f},
    CRACK(.count = 5, .points = {{10, 1.6f, 0.3f},
                                 {338, -0.3f, -0.8f},
                                 {337, 0.5f, 0.1f},
                                 {337, 0.2f, -0.7f},
                                 {296, 0.1f, 0.5f}}),
    CRACK(.count = 3, .points = {{337, 0.5f, 0.1f}, {299, -0.3f, 0.4f}, {299, 0.5f, 0.2f}}),
    CRACK(.count = 4,
          .points = {{70, -1.4f, 1.9f}, {70, -0.7f, 1.5f}, {70, -0.5f, 0.9f}, {70, 0.1f, 0.6f}}),
    CRACK(.count = 3, .points = {{50, 0.2f, 0.3f}, {50, -0.3f, -0.2f}, {50, -0.2f, -0.8f}}),
    CRACK(.count = 3, .points = {{200, 0.8f, 0.1f}, {200, 0.5f, -0.6f}, {199, 0.7f, 0}}),
};

const struct painting painting_skull = {
    layers,
    sizeof layers / sizeof *layers,
    {.tone = 0.25f, .feather = 0.04f, .opacity = 1, .eyes = true}};
