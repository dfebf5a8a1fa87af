/* session_log.h - what a session says in its metrics.jsonl, for the console and for later.
 *
 * A line for each drawn frame (times, counts, and, with consent, scores), one for each event, one
 * at the end: runtime/host/metrics_log.h has the format. Never a picture, never a landmark. */
#ifndef MIEN_VIEWER_LIVE_SESSION_LOG_H
#define MIEN_VIEWER_LIVE_SESSION_LOG_H

#include "runtime/host/metrics_log.h"
#include "viewer/live/moment.h"

struct session_log {
    struct metrics_log log;
    bool open;
    const char *const *classes; /* not owned */
    int32_t class_count;
    uint64_t frames;
    int32_t faces;     /* of the last frame */
    double written;    /* when the last line was */
    double latency;    /* the worst since then, milliseconds */
    double rate, last; /* frames a second, smoothed; when the last one was drawn */
};

/* Make FOLDER and begin its metrics.jsonl. Errors: those of file_make_folder and metrics_log_open.
 * `model` and `source` are named in the first line. */
int session_log_open(struct session_log *s, const char *folder, const char *model,
                     const char *source, const char *const *classes, int32_t class_count,
                     struct mien_error *e);

/* A moment was drawn, `latency` milliseconds after its frame was taken. Writes "face lost" and
 * "face found" as events, too. Errors: a full disk; lines are kept and written later. */
int session_log_moment(struct session_log *s, const struct moment *m, double latency,
                       uint64_t dropped, struct mien_error *e);
int session_log_event(struct session_log *s, struct mien_error *e, const char *format, ...)
    MIEN_PRINTF(3, 4);

/* Accepts a zeroed struct. */
int session_log_close(struct session_log *s, enum metrics_state state, struct mien_error *e);

#endif
