/* model_operators.h - what model files know of every operator: the rows of model_codec_vectors.h
 * and model_codec_maps.h by the operator's number. Private to models and to those that print them.
 */
#ifndef MIEN_HOST_MODEL_OPERATORS_H
#define MIEN_HOST_MODEL_OPERATORS_H

#include "runtime/host/model_codec.h"

/* In the order of MIEN_OPERATORS. */
extern const struct codec_operator *const codec_operators[MIEN_OPERATOR_COUNT];

#endif
