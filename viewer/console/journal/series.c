/* series.c - see series.h. */
#include "viewer/console/journal/series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAPACITY = 16 };

/* As fmin and fmax have it, NaN for a number that is missing, without the call. */
static double lesser(double a, double b)
{
    return b < a || isnan(a) ? b : a;
}

static double greater(double a, double b)
{
    return b > a || isnan(a) ? b : a;
}

/* a and, behind it, b as one bucket. */
static struct series_bucket joined(const struct series_bucket *a, const struct series_bucket *b)
{
    return (struct series_bucket){
        .x_first = a->x_first,
        .x_last = b->x_last,
        .first = isnan(a->first) ? b->first : a->first,
        .last = isnan(b->last) ? a->last : b->last,
        .low = lesser(a->low, b->low),
        .high = greater(a->high, b->high),
        .sum = a->sum + b->sum,
        .count = a->count + b->count,
        .gaps = a->gaps + b->gaps,
    };
}

static void join_neighbours(struct series *s)
{
    const uint32_t pairs = s->used / 2;
    for (uint32_t i = 0; i < pairs; i++)
        s->buckets[i] = joined(&s->buckets[2 * i], &s->buckets[2 * i + 1]);
    if (s->used % 2)
        s->buckets[pairs] = s->buckets[s->used - 1];
    s->used = pairs + s->used % 2;
    s->width *= 2;
}

/* Room for one more bucket. */
static bool make_room(struct series *s)
{
    if (s->used < s->capacity)
        return true;
    if (s->used == SERIES_BUCKETS) {
        join_neighbours(s);
        return true;
    }
    const uint32_t capacity = s->capacity ? 2 * s->capacity : FIRST_CAPACITY;
    struct series_bucket *grown = realloc(s->buckets, capacity * sizeof *grown);
    if (!grown)
        return false;
    s->buckets = grown;
    s->capacity = capacity;
    return true;
}

/* Take the extremes and the newest value of a bucket into those of the series. */
static void count_in(struct series *s, const struct series_bucket *b)
{
    if (b->low < s->low || isnan(s->low)) {
        s->low = b->low;
        s->low_x = b->x_first;
    }
    if (b->high > s->high || isnan(s->high)) {
        s->high = b->high;
        s->high_x = b->x_first;
    }
    s->count += b->count;
    s->gaps += b->gaps;
    s->last = b->last;
    s->last_x = b->x_last;
}

static struct series empty(uint32_t width)
{
    return (struct series){.width = width, .low = NAN, .high = NAN, .last = NAN};
}

/* One more point in a bucket; v is NaN where it is not finite. */
static void put_in(struct series_bucket *b, double x, double v)
{
    b->x_last = x;
    b->count++;
    if (isnan(v)) {
        b->gaps++;
        return;
    }
    b->first = isnan(b->first) ? v : b->first;
    b->last = v;
    b->low = lesser(b->low, v);
    b->high = greater(b->high, v);
    b->sum += v;
}

bool series_add(struct series *s, double x, double value)
{
    const bool gap = !isfinite(value);
    const double v = gap ? NAN : value;
    if (s->count > 0)
        x = greater(x, s->last_x);
    else
        *s = empty(1);
    if (s->used == 0 || s->buckets[s->used - 1].count >= s->width) {
        if (!make_room(s))
            return false;
        if (s->used == 0 || s->buckets[s->used - 1].count >= s->width)
            s->buckets[s->used++] = (struct series_bucket){
                .x_first = x, .first = NAN, .last = NAN, .low = NAN, .high = NAN};
    }
    put_in(&s->buckets[s->used - 1], x, v);
    if (v < s->low || isnan(s->low)) {
        s->low = v;
        s->low_x = x;
    }
    if (v > s->high || isnan(s->high)) {
        s->high = v;
        s->high_x = x;
    }
    s->count++;
    s->gaps += gap;
    s->last = v;
    s->last_x = x;
    return true;
}

bool series_part(const struct series *s, double low, double high, struct series *out)
{
    uint32_t first = 0, end = s->used;
    while (first < end && s->buckets[first].x_last < low)
        first++;
    while (end > first && s->buckets[end - 1].x_first > high)
        end--;
    *out = empty(s->width);
    if (first == end)
        return true;
    const size_t bytes = (end - first) * sizeof *out->buckets;
    if (!(out->buckets = malloc(bytes)))
        return false;
    memcpy(out->buckets, s->buckets + first, bytes);
    out->used = out->capacity = end - first;
    for (uint32_t i = 0; i < out->used; i++)
        count_in(out, &out->buckets[i]);
    return true;
}

void series_free(struct series *s)
{
    free(s->buckets);
    memset(s, 0, sizeof *s);
}

int series_find(const struct series *s, double x)
{
    if (s->used == 0)
        return -1;
    uint32_t low = 0, high = s->used - 1; /* the last bucket that begins at or before x */
    while (low < high) {
        const uint32_t middle = (low + high + 1) / 2;
        if (s->buckets[middle].x_first <= x)
            low = middle;
        else
            high = middle - 1;
    }
    const bool next_is_nearer = low + 1 < s->used && x - s->buckets[low].x_last > 0 &&
                                s->buckets[low + 1].x_first - x < x - s->buckets[low].x_last;
    return (int)(low + next_is_nearer);
}
