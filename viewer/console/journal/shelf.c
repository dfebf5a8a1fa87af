/* shelf.c - see shelf.h. Places are where runs are looked for: the paths that were given, and the
 * folders in them. Files are watched for what is written to them, folders for what appears in them;
 * once a second a look is taken at all that cannot be watched and at the runs that are at work. */
#include "viewer/console/journal/shelf.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "runtime/host/team.h"
#include "viewer/console/journal/reader.h"
#include "viewer/console/journal/watch.h"

enum {
    PLACES_MAX = 8192,     /* folders beyond are left alone */
    PIECE_BYTES = 1 << 20, /* read of a file before another has its turn */
    READERS_MAX = 4        /* threads that read long files side by side */
};
static const double look_seconds = 1;
static const char metrics_name[] = "metrics.jsonl";

struct place {
    char *path;
    int watch;  /* -1: none */
    bool given; /* by the caller: the folders in it are places too */
    bool file;  /* a run itself */
};

/* Beside each run. */
struct entry {
    int watch;
    bool changed;     /* since it was read, perhaps */
    uint64_t waiting; /* bytes to read, as far as is known */
};

struct shelf_watch {
    int descriptor;
    struct place *places; /* [place_count] */
    int place_count, place_capacity;
    struct entry *entries; /* [SHELF_RUNS_MAX] */
    double looked;         /* at what is not watched; seconds on the monotonic clock */
    struct team *readers;  /* NULL: not needed yet, or `alone` */
    int reader_count;
    bool alone; /* no threads can be had */
};

static double clock_of(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Runs. */

static int find_run(const struct shelf *s, const char *path)
{
    for (int i = 0; i < s->count; i++)
        if (strcmp(s->runs[i]->path, path) == 0)
            return i;
    return -1;
}

/* A file that is on the shelf under another path. */
static bool is_shown(const struct shelf *s, const struct stat *st)
{
    struct stat other;
    for (int i = 0; i < s->count; i++) {
        const struct journal_reader *r = s->runs[i]->reader;
        if (r->device == st->st_dev && r->inode == st->st_ino &&
            stat(s->runs[i]->path, &other) == 0 && other.st_dev == st->st_dev &&
            other.st_ino == st->st_ino)
            return true;
    }
    return false;
}

static int add_run(struct shelf *s, const char *path, const struct stat *st, struct mien_error *e)
{
    struct journal *j = calloc(1, sizeof *j);
    if (!j || journal_open(j, path, e) != 0) {
        free(j);
        return error_memory(e, path, sizeof *j);
    }
    j->reader->device = st->st_dev; /* known by them before it is read, too */
    j->reader->inode = st->st_ino;
    s->watch->entries[s->count] = (struct entry){-1, true, (uint64_t)st->st_size};
    s->runs[s->count++] = j;
    s->generation++;
    return 0;
}

/* The metrics file `path`, if it is one, has a run on the shelf. Returns whether it is one. */
static bool meet_run(struct shelf *s, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    const int run = find_run(s, path);
    if (run >= 0) /* perhaps it was gone until now */
        s->watch->entries[run].changed |= s->watch->entries[run].watch < 0;
    if (run >= 0 || is_shown(s, &st))
        return true;
    if (s->count == SHELF_RUNS_MAX)
        s->full = true;
    else
        add_run(s, path, &st, NULL);
    return true;
}

/* Something happened to the metrics file of this folder. */
static void touch_run(struct shelf *s, const char *path)
{
    const int run = find_run(s, path);
    if (run >= 0)
        s->watch->entries[run].changed = true;
    else
        meet_run(s, path);
}

/* Places. */

static int find_place(const struct shelf_watch *w, const char *path)
{
    for (int i = 0; i < w->place_count; i++)
        if (strcmp(w->places[i].path, path) == 0)
            return i;
    return -1;
}

/* A place for `path`, which is the shelf's from now on; -1: no room, or out of memory. */
static int add_place(struct shelf_watch *w, char *path, bool given)
{
    if (path && w->place_count == w->place_capacity && w->place_count < PLACES_MAX) {
        const int capacity = w->place_capacity ? 2 * w->place_capacity : 16;
        struct place *more = realloc(w->places, (size_t)capacity * sizeof *more);
        if (more) {
            w->places = more;
            w->place_capacity = capacity;
        }
    }
    if (!path || w->place_count == w->place_capacity) {
        free(path);
        return -1;
    }
    w->places[w->place_count] = (struct place){.path = path, .watch = -1, .given = given};
    return w->place_count++;
}

static void visit(struct shelf *s, int place);

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A name in a folder that was given: is it a run's? */
static void visit_child(struct shelf *s, const char *folder, const char *name)
{
    char *path = file_join(folder, name);
    if (name[0] == '.' || !path || !is_folder(path)) {
        free(path);
        return;
    }
    int place = find_place(s->watch, path);
    if (place >= 0)
        free(path);
    else
        place = add_place(s->watch, path, false);
    if (place >= 0)
        visit(s, place);
}

/* In the order of their names, numbers in them by their value. */
static void visit_children(struct shelf *s, int place)
{
    struct dirent **names = NULL;
    const int count = scandir(s->watch->places[place].path, &names, NULL, versionsort);
    for (int i = 0; i < count; i++) {
        visit_child(s, s->watch->places[place].path, names[i]->d_name);
        free(names[i]);
    }
    free(names);
}

/* See what is at a place: a file of metrics, a run's folder, a folder of such, or nothing yet. */
static void visit(struct shelf *s, int place)
{
    struct shelf_watch *w = s->watch;
    struct place *p = &w->places[place];
    if (p->given && !is_folder(p->path)) {
        p->file = meet_run(s, p->path);
        return;
    }
    p->watch = watch_folder(w->descriptor, p->path); /* first: nothing is missed behind the look */
    char *metrics = file_join(p->path, metrics_name);
    const bool is_run = metrics && meet_run(s, metrics);
    free(metrics);
    if (!is_run && p->given)
        visit_children(s, place);
}

/* Something came or went by this name in a folder. */
static void name_changed(struct shelf *s, int place, const char *name)
{
    const struct place *p = &s->watch->places[place];
    if (strcmp(name, metrics_name) == 0) {
        char *metrics = file_join(p->path, name);
        if (metrics)
            touch_run(s, metrics);
        free(metrics);
    } else if (p->given) {
        visit_child(s, p->path, name);
    }
}

/* Watching. */

static void look_everywhere(struct shelf *s)
{
    for (int i = 0; i < s->watch->place_count; i++)
        visit(s, i);
    for (int i = 0; i < s->count; i++)
        s->watch->entries[i].changed = true;
}

static void tell(void *context, const struct watch_event *event)
{
    struct shelf *s = context;
    struct shelf_watch *w = s->watch;
    if (event->watch < 0)
        look_everywhere(s);
    for (int i = 0; i < s->count && event->watch >= 0; i++)
        if (w->entries[i].watch == event->watch) {
            w->entries[i].changed = true;
            if (event->over)
                w->entries[i].watch = -1;
        }
    const int places = w->place_count; /* new ones were visited when they were made */
    for (int i = 0; i < places && event->watch >= 0; i++)
        if (w->places[i].watch == event->watch) {
            if (event->over)
                w->places[i].watch = -1;
            else if (event->name)
                name_changed(s, i, event->name);
        }
}

/* What nobody tells: at places and runs without a watch, and how runs at work are. */
static void look_around(struct shelf *s, double now)
{
    struct shelf_watch *w = s->watch;
    const int places = w->place_count;
    for (int i = 0; i < places; i++)
        if (w->places[i].watch < 0 && !w->places[i].file)
            visit(s, i);
    for (int i = 0; i < s->count; i++)
        w->entries[i].changed |= w->entries[i].watch < 0 || journal_should_look(s->runs[i], now);
}

/* Reading. */

/* The run to read next: the chief, else the one with the least to read; -1: there is none. */
static int next_run(const struct shelf *s, int chief)
{
    const struct entry *entries = s->watch->entries;
    int best = -1;
    for (int i = 0; i < s->count; i++) {
        if (!entries[i].changed)
            continue;
        if (i == chief)
            return i;
        if (best < 0 || entries[i].waiting < entries[best].waiting)
            best = i;
    }
    return best;
}

/* The file by this path may be another than the one that is watched. */
static void watch_again(struct shelf_watch *w, struct entry *entry, const char *path)
{
    const int watch = watch_file(w->descriptor, path);
    if (watch != entry->watch)
        watch_end(w->descriptor, entry->watch);
    entry->watch = watch;
}

/* Journals that are read at once, each by a thread of its own: none knows of the others. */
struct batch {
    struct shelf *shelf;
    int run[READERS_MAX], count;
    bool more[READERS_MAX];
    double now;
};

static void read_one(void *context, int worker)
{
    struct batch *b = context;
    if (worker < b->count)
        b->more[worker] =
            journal_poll(b->shelf->runs[b->run[worker]], PIECE_BYTES, b->now, NULL) > 0;
}

/* Threads to read with, made when there is much to read for the first time; NULL: there are none.
 */
static struct team *readers(struct shelf_watch *w)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    const int count = processors < READERS_MAX ? (int)processors : READERS_MAX;
    struct mien_error ignored;
    if (!w->readers && !w->alone) {
        w->readers = count > 1 ? team_open(count, &ignored) : NULL;
        w->alone = !w->readers;
        w->reader_count = w->readers ? count : 1;
    }
    return w->readers;
}

/* The run to read next, and where that is a long one, other long ones to read beside it. */
static void choose_runs(struct batch *b, int chief)
{
    const struct shelf *s = b->shelf;
    const struct entry *entries = s->watch->entries;
    const int first = next_run(s, chief);
    b->count = 0;
    if (first < 0)
        return;
    b->run[b->count++] = first;
    if (entries[first].waiting < PIECE_BYTES || !readers(s->watch))
        return;
    for (int i = 0; i < s->count && b->count < s->watch->reader_count; i++)
        if (i != first && entries[i].changed && entries[i].waiting >= PIECE_BYTES)
            b->run[b->count++] = i;
}

static void read_runs(struct batch *b)
{
    struct shelf *s = b->shelf;
    uint64_t generation[READERS_MAX];
    for (int i = 0; i < b->count; i++) {
        struct journal *j = s->runs[b->run[i]];
        generation[i] = j->generation;
        /* First: what is written behind the reading is told. */
        watch_again(s->watch, &s->watch->entries[b->run[i]], j->path);
    }
    if (b->count > 1)
        team_run(s->watch->readers, read_one, b);
    else
        read_one(b, 0);
    for (int i = 0; i < b->count; i++) {
        const struct journal *j = s->runs[b->run[i]];
        struct entry *entry = &s->watch->entries[b->run[i]];
        entry->changed = b->more[i];
        entry->waiting = journal_waiting(j);
        s->generation += j->generation != generation[i];
    }
}

int shelf_poll(struct shelf *s, double seconds, int chief)
{
    struct shelf_watch *w = s->watch;
    const double now = clock_of(CLOCK_REALTIME), begun = clock_of(CLOCK_MONOTONIC);
    watch_read(w->descriptor, tell, s);
    if (begun - w->looked >= look_seconds) {
        look_around(s, now);
        w->looked = begun;
    }
    struct batch batch = {.shelf = s, .now = now};
    for (choose_runs(&batch, chief); batch.count > 0; choose_runs(&batch, chief)) {
        read_runs(&batch);
        if (clock_of(CLOCK_MONOTONIC) - begun >= seconds)
            return next_run(s, chief) >= 0;
    }
    return 0;
}

int shelf_descriptor(const struct shelf *s)
{
    return s->watch->descriptor;
}

/* Opening. */

static char *without_slashes(const char *path)
{
    size_t size = strlen(path);
    while (size > 1 && path[size - 1] == '/')
        size--;
    return strndup(path, size);
}

int shelf_add(struct shelf *s, const char *path, struct mien_error *e)
{
    struct shelf_watch *w = s->watch;
    char *own = without_slashes(path);
    int place = own ? find_place(w, own) : -1;
    if (place >= 0)
        free(own);
    else
        place = add_place(w, own, true);
    if (place < 0)
        return error_memory(e, path, sizeof *w->places);
    w->places[place].given = true; /* it may have been but a folder in another one */
    visit(s, place);
    return 0;
}

const char *shelf_told(const struct shelf *s, char *out, size_t size)
{
    size_t used = 0;
    snprintf(out, size, "%s", s->watch ? "" : "nowhere");
    for (int i = 0; s->watch && i < s->watch->place_count && used < size; i++) {
        const struct place *p = &s->watch->places[i];
        struct stat st;
        if (p->given)
            used += (size_t)snprintf(out + used, size - used, "%s%s%s", used ? ", " : "", p->path,
                                     stat(p->path, &st) == 0 ? "" : " (not there yet)");
    }
    return out;
}

int shelf_open(struct shelf *s, const char *const *paths, int count, struct mien_error *e)
{
    *s = (struct shelf){.watch = calloc(1, sizeof *s->watch)};
    struct shelf_watch *w = s->watch;
    if (w) {
        w->descriptor = watch_open();
        w->looked = clock_of(CLOCK_MONOTONIC);
        w->entries = calloc(SHELF_RUNS_MAX, sizeof *w->entries);
        s->runs = calloc(SHELF_RUNS_MAX, sizeof *s->runs);
    }
    int result = w && w->entries && s->runs
                     ? 0
                     : error_memory(e, "the runs", sizeof *s->runs * SHELF_RUNS_MAX);
    for (int i = 0; result == 0 && i < count; i++)
        result = shelf_add(s, paths[i], e);
    if (result != 0)
        shelf_close(s);
    return result;
}

void shelf_close(struct shelf *s)
{
    struct shelf_watch *w = s->watch;
    for (int i = 0; i < s->count; i++) {
        journal_close(s->runs[i]);
        free(s->runs[i]);
    }
    free(s->runs);
    if (w) {
        team_close(w->readers);
        watch_close(w->descriptor);
        for (int i = 0; i < w->place_count; i++)
            free(w->places[i].path);
        free(w->places);
        free(w->entries);
        free(w);
    }
    *s = (struct shelf){0};
}
