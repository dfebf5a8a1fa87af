/* sparkline.c - see sparkline.h. */
#include "runtime/host/sparkline.h"

#include <math.h>
#include <stdio.h>

/* The larger; what is not finite is larger than anything. */
static double worse(double a, double b)
{
    return !isfinite(a) ? a : !isfinite(b) ? b : a > b ? a : b;
}

static void join_neighbours(struct sparkline *s)
{
    for (int i = 0; i < SPARKLINE_BUCKETS / 2; i++)
        s->bucket[i] = worse(s->bucket[2 * i], s->bucket[2 * i + 1]);
    s->used = SPARKLINE_BUCKETS / 2;
    s->width *= 2;
    s->last = s->width;
}

void sparkline_add(struct sparkline *s, double value)
{
    if (s->used == 0)
        s->width = s->last = 1;
    if (s->used && s->last < s->width) {
        s->bucket[s->used - 1] = worse(s->bucket[s->used - 1], value);
        s->last++;
        return;
    }
    if (s->used == SPARKLINE_BUCKETS)
        join_neighbours(s);
    s->bucket[s->used++] = value;
    s->last = 1;
}

/* The largest value of column `i` of `columns`. */
static double column(const struct sparkline *s, int i, int columns)
{
    int from = i * s->used / columns, to = (i + 1) * s->used / columns;
    double value = s->bucket[from];
    for (int k = from + 1; k < to; k++)
        value = worse(value, s->bucket[k]);
    return value;
}

const char *sparkline_draw(const struct sparkline *s, int columns, bool unicode, char *out,
                           size_t size)
{
    static const char *const blocks[8] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char *const ascii[8] = {"_", ".", ":", "-", "=", "+", "*", "#"};
    const char *const *levels = unicode ? blocks : ascii;
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < s->used; i++)
        if (isfinite(s->bucket[i])) {
            low = fmin(low, s->bucket[i]);
            high = fmax(high, s->bucket[i]);
        }
    columns = columns < s->used ? columns : s->used;
    size_t n = 0;
    out[0] = '\0';
    for (int i = 0; i < columns && n + 4 <= size; i++) {
        double value = column(s, i, columns);
        double share = high > low ? (value - low) / (high - low) : 0;
        const char *mark = isfinite(value) ? levels[(int)(share * 7.999)] : "!";
        n += (size_t)snprintf(out + n, size - n, "%s", mark);
    }
    return out;
}
