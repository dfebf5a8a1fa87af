/* schedule.c - see schedule.h. */
#include "trainer/network/schedule.h"

#include <math.h>

#include "runtime/host/rng.h"

const char *const schedule_policy_names[SCHEDULE_POLICY_COUNT] = {
#define X(symbol, name) name,
    SCHEDULE_POLICIES(X)
#undef X
};

static const double PI = 3.14159265358979323846;

/* From `from` to `to` along half a cosine, at `part` in 0..1. */
static double half_cosine(double from, double to, double part)
{
    return to + (from - to) * 0.5 * (1.0 + cos(PI * part));
}

/* Batches that Darknet has counted when it comes to step `step`. */
static double batches(double step)
{
    return step + 1.0;
}

static double rate_constant(const struct schedule *s, double step)
{
    (void)step;
    return s->rate;
}

static double rate_steps(const struct schedule *s, double step)
{
    double rate = s->rate;
    for (size_t i = 0; i < s->step_count; i++)
        if (step >= s->steps[i])
            rate *= s->scales[i];
    return rate;
}

static double rate_cosine(const struct schedule *s, double step)
{
    return half_cosine(s->rate, 0.0, (step - s->warmup) / fmax(s->total - s->warmup, 1.0));
}

static double rate_onecycle(const struct schedule *s, double step)
{
    const double start = s->rate / 25.0, end = start / 1e4, top = s->warmup - 1.0;
    if (step < top)
        return half_cosine(start, s->rate, step / top);
    return half_cosine(s->rate, end, (step - top) / fmax(s->total - 1.0 - top, 1.0));
}

static double rate_poly(const struct schedule *s, double step)
{
    return s->rate * pow(fmax(1.0 - batches(step) / s->total, 0.0), s->power);
}

static double rate_step(const struct schedule *s, double step)
{
    return s->rate * pow(s->scale, floor(batches(step) / s->step));
}

static double rate_exp(const struct schedule *s, double step)
{
    return s->rate * pow(s->gamma, batches(step));
}

static double rate_sigmoid(const struct schedule *s, double step)
{
    return s->rate / (1.0 + exp(s->gamma * (batches(step) - s->step)));
}

static double rate_random(const struct schedule *s, double step)
{
    struct rng r = rng_stream(s->seed, (uint64_t)step);
    return s->rate * pow((double)rng_float(&r), s->power);
}

static const struct {
    double (*rate)(const struct schedule *s, double step);
    int linear_warmup;
} policies[SCHEDULE_POLICY_COUNT] = {
    [SCHEDULE_CONSTANT] = {rate_constant, 1}, [SCHEDULE_STEPS] = {rate_steps, 1},
    [SCHEDULE_COSINE] = {rate_cosine, 1},     [SCHEDULE_ONECYCLE] = {rate_onecycle, 0},
    [SCHEDULE_POLY] = {rate_poly, 1},         [SCHEDULE_STEP] = {rate_step, 1},
    [SCHEDULE_EXP] = {rate_exp, 1},           [SCHEDULE_SIGMOID] = {rate_sigmoid, 1},
    [SCHEDULE_RANDOM] = {rate_random, 1},
};

double schedule_rate(const struct schedule *s, long long step)
{
    double at = (double)step;
    if (batches(at) < s->burn_in)
        return s->rate * pow(batches(at) / s->burn_in, s->power);
    if (policies[s->policy].linear_warmup && at < s->warmup)
        return s->rate * (at + 1.0) / s->warmup;
    return policies[s->policy].rate(s, at);
}
