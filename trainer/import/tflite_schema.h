/* tflite_schema.h - the numbers of TensorFlow Lite's schema, version 3: those that mien knows, and
 * what all are called, so that messages can name what it does not. */
#ifndef MIEN_TRAINER_IMPORT_TFLITE_SCHEMA_H
#define MIEN_TRAINER_IMPORT_TFLITE_SCHEMA_H

#include <stdint.h>

/* Numbers of the schema: symbol, number, name, bytes (0: of no fixed size). */
#define TFLITE_TYPES(X)                                                                            \
    X(TFLITE_FLOAT32, 0, "float32", 4)                                                             \
    X(TFLITE_FLOAT16, 1, "float16", 2)                                                             \
    X(TFLITE_INT32, 2, "int32", 4)                                                                 \
    X(TFLITE_UINT8, 3, "uint8", 1)                                                                 \
    X(TFLITE_INT64, 4, "int64", 8)                                                                 \
    X(TFLITE_STRING, 5, "string", 0)                                                               \
    X(TFLITE_BOOL, 6, "bool", 1)                                                                   \
    X(TFLITE_INT16, 7, "int16", 2)                                                                 \
    X(TFLITE_COMPLEX64, 8, "complex64", 8)                                                         \
    X(TFLITE_INT8, 9, "int8", 1)                                                                   \
    X(TFLITE_FLOAT64, 10, "float64", 8)

enum tflite_type {
#define X(symbol, number, name, bytes) symbol = (number),
    TFLITE_TYPES(X)
#undef X
};

/* The operators that mien knows: symbol, code, type of its options, their layout: b a byte, i 4
 * bytes, I 4 bytes that are 1 where left out. */
#define TFLITE_OPERATORS(X)                                                                        \
    X(TFLITE_ADD, 0, 11, "b")                                                                      \
    X(TFLITE_AVERAGE_POOL_2D, 1, 5, "biiiib")                                                      \
    X(TFLITE_CONCATENATION, 2, 10, "ib")                                                           \
    X(TFLITE_CONV_2D, 3, 1, "biibII")                                                              \
    X(TFLITE_DEPTHWISE_CONV_2D, 4, 2, "biiibII")                                                   \
    X(TFLITE_DEQUANTIZE, 6, 38, "")                                                                \
    X(TFLITE_FULLY_CONNECTED, 9, 8, "bb")                                                          \
    X(TFLITE_LOGISTIC, 14, 0, "")                                                                  \
    X(TFLITE_MAX_POOL_2D, 17, 5, "biiiib")                                                         \
    X(TFLITE_RELU, 19, 0, "")                                                                      \
    X(TFLITE_RESHAPE, 22, 17, "")                                                                  \
    X(TFLITE_SOFTMAX, 25, 9, "i")                                                                  \
    X(TFLITE_TANH, 28, 0, "")                                                                      \
    X(TFLITE_PAD, 34, 22, "")                                                                      \
    X(TFLITE_PRELU, 54, 0, "")                                                                     \
    X(TFLITE_HARD_SWISH, 117, 0, "")

enum tflite_code {
#define X(symbol, code, type, layout) symbol = (code),
    TFLITE_OPERATORS(X)
#undef X
};

/* "CONV_2D" of 3; "of a later schema" for numbers that the one read here has not. */
const char *tflite_operator_name(int32_t code);
const char *tflite_type_name(int32_t type);

#endif
