/* schedule.h - the learning rate of each step.
 *
 *     constant   rate
 *     steps      rate times each of `scales` whose step has come (Darknet's policy of that name)
 *     cosine     rate down to 0 along half a cosine (I. Loshchilov, F. Hutter, "SGDR", 2016)
 *     onecycle   rate / 25 up to rate, down to rate / 250,000, both along half a cosine (L. Smith,
 *                "Super-Convergence", 2017; numbers as in PyTorch's OneCycleLR)
 *
 * The first `warmup` steps rise: linearly from 0 in the first three, as the cycle's ascent in
 * onecycle. */
#ifndef MIEN_NETWORK_SCHEDULE_H
#define MIEN_NETWORK_SCHEDULE_H

#include <stddef.h>

enum { SCHEDULE_STEPS_MAX = 16 };

#define SCHEDULE_POLICIES(X)                                                                       \
    X(SCHEDULE_CONSTANT, "constant")                                                               \
    X(SCHEDULE_STEPS, "steps")                                                                     \
    X(SCHEDULE_COSINE, "cosine")                                                                   \
    X(SCHEDULE_ONECYCLE, "onecycle")

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
    double warmup; /* steps */
    double total;  /* steps of the whole training, at least 1 */
    double steps[SCHEDULE_STEPS_MAX], scales[SCHEDULE_STEPS_MAX];
    size_t step_count;
};

/* The learning rate of step 0, 1, ... total - 1. */
double schedule_rate(const struct schedule *s, long long step);

#endif
