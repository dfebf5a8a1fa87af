/* crew.c - a queue of finished tasks between the workers and their caller; see crew.h. */
#include "trainer/svm/crew.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct shift {
    const struct crew *crew;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    size_t next;      /* first task that nobody has taken */
    size_t *finished; /* [tasks], in the order of finishing */
    size_t finished_count;
    int at_work;
    bool stop;
    enum fit_result result;
    struct mien_error error;
};

static void fail(struct shift *s, const struct mien_error *e)
{
    if (s->result != FIT_FAILED)
        s->error = *e;
    s->result = FIT_FAILED;
    s->stop = true;
}

static void *worker(void *argument)
{
    struct shift *s = argument;
    pthread_mutex_lock(&s->lock);
    while (!s->stop && s->next < s->crew->tasks) {
        struct mien_error error = {0};
        const size_t task = s->next++;
        pthread_mutex_unlock(&s->lock);
        const int result = s->crew->work(s->crew->context, task, &error);
        pthread_mutex_lock(&s->lock);
        if (result < 0)
            fail(s, &error);
        else
            s->finished[s->finished_count++] = task;
        pthread_cond_signal(&s->changed);
    }
    s->at_work--;
    pthread_cond_signal(&s->changed);
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

static struct timespec tenth_from_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_nsec += 100000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_nsec -= 1000000000;
        t.tv_sec++;
    }
    return t;
}

/* Hear of finished tasks until nobody is at work. Called and left with the lock held. */
static void oversee(struct shift *s)
{
    size_t heard = 0;
    while (s->at_work > 0 || heard < s->finished_count) {
        if (heard == s->finished_count) {
            const struct timespec until = tenth_from_now();
            pthread_cond_timedwait(&s->changed, &s->lock, &until);
        }
        if (s->at_work == 0 && heard == s->finished_count)
            break;
        const ptrdiff_t task =
            heard < s->finished_count ? (ptrdiff_t)s->finished[heard++] : CREW_NO_TASK;
        struct mien_error error = {0};
        pthread_mutex_unlock(&s->lock);
        const enum fit_result result = s->crew->watch(s->crew->context, task, &error);
        pthread_mutex_lock(&s->lock);
        if (result == FIT_FAILED)
            fail(s, &error);
        else if (result == FIT_STOPPED)
            s->stop = true;
    }
}

static int start_workers(struct shift *s, pthread_t *threads, int count)
{
    int started = 0;
    for (; started < count; started++) {
        const int reason = pthread_create(&threads[started], NULL, worker, s);
        if (reason != 0) {
            struct mien_error error = {0};
            error_set(&error, NULL, 0, "cannot start a thread (%s); ask for fewer threads",
                      strerror(reason));
            fail(s, &error);
            break;
        }
        s->at_work++;
    }
    return started;
}

enum fit_result crew_run(const struct crew *c, struct mien_error *e)
{
    struct shift s = {.crew = c, .result = FIT_DONE};
    const int count = (size_t)c->threads < c->tasks ? c->threads : (int)c->tasks;
    if (count == 0)
        return FIT_DONE;
    pthread_t *threads = malloc((size_t)count * sizeof *threads);
    s.finished = malloc(c->tasks * sizeof *s.finished);
    if (!threads || !s.finished) {
        free(threads);
        free(s.finished);
        return error_memory(e, "a list of tasks", c->tasks * sizeof *s.finished);
    }
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&s.lock, NULL);
    pthread_cond_init(&s.changed, &monotonic);

    pthread_mutex_lock(&s.lock);
    const int started = start_workers(&s, threads, count);
    oversee(&s);
    pthread_mutex_unlock(&s.lock);
    for (int t = 0; t < started; t++)
        pthread_join(threads[t], NULL);

    if (s.result == FIT_FAILED && e)
        *e = s.error;
    else if (s.stop && s.finished_count < c->tasks)
        s.result = FIT_STOPPED;
    pthread_cond_destroy(&s.changed);
    pthread_mutex_destroy(&s.lock);
    pthread_condattr_destroy(&monotonic);
    free(threads);
    free(s.finished);
    return s.result;
}
