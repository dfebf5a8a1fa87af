/* axis.c - see axis.h. */
#include "runtime/host/plot/axis.h"

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
    const double least = whole ? 0.5 : fmax(1e-6 * fmax(fabs(low), fabs(high)), 1e-12);
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

double axis_place(const struct axis *a, double value)
{
    return (value / 2 - a->low / 2) / (a->high / 2 - a->low / 2);
}

const char *axis_label(const struct axis *a, int index, char *out, size_t size)
{
    const double value = a->tick[index], largest = fmax(fabs(a->low), fabs(a->high));
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
