/* kernels_sixteen.c - the kernels with wide vectors of 16 lanes, on any processor: the source that
 * AVX-512 runs, but for the instructions of mien_wide.h. */
#define MIEN_LANES 16
#include "tests/runtime/maps.h"

const struct mien_kernels kernels_sixteen = {
    "sixteen",     mien_conv_run,     mien_depthwise_run, mien_separable_run,
    mien_pool_run, mien_winograd_run, mien_pooled_run,
};
