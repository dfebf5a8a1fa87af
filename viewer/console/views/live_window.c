/* live_window.c - see live_window.h. */
#include "viewer/console/views/live_window.h"

#include <math.h>

/* A value at a time, with the extremes of the frames that it stands for. */
struct point {
    double wall, value, low, high;
};

/* Walks the points of a measure in a window, oldest first. */
struct walk {
    const struct live_window *window;
    const struct series *series, *clock; /* where the window is not exact */
    int key;                             /* in the frames, where it is */
    uint32_t at;
    bool last; /* of a bucket, its last value is due */
};

enum { POINTS_MAX = LIVE_FRAMES_MAX }; /* and more than two for each of a series' buckets */

/* Seconds of the session at x (the count of frames), from the buckets of its clock. */
static double clock_at(const struct series *clock, double x)
{
    const int place = series_find(clock, x);
    if (place < 0)
        return NAN;
    const struct series_bucket *b = &clock->buckets[place];
    const double span = b->x_last - b->x_first;
    const double share = span > 0 ? fmin(fmax((x - b->x_first) / span, 0), 1) : 1;
    return b->first + share * (b->last - b->first);
}

static const struct series *series_of(const struct journal *j, const char *key)
{
    const struct journal_column *c = journal_find(j, key);
    return c ? &c->series : NULL;
}

/* The first frame at or behind `wall`. */
static int first_frame(const struct live_frames *f, double wall)
{
    int low = 0, high = f->count;
    while (low < high) {
        const int middle = (low + high) / 2;
        if (live_frames_wall(f, middle) < wall)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct walk begin(const struct live_window *w, const char *key)
{
    struct walk walk = {.window = w};
    if (w->exact) {
        walk.key = live_frames_key(w->frames, key);
        walk.at = (uint32_t)first_frame(w->frames, w->from);
    } else {
        walk.series = series_of(w->journal, key);
        walk.clock = series_of(w->journal, "wall");
    }
    return walk;
}

static bool next_frame(struct walk *walk, struct point *p)
{
    const struct live_frames *f = walk->window->frames;
    const float *values = live_frames_values(f, walk->key);
    while (walk->at < (uint32_t)f->count) {
        const uint32_t at = ((uint32_t)f->first + walk->at++) % LIVE_FRAMES_MAX;
        const double value = (double)values[at];
        if (!isfinite(value))
            continue;
        *p = (struct point){f->wall[at], value, value, value};
        return true;
    }
    return false;
}

static bool next_bucket_end(struct walk *walk, struct point *p)
{
    while (walk->series && walk->clock && walk->at < walk->series->used) {
        const struct series_bucket *b = &walk->series->buckets[walk->at];
        const double x = walk->last ? b->x_last : b->x_first;
        const double value = walk->last ? b->last : b->first;
        const bool both = b->count > 1 && !walk->last;
        walk->at += !both;
        walk->last = both;
        *p = (struct point){clock_at(walk->clock, x), value, b->low, b->high};
        if (isfinite(value) && p->wall >= walk->window->from)
            return true;
    }
    return false;
}

static bool next(struct walk *walk, struct point *p)
{
    if (walk->window->exact)
        return walk->key >= 0 && next_frame(walk, p);
    return next_bucket_end(walk, p);
}

struct live_window live_window(const struct journal *j, const struct live_frames *f, double seconds)
{
    const struct series *clock = series_of(j, "wall");
    struct live_window w = {.journal = j, .frames = f};
    if (f->count > 0)
        w.to = live_frames_wall(f, f->count - 1);
    else if (clock && clock->used > 0)
        w.to = clock->buckets[clock->used - 1].last;
    w.to = isfinite(w.to) ? w.to : 0;
    w.from = fmax(w.to - seconds, 0);
    w.exact = f->count > 0 && (f->whole || live_frames_wall(f, 0) <= w.from);
    return w;
}

struct live_summary live_summary(const struct live_window *w, const char *key)
{
    struct live_summary s = {NAN, NAN, NAN, NAN, NAN, 0};
    double sum = 0;
    struct walk walk = begin(w, key);
    for (struct point p; next(&walk, &p); s.count++) {
        s.newest = p.value;
        s.first = s.count == 0 ? p.value : s.first;
        s.low = p.low < s.low || s.count == 0 ? p.low : s.low;
        s.high = p.high > s.high || s.count == 0 ? p.high : s.high;
        sum += p.value;
    }
    if (s.count > 0)
        s.mean = sum / (double)s.count;
    return s;
}

/* The value at `rank` of values [count] in ascending order, which are moved about: C. A. R. Hoare,
 * "Algorithm 65: Find", CACM 4 (1961). */
static double at_rank(double *values, int count, int rank)
{
    int low = 0, high = count - 1;
    while (low < high) {
        const double pivot = values[(low + high) / 2];
        int i = low, k = high;
        while (i <= k) {
            while (values[i] < pivot)
                i++;
            while (values[k] > pivot)
                k--;
            if (i <= k) {
                const double other = values[i];
                values[i++] = values[k];
                values[k--] = other;
            }
        }
        if (rank <= k)
            high = k;
        else if (rank >= i)
            low = i;
        else
            break;
    }
    return values[rank];
}

double live_p95(const struct live_window *w, const char *key)
{
    double values[POINTS_MAX];
    int count = 0;
    struct walk walk = begin(w, key);
    for (struct point p; count < POINTS_MAX && next(&walk, &p); count++)
        values[count] = p.value;
    return count > 0 ? at_rank(values, count, (95 * count + 99) / 100 - 1) : NAN;
}

/* Slices without a frame take the value before, as far as frames are apart: twice the mean of it,
 * or what a bucket of the series spans. */
static void fill_short_holes(const struct live_window *w, double *out, int count, double apart)
{
    const double slice = (w->to - w->from) / count;
    const int reach = slice > 0 ? (int)fmin(2 * apart / slice, count) : count;
    int hole = reach;
    double held = NAN;
    for (int i = 0; i < count; i++) {
        if (isnan(out[i]) && ++hole <= reach)
            out[i] = held;
        else if (!isnan(out[i])) {
            held = out[i];
            hole = 0;
        }
    }
}

void live_slices(const struct live_window *w, const char *key, double *out, int count)
{
    const double span = w->to - w->from, scale = span > 0 ? count / span : 0;
    for (int i = 0; i < count; i++)
        out[i] = NAN;
    struct walk walk = begin(w, key);
    double sum = 0, begun = NAN, ended = NAN;
    int slice = -1, inside = 0, points = 0;
    for (struct point p; next(&walk, &p); points++) {
        const double place = (p.wall - w->from) * scale;
        const int i = place < count ? (int)place : count - 1;
        if (i != slice) {
            slice = i;
            sum = 0;
            inside = 0;
        }
        sum += p.value;
        out[i] = sum / ++inside;
        begun = isnan(begun) ? p.wall : begun;
        ended = p.wall;
    }
    if (points > 1)
        fill_short_holes(w, out, count, (ended - begun) / (points - 1));
}
