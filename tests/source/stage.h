/* stage.h - what tests of sources share: a temporary folder, clips that GStreamer makes, and
 * reading a source with patience. */
#ifndef MIEN_TESTS_SOURCE_STAGE_H
#define MIEN_TESTS_SOURCE_STAGE_H

#include "viewer/source/source.h"

/* Longer than anything takes on a busy machine; nothing waits for it in vain. */
#define STAGE_PATIENCE 60.0

/* The group's folder in `*state`; removed with what is in it. For cmocka's group setup. */
int stage_set_up(void **state);
int stage_tear_down(void **state);

/* "FOLDER/NAME", in one of a few buffers that are used in turn. */
const char *stage_path(void **state, const char *name);

/* Write a file: bytes, a video as gst-launch makes it ("videotestsrc ... ! webmmux", to which the
 * file is added), the first `share` of another file. Each returns its path; fails the test. */
const char *stage_file(void **state, const char *name, const void *bytes, size_t size);
const char *stage_clip(void **state, const char *name, const char *pipeline);
const char *stage_part(void **state, const char *name, const char *of, double share);

/* A clip of `frames`, at most 70, at 30 a second whose pictures are one grey each, brighter from
 * one to the next. */
enum { STAGE_RAMP_FIRST = 20, STAGE_RAMP_STEP = 3 };
const char *stage_ramp(void **state, const char *name, int width, int height, int frames);

/* Open; fails the test with the message. */
struct source *stage_open(const char *word, const struct source_options *o);

/* The next event that is not SOURCE_NOTHING. */
enum source_event stage_next(struct source *s, struct frame_pool *pool, struct frame **f,
                             struct mien_error *e);

/* The next frame, whatever came before; fails the test where it ends. */
struct frame *stage_frame(struct source *s, struct frame_pool *pool);

/* Read to the end; how many frames came. Each is looked at by `see`, which may be NULL. */
int stage_count(struct source *s, struct frame_pool *pool,
                void (*see)(const struct frame *f, int index));

/* Threads of this process. */
int stage_threads(void);

#endif
