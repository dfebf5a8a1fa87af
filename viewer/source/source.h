/* source.h - where frames come from: a camera, a video file, pictures, a stream, a test pattern, or
 * the built-in puppet.
 *
 * A source is named by a word (word.h). Pictures are given again ten times a second while they are
 * shown, unpaced once each; those above 3840 pixels a side are shrunk to it. One thread reads it;
 * the others may steer it. What goes wrong on the way is no end of the program: the source says
 * that it is lost and why, and tries again by itself while it is read: a camera that comes back
 * goes on. Video, cameras and streams come through GStreamer (https://gstreamer.freedesktop.org).
 */
#ifndef MIEN_VIEWER_SOURCE_SOURCE_H
#define MIEN_VIEWER_SOURCE_SOURCE_H

#include "viewer/frame/frame.h"
#include "viewer/source/facts.h"
#include "viewer/source/word.h"

struct source;

/* Begin to read. Returns 0 also where a camera or stream is not there yet: source_next says so.
 * Errors: what will never be there (no such file or folder, a folder without pictures, a word that
 * names nothing, a missing GStreamer plugin, named with its Debian package), out of memory. */
int source_open(struct source **s, const char *word, const struct source_options *o,
                struct mien_error *e);
void source_close(
    struct source *s); /* accepts NULL; from the reading thread, or when that is done */

/* The next thing that happens, waited for at most `seconds`. Frames are those of `pool`; while all
 * are held, the source's are dropped. From one thread. */
enum source_event source_next(struct source *s, struct frame_pool *pool, double seconds,
                              struct frame **f, struct mien_error *e);

/* What can be told and steered; any thread. */
struct source_facts source_facts(struct source *s);

void source_pause(struct source *s, bool paused);
void source_seek(struct source *s, double position); /* seconds; a folder: to that picture's. Where
                                                        `seekable` is not set nothing happens */
void source_speed(struct source *s, double speed);   /* 0.1..8; of a file, folder or puppet */

#endif
