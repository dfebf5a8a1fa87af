/* log_walk.h - from record to record of a file of any length: of a kind, or that hold a text.
 *
 * A million lines take longer than a key press may, so a walk goes in slices: it is begun once and
 * stepped with each drawing until it has found what it looks for. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_LOG_WALK_H
#define MIEN_VIEWER_CONSOLE_VIEWS_LOG_WALK_H

#include "viewer/console/views/log_lines.h"

enum { LOG_WORDS_MAX = 128, LOG_SLICE = 16 * LOG_BLOCK /* lines: some ten milliseconds */ };

struct log_walk {
    bool active;
    enum log_kind kind;
    char text[LOG_WORDS_MAX]; /* "" any */
    bool back;
    bool wraps;   /* past the end it goes on at the start, and the other way round, */
    bool wrapped; /* as it did */
    int left;     /* records to pass on the way */
    int64_t at;   /* the next line to be looked at */
    int64_t stop; /* no line before it (behind it where it goes forwards) counts, once wrapped */
    int64_t last; /* the newest that counted; -1: none */
    uint64_t looked;
};

/* Look for the `left`th record from line `at` on, that line included. */
void log_walk_begin(struct log_walk *w, enum log_kind kind, const char *text, bool back, int64_t at,
                    int left);

/* Go on for a slice. Returns true where the walk is over: w->last is what it found, or the last
 * before the end of the file, or -1. */
bool log_walk_step(struct log_walk *w, struct log_lines *l);

/* How much of the file was looked at: 0..1. */
double log_walk_progress(const struct log_walk *w, const struct log_lines *l);

#endif
