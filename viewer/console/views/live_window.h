/* live_window.h - a span of a session's time, and what a measure was in it.
 *
 * Where the newest frames (live_frames.h) reach back to its beginning, all in it is exact. Longer
 * spans come from the journal's series: the first and the last value of its buckets are a
 * systematic sample of the frames, from which means and percentiles are taken, while the least and
 * the greatest value stay those of all frames. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_LIVE_WINDOW_H
#define MIEN_VIEWER_CONSOLE_VIEWS_LIVE_WINDOW_H

#include "viewer/console/views/live_frames.h"

struct live_window {
    const struct journal *journal;
    const struct live_frames *frames;
    double from, to; /* seconds of the session; `to` is its newest frame */
    bool exact;      /* it lies within the newest frames */
};

/* The last `seconds` of a session (INFINITY: all of it). */
struct live_window live_window(const struct journal *j, const struct live_frames *f,
                               double seconds);

/* What a measure was. Of a window without a value of it all are NaN and the count 0. */
struct live_summary {
    double newest, mean, low, high;
    double first;   /* of a count that only grows: newest - first is what came in the window */
    uint64_t count; /* values that it was taken from */
};
struct live_summary live_summary(const struct live_window *w, const char *key);

/* Their 95th percentile, by the nearest rank; NaN: there is none. */
double live_p95(const struct live_window *w, const char *key);

/* The window in `count` slices of equal length: out [count] gets the means. A slice too short to
 * hold a frame repeats the one before; one in which there was no value is NaN. */
void live_slices(const struct live_window *w, const char *key, double *out, int count);

#endif
