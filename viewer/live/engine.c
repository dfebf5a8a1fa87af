/* engine.c - see engine.h.
 *
 * The capturing thread owns the source: it takes up the next one from who opened it, and gives the
 * old one back to be closed. Steering goes to the source itself, which is held still by the lock
 * while it is swapped. */
#include "viewer/live/engine.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/term.h"
#include "viewer/frame/mailbox.h"

/* Frames on their way: one each with capture, mailbox, analysis, mailbox, drawing and the last
 * drawing, and two to spare. */
enum { FRAMES = 8 };

#define WAIT 0.1 /* seconds, after which a thread looks whether it is to end */

struct engine {
    struct analyst *analyst;
    struct opener *opener;
    struct frame_pool *pool;
    struct mailbox frames, moments;
    bool each;
    pthread_t capture, analysis;
    bool capturing, analysing; /* the threads were started */

    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t room;  /* a mailbox was emptied, or the engine ends */
    bool quit;
    struct source *source; /* NULL: none yet */
    struct analyst_wish wish;
    struct engine_news news;
    uint64_t unread; /* frames between capture and whoever draws */
    uint64_t failed; /* frames that memory was short for */
};

static void let_go_frame(void *frame)
{
    frame_release(frame);
}

static void let_go_moment(void *moment)
{
    moment_free(moment);
}

static bool ending(struct engine *g)
{
    pthread_mutex_lock(&g->lock);
    const bool quit = g->quit;
    pthread_mutex_unlock(&g->lock);
    return quit;
}

/* --- capturing ------------------------------------------------------------------------------ */

/* A camera can be opened again only when it was closed, and without one there is nothing to see
 * anyway; all others are closed where nobody waits for it. */
static void let_go_source(struct engine *g, struct source *old, enum source_kind next)
{
    if (next == SOURCE_CAMERA && source_facts(old).kind == SOURCE_CAMERA)
        source_close(old);
    else
        opener_let_go(g->opener, old);
}

static void take_up(struct engine *g, struct source *next, const char word[OPENER_WORD])
{
    pthread_mutex_lock(&g->lock);
    struct source *old = g->source;
    g->source = next;
    memcpy(g->news.word, word, sizeof g->news.word);
    g->news.lost = g->news.ended = false;
    g->news.sources++;
    pthread_mutex_unlock(&g->lock);
    if (old)
        let_go_source(g, old, source_facts(next).kind);
}

/* Where nothing may be dropped: until the last frame has been taken by who draws. */
static void wait_for_room(struct engine *g)
{
    pthread_mutex_lock(&g->lock);
    while (g->each && g->unread > 0 && !g->quit)
        pthread_cond_wait(&g->room, &g->lock);
    g->unread++;
    pthread_mutex_unlock(&g->lock);
}

/* A frame has gone all its way. */
static void make_room(struct engine *g)
{
    pthread_mutex_lock(&g->lock);
    g->unread = 0;
    pthread_cond_broadcast(&g->room);
    pthread_mutex_unlock(&g->lock);
}

static void note_event(struct engine *g, enum source_event event, const struct mien_error *why)
{
    pthread_mutex_lock(&g->lock);
    g->news.lost = event == SOURCE_LOST;
    g->news.ended = event == SOURCE_ENDED;
    if (event == SOURCE_LOST) {
        g->news.why = *why;
        g->news.losses++;
    }
    pthread_mutex_unlock(&g->lock);
}

static void pass_frame(struct engine *g, struct frame *f)
{
    pthread_mutex_lock(&g->lock);
    g->news.captured++;
    pthread_mutex_unlock(&g->lock);
    wait_for_room(g);
    mailbox_put(&g->frames, f);
}

static void *capture(void *context)
{
    struct engine *g = context;
    char word[OPENER_WORD];
    while (!ending(g)) {
        struct source *next = opener_take(g->opener, word);
        struct frame *f = NULL;
        struct mien_error why;
        if (next)
            take_up(g, next, word);
        if (!g->source) {
            usleep((useconds_t)(1e6 * WAIT / 10));
            continue;
        }
        const enum source_event event = source_next(g->source, g->pool, WAIT, &f, &why);
        if (event == SOURCE_FRAME)
            pass_frame(g, f);
        else if (event != SOURCE_NOTHING)
            note_event(g, event, &why);
        if (event == SOURCE_ENDED)
            usleep((useconds_t)(1e6 * WAIT));
    }
    return NULL;
}

/* --- analysing ------------------------------------------------------------------------------ */

/* Time of a frame. Where files are worked through it is theirs, from round to round: then results
 * do not depend on the machine. */
struct clockwork {
    double seconds, position;
};

static double frame_seconds(struct clockwork *c, const struct engine *g, const struct frame *f)
{
    if (!g->each || f->position < 0)
        return f->taken;
    const double step = f->position - c->position;
    c->seconds += step > 0 ? step : 1e-3;
    c->position = f->position;
    return c->seconds;
}

static void note_failed(struct engine *g)
{
    pthread_mutex_lock(&g->lock);
    g->failed++;
    pthread_mutex_unlock(&g->lock);
}

static void *analyse(void *context)
{
    struct engine *g = context;
    struct clockwork clockwork = {0, 0};
    while (!ending(g)) {
        struct frame *f = mailbox_take(&g->frames, WAIT);
        if (!f)
            continue;
        const double captured = 1e3 * (clock_seconds() - f->taken);
        pthread_mutex_lock(&g->lock);
        const struct analyst_wish wish = g->wish;
        pthread_mutex_unlock(&g->lock);
        struct moment *m = analyst_look(g->analyst, f, frame_seconds(&clockwork, g, f), &wish);
        if (!m) {
            note_failed(g);
            make_room(g);
            continue;
        }
        m->stage[LIVE_CAPTURE] = captured;
        pthread_mutex_lock(&g->lock);
        g->news.analysed++;
        pthread_mutex_unlock(&g->lock);
        mailbox_put(&g->moments, m);
    }
    return NULL;
}

/* --- the engine ----------------------------------------------------------------------------- */

static int default_threads(void)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors > 2 ? (int)(processors < 5 ? processors - 1 : 4) : 1;
}

static int start(pthread_t *thread, bool *started, void *(*body)(void *), struct engine *g,
                 struct mien_error *e)
{
    const int failed = pthread_create(thread, NULL, body, g);
    *started = failed == 0;
    return failed ? error_set(e, NULL, 0, "cannot start a thread (%s)", strerror(failed)) : 0;
}

int engine_open(struct engine **out, const struct engine_options *o, struct mien_error *e)
{
    struct engine *g = calloc(1, sizeof *g);
    *out = NULL;
    if (!g)
        return error_memory(e, "the live pipeline", sizeof *g);
    pthread_mutex_init(&g->lock, NULL);
    pthread_cond_init(&g->room, NULL);
    mailbox_init(&g->frames, let_go_frame);
    mailbox_init(&g->moments, let_go_moment);
    g->each = o->each;
    g->wish = analyst_defaults();
    g->pool = frame_pool_open(FRAMES);
    if (!g->pool)
        error_memory(e, "the live pipeline", FRAMES * sizeof(struct frame));
    if (!g->pool || opener_open(&g->opener, e) != 0 ||
        analyst_open(&g->analyst, o->model, o->threads ? o->threads : default_threads(), e) != 0 ||
        start(&g->analysis, &g->analysing, analyse, g, e) != 0 ||
        start(&g->capture, &g->capturing, capture, g, e) != 0) {
        engine_close(g);
        return -1;
    }
    *out = g;
    return 0;
}

void engine_close(struct engine *g)
{
    if (!g)
        return;
    pthread_mutex_lock(&g->lock);
    g->quit = true;
    pthread_cond_broadcast(&g->room);
    pthread_mutex_unlock(&g->lock);
    mailbox_close(&g->frames);
    mailbox_close(&g->moments);
    if (g->capturing)
        pthread_join(g->capture, NULL);
    if (g->analysing)
        pthread_join(g->analysis, NULL);
    opener_close(g->opener);
    source_close(g->source);
    mailbox_free(&g->frames);
    mailbox_free(&g->moments);
    analyst_close(g->analyst);
    frame_pool_close(g->pool);
    pthread_cond_destroy(&g->room);
    pthread_mutex_destroy(&g->lock);
    free(g);
}

int engine_source(struct engine *g, const char *word, const struct source_options *o,
                  struct mien_error *e)
{
    return opener_wish(g->opener, word, o, e);
}

int engine_await(struct engine *g, struct mien_error *e)
{
    return opener_await(g->opener, e);
}

void engine_wish(struct engine *g, const struct analyst_wish *wish)
{
    pthread_mutex_lock(&g->lock);
    g->wish = *wish;
    pthread_mutex_unlock(&g->lock);
}

struct moment *engine_take(struct engine *g, double seconds)
{
    struct moment *m = mailbox_take(&g->moments, seconds);
    if (m)
        make_room(g);
    return m;
}

void engine_news(struct engine *g, struct engine_news *news)
{
    const uint64_t dropped = mailbox_dropped(&g->frames) + mailbox_dropped(&g->moments);
    pthread_mutex_lock(&g->lock);
    *news = g->news;
    news->dropped = dropped + g->failed;
    if (g->source)
        news->source = source_facts(g->source);
    pthread_mutex_unlock(&g->lock);
    opener_news(g->opener, &news->opening);
}

void engine_pause(struct engine *g, bool paused)
{
    pthread_mutex_lock(&g->lock);
    if (g->source)
        source_pause(g->source, paused);
    pthread_mutex_unlock(&g->lock);
}

void engine_seek(struct engine *g, double position)
{
    pthread_mutex_lock(&g->lock);
    if (g->source)
        source_seek(g->source, position);
    pthread_mutex_unlock(&g->lock);
}

void engine_speed(struct engine *g, double speed)
{
    pthread_mutex_lock(&g->lock);
    if (g->source)
        source_speed(g->source, speed);
    pthread_mutex_unlock(&g->lock);
}

int32_t engine_classes(const struct engine *g, const char *const **names)
{
    return analyst_classes(g->analyst, names);
}

const char *engine_model(const struct engine *g)
{
    return analyst_model(g->analyst);
}
