/* source.c - see source.h: the table of kinds, the turns of the reading thread, what others want of
 * it. What each kind does is in its own file (kind.h). */
#include "viewer/source/source.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "runtime/face/mien_picture.h"
#include "runtime/host/term.h"
#include "viewer/source/kind.h"

#define SPEED_LEAST 0.1
#define SPEED_MOST 8.0

enum { WIDTH = 1280, HEIGHT = 720, RATE = 30, RATE_MOST = 1000, DWELL = 3 };

static const struct kind *const kinds[SOURCE_KIND_COUNT] = {
    [SOURCE_PUPPET] = &source_puppet, [SOURCE_PATTERN] = &source_pattern,
    [SOURCE_CAMERA] = &source_camera, [SOURCE_STREAM] = &source_stream,
    [SOURCE_FOLDER] = &source_folder, [SOURCE_PICTURE] = &source_picture,
    [SOURCE_VIDEO] = &source_video,
};

/* The options with their zeroes, and what is no number, replaced. */
static struct source_options filled(const struct source_options *o)
{
    struct source_options f = *o;
    f.width = f.width > 0 && f.width <= MIEN_PICTURE_SIDE_MAX ? f.width : WIDTH;
    f.height = f.height > 0 && f.height <= MIEN_PICTURE_SIDE_MAX ? f.height : HEIGHT;
    f.rate = f.rate > 0 ? fmin(f.rate, RATE_MOST) : RATE;
    f.dwell = f.dwell > 0 && isfinite(f.dwell) ? f.dwell : DWELL;
    return f;
}

int source_open(struct source **out, const char *word, const struct source_options *o,
                struct mien_error *e)
{
    struct source *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s)
        return error_memory(e, "a source", sizeof *s);
    s->options = filled(o);
    s->facts.kind = source_kind_of(word);
    s->facts.speed = 1;
    s->kind = kinds[s->facts.kind];
    snprintf(s->facts.name, sizeof s->facts.name, "%s", word);
    bell_init(&s->bell);
    pthread_mutex_init(&s->lock, NULL);
    if (s->kind->open(s, word, e) != 0) {
        s->kind = NULL;
        source_close(s);
        return -1;
    }
    *out = s;
    return 0;
}

void source_close(struct source *s)
{
    if (!s)
        return;
    if (s->kind)
        s->kind->close(s);
    frame_release(s->kept);
    pthread_mutex_destroy(&s->lock);
    bell_free(&s->bell);
    free(s);
}

static enum source_event look(struct source *s, struct turn *t)
{
    pthread_mutex_lock(&s->lock);
    t->paused = s->facts.paused;
    t->speed = s->facts.speed;
    pthread_mutex_unlock(&s->lock);
    t->now = clock_seconds();
    t->again = INFINITY;
    return s->kind->next(s, t);
}

static void note_frame(struct source *s, const struct frame *f)
{
    pthread_mutex_lock(&s->lock);
    s->facts.width = f->width;
    s->facts.height = f->height;
    s->facts.position = f->position;
    pthread_mutex_unlock(&s->lock);
}

/* What is told of what happened: a loss once, the return before the first frame. */
static enum source_event told(struct source *s, enum source_event event, struct turn *t)
{
    const bool was_lost = s->lost;
    if (event == SOURCE_LOST)
        s->lost = true;
    if (event == SOURCE_LOST && was_lost)
        return SOURCE_NOTHING;
    if (event != SOURCE_FRAME)
        return event;
    note_frame(s, t->frame);
    s->lost = false;
    if (!was_lost)
        return SOURCE_FRAME;
    s->kept = t->frame;
    t->frame = NULL;
    return SOURCE_BACK;
}

enum source_event source_next(struct source *s, struct frame_pool *pool, double seconds,
                              struct frame **f, struct mien_error *e)
{
    const double until = clock_seconds() + (seconds > 0 ? seconds : 0);
    *f = s->kept;
    s->kept = NULL;
    while (!*f) {
        struct mien_error error = {0};
        struct turn t = {.pool = pool, .error = &error};
        const enum source_event event = told(s, look(s, &t), &t);
        if (event == SOURCE_LOST && e)
            *e = error;
        *f = t.frame;
        if (event != SOURCE_NOTHING || t.now >= until)
            return event;
        bell_wait(&s->bell, fmin(until, t.again));
    }
    return SOURCE_FRAME;
}

struct source_facts source_facts(struct source *s)
{
    pthread_mutex_lock(&s->lock);
    const struct source_facts facts = s->facts;
    pthread_mutex_unlock(&s->lock);
    return facts;
}

void source_pause(struct source *s, bool paused)
{
    pthread_mutex_lock(&s->lock);
    s->facts.paused = paused;
    pthread_mutex_unlock(&s->lock);
    bell_ring(&s->bell);
}

void source_seek(struct source *s, double position)
{
    if (!isfinite(position))
        return;
    pthread_mutex_lock(&s->lock);
    s->seek = position > 0 ? position : 0;
    s->seek_wanted = s->facts.seekable;
    pthread_mutex_unlock(&s->lock);
    bell_ring(&s->bell);
}

void source_speed(struct source *s, double speed)
{
    if (isnan(speed))
        return;
    pthread_mutex_lock(&s->lock);
    s->facts.speed = fmin(fmax(speed, SPEED_LEAST), SPEED_MOST);
    pthread_mutex_unlock(&s->lock);
    bell_ring(&s->bell);
}
