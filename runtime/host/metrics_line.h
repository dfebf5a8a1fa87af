/* metrics_line.h - one line of metrics.jsonl, put together key by key (metrics_log.h has the
 * format).
 *
 *     struct metrics_line line;
 *     metrics_line_start(&line, "event", 131);
 *     metrics_line_text(&line, "text", "face lost");
 *     if (metrics_log_write(&log, &line, e) != 0) ...
 *
 * A line is JSON (RFC 8259) whatever it is given: a number that is not finite is null, a text is
 * escaped, and bytes in it that are no UTF-8 become U+FFFD. Running out of memory shows when the
 * line is written, not before. A line that was started must be written or finished. */
#ifndef MIEN_HOST_METRICS_LINE_H
#define MIEN_HOST_METRICS_LINE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json_value;

/* Lines that are no steps; any other kind is one, and names what it counts. */
#define METRICS_KINDS(X)                                                                           \
    X(METRICS_RUN, "run")                                                                          \
    X(METRICS_SESSION, "session")                                                                  \
    X(METRICS_EVENT, "event")                                                                      \
    X(METRICS_END, "end")

enum metrics_kind {
#define X(symbol, name) symbol,
    METRICS_KINDS(X)
#undef X
        METRICS_STEP
};

/* What the value of a line's "kind" stands for. One that is no text, or NULL for a line that has
 * none: METRICS_STEP. */
enum metrics_kind metrics_kind_of(const struct json_value *kind);

struct metrics_line {
    FILE *out; /* NULL: out of memory */
    char *text;
    size_t size;
    long long step;
    bool end; /* it is an "end" line */
};

/* Start a line. Keys and kinds are literals that need no escape. */
void metrics_line_start(struct metrics_line *l, const char *kind, long long step);

void metrics_line_whole(struct metrics_line *l, const char *key, long long value);
void metrics_line_number(struct metrics_line *l, const char *key, double value, int digits);
void metrics_line_text(struct metrics_line *l, const char *key, const char *text);
void metrics_line_texts(struct metrics_line *l, const char *key, const char *const *texts,
                        uint32_t count);

/* Counts [classes, classes] as a list of rows. */
void metrics_line_confusion(struct metrics_line *l, const char *key, const uint32_t *counts,
                            uint32_t classes);

/* To the millisecond. */
void metrics_line_seconds(struct metrics_line *l, const char *key, double seconds);

/* "time": now, in seconds since 1970. */
void metrics_line_time(struct metrics_line *l);

/* The whole line with its line end, for the caller to free; NULL when out of memory. */
char *metrics_line_finish(struct metrics_line *l);

#endif
