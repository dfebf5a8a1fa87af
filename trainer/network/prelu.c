/* prelu.c - see prelu.h. */
#include "trainer/network/prelu.h"

const char *const activation_choices[ACTIVATION_CHOICES] = {
#define X(symbol, name) name,
    MIEN_ACTIVATIONS(X)
#undef X
        "prelu"};

void prelu_initialise(float *slope, size_t channels)
{
    for (size_t c = 0; c < channels; c++)
        slope[c] = 0.25f;
}

void prelu_forward(const float *slope, size_t channels, const float *x, float *y, size_t count)
{
    for (size_t at = 0; at < count * channels; at += channels)
        for (size_t c = 0; c < channels; c++)
            y[at + c] = x[at + c] < 0.0f ? x[at + c] * slope[c] : x[at + c];
}

void prelu_backward(const float *restrict slope, size_t channels, const float *restrict x,
                    float *restrict d, float *restrict sum, size_t count)
{
    for (size_t at = 0; at < count * channels; at += channels)
        for (size_t c = 0; c < channels; c++) {
            const float v = x[at + c], g = d[at + c];
            sum[c] += v < 0.0f ? g * v : 0.0f;
            d[at + c] = v < 0.0f ? g * slope[c] : g;
        }
}
