/* frame.h - a picture of a source with the time it was taken: what goes from thread to thread.
 *
 * Frames belong to a pool that makes as many as it may and hands each out again when nobody holds
 * it any more. Holding is counted; a frame that more than one may hold is only read. Nothing is
 * copied on the way from the source to the screen. */
#ifndef MIEN_VIEWER_FRAME_FRAME_H
#define MIEN_VIEWER_FRAME_FRAME_H

#include "runtime/face/mien_picture.h"
#include "runtime/host/error.h"

struct frame_pool;

struct frame {
    uint8_t *pixels; /* [height, width, 4]: R, G, B and one that is left out */
    int32_t width, height;
    uint64_t number; /* counts what the source gave, from 1; a gap is what was never taken up */
    double taken;    /* clock_seconds() when it came in */
    double position; /* seconds from the source's beginning; -1: it has none (a camera) */
};

/* The frame as the face pipeline takes it. */
struct mien_picture frame_picture(const struct frame *f);

/* A pool of at most `most` frames of one size at a time; NULL: out of memory. It must outlive its
 * frames: closing waits for nobody, so release them first. */
struct frame_pool *frame_pool_open(int most);
void frame_pool_close(struct frame_pool *p); /* accepts NULL */

/* A frame of this size that nobody holds, its pixels undefined, held once; NULL where all are held
 * or memory is out: the caller drops what it wanted to put in it. Frames of another size are freed
 * as they come back. Any thread. */
struct frame *frame_take(struct frame_pool *p, int32_t width, int32_t height);

/* Hold it once more; let it go once. Any thread. `frame_release` accepts NULL. */
struct frame *frame_hold(struct frame *f);
void frame_release(struct frame *f);

#endif
