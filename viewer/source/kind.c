/* kind.c - see kind.h. */
#include "viewer/source/kind.h"

bool source_take_seek(struct source *s, double *position)
{
    pthread_mutex_lock(&s->lock);
    const bool wanted = s->seek_wanted;
    *position = s->seek;
    s->seek_wanted = false;
    pthread_mutex_unlock(&s->lock);
    return wanted;
}

void source_tell(struct source *s, double rate, double length, bool seekable)
{
    pthread_mutex_lock(&s->lock);
    s->facts.rate = rate;
    s->facts.length = length;
    s->facts.seekable = seekable;
    pthread_mutex_unlock(&s->lock);
}
