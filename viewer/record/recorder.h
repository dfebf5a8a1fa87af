/* recorder.h - a session as a file: WebM of the drawn or the clean picture, and a table of
 * landmarks and scores beside it.
 *
 * Video goes through GStreamer (VP8 in WebM) on its own thread: a disk or encoder that is slow
 * drops frames of the recording, never of the screen. Files are whole when the recorder is closed,
 * and playable up to the last seconds when the machine dies. To close it takes the time that the
 * encoder needs for what it has in hand: who must not wait ends it first, and closes it when it is
 * done. Nothing is written before recorder_open and after recorder_close. */
#ifndef MIEN_VIEWER_RECORD_RECORDER_H
#define MIEN_VIEWER_RECORD_RECORDER_H

#include "viewer/live/moment.h"

struct recorder;

struct recorder_options {
    const char *path;      /* FILE.webm */
    int32_t width, height; /* of the pictures that will come; odd ones are cut by a pixel */
    const char *table;     /* FILE.csv or FILE.jsonl of landmarks and scores, or NULL */
    const char *const *classes;
    int32_t class_count;
    bool each; /* wait for the encoder rather than drop */
};

/* Errors: not writable, a missing plugin with its Debian package, an ending that is none of these.
 */
int recorder_open(struct recorder **r, const struct recorder_options *o, struct mien_error *e);

/* Add a picture [height, width, 4] shown `seconds` after the recording began, rising; it is copied.
 */
int recorder_picture(struct recorder *r, const uint8_t *pixels, double seconds,
                     struct mien_error *e);

/* Add a row for each face of the moment (scores only with consent). */
int recorder_row(struct recorder *r, const struct moment *m, double seconds, struct mien_error *e);

struct recorder_news {
    uint64_t pictures; /* in the recording */
    uint64_t dropped;  /* that are not, for the encoder was too slow */
};
struct recorder_news recorder_news(struct recorder *r);

/* No more pictures will come: the encoder finishes by itself. Whether it did, or failed. */
void recorder_end(struct recorder *r);
bool recorder_done(struct recorder *r);

/* Finish the files, waiting for the encoder. Errors: a full disk, an encoder that failed; what
 * could be written stays. */
int recorder_close(struct recorder *r, struct mien_error *e); /* accepts NULL */

/* The next free FOLDER/NAME-001.ENDING, for the caller to free. */
char *recorder_path(const char *folder, const char *name, const char *ending, struct mien_error *e);

#endif
