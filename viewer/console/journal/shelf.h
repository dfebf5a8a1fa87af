/* shelf.h - all journals that the console shows: found, kept in step with their files.
 *
 * A path is a metrics file, a run's folder, or a folder of such (runs/), whose new runs join as
 * they appear; a file found twice, by a link, is shown once. Changes come by inotify where the
 * system has it, and by looking once a second where it does not (network file systems); so a line
 * is seen within some milliseconds and an idle console costs nothing. */
#ifndef MIEN_VIEWER_CONSOLE_JOURNAL_SHELF_H
#define MIEN_VIEWER_CONSOLE_JOURNAL_SHELF_H

#include "viewer/console/journal/journal.h"

enum { SHELF_RUNS_MAX = 1024 };

struct shelf {
    struct journal **runs; /* [count], in the order in which they were found; pointers stay good */
    int count;
    bool full;           /* there were more than SHELF_RUNS_MAX: the others are left out */
    uint64_t generation; /* grows with every change that can be seen */
    struct shelf_watch *watch;
};

/* Look for runs in paths[0..count). A path that is not there yet is waited for. `shelf_close`
 * accepts a zeroed struct. Errors: out of memory, none that a missing inotify would be. */
int shelf_open(struct shelf *s, const char *const *paths, int count, struct mien_error *e);
void shelf_close(struct shelf *s);

/* Look in one more path; one that it looks in already is fine. Error: out of memory. */
int shelf_add(struct shelf *s, const char *path, struct mien_error *e);

/* What it was told to look in, "runs, old (not there yet)", cut to size: out [size], returned. */
const char *shelf_told(const struct shelf *s, char *out, size_t size);

/* A descriptor that poll(2) finds readable when something may have changed; -1: there is none. */
int shelf_descriptor(const struct shelf *s);

/* Take in what changed, reading for about `seconds` at most; shorter files and those on screen
 * (`chief`, an index or -1) first. Returns 1 where more waits to be read, else 0. Files that cannot
 * be read say so in their journal's message. */
int shelf_poll(struct shelf *s, double seconds, int chief);

#endif
