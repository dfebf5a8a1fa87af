/* opener.c - see opener.h. The lock is held for a few instructions; nothing is opened or closed
 * under it. */
#include "viewer/live/opener.h"

#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sources that may wait to be closed; one more is closed where it was read. */
enum { LET_GO_MOST = 4 };

struct wish {
    char *word; /* NULL: none */
    struct source_options how;
};

struct opener {
    pthread_t thread;
    bool started;

    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t asked, answered;
    bool quit, busy; /* busy: a wish waits or is being opened */
    struct wish wish;
    struct source *opened; /* not yet taken; NULL: none */
    char opened_word[OPENER_WORD];
    struct source *let_go[LET_GO_MOST];
    int let_go_count;
    bool failed; /* the last one that was tried */
    struct opener_news news;
};

/* --- the thread ----------------------------------------------------------------------------- */

/* A pipeline's threads leave holes in the heap as large as the pictures that they passed on, and
 * the allocator keeps those: they are given back to the system while nobody waits. */
static void close_source(struct source *s)
{
    if (!s)
        return;
    source_close(s);
    malloc_trim(0);
}

/* With the lock held; it is let go meanwhile. */
static void close_one(struct opener *o)
{
    struct source *s = o->let_go[--o->let_go_count];
    pthread_mutex_unlock(&o->lock);
    close_source(s);
    pthread_mutex_lock(&o->lock);
    o->news.closing--;
}

/* The same. What was opened before and never taken is let go. */
static void open_one(struct opener *o)
{
    const struct wish wish = o->wish;
    struct source *s, *unread = NULL;
    struct mien_error why;
    o->wish.word = NULL;
    pthread_mutex_unlock(&o->lock);
    const bool failed = source_open(&s, wish.word, &wish.how, &why) != 0;
    pthread_mutex_lock(&o->lock);
    o->failed = failed;
    if (failed) {
        o->news.refused++;
        o->news.why = why;
    } else {
        unread = o->opened;
        o->opened = s;
        snprintf(o->opened_word, sizeof o->opened_word, "%s", wish.word);
    }
    o->busy = o->wish.word != NULL;
    if (!o->busy)
        o->news.word[0] = '\0';
    pthread_cond_broadcast(&o->answered);
    pthread_mutex_unlock(&o->lock);
    close_source(unread);
    free(wish.word);
    pthread_mutex_lock(&o->lock);
}

/* Closes before it opens: a device is free again, and memory. */
static void *serve(void *context)
{
    struct opener *o = context;
    pthread_mutex_lock(&o->lock);
    while (!o->quit) {
        if (o->let_go_count > 0)
            close_one(o);
        else if (o->wish.word)
            open_one(o);
        else
            pthread_cond_wait(&o->asked, &o->lock);
    }
    pthread_mutex_unlock(&o->lock);
    return NULL;
}

/* --- what the others do --------------------------------------------------------------------- */

int opener_open(struct opener **out, struct mien_error *e)
{
    struct opener *o = calloc(1, sizeof *o);
    *out = NULL;
    if (!o)
        return error_memory(e, "what opens sources", sizeof *o);
    pthread_mutex_init(&o->lock, NULL);
    pthread_cond_init(&o->asked, NULL);
    pthread_cond_init(&o->answered, NULL);
    const int failed = pthread_create(&o->thread, NULL, serve, o);
    o->started = failed == 0;
    if (failed) {
        opener_close(o);
        return error_set(e, NULL, 0, "cannot start a thread (%s)", strerror(failed));
    }
    *out = o;
    return 0;
}

void opener_close(struct opener *o)
{
    if (!o)
        return;
    pthread_mutex_lock(&o->lock);
    o->quit = true;
    pthread_cond_signal(&o->asked);
    pthread_mutex_unlock(&o->lock);
    if (o->started)
        pthread_join(o->thread, NULL);
    for (int i = 0; i < o->let_go_count; i++)
        source_close(o->let_go[i]);
    source_close(o->opened);
    free(o->wish.word);
    pthread_cond_destroy(&o->answered);
    pthread_cond_destroy(&o->asked);
    pthread_mutex_destroy(&o->lock);
    free(o);
}

int opener_wish(struct opener *o, const char *word, const struct source_options *how,
                struct mien_error *e)
{
    char *copy = strdup(word);
    if (!copy)
        return error_memory(e, word, strlen(word));
    pthread_mutex_lock(&o->lock);
    free(o->wish.word);
    o->wish = (struct wish){copy, *how};
    o->busy = true;
    snprintf(o->news.word, sizeof o->news.word, "%s", word);
    pthread_cond_signal(&o->asked);
    pthread_mutex_unlock(&o->lock);
    return 0;
}

struct source *opener_take(struct opener *o, char word[OPENER_WORD])
{
    pthread_mutex_lock(&o->lock);
    struct source *s = o->opened;
    o->opened = NULL;
    if (s)
        memcpy(word, o->opened_word, OPENER_WORD);
    pthread_mutex_unlock(&o->lock);
    return s;
}

void opener_let_go(struct opener *o, struct source *s)
{
    pthread_mutex_lock(&o->lock);
    const bool room = o->let_go_count < LET_GO_MOST;
    if (room)
        o->let_go[o->let_go_count++] = s;
    o->news.closing += room;
    pthread_cond_signal(&o->asked);
    pthread_mutex_unlock(&o->lock);
    if (!room)
        source_close(s);
}

int opener_await(struct opener *o, struct mien_error *e)
{
    pthread_mutex_lock(&o->lock);
    while (o->busy)
        pthread_cond_wait(&o->answered, &o->lock);
    const bool failed = o->failed;
    if (failed)
        *e = o->news.why;
    pthread_mutex_unlock(&o->lock);
    return failed ? -1 : 0;
}

void opener_news(struct opener *o, struct opener_news *news)
{
    pthread_mutex_lock(&o->lock);
    *news = o->news;
    pthread_mutex_unlock(&o->lock);
}
