/* operators.c - the table of operators.h. */
#include "trainer/export/operators.h"

/* In the order of MIEN_OPERATORS, by designator. */
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

#define X(symbol, name) #symbol,
const char *const operator_activations[MIEN_ACTIVATION_COUNT] = {MIEN_ACTIVATIONS(X)};
#undef X

const char *operator_array(char out[OPERATOR_ARRAY_MAX], const char *op, int32_t index,
                           const char *field)
{
    snprintf(out, OPERATOR_ARRAY_MAX, "%s%d_%s", op, (int)index, field);
    return out;
}
