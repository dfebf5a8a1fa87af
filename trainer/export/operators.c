/* operators.c - the table of operators.h. */
#include "trainer/export/operators.h"

/* In the order of MIEN_OPERATORS, by designator. */
const struct operator_writer *const operator_writers[MIEN_OPERATOR_COUNT] = {
    [MIEN_FEATURES] = &operator_features, [MIEN_STANDARDIZE] = &operator_standardize,
    [MIEN_DENSE] = &operator_dense,       [MIEN_SOFTMAX] = &operator_softmax,
    [MIEN_FOREST] = &operator_forest,     [MIEN_SVM] = &operator_svm,
};

const char *operator_array(char out[OPERATOR_ARRAY_MAX], const char *op, int32_t index,
                           const char *field)
{
    snprintf(out, OPERATOR_ARRAY_MAX, "%s%d_%s", op, (int)index, field);
    return out;
}
