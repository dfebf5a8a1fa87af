/* feed.h - a reader that is opened again where it fails: a camera that is plugged in again, a
 * stream whose server comes back, a file that is mended. */
#ifndef MIEN_VIEWER_SOURCE_FEED_H
#define MIEN_VIEWER_SOURCE_FEED_H

#include "viewer/source/gst_reader.h"
#include "viewer/source/kind.h"

struct feed {
    /* Open a reader for what `s` is of; as gst_reader_open. */
    int (*connect)(struct source *s, struct gst_reader **r, struct mien_error *e);
    double patience;           /* seconds without a picture that are a loss; 0: any are fine */
    struct gst_reader *reader; /* NULL: it failed */
    double retry;              /* clock_seconds() when to try again */
    double heard;              /* the same, of the last picture or the last try */
};

/* A turn. SOURCE_ENDED: the reader ended, and stays as it is. */
enum source_event feed_next(struct feed *f, struct source *s, struct turn *t);

/* The same of what happens now, whose frames are let go while paused: that it ended is a loss too,
 * with the reason `ended`. */
enum source_event feed_next_live(struct feed *f, struct source *s, struct turn *t,
                                 const char *ended);

/* Close the reader; it is opened again in a while. Numbers of frames go on. */
void feed_drop(struct feed *f, struct source *s, double now);

#endif
