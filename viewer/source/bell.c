/* bell.c - see bell.h. */
#include "viewer/source/bell.h"

#include "viewer/frame/wait.h"

void bell_init(struct bell *b)
{
    pthread_mutex_init(&b->lock, NULL);
    wait_init(&b->rings);
    b->rung = false;
}

void bell_free(struct bell *b)
{
    pthread_cond_destroy(&b->rings);
    pthread_mutex_destroy(&b->lock);
}

void bell_ring(struct bell *b)
{
    pthread_mutex_lock(&b->lock);
    b->rung = true;
    pthread_cond_signal(&b->rings);
    pthread_mutex_unlock(&b->lock);
}

void bell_wait(struct bell *b, double until)
{
    pthread_mutex_lock(&b->lock);
    for (bool early = true; !b->rung && early;)
        early = wait_until(&b->rings, &b->lock, until);
    b->rung = false;
    pthread_mutex_unlock(&b->lock);
}
