/* schedule.c - see schedule.h. */
#include "trainer/network/schedule.h"

#include <math.h>

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

static const struct {
    double (*rate)(const struct schedule *s, double step);
    int linear_warmup;
} policies[SCHEDULE_POLICY_COUNT] = {
    [SCHEDULE_CONSTANT] = {rate_constant, 1},
    [SCHEDULE_STEPS] = {rate_steps, 1},
    [SCHEDULE_COSINE] = {rate_cosine, 1},
    [SCHEDULE_ONECYCLE] = {rate_onecycle, 0},
};

double schedule_rate(const struct schedule *s, long long step)
{
    double at = (double)step;
    if (policies[s->policy].linear_warmup && at < s->warmup)
        return s->rate * (at + 1.0) / s->warmup;
    return policies[s->policy].rate(s, at);
}
