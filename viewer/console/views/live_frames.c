/* live_frames.c - see live_frames.h. */
#include "viewer/console/views/live_frames.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "viewer/console/journal/record.h"

static int place(const struct live_frames *f, int i)
{
    return (int)((unsigned)(f->first + i) % LIVE_FRAMES_MAX);
}

static float *value_at(const struct live_frames *f, int key, int at)
{
    return &f->value[(size_t)key * LIVE_FRAMES_MAX + (size_t)at];
}

double live_frames_wall(const struct live_frames *f, int i)
{
    return f->wall[place(f, i)];
}

const float *live_frames_values(const struct live_frames *f, int key)
{
    return value_at(f, key, 0);
}

int live_frames_key(const struct live_frames *f, const char *name)
{
    for (int k = 0; k < f->key_count; k++)
        if (strcmp(f->key[k], name) == 0)
            return k;
    return -1;
}

/* The same, with a key seen for the first time added; `likely` is where it stood in most lines. */
static int find_or_add(struct live_frames *f, const struct json_value *key, int likely)
{
    char name[JOURNAL_NAME_MAX];
    if (likely < f->key_count && json_is(key, f->key[likely]))
        return likely;
    if (json_string(key, name, sizeof name) >= sizeof name)
        return -1;
    const int found = live_frames_key(f, name);
    if (found >= 0 || f->key_count == LIVE_KEYS_MAX)
        return found;
    strcpy(f->key[f->key_count], name);
    return f->key_count++;
}

static void add_frame(struct live_frames *f, const struct record *r, double wall)
{
    if (f->count > 0) /* time stands where a line sets it back: what follows searches by it */
        wall = fmax(wall, live_frames_wall(f, f->count - 1));
    f->whole = f->whole && f->count < LIVE_FRAMES_MAX;
    if (f->count == LIVE_FRAMES_MAX)
        f->first = place(f, 1);
    else
        f->count++;
    const int at = place(f, f->count - 1);
    f->wall[at] = wall;
    for (int k = 0; k < LIVE_KEYS_MAX; k++)
        *value_at(f, k, at) = NAN;
    int likely = 0;
    for (int i = 0; i < r->count; i++) {
        const struct json_member *m = &r->members[i];
        const int key = m->value.type == JSON_NUMBER ? find_or_add(f, &m->key, likely) : -1;
        if (key < 0)
            continue;
        *value_at(f, key, at) = (float)m->value.number;
        likely = key + 1;
    }
}

static void take_line(struct live_frames *f, const char *text, size_t size)
{
    struct record r;
    if (!record_read(&r, text, size))
        return;
    const double wall = record_number(&r, "wall");
    const struct json_value *kind = record_string(&r, "kind");
    const struct json_value *source = record_string(&r, "source");
    if (!isnan(wall) && !(kind && json_is(kind, "event")))
        add_frame(f, &r, wall);
    else if (source)
        json_string(source, f->source, sizeof f->source);
}

static bool is_another(const struct live_frames *f, const struct journal *j)
{
    const bool same_start = f->started == j->started || (isnan(f->started) && isnan(j->started));
    return f->journal != j || !same_start || j->lines < f->read || j->bytes < f->bytes;
}

static bool begin(struct live_frames *f, const struct journal *j)
{
    live_frames_free(f);
    f->wall = malloc(LIVE_FRAMES_MAX * sizeof *f->wall);
    f->value = malloc((size_t)LIVE_FRAMES_MAX * LIVE_KEYS_MAX * sizeof *f->value);
    if (!f->wall || !f->value) {
        live_frames_free(f);
        return false;
    }
    f->journal = j;
    f->started = j->started;
    return true;
}

static bool visit(void *context, uint64_t line, const char *text, size_t size)
{
    (void)line;
    take_line(context, text, size);
    return true;
}

bool live_frames_follow(struct live_frames *f, struct journal *j)
{
    if (is_another(f, j)) {
        if (!begin(f, j))
            return false;
        f->whole = j->lines <= LIVE_FRAMES_MAX;
        f->read = f->whole ? 0 : j->lines - LIVE_FRAMES_MAX;
        if (!f->whole)
            journal_range(j, 0, 1, visit, f); /* the opening line says the source */
        f->count = 0;
    }
    const long read = journal_range(j, f->read, j->lines - f->read, visit, f);
    f->read += read > 0 ? (uint64_t)read : 0; /* of a file that is gone, what was read stays */
    f->bytes = j->bytes;
    return true;
}

void live_frames_free(struct live_frames *f)
{
    free(f->wall);
    free(f->value);
    memset(f, 0, sizeof *f);
}
