/* bell.h - a thread waits, others wake it: something came in, or somebody steers.
 *
 * A ring is remembered until the next wait, so none that comes between looking and waiting is
 * lost. */
#ifndef MIEN_VIEWER_SOURCE_BELL_H
#define MIEN_VIEWER_SOURCE_BELL_H

#include <pthread.h>
#include <stdbool.h>

struct bell {
    pthread_mutex_t lock;
    pthread_cond_t rings;
    bool rung;
};

void bell_init(struct bell *b);
void bell_free(struct bell *b);

void bell_ring(struct bell *b); /* any thread */

/* Wait until it rings or has rung since the last wait, or clock_seconds() is `until`. */
void bell_wait(struct bell *b, double until);

#endif
