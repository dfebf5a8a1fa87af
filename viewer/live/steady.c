/* steady.c - see steady.h. */
#include "viewer/live/steady.h"

#include <math.h>
#include <string.h>

/* A share that a model calls 0 has no logarithm. */
#define LEAST 1e-4f

/* What a face held for calibration is to be taken for: neutral, almost surely. */
#define NEUTRAL_SHARE 0.8f

void steady_init(struct steady *s, int32_t classes, int32_t neutral)
{
    *s = (struct steady){.classes = classes, .neutral = neutral, .held = -1};
}

static float logarithm(float share)
{
    return logf(fmaxf(share, LEAST));
}

/* The bias that makes the mean of what was heard, in logarithms, a neutral face's answer. Biases
 * count by their differences: that of the neutral class is 0. */
static void learn_bias(struct steady *s)
{
    const float rest = (1 - NEUTRAL_SHARE) / (float)(s->classes - 1);
    float bias[LIVE_CLASSES_MAX];
    for (int32_t c = 0; c < s->classes; c++)
        bias[c] = (float)(s->sum[c] / s->held) - logf(c == s->neutral ? NEUTRAL_SHARE : rest);
    for (int32_t c = 0; c < s->classes; c++)
        s->bias[c] = fmaxf(-STEADY_BIAS, fminf(STEADY_BIAS, bias[c] - bias[s->neutral]));
    s->calibrated = true;
    s->held = -1;
    s->running = false;
}

static void hear_neutral(struct steady *s, const float *raw, double seconds)
{
    for (int32_t c = 0; c < s->classes; c++)
        s->sum[c] += (double)logarithm(raw[c]) * seconds;
    s->held += seconds;
    if (s->held >= STEADY_NEUTRAL)
        learn_bias(s);
}

static void take_bias(const struct steady *s, const float *raw, float *scores)
{
    float sum = 0;
    for (int32_t c = 0; c < s->classes; c++) {
        scores[c] = s->calibrated ? expf(logarithm(raw[c]) - s->bias[c]) : raw[c];
        sum += scores[c];
    }
    for (int32_t c = 0; c < s->classes; c++)
        scores[c] = sum > 0 ? scores[c] / sum : 1 / (float)s->classes;
}

static int32_t highest(const struct steady *s)
{
    int32_t best = 0;
    for (int32_t c = 1; c < s->classes; c++)
        if (s->scores[c] > s->scores[best])
            best = c;
    return best;
}

void steady_take(struct steady *s, const float *raw, double seconds, double constant,
                 float threshold, struct live_face *f)
{
    if (s->held >= 0)
        hear_neutral(s, raw, seconds);
    float scores[LIVE_CLASSES_MAX];
    take_bias(s, raw, scores);
    const float fresh = s->running && constant > 0 ? (float)(1 - exp(-seconds / constant)) : 1;
    for (int32_t c = 0; c < s->classes; c++)
        s->scores[c] += fresh * (scores[c] - s->scores[c]);
    s->running = true;
    memcpy(f->raw, raw, (size_t)s->classes * sizeof *raw);
    const float best = s->scores[highest(s)];
    s->certain = best >= (s->certain ? threshold : fminf(threshold + STEADY_MARGIN, 1));
    steady_show(s, f);
}

void steady_show(const struct steady *s, struct live_face *f)
{
    f->scored = s->running;
    memcpy(f->scores, s->scores, sizeof f->scores);
    f->emotion = s->running && s->certain ? highest(s) : -1;
    f->calibrating = s->held >= 0 ? (float)(s->held / STEADY_NEUTRAL) : 0;
    f->calibrated = s->calibrated;
}

void steady_calibrate(struct steady *s)
{
    if (s->neutral < 0 || s->classes < 2)
        return;
    s->held = 0;
    memset(s->sum, 0, sizeof s->sum);
}

void steady_forget(struct steady *s)
{
    steady_init(s, s->classes, s->neutral);
}
