/* tflite_plan.h - which of a network's operators become one of mien's.
 *
 * TensorFlow Lite writes a residual block as four or five operators; mien's convolutions do what
 * follows them while the sums are in registers. An operator that alone reads what another makes may
 * so join it:
 *
 *     DEPTHWISE_CONV_2D, linear, then a 1x1 CONV_2D     one separable convolution
 *     CONV_2D, then ADD                                 the other summand is its residual
 *     PAD of channels behind, then such an ADD          a residual narrower than the output
 *     CONV_2D, ADD, ..., then RELU, PRELU, ...          its activation
 *
 * A chain runs in the place of its last operator, when all that it reads has been made. */
#ifndef MIEN_TRAINER_IMPORT_TFLITE_PLAN_H
#define MIEN_TRAINER_IMPORT_TFLITE_PLAN_H

#include "runtime/mien_graph.h"
#include "trainer/import/tflite.h"

/* Fields of operators' options, by number, as far as mien asks for them; the same for both
 * convolutions and both poolings up to the stride. */
enum {
    WINDOW_PADDING,
    WINDOW_STRIDE_W,
    WINDOW_STRIDE_H,
    CONV_DILATION_W = 4,
    CONV_DILATION_H,
    DEPTHWISE_DILATION_W = 5,
    DEPTHWISE_DILATION_H,
    POOL_WIDTH = 3,
    POOL_HEIGHT,
    CONCATENATION_AXIS = 0,
    DENSE_FORMAT = 1,
    SOFTMAX_BETA = 0,
};

/* Operators of the file, by number, that become one; -1: none. */
struct tflite_chain {
    int32_t depthwise; /* in front of a convolution */
    int32_t main;
    int32_t add; /* behind a convolution */
    int32_t activation;
};

struct tflite_plan {
    const struct tflite *file;
    int32_t *maker;              /* [tensors] the operator that makes it, -1: none */
    int32_t *reader;             /* [tensors] the last operator that reads it, -1: none */
    int32_t *readers;            /* [tensors] how often it is read; the caller counts for one */
    struct tflite_chain *chains; /* [operators] the chain that ends with it */
    int32_t *joins;              /* [operators] the operator whose chain it is part of, -1: none */
    bool half;                   /* all constants come from float16 */
};

/* Errors, each naming the file, the operator and its place: an operator that mien does not know, or
 * with inputs or outputs that it does not; numbers of other types than float32, or float16 in
 * constants; operators out of order. `tflite_plan_free` accepts a zeroed struct; a failed plan
 * leaves one. */
int tflite_plan_make(struct tflite_plan *p, const struct tflite *t, struct mien_error *e);
void tflite_plan_free(struct tflite_plan *p);

/* The constant behind a tensor, through DEQUANTIZE; NULL where it is computed. */
const struct tflite_tensor *tflite_constant(const struct tflite_plan *p, int32_t tensor);

/* Number i of a PAD's constant: rows of (before, after), a row a dimension. INT32_MIN where there
 * is no such number. */
int32_t tflite_padding(const struct tflite_plan *p, int32_t operator_index, size_t i);

/* The code of an operator's fused activation: 0 none. */
int32_t tflite_fused(const struct tflite_operator *o);

/* Fills `e` with "FILE: operator 17 (CONV_2D) ...". Returns -1. */
int tflite_refuse(const struct tflite *t, int32_t operator_index, struct mien_error *e,
                  const char *format, ...) MIEN_PRINTF(4, 5);

#endif
