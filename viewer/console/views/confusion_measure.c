/* confusion_measure.c - see confusion_measure.h. */
#include "viewer/console/views/confusion_measure.h"

#include <math.h>

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : NAN;
}

static uint64_t row_sum(const struct journal_confusion *c, uint32_t label)
{
    uint64_t sum = 0;
    for (uint32_t k = 0; k < c->classes; k++)
        sum += c->count[label * c->classes + k];
    return sum;
}

static uint64_t column_sum(const struct journal_confusion *c, uint32_t prediction)
{
    uint64_t sum = 0;
    for (uint32_t k = 0; k < c->classes; k++)
        sum += c->count[k * c->classes + prediction];
    return sum;
}

void confusion_measure(const struct journal_confusion *c, struct confusion_measures *out)
{
    double right = 0, recalls = 0, f1s = 0;
    int with_rows = 0, with_f1 = 0;
    *out = (struct confusion_measures){.rows = 0};
    for (uint32_t k = 0; k < c->classes; k++) {
        const double hits = c->count[k * c->classes + k];
        const uint64_t support = row_sum(c, k), predicted = column_sum(c, k);
        out->of[k] = (struct confusion_class){
            .support = support,
            .predicted = predicted,
            .precision = ratio(hits, (double)predicted),
            .recall = ratio(hits, (double)support),
            .f1 = ratio(2 * hits, (double)(support + predicted)),
        };
        out->rows += support;
        right += hits;
        recalls += support > 0 ? out->of[k].recall : 0;
        with_rows += support > 0;
        f1s += support + predicted > 0 ? out->of[k].f1 : 0;
        with_f1 += support + predicted > 0;
    }
    out->accuracy = ratio(right, (double)out->rows);
    out->balanced_accuracy = ratio(recalls, with_rows);
    out->macro_f1 = ratio(f1s, with_f1);
}

int confusion_mistakes(const struct journal_confusion *c, struct confusion_mistake *out, int most)
{
    int count = 0;
    for (uint32_t label = 0; label < c->classes; label++) {
        const double support = (double)row_sum(c, label);
        for (uint32_t k = 0; k < c->classes; k++) {
            const uint32_t cell = c->count[label * c->classes + k];
            int at = count < most ? count : most;
            if (k == label || cell == 0)
                continue;
            for (; at > 0 && out[at - 1].count < cell; at--)
                if (at < most)
                    out[at] = out[at - 1];
            if (at < most)
                out[at] = (struct confusion_mistake){label, k, cell, cell / support};
            count += count < most;
        }
    }
    return count;
}
