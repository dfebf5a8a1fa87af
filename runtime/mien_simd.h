/* mien_simd.h - the seam between the kernels and the instruction sets: vectors of 8 floats.
 *
 * The path is the best one the compiler is told of: AVX2 with FMA (AVX-512 adds the wide vectors of
 * mien_wide.h), NEON, or plain C, in which GCC and clang get vectors of their own kind wherever the
 * processor has some. A source that defines MIEN_PORTABLE gets plain C on any processor. An
 * operation is one instruction (two where a path has 4 lanes), but for this: plain C rounds a
 * product before it adds it. */
#ifndef MIEN_SIMD_H
#define MIEN_SIMD_H

#include <stddef.h>
#include <string.h>

#if defined(__GNUC__)
#define MIEN_INLINE static inline __attribute__((always_inline))
#else
#define MIEN_INLINE static inline
#endif

/* Before a loop over registers, whose bounds are literals and at most 16. (clang needs no telling.)
 */
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 8
#define MIEN_UNROLL _Pragma("GCC unroll 16")
#else
#define MIEN_UNROLL
#endif

#if !defined(MIEN_PORTABLE) && defined(__AVX2__) && defined(__FMA__)

#include <immintrin.h>

typedef __m256 mien_v8;

MIEN_INLINE mien_v8 mien_load8(const float *x)
{
    return _mm256_loadu_ps(x);
}

MIEN_INLINE void mien_store8(float *y, mien_v8 a)
{
    _mm256_storeu_ps(y, a);
}

MIEN_INLINE mien_v8 mien_set8(float x)
{
    return _mm256_set1_ps(x);
}

MIEN_INLINE mien_v8 mien_add8(mien_v8 a, mien_v8 b)
{
    return _mm256_add_ps(a, b);
}

MIEN_INLINE mien_v8 mien_sub8(mien_v8 a, mien_v8 b)
{
    return _mm256_sub_ps(a, b);
}

/* a * b + c. */
MIEN_INLINE mien_v8 mien_fma8(mien_v8 a, mien_v8 b, mien_v8 c)
{
    return _mm256_fmadd_ps(a, b, c);
}

/* The larger; b where one is no number. */
MIEN_INLINE mien_v8 mien_max8(mien_v8 a, mien_v8 b)
{
    return _mm256_max_ps(a, b);
}

/* a where it is positive, else a * slope. */
MIEN_INLINE mien_v8 mien_prelu8(mien_v8 a, mien_v8 slope)
{
    return _mm256_blendv_ps(a, _mm256_mul_ps(a, slope), a);
}

#elif !defined(MIEN_PORTABLE) && defined(__aarch64__) && defined(__ARM_NEON)

#include <arm_neon.h>

typedef struct {
    float32x4_t a, b;
} mien_v8;

MIEN_INLINE mien_v8 mien_join8(float32x4_t a, float32x4_t b)
{
    mien_v8 v;
    v.a = a;
    v.b = b;
    return v;
}

MIEN_INLINE mien_v8 mien_load8(const float *x)
{
    return mien_join8(vld1q_f32(x), vld1q_f32(x + 4));
}

MIEN_INLINE void mien_store8(float *y, mien_v8 a)
{
    vst1q_f32(y, a.a);
    vst1q_f32(y + 4, a.b);
}

MIEN_INLINE mien_v8 mien_set8(float x)
{
    const float32x4_t v = vdupq_n_f32(x);
    return mien_join8(v, v);
}

MIEN_INLINE mien_v8 mien_add8(mien_v8 a, mien_v8 b)
{
    return mien_join8(vaddq_f32(a.a, b.a), vaddq_f32(a.b, b.b));
}

MIEN_INLINE mien_v8 mien_sub8(mien_v8 a, mien_v8 b)
{
    return mien_join8(vsubq_f32(a.a, b.a), vsubq_f32(a.b, b.b));
}

MIEN_INLINE mien_v8 mien_fma8(mien_v8 a, mien_v8 b, mien_v8 c)
{
    return mien_join8(vfmaq_f32(c.a, a.a, b.a), vfmaq_f32(c.b, a.b, b.b));
}

MIEN_INLINE mien_v8 mien_max8(mien_v8 a, mien_v8 b)
{
    return mien_join8(vbslq_f32(vcgtq_f32(a.a, b.a), a.a, b.a),
                      vbslq_f32(vcgtq_f32(a.b, b.b), a.b, b.b));
}

MIEN_INLINE mien_v8 mien_prelu8(mien_v8 a, mien_v8 slope)
{
    return mien_join8(vbslq_f32(vcltzq_f32(a.a), vmulq_f32(a.a, slope.a), a.a),
                      vbslq_f32(vcltzq_f32(a.b), vmulq_f32(a.b, slope.b), a.b));
}

#elif defined(__GNUC__) &&                                                                         \
    (defined(__SSE2__) || defined(__ARM_NEON) || defined(__VSX__) || defined(__wasm_simd128__))

#define MIEN_VECTORS
typedef float mien_v4 __attribute__((vector_size(16)));
typedef int mien_mask4 __attribute__((vector_size(16)));

typedef struct {
    mien_v4 a, b;
} mien_v8;

MIEN_INLINE mien_v8 mien_join8(mien_v4 a, mien_v4 b)
{
    mien_v8 v;
    v.a = a;
    v.b = b;
    return v;
}

MIEN_INLINE mien_v4 mien_select4(mien_mask4 mask, mien_v4 a, mien_v4 b)
{
    return (mien_v4)((mask & (mien_mask4)a) | (~mask & (mien_mask4)b));
}

MIEN_INLINE mien_v8 mien_load8(const float *x)
{
    mien_v8 v;
    memcpy(&v.a, x, sizeof v.a);
    memcpy(&v.b, x + 4, sizeof v.b);
    return v;
}

MIEN_INLINE void mien_store8(float *y, mien_v8 a)
{
    memcpy(y, &a.a, sizeof a.a);
    memcpy(y + 4, &a.b, sizeof a.b);
}

MIEN_INLINE mien_v8 mien_set8(float x)
{
    const mien_v4 v = {x, x, x, x};
    return mien_join8(v, v);
}

MIEN_INLINE mien_v8 mien_add8(mien_v8 a, mien_v8 b)
{
    return mien_join8(a.a + b.a, a.b + b.b);
}

MIEN_INLINE mien_v8 mien_sub8(mien_v8 a, mien_v8 b)
{
    return mien_join8(a.a - b.a, a.b - b.b);
}

MIEN_INLINE mien_v8 mien_fma8(mien_v8 a, mien_v8 b, mien_v8 c)
{
    return mien_join8(a.a * b.a + c.a, a.b * b.b + c.b);
}

MIEN_INLINE mien_v8 mien_max8(mien_v8 a, mien_v8 b)
{
    return mien_join8(mien_select4(a.a > b.a, a.a, b.a), mien_select4(a.b > b.b, a.b, b.b));
}

MIEN_INLINE mien_v8 mien_prelu8(mien_v8 a, mien_v8 slope)
{
    const mien_v4 zero = {0.0f, 0.0f, 0.0f, 0.0f};
    return mien_join8(mien_select4(a.a < zero, a.a * slope.a, a.a),
                      mien_select4(a.b < zero, a.b * slope.b, a.b));
}

#else

typedef struct {
    float lane[8];
} mien_v8;

MIEN_INLINE mien_v8 mien_load8(const float *x)
{
    mien_v8 v;
    memcpy(v.lane, x, sizeof v.lane);
    return v;
}

MIEN_INLINE void mien_store8(float *y, mien_v8 a)
{
    memcpy(y, a.lane, sizeof a.lane);
}

MIEN_INLINE mien_v8 mien_set8(float x)
{
    mien_v8 v;
    MIEN_UNROLL
    for (int i = 0; i < 8; i++)
        v.lane[i] = x;
    return v;
}

MIEN_INLINE mien_v8 mien_add8(mien_v8 a, mien_v8 b)
{
    MIEN_UNROLL
    for (int i = 0; i < 8; i++)
        a.lane[i] += b.lane[i];
    return a;
}

MIEN_INLINE mien_v8 mien_sub8(mien_v8 a, mien_v8 b)
{
    MIEN_UNROLL
    for (int i = 0; i < 8; i++)
        a.lane[i] -= b.lane[i];
    return a;
}

MIEN_INLINE mien_v8 mien_fma8(mien_v8 a, mien_v8 b, mien_v8 c)
{
    MIEN_UNROLL
    for (int i = 0; i < 8; i++)
        c.lane[i] += a.lane[i] * b.lane[i];
    return c;
}

MIEN_INLINE mien_v8 mien_max8(mien_v8 a, mien_v8 b)
{
    MIEN_UNROLL
    for (int i = 0; i < 8; i++)
        a.lane[i] = a.lane[i] > b.lane[i] ? a.lane[i] : b.lane[i];
    return a;
}

MIEN_INLINE mien_v8 mien_prelu8(mien_v8 a, mien_v8 slope)
{
    MIEN_UNROLL
    for (int i = 0; i < 8; i++)
        a.lane[i] = a.lane[i] < 0.0f ? a.lane[i] * slope.lane[i] : a.lane[i];
    return a;
}

#endif

#endif
