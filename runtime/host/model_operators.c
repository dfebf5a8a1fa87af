/* model_operators.c - see model_operators.h. */
#include "runtime/host/model_operators.h"

#include "runtime/host/model_codec_maps.h"
#include "runtime/host/model_codec_vectors.h"

const struct codec_operator *const codec_operators[MIEN_OPERATOR_COUNT] = {
    &codec_features, &codec_standardize, &codec_dense,     &codec_softmax,   &codec_forest,
    &codec_svm,      &codec_conv,        &codec_depthwise, &codec_separable, &codec_pool,
    &codec_add,      &codec_activate,    &codec_pad,       &codec_concat,    &codec_reshape,
    &codec_scale,    &codec_normalize,   &codec_slice};
