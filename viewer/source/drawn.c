/* drawn.c - see drawn.h. */
#include "viewer/source/drawn.h"

#include <math.h>

/* Steps that add up to the length fall short of it by less than this. */
#define SLACK 1e-6

/* Go on by `frames` of them. */
static void advance(struct drawn *d, struct source *s, const struct turn *t, double frames)
{
    d->position += frames * d->step * t->speed;
    d->due += frames * d->step;
    s->given += (uint64_t)frames;
}

static void follow_seek(struct drawn *d, struct source *s)
{
    double position;
    if (!source_take_seek(s, &position))
        return;
    d->position = d->length > 0 ? fmin(position, d->length - d->step) : position;
    d->position = fmax(d->position, 0);
    d->due = 0;
    d->sought = true;
}

/* At the end: from the start again, or that it is over. */
static bool is_over(struct drawn *d)
{
    if (d->length <= 0 || d->position < d->length - SLACK)
        return false;
    if (!d->once)
        d->position = fmax(0, fmod(d->position + SLACK, d->length) - SLACK);
    return d->once;
}

/* Whether a frame is to be drawn now; what is late is left out. */
static bool is_due(struct drawn *d, struct source *s, struct turn *t)
{
    if (d->due == 0)
        d->due = t->now;
    if (t->now < d->due) {
        t->again = d->due;
        return false;
    }
    advance(d, s, t, floor((t->now - d->due) / d->step));
    return true;
}

enum source_event drawn_next(struct drawn *d, struct source *s, struct turn *t, drawn_frame *draw)
{
    const bool every = s->options.unpaced;
    follow_seek(d, s);
    if (t->paused && !d->sought) {
        d->due = 0;
        return SOURCE_NOTHING;
    }
    if (!every && !is_due(d, s, t))
        return SOURCE_NOTHING;
    if (is_over(d))
        return SOURCE_ENDED;
    const enum source_event event = draw(s, t, d->position);
    if (event == SOURCE_NOTHING && every) {
        t->again = t->now + SOURCE_FRAMES_HELD;
        return event;
    }
    if (event == SOURCE_FRAME) {
        t->frame->number = s->given + 1;
        t->frame->taken = t->now;
        t->frame->position = d->position;
        d->sought = false;
    }
    advance(d, s, t, 1);
    t->again = every ? t->now + SOURCE_FRAMES_HELD : d->due;
    return event;
}
