/* kernels_avx2.c - the kernels' table for x86 processors with AVX2 and FMA. */
#include "mien_kernels.h"

#if !defined(__AVX2__) || !defined(__FMA__)
#error "compile this file with -mavx2 -mfma"
#endif

const struct mien_kernels mien_kernels_avx2 = {
    "avx2",        mien_conv_run,     mien_depthwise_run, mien_separable_run,
    mien_pool_run, mien_winograd_run, mien_pooled_run,
};
