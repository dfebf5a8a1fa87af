/* kernels_neon.c - the kernels' table for 64-bit Arm processors. */
#include "mien_kernels.h"

const struct mien_kernels mien_kernels_neon = {
    "neon",        mien_conv_run,     mien_depthwise_run, mien_separable_run,
    mien_pool_run, mien_winograd_run, mien_pooled_run,
};
