/* kind.h - what each kind of source does, and what all of them share.
 *
 * The reading thread looks at a source in turns. A turn never waits: it gives what there is, or
 * says when to look again; source_next waits between turns, and a ring of the bell ends the wait.
 * What other threads want is kept under a lock until the next turn, so a kind is a thing of one
 * thread. */
#ifndef MIEN_VIEWER_SOURCE_KIND_H
#define MIEN_VIEWER_SOURCE_KIND_H

#include "viewer/frame/frame.h"
#include "viewer/source/bell.h"
#include "viewer/source/facts.h"

/* Nobody holds frames for longer than it takes to look at them: when none is free, look again. */
#define SOURCE_FRAMES_HELD 0.002

struct turn {
    struct frame_pool *pool;
    double now; /* clock_seconds() */
    bool paused;
    double speed;
    double again;             /* out: when to look again if nothing came; INFINITY: at a ring */
    struct frame *frame;      /* out, of SOURCE_FRAME */
    struct mien_error *error; /* out, of SOURCE_LOST */
};

struct source;

struct kind {
    /* Make s->own; what is known goes to s->facts, of which `kind` and `name` (the word) are set.
     * On failure nothing is left. */
    int (*open)(struct source *s, const char *word, struct mien_error *e);
    /* SOURCE_LOST may come each time that something fails: it is told once. SOURCE_BACK is none of
     * a kind's. */
    enum source_event (*next)(struct source *s, struct turn *t);
    void (*close)(struct source *s); /* all that open made */
};

struct source {
    const struct kind *kind;
    struct source_options options; /* with what zeroes stand for filled in */
    void *own;
    struct bell bell;
    uint64_t given; /* frames so far, with those that nobody took */

    /* The reading thread's. */
    bool lost;
    struct frame *kept; /* came while lost: SOURCE_BACK is said before it */

    pthread_mutex_t lock; /* of what follows */
    struct source_facts facts;
    bool seek_wanted;
    double seek;
};

extern const struct kind source_puppet, source_pattern, source_camera, source_stream, source_folder,
    source_picture, source_video;

/* The seek that somebody wants, at most once each. */
bool source_take_seek(struct source *s, double *position);

/* What became known of it: a rate, a length, whether it can seek. */
void source_tell(struct source *s, double rate, double length, bool seekable);

#endif
