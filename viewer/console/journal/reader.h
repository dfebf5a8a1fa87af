/* reader.h - what a journal keeps to itself: how far its file was read, and what was met on the
 * way. Shared by the parts of the journal only: follow.c follows the file, take.c takes in its
 * lines, state.c tells how the run is, again.c and range.c read lines again. */
#ifndef MIEN_VIEWER_CONSOLE_JOURNAL_READER_H
#define MIEN_VIEWER_CONSOLE_JOURNAL_READER_H

#include <sys/stat.h>
#include <time.h>

#include "viewer/console/journal/index.h"
#include "viewer/console/journal/journal.h"
#include "viewer/console/journal/lines.h"
#include "viewer/console/journal/pace.h"
#include "viewer/console/journal/record.h"

enum { READER_TAIL = 64 }; /* bytes by which a file is known again */

struct journal_reader {
    /* The file as it was when it was last read. */
    bool there, was_there, unreadable;
    dev_t device;
    ino_t inode;
    uint64_t size;
    struct timespec modified;
    bool whole; /* all of it was read */
    struct lines_place place;
    char tail[READER_TAIL]; /* [tail_size] before `place` */
    size_t tail_size;

    struct line_index index;
    struct lines_place cursor; /* behind the line that was last read again, */
    uint64_t cursor_line;      /* and its number; 0: none was */

    bool opened;                /* by a line that says what it is */
    bool ended;                 /* by one that says how */
    enum journal_state verdict; /* of that */
    bool locked;
    double looked; /* for the lock, seconds since 1970 */

    int column_capacity;
    uint64_t stamp[JOURNAL_COLUMNS_MAX]; /* 1 + the line that last had the column */
    double value[JOURNAL_COLUMNS_MAX];   /* in that line */
    double x;                            /* of the last step; 0 before the first */
    struct pace pace;
    char *matrix; /* [matrix_capacity]: the text of the newest matrix of confusions, */
    size_t matrix_size, matrix_capacity; /* of 0 bytes where it was taken in, */
    double matrix_x;                     /* and its place */
    struct journal_event
        *events; /* [2 * JOURNAL_EVENTS_MAX], of which the journal shows the last */
};

/* take.c: take in one line. `r` is room to read it into. */
void journal_take(struct journal *j, struct record *r, const struct line *line);
/* Take in what the lines since the last call left for later; behind it the journal can be looked
 * at.
 */
void journal_settle(struct journal *j);
bool journal_is_step(const struct record *r);
/* Forget what lines said, as if none had been read. */
void journal_forget(struct journal *j);

/* state.c: look who holds the lock of the file, where that may have changed; and judge. `fd` may be
 * -1: it is opened where it is needed. */
bool journal_should_look(const struct journal *j, double now);
void journal_look(struct journal *j, int fd, double now);
void journal_judge(struct journal *j, double now);

/* again.c: open the file anew, -1 where that fails; and read it from the last known place that is
 * not behind line `line` on: *at is the number of the line that comes first. */
int journal_open_again(const struct journal *j);
struct lines journal_lines_at(const struct journal *j, int fd, uint64_t line, uint64_t *at);

/* Bytes that wait to be read, as of the last poll. */
uint64_t journal_waiting(const struct journal *j);

#endif
