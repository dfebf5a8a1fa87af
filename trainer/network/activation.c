/* activation.c - see activation.h. Each activation is one expression over vectors and a loop made
 * of it; so is each derivative. The exponential is that of S. Moshier's Cephes library (expf.c). */
#include "trainer/network/activation.h"

#include <math.h>

#include "trainer/network/vector.h"

const char *const activation_names[MIEN_ACTIVATION_COUNT] = {
#define X(symbol, name) name,
    MIEN_ACTIVATIONS(X)
#undef X
};

ALWAYS_INLINE vector all(float x)
{
    return x - (vector){0};
}

/* No number stays no number, and an input beyond what single precision holds gives its limit. */
ALWAYS_INLINE vector exponential(vector x)
{
    const vector low = all(-87.0f), high = all(88.0f);
    const float shift = 12582912.0f; /* 1.5 * 2^23: adding it rounds */
    x = vector_choose(x < low, low, x);
    x = vector_choose(x > high, high, x);
    const vector shifted = x * 1.44269504f + shift, n = shifted - shift;
    const vector r = x - n * 0.693359375f + n * 2.12194440e-4f;
    vector p = r * 1.9875691500e-4f + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    /* the last bits of `shifted` are n: moved to the exponent's place they are 2^n */
    return (vector)((choices)p + ((choices)shifted << 23));
}

ALWAYS_INLINE vector logistic(vector z)
{
    return 1.0f / (1.0f + exponential(-z));
}

/* tanh(log(1 + exp(z))) = w / (w + 2), w = exp(z) * (exp(z) + 2): 1 from 20 on. */
ALWAYS_INLINE vector mish_factor(vector z)
{
    const vector e = exponential(vector_choose(z > 20.0f, all(20.0f), z)), w = e * (e + 2.0f);
    return w / (w + 2.0f);
}

ALWAYS_INLINE vector slope_swish(vector z)
{
    const vector s = logistic(z);
    return s + z * s * (1.0f - s);
}

ALWAYS_INLINE vector slope_mish(vector z)
{
    const vector t = mish_factor(z);
    return t + z * (1.0f - t * t) * logistic(z);
}

ALWAYS_INLINE vector hard_swish(vector z)
{
    const vector middle = z * (z + 3.0f) * (1.0f / 6.0f);
    return vector_choose(z <= -3.0f, all(0.0f), vector_choose(z >= 3.0f, z, middle));
}

ALWAYS_INLINE vector slope_hard_swish(vector z)
{
    const vector middle = (2.0f * z + 3.0f) * (1.0f / 6.0f);
    return vector_choose(z <= -3.0f, all(0.0f), vector_choose(z >= 3.0f, all(1.0f), middle));
}

/* y = expression(z). */
#define FORWARD(name, expression)                                                                  \
    static void name(const float *zs, float *ys, size_t count)                                     \
    {                                                                                              \
        for (size_t i = 0; i < count; i += LANES) {                                                \
            const vector z = vector_load_part(zs + i, count - i);                                  \
            vector_store_part(ys + i, expression, count - i);                                      \
        }                                                                                          \
    }

FORWARD(forward_relu, vector_choose(z > 0.0f, z, all(0.0f)))
FORWARD(forward_leaky, vector_choose(z > 0.0f, z, 0.1f * z))
FORWARD(forward_logistic, logistic(z))
FORWARD(forward_tanh, 1.0f - 2.0f / (1.0f + exponential(2.0f * z)))
FORWARD(forward_swish, z *logistic(z))
FORWARD(forward_hard_swish, hard_swish(z))
FORWARD(forward_mish, z *mish_factor(z))
FORWARD(forward_ramp, vector_choose(z > 0.0f, z, all(0.0f)) + 0.1f * z)
#undef FORWARD

/* d = expression(d, z or y): which of them x is. */
#define BACKWARD(name, expression)                                                                 \
    static void name(const float *xs, float *ds, size_t count)                                     \
    {                                                                                              \
        for (size_t i = 0; i < count; i += LANES) {                                                \
            const vector x = vector_load_part(xs + i, count - i);                                  \
            const vector d = vector_load_part(ds + i, count - i);                                  \
            vector_store_part(ds + i, expression, count - i);                                      \
        }                                                                                          \
    }

BACKWARD(backward_relu, vector_choose(x > 0.0f, d, all(0.0f)))
BACKWARD(backward_leaky, vector_choose(x > 0.0f, d, 0.1f * d))
BACKWARD(backward_logistic, d *(x *(1.0f - x)))
BACKWARD(backward_tanh, d *(1.0f - x * x))
BACKWARD(backward_swish, d *slope_swish(x))
BACKWARD(backward_hard_swish, d *slope_hard_swish(x))
BACKWARD(backward_mish, d *slope_mish(x))
BACKWARD(backward_ramp, vector_choose(x > 0.0f, 1.1f * d, 0.1f * d))
#undef BACKWARD

static const struct {
    void (*forward)(const float *z, float *y, size_t count);
    void (*backward)(const float *x, float *d, size_t count);
    bool needs_input; /* backward's x is z, else y */
    bool rectifier;
} table[MIEN_ACTIVATION_COUNT] = {
    [MIEN_RELU] = {forward_relu, backward_relu, false, true},
    [MIEN_LEAKY] = {forward_leaky, backward_leaky, false, true},
    [MIEN_LOGISTIC] = {forward_logistic, backward_logistic, false, false},
    [MIEN_TANH] = {forward_tanh, backward_tanh, false, false},
    [MIEN_SWISH] = {forward_swish, backward_swish, true, true},
    [MIEN_HARD_SWISH] = {forward_hard_swish, backward_hard_swish, true, true},
    [MIEN_MISH] = {forward_mish, backward_mish, true, true},
    [MIEN_RAMP] = {forward_ramp, backward_ramp, false, true},
};

void activation_forward(enum mien_activation a, const float *z, float *y, size_t count)
{
    if (table[a].forward != NULL)
        table[a].forward(z, y, count);
    else if (y != z)
        memcpy(y, z, count * sizeof *y);
}

bool activation_needs_input(enum mien_activation a)
{
    return table[a].needs_input;
}

void activation_backward(enum mien_activation a, const float *z, const float *y, float *d,
                         size_t count)
{
    if (table[a].backward != NULL)
        table[a].backward(table[a].needs_input ? z : y, d, count);
}

float activation_weight_deviation(enum mien_activation a, size_t inputs)
{
    return sqrtf((table[a].rectifier ? 2.0f : 1.0f) / (float)inputs);
}
