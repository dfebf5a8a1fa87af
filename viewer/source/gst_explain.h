/* gst_explain.h - what GStreamer reports, as a person needs it: what is wrong, and what to do.
 *
 * GStreamer's errors are a domain and a number, a sentence for its programmers, and details that
 * often hold the one word that matters. What is missing is named with the package of Debian 12 that
 * has it. */
#ifndef MIEN_VIEWER_SOURCE_GST_EXPLAIN_H
#define MIEN_VIEWER_SOURCE_GST_EXPLAIN_H

#include <gst/gst.h>

#include "runtime/host/error.h"

/* What a pipeline said it misses, before it failed; zeroed: nothing. */
struct gst_missing {
    char what[96];    /* "H.264 (Main Profile) decoder" */
    char detail[160]; /* the last field of its installer detail: "decoder-video/x-h264, ..." */
};

/* Take note of a message, if it says so. */
void gst_missing_note(struct gst_missing *m, GstMessage *message);

/* An error message of the source called `name`; always -1. */
int gst_explain(struct mien_error *e, const char *name, GstMessage *message,
                const struct gst_missing *missing);

/* The error of gst_parse_launch; always -1. */
int gst_explain_parse(struct mien_error *e, const char *name, const GError *error);

/* The package of an installer detail such as "urisource-rtsp"; the most likely one if not known. */
const char *gst_package(const char *detail);

#endif
