/* colormap.c - see colormap.h. */
#include "trainer/gallery/colormap.h"

#include <math.h>

static uint8_t between(uint8_t a, uint8_t b, float t)
{
    return (uint8_t)lrintf((float)a + t * ((float)b - (float)a));
}

static struct color mix(struct color a, struct color b, float t)
{
    return (struct color){between(a.r, b.r, t), between(a.g, b.g, t), between(a.b, b.b, t)};
}

struct color colormap_amount(float amount)
{
    static const struct color eighths[] = {
        {0x44, 0x01, 0x54}, {0x47, 0x2d, 0x7b}, {0x3b, 0x52, 0x8b},
        {0x2c, 0x72, 0x8e}, {0x21, 0x91, 0x8c}, {0x28, 0xae, 0x80},
        {0x5e, 0xc9, 0x62}, {0xad, 0xdc, 0x30}, {0xfd, 0xe7, 0x25}};
    const float place = 8.0f * fminf(1.0f, fmaxf(0.0f, amount));
    const int below = place < 8.0f ? (int)place : 7;
    return mix(eighths[below], eighths[below + 1], place - (float)below);
}

struct color colormap_sign(float value)
{
    static const struct color white = {255, 255, 255}, blue = {0, 114, 178}, orange = {213, 94, 0};
    return mix(white, value < 0.0f ? blue : orange, fminf(1.0f, fabsf(value)));
}
