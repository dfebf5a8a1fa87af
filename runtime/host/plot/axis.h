/* axis.h - where an axis has its ticks, and what they are called.
 *
 * Ticks are multiples of 1, 2 or 5 times a power of ten: P. Heckbert, "Nice Numbers for Graph
 * Labels", Graphics Gems (1990). On a logarithmic axis they are the powers of ten, where those are
 * few also 2 and 5 times them; on one of time they are seconds, minutes, hours as a clock has them.
 */
#ifndef MIEN_HOST_PLOT_AXIS_H
#define MIEN_HOST_PLOT_AXIS_H

#include <stdbool.h>
#include <stddef.h>

enum { AXIS_TICKS_MAX = 16 };

enum axis_scale { AXIS_LINEAR, AXIS_LOG, AXIS_TIME };

struct axis {
    enum axis_scale scale;
    double low, high; /* what it shows; low < high */
    double step;      /* from tick to tick; 0 where they are not evenly spaced */
    double tick[AXIS_TICKS_MAX];
    int ticks; /* at least 1 */
};

/* An axis for finite values from low to high, about `wanted` ticks on it (2..8); `whole`: of whole
 * numbers. One value alone gets some room on both sides. */
struct axis axis_make(double low, double high, int wanted, bool whole);

/* The same for values above 0 on a logarithmic scale, and for seconds. */
struct axis axis_log(double low, double high, int wanted);
struct axis axis_time(double low, double high, int wanted);

/* The place 0..1 of a value (on a logarithmic axis one above 0), and the value at a place. */
double axis_place(const struct axis *a, double value);
double axis_value(const struct axis *a, double place);

/* What tick `index` is called, with as many digits as its neighbours need: out [size], returned. */
const char *axis_label(const struct axis *a, int index, char *out, size_t size);

/* A number that stands alone, in at most four digits or as a whole one: 0.0125, 1,992. */
const char *axis_number(double value, char *out, size_t size);

#endif
