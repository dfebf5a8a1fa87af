/* mien_dense.h - dense layers, standardisation, activations and softmax.
 *
 * Weights are [inputs, outputs], row-major: the inner loop runs over outputs, which every compiler
 * vectorises without reordering a sum, so each output is the same chain of additions at any
 * vector width. With literal sizes the functions inline into straight loops of fixed length.
 *
 * Activations follow their papers: swish (P. Ramachandran et al., 2017), mish (D. Misra, 2019),
 * hard-swish (A. Howard et al., "MobileNetV3", 2019); leaky has slope 0.1 and ramp adds 0.1 x to
 * relu, as Darknet's. */
#ifndef MIEN_DENSE_H
#define MIEN_DENSE_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#define MIEN_ACTIVATIONS(X)                                                                        \
    X(MIEN_LINEAR, "linear")                                                                       \
    X(MIEN_RELU, "relu")                                                                           \
    X(MIEN_LEAKY, "leaky")                                                                         \
    X(MIEN_LOGISTIC, "logistic")                                                                   \
    X(MIEN_TANH, "tanh")                                                                           \
    X(MIEN_SWISH, "swish")                                                                         \
    X(MIEN_HARD_SWISH, "hard_swish")                                                               \
    X(MIEN_MISH, "mish")                                                                           \
    X(MIEN_RAMP, "ramp")

enum mien_activation {
#define X(symbol, name) symbol,
    MIEN_ACTIVATIONS(X)
#undef X
        MIEN_ACTIVATION_COUNT
};

static inline float mien_activate(float x, enum mien_activation a)
{
    switch (a) {
    case MIEN_RELU:
        return x > 0.0f ? x : 0.0f;
    case MIEN_LEAKY:
        return x > 0.0f ? x : 0.1f * x;
    case MIEN_LOGISTIC:
        return 1.0f / (1.0f + expf(-x));
    case MIEN_TANH:
        return tanhf(x);
    case MIEN_SWISH:
        return x / (1.0f + expf(-x));
    case MIEN_HARD_SWISH:
        return x <= -3.0f ? 0.0f : x >= 3.0f ? x : x * (x + 3.0f) / 6.0f;
    case MIEN_MISH:
        return x * tanhf(x > 20.0f ? x : log1pf(expf(x)));
    case MIEN_RAMP:
        return x > 0.0f ? x + 0.1f * x : 0.1f * x;
    default:
        return x;
    }
}

/* y[i] = (x[i] - mean[i]) * scale[i]; x, y [size], which may be the same. */
static inline void mien_standardize(const float *x, const float *mean, const float *scale,
                                    int32_t size, float *y)
{
    for (int32_t i = 0; i < size; i++)
        y[i] = (x[i] - mean[i]) * scale[i];
}

/* y = activation(x . weight + bias): x [inputs], weight [inputs, outputs], bias, y [outputs].
 * x and y do not overlap. Cost: inputs * outputs multiply-adds. Four inputs at a time, so that y
 * is read and written a quarter as often; the additions of each output keep their order. */
static inline void mien_dense(const float *x, const float *weight, const float *bias,
                              int32_t inputs, int32_t outputs, enum mien_activation activation,
                              float *y)
{
    int32_t i = 0;
    for (int32_t o = 0; o < outputs; o++)
        y[o] = bias[o];
    for (; i + 4 <= inputs; i += 4) {
        const float *w0 = weight + (size_t)i * (size_t)outputs, *w1 = w0 + outputs;
        const float *w2 = w1 + outputs, *w3 = w2 + outputs;
        const float x0 = x[i], x1 = x[i + 1], x2 = x[i + 2], x3 = x[i + 3];
        for (int32_t o = 0; o < outputs; o++)
            y[o] = (((y[o] + x0 * w0[o]) + x1 * w1[o]) + x2 * w2[o]) + x3 * w3[o];
    }
    for (; i < inputs; i++) {
        const float *w = weight + (size_t)i * (size_t)outputs;
        const float v = x[i];
        for (int32_t o = 0; o < outputs; o++)
            y[o] += v * w[o];
    }
    for (int32_t o = 0; o < outputs; o++)
        y[o] = mien_activate(y[o], activation);
}

/* p = softmax(x): x, p [size], which may be the same; p sums to 1. */
static inline void mien_softmax(const float *x, int32_t size, float *p)
{
    float top = x[0], sum = 0.0f;
    for (int32_t i = 1; i < size; i++)
        if (x[i] > top)
            top = x[i];
    for (int32_t i = 0; i < size; i++) {
        p[i] = expf(x[i] - top);
        sum += p[i];
    }
    for (int32_t i = 0; i < size; i++)
        p[i] /= sum;
}

/* Index of the largest of p [size]; the first of equals. */
static inline int32_t mien_argmax(const float *p, int32_t size)
{
    int32_t best = 0;
    for (int32_t i = 1; i < size; i++)
        if (p[i] > p[best])
            best = i;
    return best;
}

#endif
