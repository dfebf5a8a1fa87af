/* view_bench.h - mien-view measured as a presenter has it: the whole program, in a window on a
 * screen that software draws, showing a video with every frame analysed.
 *
 * What it drew and how late it was is what it says of itself (mien view --json), and that it has
 * drawn at all is read from its session's metrics.jsonl; processor time is asked of the system,
 * thread by thread. */
#ifndef MIEN_TRAINER_BENCH_VIEW_BENCH_H
#define MIEN_TRAINER_BENCH_VIEW_BENCH_H

#include "trainer/bench/screen.h"

enum { VIEW_BENCH_WIDTH = 1280, VIEW_BENCH_HEIGHT = 720, VIEW_BENCH_RATE = 30 };

/* A screen, and a temporary folder with the video in it. */
struct view_stand {
    struct screen screen;
    char *folder; /* under $TMPDIR or /tmp */
    char *video;  /* what is shown */
};

/* Open one with `seconds` of the clip that ships, scaled to VIEW_BENCH_WIDTH x VIEW_BENCH_HEIGHT at
 * VIEW_BENCH_RATE frames a second by gst-launch-1.0; or with the file `video`. Errors: no screen,
 * no gst-launch-1.0, no room. `close` removes the folder; accepts a zeroed struct. */
int view_stand_open(struct view_stand *s, const char *video, double seconds, struct mien_error *e);
void view_stand_close(struct view_stand *s);

/* Seconds from before the program is started to its first frame on the screen: the median of
 * `rounds` starts on files that the system has in memory. Errors: it ends, or shows nothing within
 * a minute; a signal that asks to stop (runtime/host/stop.h). */
int view_bench_start(double *seconds, const char *program, const struct view_stand *s, int rounds,
                     struct mien_error *e);

/* Times are those of the last 512 frames at most, so that of 20 seconds none is of the start. */
struct view_show {
    double latency_median, latency_95; /* ms, from a frame's arrival to its picture on the screen */
    double frames_per_second;
    double analysed; /* of the drawn frames, those that faces were looked for on */
    double dropped;  /* of all frames of the video, those that were not drawn */
    double total;    /* of one core's time: the whole program */
    double own;      /* mien's threads, which call OpenGL as well */
    double raster;   /* the threads that OpenGL draws with in software */
    double media;    /* the rest: GStreamer's threads, which decode */
    double peer;     /* ffplay, showing the same video; NaN: there is none */
    double peak_mb;  /* of memory held, 10^6 bytes */
};

/* Show the video for `seconds`, behind some that are not counted in shares; then, as long, by the
 * peer. Errors as above. */
int view_bench_show(struct view_show *out, const char *program, const struct view_stand *s,
                    double seconds, struct mien_error *e);

#endif
