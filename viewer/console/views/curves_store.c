/* curves_store.c - series that no journal keeps: a part of a file in full, and columns over time.
 *
 * A column of a long file is kept in buckets that join many points; a zoom that shows few of them
 * reads that part of the file again. Time is a column of the file too: where the axis is time, each
 * bucket is moved to where its points stand on that column, linearly between those it knows. What
 * was made is kept until the run has grown or something else is shown. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/console/views/curves_state.h"

struct entry {
    const struct journal *journal;
    char key[JOURNAL_NAME_MAX];
    double unit, low, high; /* low, high: of the journal's own count; low >= high: all */
    uint64_t count;         /* points of the column when it was made */
    double last_x;
    bool failed; /* it could not be read: the column stands for it */
    bool used;
    struct series series;
};

struct store {
    struct entry **entries; /* [count]; they stay where they are */
    int count, capacity;
};

/* ---- time ---- */

/* A column of two knots a bucket: counts, and seconds. */
static double knot(const struct series *s, uint32_t k, bool seconds)
{
    const struct series_bucket *b = &s->buckets[k / 2];
    if (seconds)
        return k % 2 ? b->last : b->first;
    return k % 2 ? b->x_last : b->x_first;
}

/* From a count to seconds, or back; beyond the ends the nearest. */
static double along(const struct series *wall, double value, bool to_seconds)
{
    uint32_t low = 0, high = 2 * wall->used - 1;
    while (low < high) { /* the last knot that is not behind value */
        const uint32_t middle = (low + high + 1) / 2;
        if (knot(wall, middle, !to_seconds) <= value)
            low = middle;
        else
            high = middle - 1;
    }
    const uint32_t next = low + 1 < 2 * wall->used ? low + 1 : low;
    const double from = knot(wall, low, !to_seconds), to = knot(wall, next, !to_seconds);
    const double share = to > from ? fmin(fmax((value - from) / (to - from), 0), 1) : 0;
    const double a = knot(wall, low, to_seconds), b = knot(wall, next, to_seconds);
    return a + share * (b - a);
}

double store_seconds(const struct journal *j)
{
    return journal_last(j, "wall");
}

static void over_time(struct series *s, const struct series *wall, double unit)
{
    for (uint32_t k = 0; k < s->used; k++) {
        s->buckets[k].x_first = along(wall, s->buckets[k].x_first, true) / unit;
        s->buckets[k].x_last = along(wall, s->buckets[k].x_last, true) / unit;
    }
    s->last_x = along(wall, s->last_x, true) / unit;
}

static bool copy(struct series *to, const struct series *from)
{
    *to = *from;
    to->buckets = malloc((from->used + 1) * sizeof *to->buckets);
    if (!to->buckets) {
        *to = (struct series){0};
        return false;
    }
    memcpy(to->buckets, from->buckets, from->used * sizeof *to->buckets);
    to->capacity = from->used;
    return true;
}

/* ---- parts in full ---- */

/* Whether [*low, *high] shows less than half of the buckets of a column that joins points; the
 * range is then widened to whole buckets and one more on each side, where lines come in from. */
static bool wants_detail(const struct series *s, double *low, double *high)
{
    if (s->width < 2 || !(*low < *high))
        return false;
    int first = series_find(s, *low), last = series_find(s, *high);
    if (2 * (last - first + 1) >= (int)s->used)
        return false;
    first = first > 0 ? first - 1 : 0;
    last = last + 1 < (int)s->used ? last + 1 : last;
    *low = s->buckets[first].x_first;
    *high = last + 1 < (int)s->used ? s->buckets[last].x_last : INFINITY; /* its end moves on */
    return true;
}

/* ---- what is kept ---- */

/* A part read from a file that goes on growing is read again when as many points are new as one of
 * its buckets holds: fewer would not be seen, and reading a large part takes its time. */
static bool is_stale(const struct entry *e, const struct series *s)
{
    const bool part = e->low < e->high;
    const uint64_t unseen = part && e->series.width > 1 ? e->series.width : 1;
    if (s->count < e->count)
        return true;
    return (!part || e->high >= e->last_x) && s->count - e->count >= unseen;
}

static struct entry *find(struct store *s, const struct entry *wanted)
{
    for (int i = 0; i < s->count; i++) {
        struct entry *e = s->entries[i];
        if (e->journal == wanted->journal && strcmp(e->key, wanted->key) == 0 &&
            e->unit == wanted->unit && e->low == wanted->low && e->high == wanted->high)
            return e;
    }
    return NULL;
}

static struct entry *add(struct store *s, const struct entry *wanted)
{
    if (s->count == s->capacity) {
        const int capacity = s->capacity ? 2 * s->capacity : 16;
        struct entry **more = realloc(s->entries, (size_t)capacity * sizeof(struct entry *));
        if (!more)
            return NULL;
        s->entries = more;
        s->capacity = capacity;
    }
    struct entry *e = malloc(sizeof *e);
    if (!e)
        return NULL;
    *e = *wanted;
    return s->entries[s->count++] = e;
}

static void fill(struct entry *e, struct model *m, struct journal *j,
                 const struct journal_column *c, const struct series *wall)
{
    struct mien_error error = {0};
    series_free(&e->series);
    e->count = c->series.count;
    e->last_x = c->series.last_x;
    if (e->low < e->high) {
        e->failed = journal_detail(j, e->key, e->low, e->high, &e->series, &error) != 0;
        if (e->failed)
            model_complain(m, "%s", error.text);
    } else {
        e->failed = !copy(&e->series, &c->series);
    }
    if (!e->failed && e->unit > 0)
        over_time(&e->series, wall, e->unit);
}

const struct series *store_series(struct store **store, struct model *m, struct journal *j,
                                  const struct journal_column *c, double unit, double low,
                                  double high)
{
    const struct journal_column *wall = unit > 0 ? journal_find(j, "wall") : NULL;
    if (unit > 0 && (!wall || wall->series.used == 0))
        return NULL;
    if (wall && low < high) {
        low = along(&wall->series, low * unit, false);
        high = along(&wall->series, high * unit, false);
    }
    const bool detail = wants_detail(&c->series, &low, &high);
    if (!wall && !detail)
        return &c->series;
    if (!*store)
        *store = calloc(1, sizeof **store);
    struct entry wanted = {.journal = j, .unit = unit};
    memcpy(wanted.key, c->name, sizeof wanted.key);
    if (detail) {
        wanted.low = low;
        wanted.high = high;
    }
    struct entry *e = *store ? find(*store, &wanted) : NULL;
    const bool fresh = e && !is_stale(e, &c->series);
    if (*store && !e)
        e = add(*store, &wanted);
    if (e && !fresh)
        fill(e, m, j, c, wall ? &wall->series : NULL);
    if (e)
        e->used = true;
    if (!e || e->failed)
        return wall ? NULL : &c->series;
    return &e->series;
}

static void drop(struct entry *e)
{
    series_free(&e->series);
    free(e);
}

void store_sweep(struct store *s)
{
    int kept = 0;
    for (int i = 0; s && i < s->count; i++) {
        struct entry *e = s->entries[i];
        if (!e->used) {
            drop(e);
            continue;
        }
        e->used = false;
        s->entries[kept++] = e;
    }
    if (s)
        s->count = kept;
}

void store_free(struct store *s)
{
    for (int i = 0; s && i < s->count; i++)
        drop(s->entries[i]);
    if (s)
        free(s->entries);
    free(s);
}
