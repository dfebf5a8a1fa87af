/* work.c - see work.h. Threads take the next picture, find, and append to the journal under a lock;
 * records lie there in the order in which they were done, which nothing that is made of them shows.
 * The journal is flushed to the disk every two seconds by whichever thread comes by. */
#include "datasets/landmarks/work.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/sha256.h"
#include "runtime/host/team.h"
#include "runtime/host/term.h"
#include "runtime/mien_landmarks.h"

#define SYNC_SECONDS 2.0

struct crew {
    struct landmark_work *work;
    pthread_mutex_t lock; /* over all below, and the work's journal, record and damage */
    uint32_t next, done, total;
    double synced;
    bool stop;
    uint32_t failed_row; /* lowest row with an error; UINT32_MAX: none */
    struct mien_error *error;
};

size_t landmark_work_values(unsigned sets)
{
    return sets & LANDMARKS_468 ? MIEN_MESH_POINTS * 3 : MIEN_LANDMARKS68 * 2;
}

static int16_t store(float v, double scale)
{
    const double q = nearbyint((double)v / scale);
    return (int16_t)(q < INT16_MAX ? q > INT16_MIN ? q : INT16_MIN : INT16_MAX);
}

static void store_landmarks(const struct landmark_work *w, const struct landmark_found *f,
                            int16_t *values)
{
    const bool mesh = w->options->sets & LANDMARKS_468;
    const int points = mesh ? MIEN_MESH_POINTS : MIEN_LANDMARKS68, numbers = mesh ? 3 : 2;
    for (int i = 0; i < points; i++)
        for (int k = 0; k < numbers; k++)
            *values++ = store(f->landmarks[mesh ? i : mien_ibug68[i]][k], w->scale);
}

/* Equal pictures have equal digests. */
static void digest_picture(const struct image *m, uint8_t digest[16])
{
    struct sha256 h;
    char hex[65];
    const uint32_t shape[3] = {m->height, m->width, m->channels};
    sha256_start(&h);
    sha256_add(&h, shape, sizeof shape);
    sha256_add(&h, m->data, (size_t)m->width * m->height * m->channels);
    sha256_finish(&h, hex);
    for (int i = 0; i < 16; i++) {
        const char pair[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        digest[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
}

/* The picture's record; 1 where it cannot be read, with the reason in `e`. */
static int find(const struct landmark_work *w, void *state, uint32_t row, struct journal_record *r,
                int16_t *values, struct mien_error *e)
{
    struct image m = {.data = NULL};
    struct landmark_found found;
    if (landmark_source_read(w->source, row, &m, e) != 0)
        return 1;
    const struct mien_picture picture = {
        .pixels = m.data,
        .width = (int32_t)m.width,
        .height = (int32_t)m.height,
        .channels = (int32_t)m.channels,
        .stride = (ptrdiff_t)m.width * (ptrdiff_t)m.channels,
    };
    int result = w->finder->find(state, &picture, &found, e);
    if (result == 0) {
        *r = (struct journal_record){
            .key = w->source->keys[row],
            .score = found.score,
            .kept = found.kept,
            .tries = found.tries,
            .at_once = found.at_once,
            .detected = found.detected,
        };
        digest_picture(&m, r->digest);
        store_landmarks(w, &found, values);
    }
    image_free(&m);
    return result;
}

/* The next picture without a record, or UINT32_MAX where there is none or the work stops. */
static uint32_t take(struct crew *c)
{
    struct landmark_work *w = c->work;
    uint32_t row = UINT32_MAX;
    pthread_mutex_lock(&c->lock);
    while (c->next < w->source->count && w->record[c->next] != WORK_NONE)
        c->next++;
    if (!c->stop && c->next < w->source->count)
        row = c->next++;
    pthread_mutex_unlock(&c->lock);
    return row;
}

/* Of several errors that of the lowest row counts: rows below it were all taken before it. */
static void fail(struct crew *c, uint32_t row, const struct mien_error *e)
{
    c->stop = true;
    if (row < c->failed_row) {
        c->failed_row = row;
        if (c->error)
            *c->error = *e;
    }
}

/* Keep what came of a picture: 0 a record, 1 a damage, -1 an error. Under the lock. */
static void keep(struct crew *c, uint32_t row, int came, const struct journal_record *r,
                 const int16_t *values, struct mien_error *e)
{
    struct landmark_work *w = c->work;
    if (came == 1 && !w->options->strict) {
        w->damage[row] = strdup(e->text);
        came = w->damage[row] ? 0 : error_memory(e, "names of pictures", strlen(e->text));
    } else if (came == 0) {
        came = journal_append(&w->journal, r, values, e);
        if (came == 0)
            w->record[row] = w->journal.count - 1;
    }
    if (came != 0) {
        fail(c, row, e);
        return;
    }
    const struct dataset_watch *watch = w->options->watch;
    c->done++;
    if (watch && watch->report && !watch->report(watch->context, c->done, c->total)) {
        error_set(e, NULL, 0, "stopped");
        fail(c, row, e);
    }
}

/* Whether the journal is to be flushed now, by this thread. Under the lock. */
static bool sync_is_due(struct crew *c)
{
    const double now = clock_seconds();
    const bool due = now - c->synced > SYNC_SECONDS;
    if (due)
        c->synced = now;
    return due;
}

static void do_pictures(struct crew *c, void *state, int16_t *values)
{
    struct mien_error e;
    struct journal_record r;
    for (uint32_t row; (row = take(c)) != UINT32_MAX;) {
        const int came = find(c->work, state, row, &r, values, &e);
        pthread_mutex_lock(&c->lock);
        keep(c, row, came, &r, values, &e);
        const bool due = sync_is_due(c);
        pthread_mutex_unlock(&c->lock);
        if (due && journal_sync(&c->work->journal, &e) != 0) {
            pthread_mutex_lock(&c->lock);
            fail(c, row, &e);
            pthread_mutex_unlock(&c->lock);
        }
    }
}

static void serve(void *context, int worker)
{
    (void)worker;
    struct crew *c = context;
    const struct landmark_finder *finder = c->work->finder;
    const size_t bytes = landmark_work_values(c->work->options->sets) * sizeof(int16_t);
    struct mien_error e = {.text = ""};
    int16_t *values = malloc(bytes);
    void *state = values ? finder->open(finder->context, &e) : NULL;
    if (!values)
        error_memory(&e, "landmarks", bytes);
    if (state) {
        do_pictures(c, state, values);
        finder->close(state);
    } else {
        pthread_mutex_lock(&c->lock);
        fail(c, 0, &e);
        pthread_mutex_unlock(&c->lock);
    }
    free(values);
}

static uint32_t count_left(const struct landmark_work *w)
{
    uint32_t left = 0;
    for (uint32_t row = 0; row < w->source->count; row++)
        left += w->record[row] == WORK_NONE;
    return left;
}

int landmark_work_run(struct landmark_work *w, struct mien_error *e)
{
    struct crew c = {
        .work = w,
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .total = count_left(w),
        .synced = clock_seconds(),
        .failed_row = UINT32_MAX,
        .error = e,
    };
    if (c.total == 0)
        return 0;
    struct team *team = team_open(w->options->jobs, e);
    if (!team)
        return -1;
    team_run(team, serve, &c);
    team_close(team);
    pthread_mutex_destroy(&c.lock);
    const int synced = journal_sync(&w->journal, c.stop ? NULL : e);
    return c.stop ? -1 : synced;
}
