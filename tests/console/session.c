/* session.c - see session.h. */
#include "tests/console/session.h"

#include <math.h>
#include <string.h>

static const char *const emotions[SESSION_EMOTIONS] = {"angry", "disgust",  "fear",   "happy",
                                                       "sad",   "surprise", "neutral"};

/* How often a person looks so, and how much it engages (1 to 5). */
static const double share[SESSION_EMOTIONS] = {0.05, 0.02, 0.04, 0.36, 0.08, 0.15, 0.30};
static const double engages[SESSION_EMOTIONS] = {3.0, 2.6, 3.2, 4.4, 1.9, 4.7, 2.7};

static const struct stage {
    const char *name;
    double milliseconds, hurried; /* usual, and when the machine is busy */
} stages[SESSION_STAGES] = {
    {"capture", 1.2, 1.6},  {"detect", 0.9, 2.2}, {"mesh", 4.1, 9.5},
    {"classify", 2.3, 6.1}, {"draw", 5.2, 11.0},
};

static double uniform(struct session *s, double low, double high)
{
    return low + (high - low) * (double)rng_float(&s->rng);
}

static int drawn_expression(struct session *s)
{
    double left = uniform(s, 0, 1);
    for (int i = 0; i < SESSION_EMOTIONS; i++)
        if ((left -= share[i]) < 0)
            return i;
    return SESSION_EMOTIONS - 1;
}

void session_begin(struct session *s, uint64_t seed, double started, FILE *stream)
{
    memset(s, 0, sizeof *s);
    s->rng = rng_seed(seed);
    s->held = SESSION_EMOTIONS - 1;
    s->held_until = 2;
    s->engagement = 2.5;
    s->period = 1.0 / 30;
    fprintf(stream,
            "{\"kind\":\"session\",\"step\":0,\"time\":%.1f,\"unit\":\"frame\",\"model\":"
            "\"cnn-small\",\"source\":\"/dev/video0\",\"classes\":[",
            started);
    for (int i = 0; i < SESSION_EMOTIONS; i++)
        fprintf(stream, "%s\"%s\"", i ? "," : "", emotions[i]);
    fprintf(stream, "],\"stages\":[");
    for (int i = 0; i < SESSION_STAGES; i++)
        fprintf(stream, "%s\"%s\"", i ? "," : "", stages[i].name);
    fprintf(stream, "]}\n");
}

static void event(const struct session *s, const char *text, FILE *stream)
{
    fprintf(stream, "{\"kind\":\"event\",\"step\":%llu,\"wall\":%.3f,\"text\":\"%s\"}\n",
            (unsigned long long)s->frame, s->wall, text);
}

/* What happens to the person and the machine until this frame. */
static void live_on(struct session *s, FILE *stream)
{
    if (s->wall >= s->held_until) {
        s->held = drawn_expression(s);
        s->held_until = s->wall + uniform(s, 2, 9);
    }
    if (!s->lost && uniform(s, 0, 1) < 0.0012) {
        s->lost = true;
        s->lost_until = s->wall + uniform(s, 0.6, 3.5);
        event(s, "face lost", stream);
    } else if (s->lost && s->wall >= s->lost_until) {
        s->lost = false;
        event(s, "face found", stream);
    }
    if (!s->hurried && uniform(s, 0, 1) < 0.0008) {
        s->hurried = true;
        s->hurried_until = s->wall + uniform(s, 1, 5);
        event(s, "slow: analysis at half rate", stream);
    } else if (s->hurried && s->wall >= s->hurried_until) {
        s->hurried = false;
        event(s, "analysis at full rate", stream);
    }
}

/* Write the stages; returns their sum in milliseconds. */
static double run_stages(struct session *s, FILE *stream)
{
    double sum = 0;
    for (int i = 0; i < SESSION_STAGES; i++) {
        const double usual = s->hurried ? stages[i].hurried : stages[i].milliseconds;
        const double search = i == 1 && s->lost ? 3.5 : 1; /* the whole picture is looked at */
        const double took = usual * search * exp(0.15 * (double)rng_normal(&s->rng));
        fprintf(stream, ",\"stage_%s\":%.3f", stages[i].name, took);
        sum += took;
    }
    return sum;
}

static void look(struct session *s, FILE *stream)
{
    double sum = 0;
    for (int i = 0; i < SESSION_EMOTIONS; i++) {
        const double target = i == s->held ? 3.2 : i == SESSION_EMOTIONS - 1 ? 0.9 : -0.6;
        s->logit[i] += 0.09 * (target - s->logit[i]) + 0.12 * (double)rng_normal(&s->rng);
        sum += exp(s->logit[i]);
    }
    for (int i = 0; i < SESSION_EMOTIONS; i++)
        fprintf(stream, ",\"emotion_%s\":%.4f", emotions[i], exp(s->logit[i]) / sum);
    s->engagement += 0.02 * (engages[s->held] - s->engagement) + 0.02 * (double)rng_normal(&s->rng);
    s->engagement = fmin(fmax(s->engagement, 1), 5);
    fprintf(stream, ",\"engagement\":%.3f", s->engagement);
}

void session_frame(struct session *s, FILE *stream)
{
    const double period = s->hurried ? 1.0 / 16 : 1.0 / 30;
    const double passed = period * (1 + 0.04 * (double)rng_normal(&s->rng));
    s->wall += passed;
    s->period += 0.1 * (passed - s->period);
    s->frame++;
    live_on(s, stream);
    s->dropped += s->hurried && uniform(s, 0, 1) < 0.4;
    fprintf(stream,
            "{\"kind\":\"frame\",\"step\":%llu,\"frame\":%llu,\"wall\":%.3f,"
            "\"frames_per_second\":%.2f",
            (unsigned long long)s->frame, (unsigned long long)s->frame, s->wall, 1 / s->period);
    const double sum = run_stages(s, stream);
    fprintf(stream, ",\"latency\":%.3f,\"dropped\":%llu,\"faces\":%d", sum + uniform(s, 0.5, 3),
            (unsigned long long)s->dropped, s->lost ? 0 : 1);
    if (!s->lost)
        look(s, stream);
    fputs("}\n", stream);
}

void session_end(const struct session *s, double ended, const char *state, FILE *stream)
{
    fprintf(stream, "{\"kind\":\"end\",\"step\":%llu,\"time\":%.1f,\"state\":\"%s\"}\n",
            (unsigned long long)s->frame, ended, state);
}
