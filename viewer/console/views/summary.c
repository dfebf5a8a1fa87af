/* summary.c - see summary.h. */
#include "viewer/console/views/summary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "runtime/host/plot/axis.h"
#include "runtime/host/text.h"

/* ---- columns ---- */

/* The first of a NULL-terminated list of keys that the run has. */
static const struct journal_column *first_of(const struct journal *j, const char *const *keys)
{
    const struct journal_column *c = NULL;
    for (; *keys && !c; keys++)
        c = journal_find(j, *keys);
    return c;
}

bool summary_is_clock(const struct journal *j, const char *key)
{
    return measure_of(key).clock || strcmp(key, j->unit) == 0;
}

static const struct journal_column *first_measure(const struct journal *j)
{
    for (int i = 0; i < j->column_count; i++)
        if (!summary_is_clock(j, j->columns[i].name) &&
            measure_of(j->columns[i].name).form != MEASURE_RATE)
            return &j->columns[i];
    return NULL;
}

struct summary summary_of(const struct journal *j)
{
    static const char *const accuracies[] = {"valid_accuracy", "oob_accuracy", "accuracy",
                                             "train_accuracy", NULL};
    static const char *const losses[] = {"valid_loss", "loss", "train_loss", NULL};
    static const char *const speeds[] = {"samples_per_second", "frames_per_second", NULL};
    struct summary s = {.chief = first_of(j, accuracies),
                        .loss = first_of(j, losses),
                        .speed = first_of(j, speeds),
                        .best = NAN,
                        .best_at = NAN,
                        .newest = NAN};
    s.curve = s.chief ? s.chief : s.loss ? s.loss : j->live ? s.speed : first_measure(j);
    if (s.chief) {
        s.best = journal_best(j, s.chief->name, true, &s.best_at);
        s.newest = s.chief->series.last;
    }
    if (s.chief && measure_of(s.chief->name).rows != MEASURE_TRAIN)
        return s;
    const struct journal_result *r = journal_result(j, "accuracy"); /* says more than training */
    if (r && isfinite(r->value)) {
        s.best = s.newest = r->value;
        s.best_at = NAN;
    }
    return s;
}

const struct journal_column *summary_training(const struct journal *j,
                                              const struct journal_column *c)
{
    char key[JOURNAL_NAME_MAX + 8];
    const char *name = measure_of(c->name).name;
    snprintf(key, sizeof key, "train_%s", name);
    const char *const keys[] = {key, name, NULL};
    const struct journal_column *found = first_of(j, keys);
    return found == c ? NULL : found;
}

/* ---- state and progress ---- */

enum cell_role summary_state_role(enum journal_state state)
{
    static const enum cell_role roles[JOURNAL_STATE_COUNT] = {
        [JOURNAL_EMPTY] = ROLE_FAINT,    [JOURNAL_RUNNING] = ROLE_GOOD,
        [JOURNAL_STALLED] = ROLE_WARN,   [JOURNAL_STOPPED] = ROLE_WARN,
        [JOURNAL_FINISHED] = ROLE_TITLE, [JOURNAL_FAILED] = ROLE_BAD,
        [JOURNAL_CRASHED] = ROLE_BAD,    [JOURNAL_GONE] = ROLE_FAINT,
    };
    return roles[state];
}

double summary_done(const struct journal *j)
{
    return j->unit[0] ? journal_last(j, j->unit) : journal_last(j, "step");
}

const char *summary_progress(const struct journal *j, char *out, size_t size)
{
    const double done = summary_done(j);
    const char *unit = j->unit[0] ? j->unit : "step";
    char count[32], total[32];
    if (isnan(done) && isnan(j->total)) {
        snprintf(out, size, "–");
        return out;
    }
    axis_number(isnan(done) ? 0 : done, count, sizeof count);
    if (j->total > 0)
        snprintf(out, size, "%s/%s %ss", count, axis_number(j->total, total, sizeof total), unit);
    else
        snprintf(out, size, "%s %s%s", count, unit, done == 1 ? "" : "s");
    return out;
}

/* ---- time ---- */

/* Of a run whose next step is overdue those behind it are still to come. */
double summary_end(const struct journal *j, double now)
{
    const double left = journal_left(j);
    if (!journal_at_work(j))
        return j->written > 0 ? j->written : NAN;
    return isnan(left) ? NAN : fmax(j->written + left, now + left - journal_next(j));
}

const char *summary_end_text(const struct journal *j, double now, char *out, size_t size)
{
    const double end = summary_end(j, now);
    char left[32];
    if (j->state == JOURNAL_STALLED)
        snprintf(out, size, "silent %s", text_duration(left, sizeof left, now - j->written));
    else if (isnan(end))
        summary_next(j, now, out, size);
    else if (journal_at_work(j) && end - now < 0.5)
        snprintf(out, size, "any moment");
    else if (journal_at_work(j))
        snprintf(out, size, "%s left", text_duration(left, sizeof left, end - now));
    else
        summary_ago(now - end, out, size);
    return out;
}

const char *summary_next(const struct journal *j, double now, char *out, size_t size)
{
    const double due = j->written + journal_next(j) - now;
    char time[32];
    if (isnan(due))
        snprintf(out, size, "–");
    else if (due >= 0.5)
        snprintf(out, size, "next in %s", text_duration(time, sizeof time, due));
    else
        snprintf(out, size, "next is due");
    return out;
}

const char *summary_ago(double seconds, char *out, size_t size)
{
    static const struct {
        double below, unit;
        const char *name;
    } steps[] = {{60, 1, "s"}, {3600, 60, "min"}, {48 * 3600, 3600, "h"}, {1e12, 86400, "days"}};
    int k = 0;
    if (isnan(seconds)) {
        snprintf(out, size, "–");
        return out;
    }
    if (seconds < 5) { /* or in the future, by another machine's clock */
        snprintf(out, size, "just now");
        return out;
    }
    while (k < 3 && seconds >= steps[k].below)
        k++;
    snprintf(out, size, "%.0f %s ago", floor(seconds / steps[k].unit), steps[k].name);
    return out;
}

const char *summary_speed(const struct summary *s, char *out, size_t size)
{
    char number[48];
    const double value = s->speed ? s->speed->series.last : NAN;
    if (isnan(value)) {
        snprintf(out, size, "–");
        return out;
    }
    const int noun = (int)strcspn(s->speed->name, "_"); /* of "samples_per_second" */
    snprintf(out, size, "%s %.*s/s",
             axis_number(value >= 100 ? round(value) : value, number, sizeof number), noun,
             s->speed->name);
    return out;
}

/* ---- confusion ---- */

bool summary_mistaken(const struct journal *j, int *label, int *prediction, uint32_t *count,
                      uint32_t *of)
{
    const struct journal_confusion *c = &j->confusion;
    *count = *of = 0;
    for (uint32_t row = 0; c->count && row < c->classes; row++) {
        const uint32_t *cell = &c->count[row * c->classes];
        uint32_t sum = 0;
        for (uint32_t k = 0; k < c->classes; k++)
            sum += cell[k];
        for (uint32_t k = 0; k < c->classes; k++)
            if (k != row && cell[k] > *count) {
                *count = cell[k];
                *of = sum;
                *label = (int)row;
                *prediction = (int)k;
            }
    }
    return *count > 0;
}

const char *summary_class(const struct journal *j, int index, char *out, size_t size)
{
    if (index >= 0 && index < j->class_count)
        snprintf(out, size, "%s", j->classes[index]);
    else
        snprintf(out, size, "class %d", index);
    return out;
}
