/* optimizer.c - see optimizer.h. Plain loops without a branch, so that they vectorise. */
#include "trainer/network/optimizer.h"

#include <math.h>

const char *const optimizer_names[OPTIMIZER_COUNT] = {
#define X(symbol, name) name,
    OPTIMIZERS(X)
#undef X
};

static void step_sgd(const struct optimizer *o, const struct optimizer_step *s)
{
    const float rate = (float)s->rate, decay = s->decay ? o->decay : 0.0f;
    const float scale = s->gradient_scale, momentum = (float)o->momentum;
    const float along = o->nesterov ? momentum : 1.0f, now = o->nesterov ? 1.0f : 0.0f;
    float *restrict p = s->parameter, *restrict m = s->first;
    const float *restrict g = s->gradient;
    for (size_t i = 0; i < s->count; i++) {
        const float slope = scale * g[i] + decay * p[i];
        m[i] = momentum * m[i] + slope;
        p[i] -= rate * (along * m[i] + now * slope);
    }
}

/* `added` decay joins the gradient, `shrink` is the decoupled factor of the parameter. */
static void step_moments(const struct optimizer *o, const struct optimizer_step *s, float added,
                         float shrink)
{
    const double beta1 = o->momentum, beta2 = 0.999;
    const float b1 = (float)beta1, c1 = (float)(1.0 - beta1), b2 = (float)beta2;
    const float c2 = (float)(1.0 - beta2), epsilon = 1e-8f, scale = s->gradient_scale;
    const float rate = (float)(s->rate / (1.0 - pow(beta1, (double)s->step)));
    const float correction = (float)(1.0 / sqrt(1.0 - pow(beta2, (double)s->step)));
    float *restrict p = s->parameter, *restrict m = s->first, *restrict v = s->second;
    const float *restrict gradient = s->gradient;
    for (size_t i = 0; i < s->count; i++) {
        float g = scale * gradient[i] + added * p[i];
        m[i] = b1 * m[i] + c1 * g;
        v[i] = b2 * v[i] + c2 * g * g;
        p[i] = shrink * p[i] - rate * m[i] / (sqrtf(v[i]) * correction + epsilon);
    }
}

static void step_adam(const struct optimizer *o, const struct optimizer_step *s)
{
    step_moments(o, s, s->decay ? o->decay : 0.0f, 1.0f);
}

static void step_adamw(const struct optimizer *o, const struct optimizer_step *s)
{
    step_moments(o, s, 0.0f, s->decay ? (float)(1.0 - s->rate * (double)o->decay) : 1.0f);
}

static void (*const steps[OPTIMIZER_COUNT])(const struct optimizer *,
                                            const struct optimizer_step *) = {
    [OPTIMIZER_SGD] = step_sgd,
    [OPTIMIZER_ADAM] = step_adam,
    [OPTIMIZER_ADAMW] = step_adamw,
};

void optimizer_step(const struct optimizer *o, const struct optimizer_step *s)
{
    steps[o->kind](o, s);
}
