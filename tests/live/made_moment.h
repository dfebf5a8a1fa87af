/* made_moment.h - moments as tests make them up: a grey frame and faces without looking. */
#ifndef MIEN_TESTS_LIVE_MADE_MOMENT_H
#define MIEN_TESTS_LIVE_MADE_MOMENT_H

#include <stdlib.h>
#include <string.h>

#include "viewer/live/moment.h"

/* `count` faces in a grey frame of `pool`; freed by moment_free. */
static inline struct moment *made_moment(struct frame_pool *pool, double seconds, int count)
{
    struct moment *m = calloc(1, sizeof *m);
    m->frame = frame_take(pool, 64, 48);
    memset(m->frame->pixels, 128, 4 * 64 * 48);
    m->seconds = seconds;
    m->analysed = true;
    m->count = count;
    for (int i = 0; i < count; i++) {
        m->faces[i].face.id = i + 1;
        m->faces[i].face.score = 1;
    }
    return m;
}

#endif
