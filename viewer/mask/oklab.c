/* oklab.c - colours between sRGB and Oklab (B. Ottosson, "A perceptual color space for image
 * processing", 2020; the matrices are his, as amended in 2021). See oklab.h. */
#include "viewer/mask/oklab.h"

#include <math.h>

float oklab_light(float byte)
{
    const float c = byte / 255.0f;
    return c <= 0.04045f ? c / 12.92f : powf((c + 0.055f) / 1.055f, 2.4f);
}

static float byte_of(float light)
{
    const float c = fminf(fmaxf(light, 0.0f), 1.0f);
    return 255.0f * (c <= 0.0031308f ? 12.92f * c : 1.055f * powf(c, 1.0f / 2.4f) - 0.055f);
}

void oklab_of_light(const float rgb[3], float lab[3])
{
    const float l = cbrtf(0.4122214708f * rgb[0] + 0.5363325363f * rgb[1] + 0.0514459929f * rgb[2]);
    const float m = cbrtf(0.2119034982f * rgb[0] + 0.6806995451f * rgb[1] + 0.1073969566f * rgb[2]);
    const float s = cbrtf(0.0883024619f * rgb[0] + 0.2817188376f * rgb[1] + 0.6299787005f * rgb[2]);
    lab[0] = 0.2104542553f * l + 0.7936177850f * m - 0.0040720468f * s;
    lab[1] = 1.9779984951f * l - 2.4285922050f * m + 0.4505937099f * s;
    lab[2] = 0.0259040371f * l + 0.7827717662f * m - 0.8086757660f * s;
}

static void light_of_oklab(const float lab[3], float rgb[3])
{
    const float l = lab[0] + 0.3963377774f * lab[1] + 0.2158037573f * lab[2];
    const float m = lab[0] - 0.1055613458f * lab[1] - 0.0638541728f * lab[2];
    const float s = lab[0] - 0.0894841775f * lab[1] - 1.2914855480f * lab[2];
    const float l3 = l * l * l, m3 = m * m * m, s3 = s * s * s;
    rgb[0] = 4.0767416621f * l3 - 3.3077115913f * m3 + 0.2309699292f * s3;
    rgb[1] = -1.2684380046f * l3 + 2.6097574011f * m3 - 0.3413193965f * s3;
    rgb[2] = -0.0041960863f * l3 - 0.7034186147f * m3 + 1.7076147010f * s3;
}

void oklab_of_srgb(const uint8_t srgb[3], float lab[3])
{
    float light[3];
    for (int k = 0; k < 3; k++)
        light[k] = oklab_light(srgb[k]);
    oklab_of_light(light, lab);
}

void oklab_to_srgb(const float lab[3], uint8_t srgb[3])
{
    float light[3];
    light_of_oklab(lab, light);
    for (int k = 0; k < 3; k++)
        srgb[k] = (uint8_t)lrintf(byte_of(light[k]));
}
