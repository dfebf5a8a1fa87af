/* measure.c - see measure.h. */
#include "runtime/host/plot/measure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "runtime/host/plot/axis.h"
#include "runtime/host/text.h"

static const struct {
    const char *prefix;
    enum measure_rows rows;
} prefixes[] = {{"valid_", MEASURE_VALID}, {"oob_", MEASURE_OOB}, {"train_", MEASURE_TRAIN}};

/* The first word that the name holds decides. */
static const struct {
    const char *word;
    enum measure_form form;
    enum measure_goal goal;
    bool clock;
} words[] = {
    {"accuracy", MEASURE_SHARE, MEASURE_GREATEST, false},
    {"f1", MEASURE_SHARE, MEASURE_GREATEST, false},
    {"top2", MEASURE_SHARE, MEASURE_GREATEST, false},
    {"emotion_", MEASURE_SHARE, MEASURE_NO_GOAL, false},
    {"loss", MEASURE_LOSS, MEASURE_LEAST, false},
    {"error", MEASURE_LOSS, MEASURE_LEAST, false},
    {"per_second", MEASURE_RATE, MEASURE_NO_GOAL, false},
    {"stage_", MEASURE_MILLISECONDS, MEASURE_LEAST, false},
    {"latency", MEASURE_MILLISECONDS, MEASURE_LEAST, false},
    {"wall", MEASURE_SECONDS, MEASURE_NO_GOAL, true},
    {"seconds", MEASURE_SECONDS, MEASURE_LEAST, false},
    {"bytes", MEASURE_BYTES, MEASURE_LEAST, false},
    {"parameters", MEASURE_MAGNITUDE, MEASURE_LEAST, false},
    {"operations", MEASURE_MAGNITUDE, MEASURE_LEAST, false},
    {"vectors", MEASURE_COUNT, MEASURE_NO_GOAL, false},
    {"dropped", MEASURE_COUNT, MEASURE_LEAST, false},
    {"faces", MEASURE_COUNT, MEASURE_NO_GOAL, false},
    {"step", MEASURE_COUNT, MEASURE_NO_GOAL, true},
};

struct measure measure_of(const char *key)
{
    struct measure m = {.name = key};
    for (size_t k = 0; k < sizeof prefixes / sizeof *prefixes; k++)
        if (strncmp(key, prefixes[k].prefix, strlen(prefixes[k].prefix)) == 0) {
            m.name = key + strlen(prefixes[k].prefix);
            m.rows = prefixes[k].rows;
        }
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (strstr(m.name, words[k].word)) {
            m.form = words[k].form;
            m.goal = words[k].goal;
            m.clock = words[k].clock;
            break;
        }
    return m;
}

bool measure_belongs(const char *key, const char *metric)
{
    return strcmp(key, metric) == 0 || strcmp(measure_of(key).name, metric) == 0;
}

/* Three digits and a thousand's prefix, then what is counted: "1.15 MB", "287 k", "12". */
static void scale(double value, const char *counted, char *out, size_t size)
{
    static const char units[] = " kMGTPE";
    int unit = 0;
    for (; fabs(value) >= 999.5 && units[unit + 1]; unit++)
        value /= 1000;
    const double magnitude = fabs(value);
    const int digits = unit == 0 || magnitude >= 99.95 ? 0 : magnitude >= 9.995 ? 1 : 2;
    const char *gap = unit > 0 || *counted ? " " : "";
    snprintf(out, size, "%.*f%s%.*s%s", digits, value, gap, unit > 0, &units[unit], counted);
}

/* Three decimals line up below each other where the number has that size; what is no loss may be a
 * count. */
static void number(double value, bool count, char *out, size_t size)
{
    const double magnitude = fabs(value);
    if (magnitude >= 0.1 && magnitude < 1000 && !(count && value == round(value)))
        snprintf(out, size, "%.3f", value);
    else
        axis_number(value, out, size);
}

const char *measure_text(enum measure_form form, double value, char *out, size_t size)
{
    char text[48];
    if (isnan(value) || isinf(value)) {
        snprintf(out, size, isnan(value) ? "–" : value > 0 ? "inf" : "-inf");
        return out;
    }
    switch (form) {
    case MEASURE_SHARE:
        snprintf(out, size, fabs(value) < 10 ? "%.1f %%" : "%.3g %%", 100 * value);
        break;
    case MEASURE_COUNT:
        snprintf(out, size, "%s", axis_number(round(value), text, sizeof text));
        break;
    case MEASURE_MAGNITUDE:
        scale(value, "", out, size);
        break;
    case MEASURE_BYTES:
        scale(value, "B", out, size);
        break;
    case MEASURE_SECONDS:
        if (value < 10)
            snprintf(out, size, "%.2f s", value);
        else
            text_duration(out, size, value);
        break;
    case MEASURE_MILLISECONDS:
        snprintf(out, size, fabs(value) < 100 ? "%.1f ms" : "%.4g ms", value);
        break;
    case MEASURE_RATE:
        snprintf(out, size, "%s/s",
                 axis_number(value >= 100 ? round(value) : value, text, sizeof text));
        break;
    case MEASURE_NUMBER:
    case MEASURE_LOSS:
        number(value, form == MEASURE_NUMBER, out, size);
        break;
    }
    return out;
}
