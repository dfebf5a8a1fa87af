/* activation.c - see activation.h. */
#include "trainer/network/activation.h"

#include <math.h>

const char *const activation_names[MIEN_ACTIVATION_COUNT] = {
#define X(symbol, name) name,
    MIEN_ACTIVATIONS(X)
#undef X
};

static float logistic(float z)
{
    return 1.0f / (1.0f + expf(-z));
}

static float slope_swish(float z)
{
    float s = logistic(z);
    return s + z * s * (1.0f - s);
}

static float slope_hard_swish(float z)
{
    return z <= -3.0f ? 0.0f : z >= 3.0f ? 1.0f : (2.0f * z + 3.0f) / 6.0f;
}

static float slope_mish(float z)
{
    float t = tanhf(z > 20.0f ? z : log1pf(expf(z)));
    return t + z * (1.0f - t * t) * logistic(z);
}

/* The derivative from the output y where that is enough, else from the input z. */
static const struct {
    float (*from_input)(float z);
    bool rectifier;
} table[MIEN_ACTIVATION_COUNT] = {
    [MIEN_RELU] = {NULL, true},         [MIEN_LEAKY] = {NULL, true},
    [MIEN_SWISH] = {slope_swish, true}, [MIEN_HARD_SWISH] = {slope_hard_swish, true},
    [MIEN_MISH] = {slope_mish, true},
};

void activation_forward(enum mien_activation a, const float *z, float *y, size_t count)
{
    if (a == MIEN_RELU) /* apart, so that it vectorises */
        for (size_t i = 0; i < count; i++)
            y[i] = mien_activate(z[i], MIEN_RELU);
    else if (a != MIEN_LINEAR || y != z)
        for (size_t i = 0; i < count; i++)
            y[i] = mien_activate(z[i], a);
}

bool activation_needs_input(enum mien_activation a)
{
    return table[a].from_input != NULL;
}

void activation_backward(enum mien_activation a, const float *z, const float *y, float *d,
                         size_t count)
{
    switch (a) {
    case MIEN_LINEAR:
        break;
    case MIEN_RELU:
        for (size_t i = 0; i < count; i++)
            d[i] = y[i] > 0.0f ? d[i] : 0.0f;
        break;
    case MIEN_LEAKY:
        for (size_t i = 0; i < count; i++)
            d[i] = y[i] > 0.0f ? d[i] : 0.1f * d[i];
        break;
    case MIEN_LOGISTIC:
        for (size_t i = 0; i < count; i++)
            d[i] *= y[i] * (1.0f - y[i]);
        break;
    case MIEN_TANH:
        for (size_t i = 0; i < count; i++)
            d[i] *= 1.0f - y[i] * y[i];
        break;
    default:
        for (size_t i = 0; i < count; i++)
            d[i] *= table[a].from_input(z[i]);
    }
}

float activation_weight_deviation(enum mien_activation a, size_t inputs)
{
    return sqrtf((table[a].rectifier ? 2.0f : 1.0f) / (float)inputs);
}
