/* feed.c - see feed.h. */
#include "viewer/source/feed.h"

#include <math.h>

#define TRY_AGAIN 1.0 /* seconds */
/* A turn comes at least so often, for what is done some time after a message. */
#define TURN 0.1

void feed_drop(struct feed *f, struct source *s, double now)
{
    if (f->reader)
        s->given = gst_reader_facts(f->reader).given;
    gst_reader_close(f->reader);
    f->reader = NULL;
    f->retry = now + TRY_AGAIN;
}

static bool is_connected(struct feed *f, struct source *s, struct turn *t, enum source_event *event)
{
    *event = SOURCE_NOTHING;
    t->again = f->retry;
    if (f->reader || t->now < f->retry)
        return f->reader != NULL;
    f->retry = t->now + TRY_AGAIN;
    f->heard = t->now;
    if (f->connect(s, &f->reader, t->error) == 0)
        return true;
    t->again = f->retry;
    *event = SOURCE_LOST;
    return false;
}

static enum source_event silent(struct feed *f, struct source *s, struct turn *t)
{
    t->again = t->now + TURN;
    if (f->patience <= 0 || t->now - f->heard < f->patience)
        return SOURCE_NOTHING;
    error_set(t->error, s->facts.name, 0,
              "no picture has come for %g seconds; check that it is switched on and connected",
              f->patience);
    feed_drop(f, s, t->now);
    return SOURCE_LOST;
}

enum source_event feed_next(struct feed *f, struct source *s, struct turn *t)
{
    enum source_event event;
    if (!is_connected(f, s, t, &event))
        return event;
    switch (gst_reader_next(f->reader, t->pool, &t->frame, t->error)) {
    case READER_FRAME:
        f->heard = t->now;
        return SOURCE_FRAME;
    case READER_HELD:
        t->again = t->now + SOURCE_FRAMES_HELD;
        return SOURCE_NOTHING;
    case READER_CUT:
        t->again = t->now;
        return SOURCE_LOST;
    case READER_ENDED:
        return SOURCE_ENDED;
    case READER_FAILED:
        feed_drop(f, s, t->now);
        t->again = f->retry;
        return SOURCE_LOST;
    case READER_NOTHING:
        break;
    }
    return silent(f, s, t);
}

enum source_event feed_next_live(struct feed *f, struct source *s, struct turn *t,
                                 const char *ended)
{
    const enum source_event event = feed_next(f, s, t);
    if (event == SOURCE_ENDED) {
        feed_drop(f, s, t->now);
        t->again = f->retry;
        error_set(t->error, s->facts.name, 0, "%s", ended);
        return SOURCE_LOST;
    }
    if (event != SOURCE_FRAME)
        return event;
    const struct reader_facts facts = gst_reader_facts(f->reader);
    source_tell(s, facts.rate, facts.length, false);
    if (!t->paused)
        return SOURCE_FRAME;
    frame_release(t->frame);
    t->frame = NULL;
    t->again = t->now;
    return SOURCE_NOTHING;
}
