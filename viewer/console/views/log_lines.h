/* log_lines.h - the lines of a journal's file as the log shows them: their text, and of what kind
 * they are.
 *
 * Lines do not change once written, so what is on the screen is kept, and so are the kinds of the
 * blocks of lines that were looked at last. Kinds are read a block at a time, forwards, so that
 * going back through a file costs no more than going on. */
#ifndef MIEN_VIEWER_CONSOLE_VIEWS_LOG_LINES_H
#define MIEN_VIEWER_CONSOLE_VIEWS_LOG_LINES_H

#include "viewer/console/journal/journal.h"

enum {
    LOG_LINE_MAX = 1 << 16, /* bytes of a line that are shown */
    LOG_TEXTS = 512,        /* lines kept: those of the tallest screen */
    LOG_BLOCK = 1024,
    LOG_BLOCKS = 4
};

#define LOG_KINDS(X)                                                                               \
    X(LOG_ALL, "all")                                                                              \
    X(LOG_RUN, "run") /* run, session and end: what opens and closes a file */                     \
    X(LOG_STEP, "step")                                                                            \
    X(LOG_EVENT, "event")                                                                          \
    X(LOG_BAD, "bad") /* no JSON object */

enum log_kind {
#define X(symbol, name) symbol,
    LOG_KINDS(X)
#undef X
        LOG_KIND_COUNT
};
extern const char *const log_kind_names[LOG_KIND_COUNT];

struct log_text {
    uint64_t line;
    char *text;  /* NUL-terminated, cut at LOG_LINE_MAX; NULL: none is kept here */
    size_t size; /* of it */
    bool longer; /* the line goes on */
    enum log_kind kind;
};

struct log_lines {
    struct journal *journal;
    uint64_t bytes, lines; /* of it, when it was last looked at */
    double started;
    struct log_block {
        uint64_t first; /* its lines are [first, first + known) */
        uint32_t known;
        uint8_t kind[LOG_BLOCK];
    } blocks[LOG_BLOCKS];
    struct log_text texts[LOG_TEXTS]; /* line k is kept at k % LOG_TEXTS */
    int work;                         /* lines read for their kinds, for those who work in slices */
};

/* Turn to a journal (NULL: to none), or see that it grew. Returns true where all that was known is
 * void: it is another one, or its file was replaced. */
bool log_lines_follow(struct log_lines *l, struct journal *j);
void log_lines_free(struct log_lines *l); /* leaves a zeroed struct */

/* A line, good until the next call; NULL: it cannot be read. */
const struct log_text *log_lines_text(struct log_lines *l, uint64_t line);

/* Whether the line is of that kind; of LOG_ALL each is, of others none that cannot be read. */
bool log_lines_pass(struct log_lines *l, uint64_t line, enum log_kind kind);

#endif
