/* state.c - what became of a run: the one place where that is decided.
 *
 * Whoever writes a metrics file holds its lock. A lock is asked for, never taken, so looking at a
 * run cannot disturb it. A run is looked at when its file grew, for some seconds behind that (a
 * resumed run cuts off its last line before it says anything), and once a second while it is at
 * work; a thousand finished runs cost nothing. */
#include <fcntl.h>
#include <math.h>
#include <unistd.h>

#include "viewer/console/journal/reader.h"

static const double look_seconds = 1;
static const double watchful_seconds = 10; /* behind the last growth */
static const double stall_seconds = 30;    /* a run at work may be silent for so long, */
static const double stall_intervals = 5;   /* or for so many times its way between steps; */
static const double start_seconds = 300;   /* before it has made two steps, for this long */

const char *const journal_state_names[JOURNAL_STATE_COUNT] = {
#define X(symbol, name, glyph, ascii) name,
    JOURNAL_STATES(X)
#undef X
};

const char *journal_state_glyph(enum journal_state state, bool unicode)
{
    static const char *const glyphs[JOURNAL_STATE_COUNT][2] = {
#define X(symbol, name, glyph, ascii) {ascii, glyph},
        JOURNAL_STATES(X)
#undef X
    };
    return glyphs[state][unicode];
}

bool journal_should_look(const struct journal *j, double now)
{
    const struct journal_reader *r = j->reader;
    const bool due = fabs(now - r->looked) >= look_seconds;
    return r->there && due && (r->locked || now - j->written < watchful_seconds);
}

void journal_look(struct journal *j, int fd, double now)
{
    struct journal_reader *r = j->reader;
    struct flock whole = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
    const int opened = fd < 0 ? open(j->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    const bool known = fcntl(fd < 0 ? opened : fd, F_GETLK, &whole) == 0;
    if (opened >= 0)
        close(opened);
    r->looked = now;
    r->locked = known && whole.l_type != F_UNLCK;
    const pid_t writer = r->locked && whole.l_pid > 0 ? whole.l_pid : 0;
    j->generation += writer != j->writer;
    j->writer = writer;
}

static bool has_stalled(const struct journal *j, double now)
{
    const double silent = now - j->written;
    return isnan(j->interval) ? silent > start_seconds
                              : silent > fmax(stall_seconds, stall_intervals * j->interval);
}

static enum journal_state state_of(const struct journal *j, double now)
{
    const struct journal_reader *r = j->reader;
    if (!r->there)
        return r->was_there ? JOURNAL_GONE : JOURNAL_EMPTY;
    if (r->ended)
        return r->verdict;
    if (r->locked)
        return has_stalled(j, now) ? JOURNAL_STALLED : JOURNAL_RUNNING;
    if (j->lines == 0)
        return JOURNAL_EMPTY;
    return r->opened ? JOURNAL_CRASHED : JOURNAL_STOPPED; /* without an opening none says its end */
}

/* A file that was read in part keeps its state: nothing is known of its end yet. */
void journal_judge(struct journal *j, double now)
{
    if (j->reader->there && !j->reader->whole)
        return;
    const enum journal_state state = state_of(j, now);
    j->generation += state != j->state;
    j->state = state;
}
