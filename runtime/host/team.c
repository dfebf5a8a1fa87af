/* team.c - see team.h. One barrier does all: workers wait at it for a job, in the job, and behind
 * it. */
#include "runtime/host/team.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { SPINS = 2000 }; /* of a few dozen cycles each */

struct member {
    struct team *team;
    int worker;
    pthread_t thread;
};

struct team {
    int workers, started; /* started: threads made so far, those of the members 1..started */
    struct member *members;
    void (*job)(void *context, int worker); /* NULL: leave */
    void *context;
    atomic_int arrived;
    atomic_uint phase; /* counts the times that all had arrived; changed under `lock` */
    int sleepers;      /* under `lock` */
    pthread_mutex_t lock;
    pthread_cond_t turned;
};

static void relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
}

static void sleep_until_turned(struct team *t, unsigned phase)
{
    pthread_mutex_lock(&t->lock);
    t->sleepers++;
    while (atomic_load(&t->phase) == phase)
        pthread_cond_wait(&t->turned, &t->lock);
    t->sleepers--;
    pthread_mutex_unlock(&t->lock);
}

void team_wait(struct team *t)
{
    if (t->workers == 1)
        return;
    unsigned phase = atomic_load(&t->phase);
    if (atomic_fetch_add(&t->arrived, 1) + 1 == t->workers) {
        atomic_store(&t->arrived, 0);
        pthread_mutex_lock(&t->lock);
        atomic_store(&t->phase, phase + 1);
        if (t->sleepers > 0)
            pthread_cond_broadcast(&t->turned);
        pthread_mutex_unlock(&t->lock);
        return;
    }
    for (int i = 0; i < SPINS; i++) {
        if (atomic_load_explicit(&t->phase, memory_order_acquire) != phase)
            return;
        relax();
    }
    sleep_until_turned(t, phase);
}

static void *serve(void *member)
{
    struct member *m = member;
    struct team *t = m->team;
    for (;;) {
        team_wait(t);
        if (t->job == NULL)
            return NULL;
        t->job(t->context, m->worker);
        team_wait(t);
    }
}

void team_run(struct team *t, void (*job)(void *context, int worker), void *context)
{
    t->job = job;
    t->context = context;
    team_wait(t);
    job(context, 0);
    team_wait(t);
}

struct team *team_open(int workers, struct mien_error *e)
{
    struct team *t = calloc(1, sizeof *t);
    struct member *members = calloc((size_t)workers, sizeof *members);
    if (t == NULL || members == NULL) {
        free(t);
        free(members);
        error_memory(e, "a team of threads", (size_t)workers * sizeof *members);
        return NULL;
    }
    t->workers = workers;
    t->members = members;
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->turned, NULL);
    for (int i = 1; i < workers; i++) {
        members[i] = (struct member){.team = t, .worker = i};
        int status = pthread_create(&members[i].thread, NULL, serve, &members[i]);
        if (status != 0) {
            error_set(e, NULL, 0, "cannot start thread %d of %d (%s); set fewer threads", i + 1,
                      workers, strerror(status));
            team_close(t);
            return NULL;
        }
        t->started++;
    }
    return t;
}

/* Those missing of a team that never became whole are counted as arrived. */
void team_close(struct team *t)
{
    if (t == NULL)
        return;
    t->job = NULL;
    atomic_fetch_add(&t->arrived, t->workers - 1 - t->started);
    team_wait(t);
    for (int i = 1; i <= t->started; i++)
        pthread_join(t->members[i].thread, NULL);
    pthread_cond_destroy(&t->turned);
    pthread_mutex_destroy(&t->lock);
    free(t->members);
    free(t);
}
