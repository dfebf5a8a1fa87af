/* make_session - append a made-up live session to FILE as it would come about, to look at the
 * console:
 *
 *     make_session runs/demo/metrics.jsonl           a frame when it is due, until it is stopped
 *     make_session runs/demo/metrics.jsonl 9000      so many frames at once, and an end
 *
 * It holds the file's lock as a real session does. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/console/session.h"

static volatile sig_atomic_t stopped;

static void stop(int number)
{
    (void)number;
    stopped = 1;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void wait_until(double time)
{
    const double left = time - now();
    if (left <= 0)
        return;
    const struct timespec t = {(time_t)left, (long)(1e9 * (left - (double)(time_t)left))};
    nanosleep(&t, NULL);
}

int main(int argc, char **argv)
{
    const long frames = argc > 2 ? strtol(argv[2], NULL, 10) : 0;
    FILE *stream = argc > 1 ? fopen(argv[1], "w") : NULL;
    if (!stream) {
        fputs("usage: make_session FILE [FRAMES]\n", stderr);
        return 2;
    }
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    fcntl(fileno(stream), F_SETLK, &lock);
    signal(SIGINT, stop);
    signal(SIGTERM, stop);

    const double started = now();
    struct session s;
    session_begin(&s, 1, started, stream);
    while (!stopped && (frames == 0 || (long)s.frame < frames)) {
        session_frame(&s, stream);
        if (frames == 0) {
            fflush(stream);
            wait_until(started + s.wall);
        }
    }
    session_end(&s, started + s.wall, stopped ? "stopped" : "finished", stream);
    return fclose(stream) == 0 ? 0 : 1;
}
