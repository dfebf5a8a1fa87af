/* network_options.c - see network_options.h. */
#include "trainer/network/network_options.h"

#include <math.h>

static const char *const best_names[NETWORK_BEST_COUNT] = {
#define X(symbol, name) name,
    NETWORK_BESTS(X)
#undef X
};
static const char *const class_weight_names[] = {"none", "balanced"};
static const char *const sampling_names[] = {"all", "balanced"};

enum { BATCH_MAX = 65536, EPOCHS_MAX = 1000000, THREADS_MAX = 1024 };

static const double WARMUP_OF_POLICY = -1.0; /* where the cfg has none */

static int read_counts(struct network_options *o, struct cfg_section *s, struct mien_error *e)
{
    const long long darknet_batch = 1, own_batch = 128;
    long long batch, epochs, patience, threads, seed;
    if (cfg_integer(s, "batch", &batch, o->darknet.dialect ? darknet_batch : own_batch, 1,
                    BATCH_MAX, e) != 0 ||
        cfg_integer(s, "epochs", &epochs, 40, 1, EPOCHS_MAX, e) != 0 ||
        cfg_integer(s, "patience", &patience, 0, 0, EPOCHS_MAX, e) != 0 ||
        cfg_integer(s, "threads", &threads, 0, 0, THREADS_MAX, e) != 0 ||
        cfg_integer(s, "seed", &seed, 1, 0, INT64_MAX, e) != 0)
        return -1;
    o->batch = (uint32_t)batch;
    o->epochs = (uint32_t)epochs;
    o->patience = (uint32_t)patience;
    o->threads = (int)threads;
    o->seed = (uint64_t)seed;
    return 0;
}

static int read_optimizer(struct network_options *o, struct cfg_section *s, struct mien_error *e)
{
    const bool darknet = o->darknet.dialect;
    int kind = o->darknet.adam ? OPTIMIZER_ADAM : darknet ? OPTIMIZER_SGD : OPTIMIZER_ADAMW;
    double momentum, decay;
    bool nesterov;
    if (cfg_choice(s, "optimizer", &kind, optimizer_names, OPTIMIZER_COUNT, kind, e) != 0 ||
        cfg_number(s, "momentum", &momentum, 0.9, 0.0, 0.9999, e) != 0 ||
        cfg_flag(s, "nesterov", &nesterov, false, e) != 0 ||
        cfg_number(s, "decay", &decay, 1e-4, 0.0, 1.0, e) != 0 ||
        cfg_number(s, "clip", &o->clip, 0.0, 0.0, INFINITY, e) != 0 ||
        cfg_number(s, "ema", &o->ema, 0.0, 0.0, 0.999999, e) != 0)
        return -1;
    o->optimizer = (struct optimizer){(enum optimizer_kind)kind, momentum, (float)decay, nesterov};
    if (nesterov && kind != OPTIMIZER_SGD)
        return cfg_error(s, "nesterov", e, "nesterov is sgd's; set optimizer = sgd, or drop it");
    return 0;
}

static int read_steps(struct schedule *c, struct cfg_section *s, struct mien_error *e)
{
    size_t scales;
    if (cfg_numbers(s, "steps", c->steps, SCHEDULE_STEPS_MAX, &c->step_count, e) != 0 ||
        cfg_numbers(s, "scales", c->scales, SCHEDULE_STEPS_MAX, &scales, e) != 0)
        return -1;
    if (c->step_count == 0)
        return cfg_error(s, "steps", e,
                         "policy = steps needs steps; add steps = BATCH,... and scales");
    if (scales != c->step_count)
        return cfg_error(s, "scales", e, "%zu steps but %zu scales; give each step its scale",
                         c->step_count, scales);
    for (size_t i = 1; i < c->step_count; i++)
        if (c->steps[i] <= c->steps[i - 1])
            return cfg_error(s, "steps", e, "steps must rise (%g after %g)", c->steps[i],
                             c->steps[i - 1]);
    return 0;
}

/* Darknet counts a batch before it looks at its steps: they come one earlier. */
static void count_as_darknet(struct schedule *c)
{
    for (size_t i = 0; i < c->step_count; i++)
        c->steps[i] -= 1.0;
}

/* The numbers of Darknet's policies, for those that have them. */
static int read_policy(struct network_options *o, struct cfg_section *s, struct mien_error *e)
{
    struct schedule *c = &o->schedule;
    const enum schedule_policy p = c->policy;
    const bool powers = c->burn_in > 0.0 || p == SCHEDULE_POLY || p == SCHEDULE_RANDOM;
    const bool stepped = p == SCHEDULE_STEP || p == SCHEDULE_SIGMOID;
    const bool curved = p == SCHEDULE_EXP || p == SCHEDULE_SIGMOID;
    if ((powers || o->darknet.dialect) && cfg_number(s, "power", &c->power, 4.0, 0.0, 1e3, e) != 0)
        return -1;
    if (stepped && cfg_number(s, "step", &c->step, 1.0, 1.0, 1e12, e) != 0)
        return -1;
    if (p == SCHEDULE_STEP && cfg_number(s, "scale", &c->scale, 1.0, 0.0, 1e3, e) != 0)
        return -1;
    if (curved && cfg_number(s, "gamma", &c->gamma, 1.0, -1e3, 1e3, e) != 0)
        return -1;
    if (p == SCHEDULE_STEPS && read_steps(c, s, e) != 0)
        return -1;
    if (o->darknet.dialect)
        count_as_darknet(c);
    return 0;
}

static int read_schedule(struct network_options *o, struct cfg_section *s, struct mien_error *e)
{
    struct schedule *c = &o->schedule;
    const bool darknet = o->darknet.dialect;
    int policy;
    if (cfg_number(s, "learning_rate", &c->rate, darknet ? 0.001 : 0.002, 1e-12, 1e3, e) != 0 ||
        cfg_choice(s, "policy", &policy, schedule_policy_names, SCHEDULE_POLICY_COUNT,
                   darknet ? SCHEDULE_CONSTANT : SCHEDULE_ONECYCLE, e) != 0 ||
        cfg_number(s, "burn_in", &c->burn_in, 0.0, 0.0, 1e12, e) != 0)
        return -1;
    c->policy = (enum schedule_policy)policy;
    c->seed = o->seed;
    if (cfg_number(s, "warmup", &c->warmup, WARMUP_OF_POLICY, 0.0, o->epochs, e) != 0)
        return -1;
    return read_policy(o, s, e);
}

int network_options_read(struct network_options *o, struct cfg_section *net, struct mien_error *e)
{
    *o = (struct network_options){0};
    int best, balanced, sampling;
    if (darknet_net_read(&o->darknet, net, e) != 0 || read_counts(o, net, e) != 0 ||
        read_optimizer(o, net, e) != 0 || read_schedule(o, net, e) != 0 ||
        cfg_choice(net, "best", &best, best_names, NETWORK_BEST_COUNT, NETWORK_BEST_ACCURACY, e) !=
            0 ||
        cfg_choice(net, "class_weight", &balanced, class_weight_names, 2, 0, e) != 0 ||
        cfg_choice(net, "sampling", &sampling, sampling_names, 2, 0, e) != 0)
        return -1;
    o->best = (enum network_best)best;
    o->balanced = balanced == 1;
    o->balanced_samples = sampling == 1;
    if (o->patience > 0 && o->best == NETWORK_BEST_LAST)
        return cfg_error(net, "patience", e,
                         "patience with best = last; drop one, or set best = accuracy");
    return 0;
}

uint32_t network_epochs(const struct network_options *o, long long steps)
{
    const long long batches = o->darknet.batches;
    return batches == 0 ? o->epochs : (uint32_t)((batches + steps - 1) / steps);
}

struct schedule network_schedule(const struct network_options *o, long long steps)
{
    struct schedule s = o->schedule;
    s.total = o->darknet.batches > 0 ? (double)o->darknet.batches : (double)steps * o->epochs;
    if (s.warmup == WARMUP_OF_POLICY)
        s.warmup = s.policy == SCHEDULE_ONECYCLE ? 0.3 * (s.total / (double)steps) : 0.0;
    s.warmup *= (double)steps;
    return s;
}
