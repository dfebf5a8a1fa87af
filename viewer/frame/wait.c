/* wait.c - see wait.h. */
#include "viewer/frame/wait.h"

#include <errno.h>
#include <time.h>

/* Seconds that fit every time_t and are years from any boot: what is farther is never. */
#define NEVER 2e9

void wait_init(pthread_cond_t *condition)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &monotonic);
    pthread_condattr_destroy(&monotonic);
}

bool wait_until(pthread_cond_t *condition, pthread_mutex_t *lock, double moment)
{
    if (moment >= NEVER) {
        pthread_cond_wait(condition, lock);
        return true;
    }
    const double from = moment > 0 ? moment : 0; /* also where it is no number */
    const time_t whole = (time_t)from;
    const struct timespec until = {whole, (long)((from - (double)whole) * 1e9)};
    return pthread_cond_timedwait(condition, lock, &until) != ETIMEDOUT;
}
