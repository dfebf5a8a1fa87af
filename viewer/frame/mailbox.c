/* mailbox.c - see mailbox.h. The lock is held for a few instructions; nothing is let go under it.
 */
#include "viewer/frame/mailbox.h"

#include "runtime/host/term.h"
#include "viewer/frame/wait.h"

void mailbox_init(struct mailbox *m, void (*let_go)(void *thing))
{
    *m = (struct mailbox){.let_go = let_go};
    pthread_mutex_init(&m->lock, NULL);
    wait_init(&m->filled);
}

void mailbox_free(struct mailbox *m)
{
    if (m->thing)
        m->let_go(m->thing);
    m->thing = NULL;
    pthread_cond_destroy(&m->filled);
    pthread_mutex_destroy(&m->lock);
}

void mailbox_put(struct mailbox *m, void *thing)
{
    void *old = thing;
    pthread_mutex_lock(&m->lock);
    if (!m->closed) {
        old = m->thing;
        m->thing = thing;
        m->dropped += old != NULL;
        pthread_cond_signal(&m->filled);
    }
    pthread_mutex_unlock(&m->lock);
    if (old)
        m->let_go(old);
}

void *mailbox_take(struct mailbox *m, double seconds)
{
    const double until = clock_seconds() + seconds;
    void *thing = NULL;
    pthread_mutex_lock(&m->lock);
    for (bool early = true; !m->thing && !m->closed && early;)
        early = wait_until(&m->filled, &m->lock, until);
    if (!m->closed) {
        thing = m->thing;
        m->thing = NULL;
    }
    pthread_mutex_unlock(&m->lock);
    return thing;
}

void mailbox_close(struct mailbox *m)
{
    pthread_mutex_lock(&m->lock);
    m->closed = true;
    pthread_cond_broadcast(&m->filled);
    pthread_mutex_unlock(&m->lock);
}

uint64_t mailbox_dropped(struct mailbox *m)
{
    pthread_mutex_lock(&m->lock);
    const uint64_t dropped = m->dropped;
    pthread_mutex_unlock(&m->lock);
    return dropped;
}
