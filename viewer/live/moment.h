/* moment.h - what is known of one frame: the one state that overlay, swap, console and recorder
 * read.
 *
 * A moment holds its frame, so what is drawn over it was found on that very frame. It is made by
 * the analysing thread and only read afterwards. */
#ifndef MIEN_VIEWER_LIVE_MOMENT_H
#define MIEN_VIEWER_LIVE_MOMENT_H

#include <stdbool.h>

#include "runtime/face/mien_face.h"
#include "viewer/frame/frame.h"

enum { LIVE_FACES_MAX = 8, LIVE_CLASSES_MAX = 16 };

/* What a frame passes through, each with the milliseconds that it took. Capture is from when the
 * frame came in to when the analysis took it up, drawing from a moment to its picture. */
#define LIVE_STAGES(X)                                                                             \
    X(LIVE_CAPTURE, "capture")                                                                     \
    X(LIVE_FACES, "faces")                                                                         \
    X(LIVE_EMOTION, "emotion")                                                                     \
    X(LIVE_DRAW, "draw")

enum live_stage {
#define X(symbol, name) symbol,
    LIVE_STAGES(X)
#undef X
        LIVE_STAGE_COUNT
};
extern const char *const live_stage_names[LIVE_STAGE_COUNT];

struct live_face {
    struct mien_face face;
    bool scored;                    /* the numbers below are there: somebody consented */
    float raw[LIVE_CLASSES_MAX];    /* the model's probabilities when it was asked last */
    float scores[LIVE_CLASSES_MAX]; /* calibrated and smoothed over time; they sum to 1 */
    int32_t emotion;                /* of the classes; -1: uncertain */
    float calibrating;              /* 0..1 of the time that a neutral face is held; 0: not */
    bool calibrated;
};

struct moment {
    struct frame *frame;
    double seconds; /* when it was, for all that goes by time: from any fixed moment, rising */
    bool analysed;  /* false: faces were not looked for */
    bool consent;   /* emotions may be read of these faces */
    int32_t count;
    struct live_face faces[LIVE_FACES_MAX];
    double stage[LIVE_STAGE_COUNT]; /* milliseconds; draw is that of the last drawn moment */
};

void moment_free(struct moment *m); /* lets its frame go; accepts NULL */

/* What was read while it was allowed is not shown after that: not of the frame that stands still,
 * not of those that were on their way. Its faces stay. */
void moment_forget(struct moment *m);

/* Index of the face with this id; -1: it is not here. */
int32_t moment_face(const struct moment *m, int32_t id);

#endif
