/* model_codec_vectors.h - the operators that work on vectors: preprocessing, dense layers, forests
 * and SVMs. */
#ifndef MIEN_HOST_MODEL_CODEC_VECTORS_H
#define MIEN_HOST_MODEL_CODEC_VECTORS_H

#include "runtime/host/model_codec.h"

extern const struct codec_operator codec_features, codec_standardize, codec_dense, codec_softmax,
    codec_forest, codec_svm;

#endif
