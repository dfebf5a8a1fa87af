/* vector.h - the vectors that the arithmetic of layers is written in: those of GCC and Clang, as
 * wide as the processor's, so that one source serves SSE, AVX2, AVX-512 and NEON. */
#ifndef MIEN_NETWORK_VECTOR_H
#define MIEN_NETWORK_VECTOR_H

#include <stddef.h>
#include <string.h>

/* Floats of a vector; and what the registers hold of a product's sums beside two vectors of one
 * factor and a broadcast number of the other: TILE_ROWS times two vectors. */
#if defined(__AVX512F__)
enum { LANES = 16, TILE_ROWS = 12 };
#elif defined(__AVX__)
enum { LANES = 8, TILE_ROWS = 6 };
#else
enum { LANES = 4, TILE_ROWS = 6 };
#endif
enum { TILE_COLUMNS = 2 * LANES };

typedef float vector __attribute__((vector_size(LANES * sizeof(float))));
typedef float loose __attribute__((vector_size(LANES * sizeof(float)), aligned(4), may_alias));

typedef int choices __attribute__((vector_size(LANES * sizeof(int))));

#define ALWAYS_INLINE static inline __attribute__((always_inline))

/* Before a loop over registers, of at most 16 turns. */
#define UNROLL _Pragma("GCC unroll 16")

ALWAYS_INLINE vector vector_load(const float *x)
{
    return *(const loose *)x;
}

ALWAYS_INLINE void vector_store(float *y, vector v)
{
    *(loose *)y = v;
}

/* a where the comparison that gave `choice` held, else b. */
ALWAYS_INLINE vector vector_choose(choices choice, vector a, vector b)
{
    return (vector)((choice & (choices)a) | (~choice & (choices)b));
}

/* The first `lanes` numbers, zeros behind. */
ALWAYS_INLINE vector vector_load_part(const float *x, size_t lanes)
{
    float whole[LANES] = {0};
    if (lanes >= LANES)
        return vector_load(x);
    memcpy(whole, x, lanes * sizeof *x);
    return vector_load(whole);
}

ALWAYS_INLINE void vector_store_part(float *y, vector v, size_t lanes)
{
    float whole[LANES];
    if (lanes >= LANES) {
        vector_store(y, v);
        return;
    }
    vector_store(whole, v);
    memcpy(y, whole, lanes * sizeof *y);
}

#endif
