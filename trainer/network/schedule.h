/* schedule.h - the learning rate of each step.
 *
 *     constant   rate
 *     cosine     rate down to 0 along half a cosine (I. Loshchilov, F. Hutter, "SGDR", 2016)
 *     onecycle   rate / 25 up to rate, down to rate / 250,000, both along half a cosine (L. Smith,
 *                "Super-Convergence", 2017; numbers as in PyTorch's OneCycleLR)
 *     steps      rate times each of `scales` whose step has come
 *
 * and those of Darknet (get_current_rate in its network.c):
 *
 *     poly       rate * (1 - batches / total)^power
 *     step       rate * scale^(batches / step), the quotient being whole
 *     exp        rate * gamma^batches
 *     sigmoid    rate / (1 + exp(gamma * (batches - step))); as it is meant: Darknet's difference
 *                wraps below 0, where its rate is then 0
 *     random     rate * u^power, u uniform in 0..1, drawn anew for each step
 *
 * `batches` counts the step itself, as Darknet does: 1 in the first. The first `warmup` steps rise:
 * linearly from 0, as the cycle's ascent in onecycle. The first `burn_in` rise as Darknet's:
 * rate * (batches / burn_in)^power. */
#ifndef MIEN_NETWORK_SCHEDULE_H
#define MIEN_NETWORK_SCHEDULE_H

#include <stddef.h>
#include <stdint.h>

enum { SCHEDULE_STEPS_MAX = 16 };

#define SCHEDULE_POLICIES(X)                                                                       \
    X(SCHEDULE_CONSTANT, "constant")                                                               \
    X(SCHEDULE_STEPS, "steps")                                                                     \
    X(SCHEDULE_COSINE, "cosine")                                                                   \
    X(SCHEDULE_ONECYCLE, "onecycle")                                                               \
    X(SCHEDULE_POLY, "poly")                                                                       \
    X(SCHEDULE_STEP, "step")                                                                       \
    X(SCHEDULE_EXP, "exp")                                                                         \
    X(SCHEDULE_SIGMOID, "sigmoid")                                                                 \
    X(SCHEDULE_RANDOM, "random")

enum schedule_policy {
#define X(symbol, name) symbol,
    SCHEDULE_POLICIES(X)
#undef X
        SCHEDULE_POLICY_COUNT
};
extern const char *const schedule_policy_names[SCHEDULE_POLICY_COUNT];

struct schedule {
    enum schedule_policy policy;
    double rate;
    double warmup, burn_in; /* steps; at most one of them is not 0 */
    double total;           /* steps of the whole training, at least 1 */
    double steps[SCHEDULE_STEPS_MAX], scales[SCHEDULE_STEPS_MAX];
    size_t step_count;
    double power, step, scale, gamma; /* of the policies that name them */
    uint64_t seed;                    /* of the policy random */
};

/* The learning rate of step 0, 1, ... total - 1. */
double schedule_rate(const struct schedule *s, long long step);

#endif
