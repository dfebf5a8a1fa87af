/* fast_clock.c - a monotonic clock that runs FACTOR times as fast, for LD_PRELOAD.
 *
 * A fit writes its checkpoint every few seconds. Under this clock one that takes a second writes as
 * many as one that takes half a minute, so that a test can kill it between any two of them. Nothing
 * a fit computes may depend on the clock: its model must be the same under this one. */
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { FACTOR = 40, BILLION = 1000000000 };

int clock_gettime(clockid_t id, struct timespec *t)
{
    const int result = (int)syscall(SYS_clock_gettime, id, t);
    if (result != 0 || id != CLOCK_MONOTONIC)
        return result;
    const long long fast = t->tv_nsec * (long long)FACTOR;
    t->tv_sec = t->tv_sec * FACTOR + (time_t)(fast / BILLION);
    t->tv_nsec = (long)(fast % BILLION);
    return 0;
}
