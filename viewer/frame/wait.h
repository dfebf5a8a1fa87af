/* wait.h - waiting for another thread until a moment of clock_seconds().
 *
 * A condition that is waited on must count by the monotonic clock: the other one is set by people
 * and by the network, and a wait by it may last for hours. */
#ifndef MIEN_VIEWER_FRAME_WAIT_H
#define MIEN_VIEWER_FRAME_WAIT_H

#include <pthread.h>
#include <stdbool.h>

/* A condition for wait_until; pthread_cond_destroy ends it. */
void wait_init(pthread_cond_t *condition);

/* Wait until it is signalled or `moment` has come, with `lock` held as pthread_cond_wait wants it.
 * false: the moment has come. INFINITY waits as long as it takes. */
bool wait_until(pthread_cond_t *condition, pthread_mutex_t *lock, double moment);

#endif
