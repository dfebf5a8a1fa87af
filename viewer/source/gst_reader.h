/* gst_reader.h - frames out of a GStreamer pipeline: the one place where its pictures, messages and
 * seeks are dealt with (https://gstreamer.freedesktop.org/documentation, 1.22).
 *
 * A pipeline is given as gst-launch-1.0 takes it, without its end: the reader adds the conversion
 * to R, G, B and one byte, to square pixels and upright as the file's tags want it, and the sink.
 * It runs on GStreamer's threads, which ring the bell when something came; all functions here
 * belong to one thread, wait for nobody but gst_reader_settle, and copy each picture once, into a
 * frame. */
#ifndef MIEN_VIEWER_SOURCE_GST_READER_H
#define MIEN_VIEWER_SOURCE_GST_READER_H

#include "viewer/frame/frame.h"
#include "viewer/source/bell.h"

struct gst_reader;

struct reader_plan {
    const char *pipeline; /* its first element, named "source", takes... */
    const char *property; /* ...this: "location", "uri", "device"; NULL: nothing */
    const char *value;
    const char *name; /* that messages begin with */
    bool every;       /* each frame, as fast as they are taken; else at their time, the latest */
    bool loop;        /* from the start again at the end, without a gap where that can be */
    uint64_t given;   /* frames before: numbers go on from there */
};

enum reader_event {
    READER_FRAME,
    READER_NOTHING, /* none is there yet */
    READER_HELD,    /* one is there, but no frame to put it in; only with `every` */
    READER_CUT,     /* pictures ended before the file's length: told once, with `e` */
    READER_ENDED,
    READER_FAILED /* with `e`; close it */
};

/* Build it and start it, paused or not. Errors: a missing GStreamer plugin (named with its Debian
 * package), what its elements say at once. */
int gst_reader_open(struct gst_reader **r, const struct reader_plan *plan, struct bell *bell,
                    bool paused, struct mien_error *e);
void gst_reader_close(struct gst_reader *r); /* accepts NULL; its threads have ended */

/* Wait for the first picture, at most `seconds`. Errors: there will be none. */
int gst_reader_settle(struct gst_reader *r, double seconds, struct mien_error *e);

/* What is there now; *f is held for the caller. */
enum reader_event gst_reader_next(struct gst_reader *r, struct frame_pool *pool, struct frame **f,
                                  struct mien_error *e);

/* Run as is wanted, where it does not yet. */
void gst_reader_run(struct gst_reader *r, bool paused, double speed);

/* false: not now, a seek is under way. The frame at this position comes next, also while paused. */
bool gst_reader_seek(struct gst_reader *r, double position);

struct reader_facts {
    double rate;   /* frames a second; 0: not known */
    double length; /* seconds; 0: endless or not known */
    bool seekable;
    uint64_t given; /* frames so far */
};
struct reader_facts gst_reader_facts(struct gst_reader *r);

#endif
