/* journal.h - one metrics.jsonl, followed: what it says of its run, and what is new in it.
 *
 * The file is read once from its start, in pieces, and from then on where it grew. Numbers become
 * series (series.h) by their keys, wherever in the file a key first appears; so memory depends on
 * what can be shown, never on how long the file is. A last line that is only half there waits for
 * its rest. A file that is shorter than it was, or is another one by that name, is read anew; one
 * that is gone keeps what was read of it. Nothing but this file is read.
 *
 * The kinds of lines are those of runtime/host/metrics_log.h: "run" and "session" open a file and
 * say what is in it, "end" closes it, "event" is a text for people, any other kind is a step.
 * Numbers of steps are columns; those of "end" are results, which belong to the whole run. A file
 * without an opening line is one of steps all the same. The run is alive as long as its writer
 * holds the lock of the file. */
#ifndef MIEN_VIEWER_CONSOLE_JOURNAL_JOURNAL_H
#define MIEN_VIEWER_CONSOLE_JOURNAL_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "runtime/host/error.h"
#include "viewer/console/journal/series.h"

enum {
    JOURNAL_COLUMNS_MAX = 256, /* a writer has some ten; the keys beyond are counted and left out */
    JOURNAL_NAME_MAX = 64,
    JOURNAL_CLASSES_MAX = 64, /* in a confusion matrix that fits a screen */
    JOURNAL_RESULTS_MAX = 64, /* in a closing line; a writer has some ten */
    JOURNAL_EVENTS_MAX = 256  /* the newest are kept */
};

/* What became of the run. The glyphs are told apart without colour; the second is for ASCII. */
#define JOURNAL_STATES(X)                                                                          \
    X(JOURNAL_EMPTY, "empty", "·", ".")       /* no line yet */                                    \
    X(JOURNAL_RUNNING, "running", "▶", ">")   /* its writer holds the lock */                      \
    X(JOURNAL_STALLED, "stalled", "⏸", "|") /* the same, but it has not written for long */      \
    X(JOURNAL_STOPPED, "stopped", "■", "#")   /* by a person: can be resumed */                    \
    X(JOURNAL_FINISHED, "finished", "✔", "*")                                                      \
    X(JOURNAL_FAILED, "failed", "✘", "x")   /* and said so */                                      \
    X(JOURNAL_CRASHED, "crashed", "‼", "!") /* nobody writes, and there is no last word */         \
    X(JOURNAL_GONE, "gone", "?", "?")       /* the file was deleted */

enum journal_state {
#define X(symbol, name, glyph, ascii) symbol,
    JOURNAL_STATES(X)
#undef X
        JOURNAL_STATE_COUNT
};
extern const char *const journal_state_names[JOURNAL_STATE_COUNT];
const char *journal_state_glyph(enum journal_state state, bool unicode);

struct journal_column {
    char name[JOURNAL_NAME_MAX];
    struct series
        series; /* x: the count of the unit (epoch), else "step", else the line (from 0) */
};

struct journal_result {
    char name[JOURNAL_NAME_MAX];
    double value; /* NaN where the file says null */
};

struct journal_confusion {
    uint32_t classes;
    uint32_t *count; /* [classes, classes]: row is the label, column the prediction; NULL: none */
    double x;        /* of the step it belongs to; NaN: it is a result of the run */
};

struct journal_event {
    double wall; /* seconds of the session */
    char *text;
};

struct journal {
    char *path;                  /* of the metrics file */
    char name[JOURNAL_NAME_MAX]; /* of the run: its folder's */
    /* From the opening line; empty where there is none. */
    char *config;                /* the cfg's text, or NULL */
    char *model;                 /* "network", "forest", "svm"; of a session the model's name */
    char unit[JOURNAL_NAME_MAX]; /* what steps count: "epoch", "tree", "frame" */
    double total;                /* of these at the end; NaN where unknown */
    int threads;                 /* 0: unknown */
    double started;              /* seconds since 1970, NaN: unknown */
    bool live;                   /* a session of the viewer */
    char **classes;              /* [class_count] */
    int class_count;

    struct journal_column *columns; /* [column_count], in the order in which keys first appear */
    int column_count;
    uint32_t columns_left_out; /* keys of one line for which there was no room: the most so far */
    struct journal_result *results; /* [result_count], as the closing line has them */
    int result_count;
    struct journal_confusion confusion; /* the newest */
    struct journal_event *events;       /* [event_count], oldest first */
    int event_count;

    enum journal_state state;
    char *message;             /* why it failed or cannot be read; or NULL */
    pid_t writer;              /* who holds the lock; 0: nobody on this machine */
    double written;            /* when the file last grew: seconds since 1970 */
    double interval;           /* between the newest steps, seconds, their median; NaN before two */
    uint64_t lines, bad_lines; /* whole ones; those that are no JSON object */
    uint64_t bytes;
    uint64_t generation;           /* grows with every change that can be seen */
    struct journal_reader *reader; /* how far it was read, where lines begin */
};

/* Follow the file `path`, which need not be there yet; nothing is read. `journal_close` accepts a
 * zeroed struct. Error: out of memory. */
int journal_open(struct journal *j, const char *path, struct mien_error *e);
void journal_close(struct journal *j);

/* Read what is new, at most `bytes` of it, and see how the run is. `now`: seconds since 1970.
 * Returns 1 where something changed and there may be more, 0 where all there is has been read, -1
 * where the file cannot be read (j keeps what it had; `e` says why). */
int journal_poll(struct journal *j, size_t bytes, double now, struct mien_error *e);

/* The column or the result called `name`, or NULL. */
const struct journal_column *journal_find(const struct journal *j, const char *name);
const struct journal_result *journal_result(const struct journal *j, const char *name);

/* The newest value of `name`: the result, else the column's last; NaN: none. */
double journal_last(const struct journal *j, const char *name);

/* The greatest value (valid_accuracy) or the least (loss) and its x. NaN: none. */
double journal_best(const struct journal *j, const char *name, bool greatest, double *x);

/* Whether its writer is there, however long it was silent. */
bool journal_at_work(const struct journal *j);

/* 0..1, NaN where unknown; and seconds from the newest step on, by the pace of the last ones, to
 * the end and to the next step: NaN where unknown or where nobody is at work. */
double journal_progress(const struct journal *j);
double journal_left(const struct journal *j);
double journal_next(const struct journal *j);

/* Read again the part of a column whose x lies in [low, high], as exact as SERIES_BUCKETS allow:
 * what a zoom shows. *out is freed first. Errors: those of reading, out of memory. */
int journal_detail(struct journal *j, const char *name, double low, double high, struct series *out,
                   struct mien_error *e);

/* Line `line` (from 0) as it stands in the file: out [size], NUL-terminated, cut where it is
 * longer. Returns its whole length, -1 where there is none or it cannot be read. */
long journal_line(struct journal *j, uint64_t line, char *out, size_t size);

/* Hand lines [first, first + count) to `visit`, as far as there are so many, until it returns
 * false: text [size] has no NUL behind it and is good during the call; a line too long to be read
 * comes empty. Returns how many were handed over, -1 where the file cannot be read. */
typedef bool journal_visit(void *context, uint64_t line, const char *text, size_t size);
long journal_range(struct journal *j, uint64_t first, uint64_t count, journal_visit *visit,
                   void *context);

/* The next line behind `from` (before it where `back` is set) that contains `text`, -1: none. Looks
 * at no more than `limit` lines and then returns -2 with *from moved to where to go on. All lines
 * are behind UINT64_MAX, and before it. Lines too long to be read (bad ones) are left out. */
int64_t journal_search(struct journal *j, uint64_t *from, bool back, const char *text,
                       uint64_t limit);

#endif
