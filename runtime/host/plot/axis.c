/* axis.c - see axis.h. */
#include "runtime/host/plot/axis.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

#include "runtime/host/text.h"

/* The nice number nearest to x. */
static double nice(double x)
{
    static const struct {
        double below, step;
    } steps[] = {{1.5, 1}, {3.5, 2}, {7.5, 5}, {INFINITY, 10}};
    const double power = pow(10.0, floor(log10(x)));
    int k = 0;
    while (!(x / power < steps[k].below))
        k++;
    return steps[k].step * power;
}

static void put_ticks(struct axis *a)
{
    const double slack = 1e-9 * (a->high - a->low);
    const double first = ceil((a->low - slack) / a->step);
    for (int k = 0; k < AXIS_TICKS_MAX; k++) {
        const double tick = (first + k) * a->step;
        if (tick > a->high + slack)
            break;
        a->tick[a->ticks++] = tick == 0.0 ? 0.0 : tick; /* no -0 */
    }
}

struct axis axis_make(double low, double high, int wanted, bool whole)
{
    struct axis a = {.low = low, .high = high};
    const double largest = fmax(fabs(low), fabs(high));
    const double least = whole ? fmax(0.5, 1e-15 * largest) : fmax(1e-6 * largest, 1e-12);
    if (high - low < 2 * least) {
        const double middle = low / 2 + high / 2;
        const double room = whole ? least : fmax(0.05 * fabs(middle), least);
        a.low = middle - room;
        a.high = middle + room;
    }
    a.step = nice((a.high / wanted) - (a.low / wanted));
    if (whole)
        a.step = fmax(1.0, a.step);
    put_ticks(&a);
    if (a.ticks == 0) { /* such as 0.3..0.7 by ones: whole numbers alone cannot label it */
        a.step = nice(a.high - a.low) / 2;
        put_ticks(&a);
    }
    if (a.ticks == 0)
        a.tick[a.ticks++] = a.low;
    return a;
}

/* ---- logarithmic ---- */

/* Ticks at 1, or 1, 2 and 5 times each `every`th power of ten; more than fit are left out. */
static void put_decades(struct axis *a, int every, int parts)
{
    static const double part[] = {1, 2, 5};
    const int first = (int)floor(log10(a->low)), last = (int)ceil(log10(a->high));
    a->ticks = 0;
    for (int k = first; k <= last; k++)
        for (int i = 0; i < parts; i++) {
            const double tick = part[i] * pow(10.0, k);
            if (k % every == 0 && tick >= a->low * (1 - 1e-9) && tick <= a->high * (1 + 1e-9) &&
                tick > 0 && a->ticks < AXIS_TICKS_MAX)
                a->tick[a->ticks++] = tick;
        }
}

struct axis axis_log(double low, double high, int wanted)
{
    struct axis a = {.scale = AXIS_LOG, .low = low, .high = high};
    if (log10(high) - log10(low) < 1e-6) {
        a.low = fmax(low / 2, DBL_TRUE_MIN);
        a.high = fmin(2 * high, DBL_MAX);
    }
    const double decades = log10(a.high) - log10(a.low);
    const struct {
        int every, parts;
    } tries[] = {
        {(int)fmax(1.0, ceil(decades / wanted)), 3 * decades <= wanted ? 3 : 1}, {1, 1}, {1, 3}};
    for (size_t k = 0; k < sizeof tries / sizeof *tries && a.ticks < 2; k++)
        put_decades(&a, tries[k].every, tries[k].parts);
    if (a.ticks >= 2)
        return a;
    /* Less than a decade: evenly spaced ticks, at the places that their logarithms have. */
    const struct axis even = axis_make(a.low, a.high, wanted, false);
    a.step = even.step;
    a.ticks = 0;
    for (int k = 0; k < even.ticks; k++)
        if (even.tick[k] > 0)
            a.tick[a.ticks++] = even.tick[k];
    if (a.ticks == 0)
        a.tick[a.ticks++] = a.low;
    return a;
}

/* ---- time ---- */

struct axis axis_time(double low, double high, int wanted)
{
    static const double steps[] = {1,   2,   5,    10,   15,   30,    60,    120,   300,
                                   600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400};
    enum { STEPS = sizeof steps / sizeof *steps };
    struct axis a = axis_make(low, high, wanted, false);
    const double least = (a.high - a.low) / wanted;
    a.scale = AXIS_TIME;
    if (least < 0.5 || least > steps[STEPS - 1])
        return a;
    int k = 0;
    while (steps[k] < 0.75 * least)
        k++;
    a.step = steps[k];
    a.ticks = 0;
    put_ticks(&a);
    return a;
}

/* ---- what an axis does ---- */

double axis_place(const struct axis *a, double value)
{
    if (a->scale == AXIS_LOG)
        return (log10(value) - log10(a->low)) / (log10(a->high) - log10(a->low));
    return (value / 2 - a->low / 2) / (a->high / 2 - a->low / 2);
}

double axis_value(const struct axis *a, double place)
{
    if (a->scale == AXIS_LOG)
        return pow(10.0, log10(a->low) + place * (log10(a->high) - log10(a->low)));
    return a->low + 2 * place * (a->high / 2 - a->low / 2);
}

const char *axis_label(const struct axis *a, int index, char *out, size_t size)
{
    const double value = a->tick[index], largest = fmax(fabs(a->low), fabs(a->high));
    if (a->scale == AXIS_TIME && a->step >= 1)
        return text_duration(out, size, value);
    if (a->step == 0) {
        snprintf(out, size, value >= 1e-4 && value < 1e6 ? "%.6g" : "%.0e", value);
        return out;
    }
    const int places = (int)fmax(0.0, -floor(log10(a->step) + 1e-9));
    if (value != 0.0 && (largest >= 1e7 || a->step < 1e-5))
        snprintf(out, size, "%.*g", 1 + (int)fmax(0.0, floor(log10(fabs(value) / a->step) + 0.5)),
                 value);
    else if (largest >= 1e4)
        text_count(out, size, llrint(value));
    else
        snprintf(out, size, "%.*f", value == 0.0 ? 0 : places, value);
    return out;
}

const char *axis_number(double value, char *out, size_t size)
{
    if (fabs(value) >= 1e3 && fabs(value) < 1e15)
        text_count(out, size, llrint(value));
    else
        snprintf(out, size, "%.4g", value);
    return out;
}
