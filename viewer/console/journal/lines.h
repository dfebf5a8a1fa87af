/* lines.h - the lines of a file that grows, read in pieces: bounded memory, no line cut in two.
 *
 * A line ends with '\n'; what stands behind the last one waits for its rest. A line longer than
 * LINES_LONGEST is passed over piece by piece and handed out empty, marked. Where reading stopped
 * is a `struct lines_place`, from which another reader of the same file goes on; whatever the
 * pieces, the lines are the same. */
#ifndef MIEN_VIEWER_CONSOLE_JOURNAL_LINES_H
#define MIEN_VIEWER_CONSOLE_JOURNAL_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LINES_LONGEST = 1 << 20, /* bytes; a writer's longest, with its cfg, has some thousand */
    LINES_PIECE = 1 << 18
};

struct lines_place {
    uint64_t start; /* where the next line begins, in bytes */
    uint64_t read;  /* as far as it was looked at: more than `start` within a line too long */
};

struct line {
    const char *text; /* [size], without the '\n'; good until the next call */
    size_t size;
    uint64_t start, length; /* in the file, in bytes, without the '\n' */
    bool too_long;
};

struct lines {
    int fd;       /* not owned */
    char *buffer; /* [capacity]; [begin, end) is not yet handed out */
    size_t capacity, begin, end;
    size_t looked; /* of these no '\n' is among the first */
    uint64_t base; /* where in the file the buffer begins */
    uint64_t start;
    bool skipping; /* within a line too long */
};

/* Read from `place` on; a zeroed one is the beginning. Memory is taken when it is needed. */
struct lines lines_from(int fd, struct lines_place place);
void lines_close(struct lines *l);

/* The next whole line. 1: there it is; 0: the file has no more for now; -1: reading failed, or
 * memory ran out (errno says which). */
int lines_next(struct lines *l, struct line *out);

struct lines_place lines_place(const struct lines *l);

#endif
