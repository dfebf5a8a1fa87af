/* mien_kernels.h - the seam between the graph and the instruction sets: one table of functions a
 * path.
 *
 * The kernels of mien_conv.h, mien_winograd.h, mien_pooled.h, mien_depthwise.h, mien_separable.h
 * and mien_map.h are compiled once for each path; the results of two paths differ by rounding alone
 * (fused or separate multiply-add, order of a sum): at most 1e-4 of the largest value of a map.
 * Which paths a program holds depends on the processor family it is built for; runtime/host/cpu.h
 * tells which of them this machine can run. */
#ifndef MIEN_KERNELS_H
#define MIEN_KERNELS_H

#include "mien_conv.h"
#include "mien_depthwise.h"
#include "mien_map.h"
#include "mien_pooled.h"
#include "mien_separable.h"
#include "mien_winograd.h"

/* Output rows [from, to) of each. scratch: what the matching `_scratch` function says, one for each
 * worker. */
struct mien_kernels {
    const char *name; /* "portable", "avx2", "avx512", "neon" */
    void (*conv)(const struct mien_conv *c, const float *x, const float *residual, float *y,
                 float *scratch, int32_t from, int32_t to);
    void (*depthwise)(const struct mien_depthwise *d, const float *x, float *y, float *scratch,
                      int32_t from, int32_t to);
    void (*separable)(const struct mien_separable *s, const float *x, const float *residual,
                      float *y, float *scratch, int32_t from, int32_t to);
    void (*pool)(const struct mien_pool *p, const float *x, float *y, int32_t from, int32_t to);
    void (*winograd)(const struct mien_conv *c, const float *weight, const float *x,
                     const float *residual, float *y, float *scratch, int32_t from, int32_t to);
    void (*pooled)(const struct mien_conv *c, const struct mien_pool *p, const float *x,
                   const float *residual, float *y, float *scratch, int32_t from, int32_t to);
};

extern const struct mien_kernels mien_kernels_portable;
#if defined(__x86_64__) || defined(__i386__)
extern const struct mien_kernels mien_kernels_avx2, mien_kernels_avx512;
#elif defined(__aarch64__)
extern const struct mien_kernels mien_kernels_neon;
#endif

#endif
