/* mien_wide.h - the vectors that convolutions are multiplied in: 8 floats, or 16 with AVX-512; and
 * how many of them a path keeps in registers.
 *
 * A wide vector spans MIEN_LANES / 8 blocks of 8 channels. Blocks of packed weights lie apart, so
 * it is loaded from two places; with 8 lanes the second one is not looked at. A source that defines
 * MIEN_LANES 16 gets wide vectors of 16 lanes on any path: pairs of 8 where it has no others. */
#ifndef MIEN_WIDE_H
#define MIEN_WIDE_H

#include "mien_simd.h"

#if !defined(MIEN_PORTABLE) && defined(__AVX512F__) && defined(__AVX512VL__) &&                    \
    defined(__AVX512DQ__)
#define MIEN_AVX512
#endif

#ifndef MIEN_LANES
#ifdef MIEN_AVX512
#define MIEN_LANES 16
#else
#define MIEN_LANES 8
#endif
#endif

/* MIEN_TILEn: pixels that are multiplied by n wide vectors of weights at a time, as many as the
 * registers hold sums of beside the weights and one input. 8 sums or more hide the latency of a
 * multiply-add (4 cycles, two at a time). 0: this path's registers do not suffice. */
#if MIEN_LANES == 16
#define MIEN_TILE1 8
#define MIEN_TILE2 8
#define MIEN_TILE3 6
#define MIEN_TILE8 1
#elif !defined(MIEN_PORTABLE) && (defined(__AVX2__) || defined(__aarch64__))
#define MIEN_TILE1 8
#define MIEN_TILE2 6
#define MIEN_TILE3 4
#define MIEN_TILE8 1
#elif defined(MIEN_VECTORS)
#define MIEN_TILE1 6
#define MIEN_TILE2 0
#define MIEN_TILE3 0
#define MIEN_TILE8 0
#else
#define MIEN_TILE1 2
#define MIEN_TILE2 0
#define MIEN_TILE3 0
#define MIEN_TILE8 0
#endif

#if MIEN_LANES == 8

typedef mien_v8 mien_wide;

MIEN_INLINE mien_wide mien_load_wide(const float *x, const float *next)
{
    (void)next;
    return mien_load8(x);
}

MIEN_INLINE void mien_store_wide(float *y, mien_wide a)
{
    mien_store8(y, a);
}

/* The first block alone. */
MIEN_INLINE void mien_store_half(float *y, mien_wide a)
{
    mien_store8(y, a);
}

MIEN_INLINE mien_wide mien_set_wide(float x)
{
    return mien_set8(x);
}

MIEN_INLINE mien_wide mien_add_wide(mien_wide a, mien_wide b)
{
    return mien_add8(a, b);
}

MIEN_INLINE mien_wide mien_fma_wide(mien_wide a, mien_wide b, mien_wide c)
{
    return mien_fma8(a, b, c);
}

MIEN_INLINE mien_wide mien_max_wide(mien_wide a, mien_wide b)
{
    return mien_max8(a, b);
}

MIEN_INLINE mien_wide mien_prelu_wide(mien_wide a, mien_wide slope)
{
    return mien_prelu8(a, slope);
}

#elif defined(MIEN_AVX512)

typedef __m512 mien_wide;

MIEN_INLINE mien_wide mien_load_wide(const float *x, const float *next)
{
    return _mm512_insertf32x8(_mm512_castps256_ps512(_mm256_loadu_ps(x)), _mm256_loadu_ps(next), 1);
}

MIEN_INLINE void mien_store_wide(float *y, mien_wide a)
{
    _mm512_storeu_ps(y, a);
}

MIEN_INLINE void mien_store_half(float *y, mien_wide a)
{
    _mm256_storeu_ps(y, _mm512_castps512_ps256(a));
}

MIEN_INLINE mien_wide mien_set_wide(float x)
{
    return _mm512_set1_ps(x);
}

MIEN_INLINE mien_wide mien_add_wide(mien_wide a, mien_wide b)
{
    return _mm512_add_ps(a, b);
}

MIEN_INLINE mien_wide mien_fma_wide(mien_wide a, mien_wide b, mien_wide c)
{
    return _mm512_fmadd_ps(a, b, c);
}

MIEN_INLINE mien_wide mien_max_wide(mien_wide a, mien_wide b)
{
    return _mm512_max_ps(a, b);
}

MIEN_INLINE mien_wide mien_prelu_wide(mien_wide a, mien_wide slope)
{
    return _mm512_mask_mul_ps(a, _mm512_movepi32_mask(_mm512_castps_si512(a)), a, slope);
}

#else

typedef struct {
    mien_v8 low, high;
} mien_wide;

MIEN_INLINE mien_wide mien_join_wide(mien_v8 low, mien_v8 high)
{
    mien_wide w;
    w.low = low;
    w.high = high;
    return w;
}

MIEN_INLINE mien_wide mien_load_wide(const float *x, const float *next)
{
    return mien_join_wide(mien_load8(x), mien_load8(next));
}

MIEN_INLINE void mien_store_wide(float *y, mien_wide a)
{
    mien_store8(y, a.low);
    mien_store8(y + 8, a.high);
}

MIEN_INLINE void mien_store_half(float *y, mien_wide a)
{
    mien_store8(y, a.low);
}

MIEN_INLINE mien_wide mien_set_wide(float x)
{
    return mien_join_wide(mien_set8(x), mien_set8(x));
}

MIEN_INLINE mien_wide mien_add_wide(mien_wide a, mien_wide b)
{
    return mien_join_wide(mien_add8(a.low, b.low), mien_add8(a.high, b.high));
}

MIEN_INLINE mien_wide mien_fma_wide(mien_wide a, mien_wide b, mien_wide c)
{
    return mien_join_wide(mien_fma8(a.low, b.low, c.low), mien_fma8(a.high, b.high, c.high));
}

MIEN_INLINE mien_wide mien_max_wide(mien_wide a, mien_wide b)
{
    return mien_join_wide(mien_max8(a.low, b.low), mien_max8(a.high, b.high));
}

MIEN_INLINE mien_wide mien_prelu_wide(mien_wide a, mien_wide slope)
{
    return mien_join_wide(mien_prelu8(a.low, slope.low), mien_prelu8(a.high, slope.high));
}

#endif

#endif
