/* operators.c - see operators.h. */
#include "trainer/export/operators.h"

#include "trainer/export/write_features.h"
#include "trainer/export/write_forest.h"
#include "trainer/export/write_maps.h"
#include "trainer/export/write_network.h"
#include "trainer/export/write_svm.h"

const struct operator_writer *const operator_writers[MIEN_OPERATOR_COUNT] = {
    [MIEN_FEATURES] = &operator_features,
    [MIEN_STANDARDIZE] = &operator_standardize,
    [MIEN_DENSE] = &operator_dense,
    [MIEN_SOFTMAX] = &operator_softmax,
    [MIEN_FOREST] = &operator_forest,
    [MIEN_SVM] = &operator_svm,
    [MIEN_CONV] = &operator_conv,
    [MIEN_DEPTHWISE] = &operator_depthwise,
    [MIEN_SEPARABLE] = &operator_separable,
    [MIEN_POOL] = &operator_pool,
    [MIEN_ADD] = &operator_add,
    [MIEN_ACTIVATE] = &operator_activate,
    [MIEN_PAD] = &operator_pad,
    [MIEN_CONCAT] = &operator_concat,
    [MIEN_RESHAPE] = &operator_reshape,
    [MIEN_SCALE] = &operator_scale,
    [MIEN_NORMALIZE] = &operator_normalize,
    [MIEN_SLICE] = &operator_slice,
};
