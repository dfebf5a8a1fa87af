/* kernels_portable.c - the kernels' table for any processor: plain C. */
#define MIEN_PORTABLE
#include "mien_kernels.h"

const struct mien_kernels mien_kernels_portable = {
    "portable",    mien_conv_run,     mien_depthwise_run, mien_separable_run,
    mien_pool_run, mien_winograd_run, mien_pooled_run,
};
