/* half.h - 16-bit floating point (IEEE 754 binary16) to and from float. */
#ifndef MIEN_HOST_HALF_H
#define MIEN_HOST_HALF_H

#include <stdint.h>
#include <string.h>

/* Exact. */
static inline float half_to_float(uint16_t half)
{
    const uint32_t sign = (uint32_t)(half & 0x8000) << 16;
    const uint32_t exponent = half >> 10 & 31, fraction = half & 1023;
    float value = (float)fraction * 0x1p-24f; /* of a subnormal number */
    if (exponent > 0) {
        const uint32_t wide = exponent == 31 ? 255 : exponent + 112;
        const uint32_t bits = wide << 23 | fraction << 13;
        memcpy(&value, &bits, sizeof value);
    }
    return sign ? -value : value;
}

/* The nearest half; of two equally near the even one. Beyond the range: infinity. */
static inline uint16_t half_from_float(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    const uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
    bits &= 0x7fffffff;
    if (bits > 0x7f800000)
        return (uint16_t)(sign | 0x7e00);
    if (bits >= 0x477ff000) /* 65520, half way to the first that is too large */
        return (uint16_t)(sign | 0x7c00);
    if (bits < 0x38800000) { /* 2^-14: adding 0.5 leaves units of 2^-24, rounded by the processor */
        float magnitude;
        memcpy(&magnitude, &bits, sizeof magnitude);
        magnitude += 0.5f;
        memcpy(&bits, &magnitude, sizeof bits);
        return (uint16_t)(sign | (bits - 0x3f000000));
    }
    return (uint16_t)(sign | ((bits - (112u << 23) + 0xfff + (bits >> 13 & 1)) >> 13));
}

#endif
