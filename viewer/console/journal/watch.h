/* watch.h - told when files change: inotify behind three calls.
 *
 * What cannot be watched (no inotify, its watches used up, a file system whose other machines do
 * not report what they write) has watch -1, and whoever asked looks at it from time to time. */
#ifndef MIEN_VIEWER_CONSOLE_JOURNAL_WATCH_H
#define MIEN_VIEWER_CONSOLE_JOURNAL_WATCH_H

#include <stdbool.h>

/* An inotify descriptor, or -1, which all the others accept. */
int watch_open(void);
void watch_close(int descriptor);

/* Watch a file for being written or taken away, or a folder for names that come and go. Returns the
 * watch, the same for the same file; -1: look yourself. `watch_end` accepts -1. */
int watch_file(int descriptor, const char *path);
int watch_folder(int descriptor, const char *path);
void watch_end(int descriptor, int watch);

/* What happened. */
struct watch_event {
    int watch;        /* -1: more than could be told, so anything may have changed */
    bool over;        /* the watch is no more */
    const char *name; /* in a folder; NULL for a file, or the folder itself */
};

/* Hand all that happened to `tell`, without waiting. */
void watch_read(int descriptor, void (*tell)(void *context, const struct watch_event *event),
                void *context);

#endif
