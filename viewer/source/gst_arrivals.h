/* gst_arrivals.h - what came out of a pipeline: the latest picture, or each in its turn.
 *
 * GStreamer's thread puts a picture here the moment it is due, numbered and with the time; one that
 * was not taken before the next is left out. Where each is wanted, the pipeline waits instead. */
#ifndef MIEN_VIEWER_SOURCE_GST_ARRIVALS_H
#define MIEN_VIEWER_SOURCE_GST_ARRIVALS_H

#include <gst/app/gstappsink.h>

#include "viewer/source/bell.h"

struct arrival {
    GstSample *sample; /* NULL: none */
    double taken;      /* clock_seconds() */
    guint64 number;
};

struct arrivals {
    GstAppSink *sink; /* held */
    struct bell *bell;
    bool every;
    pthread_mutex_t lock; /* of what follows */
    struct arrival latest;
    GstBuffer *prerolled; /* came early, to be shown while paused; it comes again when it is due */
    guint64 given;
};

/* Take up what `sink`, which becomes the arrivals', gives from now on. */
void arrivals_init(struct arrivals *a, GstAppSink *sink, struct bell *bell, bool every,
                   guint64 given);
void arrivals_free(struct arrivals *a); /* the pipeline has stopped; accepts a zeroed struct */

bool arrivals_any(struct arrivals *a);

/* The next one; its sample is the caller's. */
bool arrivals_take(struct arrivals *a, struct arrival *out);

guint64 arrivals_given(struct arrivals *a);

#endif
