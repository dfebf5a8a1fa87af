/* tiny.h - small TensorFlow Lite files, made by hand: a network is described operator by operator,
 * then written as a flatbuffer in memory.
 *
 * Constants are drawn from the network's own generator, so a network is the same wherever it is
 * made. With `half` they are stored as float16 behind DEQUANTIZE, as converters write them. */
#ifndef MIEN_TESTS_IMPORT_TINY_H
#define MIEN_TESTS_IMPORT_TINY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/host/rng.h"

enum { TINY_SAME, TINY_VALID };
enum { TINY_NONE, TINY_RELU, TINY_RELU6 = 3 };
enum { TINY_TENSORS_MAX = 64, TINY_OPERATORS_MAX = 48, TINY_OUTPUTS_MAX = 6, TINY_INPUTS_MAX = 10 };

struct tiny_tensor {
    const char *name; /* a literal; NULL: none */
    int32_t type, dimensions, shape[5];
    uint8_t *data; /* owned; NULL where computed */
    uint32_t bytes;
};

struct tiny_operator {
    int32_t code, version;
    const char *custom;
    int32_t inputs[TINY_INPUTS_MAX], input_count, output;
    int32_t options_type, option_count, options[7];
};

struct tiny {
    struct tiny_tensor tensors[TINY_TENSORS_MAX];
    struct tiny_operator operators[TINY_OPERATORS_MAX];
    int32_t tensor_count, operator_count, output_count;
    int32_t input, outputs[TINY_OUTPUTS_MAX];
    bool half;
    struct rng rng;
};

/* `input` is tensor 0, [1, h, w, c]. */
void tiny_start(struct tiny *t, uint64_t seed, int32_t h, int32_t w, int32_t c);
void tiny_free(struct tiny *t);

/* The parts, for networks that are wrong on purpose. Each returns the tensor it makes. */
int32_t tiny_tensor(struct tiny *t, int32_t type, int32_t dimensions, const int32_t *shape);
int32_t tiny_integers(struct tiny *t, int32_t count, const int32_t *values, int32_t pairs);
int32_t tiny_floats(struct tiny *t, int32_t dimensions, const int32_t *shape);
struct tiny_operator *tiny_operator(struct tiny *t, int32_t code, int32_t input, int32_t output);

/* Operators on tensor x. */
int32_t tiny_conv(struct tiny *t, int32_t x, int32_t h, int32_t w, int32_t channels, int32_t step,
                  int32_t padding, int32_t activation);
int32_t tiny_depthwise(struct tiny *t, int32_t x, int32_t size, int32_t step, int32_t padding,
                       int32_t activation);
int32_t tiny_pool(struct tiny *t, int32_t x, int32_t size, int32_t step, int32_t padding,
                  bool average, int32_t activation);
int32_t tiny_add(struct tiny *t, int32_t a, int32_t b, int32_t activation);
int32_t tiny_simple(struct tiny *t, int32_t x, int32_t code); /* RELU, LOGISTIC, ... */
int32_t tiny_prelu(struct tiny *t, int32_t x);
int32_t tiny_pad(struct tiny *t, int32_t x, const int32_t padding[8]);
int32_t tiny_reshape(struct tiny *t, int32_t x, int32_t dimensions, const int32_t *shape);
int32_t tiny_concat(struct tiny *t, const int32_t *x, int32_t count, int32_t axis);
int32_t tiny_dense(struct tiny *t, int32_t x, int32_t outputs, int32_t activation);
int32_t tiny_softmax(struct tiny *t, int32_t x);
void tiny_output(struct tiny *t, int32_t x, const char *name);

/* The file; for the caller to free. */
uint8_t *tiny_write(const struct tiny *t, size_t *size);

#endif
