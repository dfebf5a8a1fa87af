/* source.h - where frames come from: a camera, a video file, pictures, a stream, a test pattern, or
 * the built-in puppet.
 *
 * A source is named by a word: "puppet", "puppet:hand" (a hand passes before its face), "pattern",
 * "camera" (the first), "camera:2" (the second), a device ("/dev/video0"), a file or a folder, or
 * an address ("rtsp://...", "https://..."). A file that is called as one of these is "./puppet".
 * Pictures are given again ten times a second while they are shown, unpaced once each; those above
 * 3840 pixels a side are shrunk to it. One thread reads it; the others may steer it. What goes
 * wrong on the way is no end of the program: the source says that it is lost and why, and tries
 * again by itself while it is read: a camera that comes back goes on. Video, cameras and streams
 * come through GStreamer (https://gstreamer.freedesktop.org). */
#ifndef MIEN_VIEWER_SOURCE_SOURCE_H
#define MIEN_VIEWER_SOURCE_SOURCE_H

#include <stdbool.h>

#include "viewer/frame/frame.h"

/* What a source can be; the last is what a word is tried as when it is none of the others. */
#define SOURCE_KINDS(X)                                                                            \
    X(SOURCE_PUPPET, "puppet", "a face that mien moves by itself")                                 \
    X(SOURCE_PATTERN, "pattern", "a test pattern")                                                 \
    X(SOURCE_CAMERA, "camera", "a camera: camera:2, /dev/video0")                                  \
    X(SOURCE_STREAM, "stream", "an address: rtsp://, http://, https://, srt://, udp://")           \
    X(SOURCE_FOLDER, "folder", "pictures of a folder, one after another")                          \
    X(SOURCE_PICTURE, "picture", "a picture: PNG or JPEG")                                         \
    X(SOURCE_VIDEO, "video", "a video file")

enum source_kind {
#define X(symbol, name, about) symbol,
    SOURCE_KINDS(X)
#undef X
        SOURCE_KIND_COUNT
};
extern const char *const source_kind_names[SOURCE_KIND_COUNT];
extern const char *const source_kind_abouts[SOURCE_KIND_COUNT];

/* How to read; zeroes are what most want. */
struct source_options {
    int32_t width,
        height;   /* wanted of a camera, pattern or puppet; 0: 1280 x 720, or its nearest */
    double rate;  /* frames a second wanted of the same; 0: 30 */
    double dwell; /* seconds that each picture of a folder is shown; 0: 3 */
    bool once;    /* a file or folder ends at its end; else it starts again */
    bool unpaced; /* a file, pattern or puppet gives frames as fast as they are taken, each
                     of them, with `taken` now and `position` its own: for work without a
                     person who watches */
};

struct source;

enum source_event {
    SOURCE_FRAME,   /* *f is held for the caller */
    SOURCE_NOTHING, /* none came within the time */
    SOURCE_LOST,    /* nothing can come now; `e` says why and what to do. It is tried again */
    SOURCE_BACK,    /* it is there again after that */
    SOURCE_ENDED    /* only with `once` */
};

/* What a word names; nothing is opened. */
enum source_kind source_kind_of(const char *word);

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
struct source_facts {
    enum source_kind kind;
    char name[256];        /* "Integrated Camera", "clip.webm" */
    int32_t width, height; /* of the last frame; 0: none yet */
    double rate;           /* nominal, frames a second; 0: not known */
    double length;         /* seconds; 0: endless or not known */
    double position;       /* of the last frame, as in it */
    bool paused, seekable;
    double speed;
};
struct source_facts source_facts(struct source *s);

void source_pause(struct source *s, bool paused);
void source_seek(struct source *s, double position); /* seconds; a folder: to that picture's. Where
                                                        `seekable` is not set nothing happens */
void source_speed(struct source *s, double speed);   /* 0.1..8; of a file, folder or puppet */

#endif
