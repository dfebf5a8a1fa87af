/* model_codec_maps.h - the operators that work on maps. Weights stand in files as [kernel_h,
 * kernel_w, inputs, outputs] and are packed (mien_conv.h) as soon as they are read. */
#ifndef MIEN_HOST_MODEL_CODEC_MAPS_H
#define MIEN_HOST_MODEL_CODEC_MAPS_H

#include "runtime/host/model_codec.h"

extern const struct codec_operator codec_conv, codec_depthwise, codec_separable, codec_pool,
    codec_add, codec_activate, codec_pad, codec_concat, codec_reshape, codec_scale, codec_normalize,
    codec_slice;

#endif
