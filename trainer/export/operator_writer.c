/* operator_writer.c - see operator_writer.h. */
#include "trainer/export/operator_writer.h"

#include <stdio.h>

#define X(symbol, name) #symbol,
const char *const operator_activations[MIEN_ACTIVATION_COUNT] = {MIEN_ACTIVATIONS(X)};
#undef X

const char *operator_array(char out[OPERATOR_ARRAY_MAX], const char *op, int32_t index,
                           const char *field)
{
    snprintf(out, OPERATOR_ARRAY_MAX, "%s%d_%s", op, (int)index, field);
    return out;
}
