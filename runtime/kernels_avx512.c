/* kernels_avx512.c - the kernels' table for x86 processors with AVX-512 F, VL and DQ. */
#include "mien_kernels.h"

#ifndef MIEN_AVX512
#error "compile this file with -mavx512f -mavx512vl -mavx512dq -mavx2 -mfma"
#endif

const struct mien_kernels mien_kernels_avx512 = {
    "avx512",      mien_conv_run,     mien_depthwise_run, mien_separable_run,
    mien_pool_run, mien_winograd_run, mien_pooled_run,
};
