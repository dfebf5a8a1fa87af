/* optimizer.h - from gradients to parameters.
 *
 *     sgd    momentum, Nesterov's where asked for (I. Sutskever et al., "On the importance of
 *            initialization and momentum in deep learning", 2013), decay added to the gradient
 * (L2); as PyTorch's SGD adam   D. Kingma, J. Ba, "Adam" (2014), decay added to the gradient; as
 * PyTorch's Adam adamw  I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization" (2017);
 * as PyTorch's AdamW
 *
 * `momentum` is sgd's momentum and adam's first beta; the second is 0.999, epsilon 1e-8. */
#ifndef MIEN_NETWORK_OPTIMIZER_H
#define MIEN_NETWORK_OPTIMIZER_H

#include <stddef.h>

#define OPTIMIZERS(X)                                                                              \
    X(OPTIMIZER_SGD, "sgd")                                                                        \
    X(OPTIMIZER_ADAM, "adam")                                                                      \
    X(OPTIMIZER_ADAMW, "adamw")

enum optimizer_kind {
#define X(symbol, name) symbol,
    OPTIMIZERS(X)
#undef X
        OPTIMIZER_COUNT
};
extern const char *const optimizer_names[OPTIMIZER_COUNT];

struct optimizer {
    enum optimizer_kind kind;
    double momentum;
    float decay;
    int nesterov; /* sgd looks ahead by its momentum */
};

/* One step of a run of parameters. */
struct optimizer_step {
    double rate;
    float gradient_scale; /* below 1 where the gradient is clipped */
    long long step;       /* 1 in the first */
    size_t count;
    float *parameter;
    const float *gradient;
    float *first, *second; /* moments, zero before the first step; second is not used by sgd */
    int decay;             /* weight decay applies to these */
};

void optimizer_step(const struct optimizer *o, const struct optimizer_step *s);

#endif
