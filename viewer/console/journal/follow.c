/* follow.c - a metrics file followed: what is new in it, and whether it still is the same file. */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "runtime/host/utf8.h"
#include "viewer/console/journal/reader.h"

/* "runs/a/metrics.jsonl" is run "a"; a file under another name is called by that. */
static void name_run(struct journal *j)
{
    char *whole = realpath(j->path, NULL);
    const char *path = strchr(j->path, '/') || !whole ? j->path : whole;
    const char *name = file_name(path);
    size_t size = strlen(name);
    if (strcmp(name, "metrics.jsonl") == 0 && name > path + 1) {
        const char *end = name - 1; /* the folder's, and its slash */
        for (name = end; name > path && name[-1] != '/';)
            name--;
        size = (size_t)(end - name);
    }
    if (size >= sizeof j->name)
        for (size = sizeof j->name - 1; size > 0 && utf8_continues(name[size]);)
            size--; /* not within a character of UTF-8 */
    memcpy(j->name, name, size);
    free(whole);
}

int journal_open(struct journal *j, const char *path, struct mien_error *e)
{
    *j = (struct journal){.path = strdup(path), .total = NAN, .started = NAN, .interval = NAN};
    j->reader = calloc(1, sizeof *j->reader);
    if (!j->path || !j->reader) {
        journal_close(j);
        return error_memory(e, path, sizeof *j->reader);
    }
    name_run(j);
    return 0;
}

void journal_close(struct journal *j)
{
    if (j->reader)
        journal_forget(j);
    free(j->reader);
    free(j->path);
    *j = (struct journal){0};
}

/* Nothing can be read. The reason is shown where the run says nothing itself. */
static int refuse(struct journal *j, const struct mien_error *e)
{
    struct journal_reader *r = j->reader;
    if (!r->unreadable) {
        char *message = strdup(e->text);
        if (message) {
            free(j->message);
            j->message = message;
        }
        j->generation++;
    }
    r->unreadable = true;
    return -1;
}

/* The file was deleted, or is not there yet. */
static int miss(struct journal *j, double now)
{
    struct journal_reader *r = j->reader;
    r->there = r->locked = false;
    j->writer = 0;
    journal_judge(j, now);
    return 0;
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* Nothing was written since it was read. */
static bool is_unchanged(const struct journal_reader *r, const struct stat *st)
{
    return r->there && r->whole && !r->unreadable && r->device == st->st_dev &&
           r->inode == st->st_ino && r->size == (uint64_t)st->st_size &&
           same_time(&r->modified, &st->st_mtim);
}

/* What was read of it is still in it. A file may be cut and grow, or be replaced by one that has
 * its number, between two looks: so the bytes before `place` are looked at too. */
static bool is_same(const struct journal_reader *r, const struct stat *st, int fd)
{
    char tail[READER_TAIL];
    if (!r->there || r->unreadable || r->device != st->st_dev || r->inode != st->st_ino ||
        (uint64_t)st->st_size < r->place.read)
        return false;
    const off_t from = (off_t)(r->place.start - r->tail_size);
    return pread(fd, tail, r->tail_size, from) == (ssize_t)r->tail_size &&
           memcmp(tail, r->tail, r->tail_size) == 0;
}

static void remember(struct journal_reader *r, const struct stat *st, int fd)
{
    r->tail_size = r->place.start < READER_TAIL ? (size_t)r->place.start : READER_TAIL;
    if (pread(fd, r->tail, r->tail_size, (off_t)(r->place.start - r->tail_size)) !=
        (ssize_t)r->tail_size)
        r->tail_size = 0;
    r->there = r->was_there = true;
    r->unreadable = false;
    r->device = st->st_dev;
    r->inode = st->st_ino;
    r->size = (uint64_t)st->st_size;
    r->modified = st->st_mtim;
}

/* Take in lines until some `bytes` of them were read. Returns 1 where it came to that, 0 at the end
 * of the file, -1 where reading failed. */
static int take_lines(struct journal *j, int fd, size_t bytes)
{
    struct journal_reader *r = j->reader;
    struct lines lines = lines_from(fd, r->place);
    struct record record;
    struct line line;
    const uint64_t before = r->place.start, lines_before = j->lines;
    int found = 1;
    while (lines.start - before < bytes && (found = lines_next(&lines, &line)) > 0)
        journal_take(j, &record, &line);
    journal_settle(j);
    r->place = lines_place(&lines);
    lines_close(&lines);
    j->bytes = r->place.start;
    j->generation += j->lines != lines_before;
    j->interval = pace_interval(&r->pace);
    return found;
}

/* Read what is new in the open file. Returns as journal_poll. */
static int follow(struct journal *j, int fd, size_t bytes, double now, struct mien_error *e)
{
    struct journal_reader *r = j->reader;
    struct stat st;
    if (fstat(fd, &st) != 0)
        return error_system(e, j->path, "read");
    if (!is_same(r, &st, fd))
        journal_forget(j);
    const int found = take_lines(j, fd, bytes);
    if (found < 0)
        return error_system(e, j->path, "read");
    remember(r, &st, fd);
    r->whole = found == 0;
    j->written = (double)st.st_mtim.tv_sec + 1e-9 * (double)st.st_mtim.tv_nsec;
    if (r->whole)
        journal_look(j, fd, now);
    journal_judge(j, now);
    return found;
}

int journal_poll(struct journal *j, size_t bytes, double now, struct mien_error *e)
{
    struct mien_error why = {.text = ""};
    struct stat st;
    int fd = -1, result = -1;
    if (stat(j->path, &st) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return miss(j, now);
        error_system(&why, j->path, "read");
    } else if (!S_ISREG(st.st_mode)) {
        error_set(&why, j->path, 0, "not a file (%s); name a file of metrics",
                  S_ISDIR(st.st_mode) ? "a folder" : "a device or pipe");
    } else if (is_unchanged(j->reader, &st)) {
        if (journal_should_look(j, now))
            journal_look(j, -1, now);
        journal_judge(j, now);
        return 0;
    } else if ((fd = open(j->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) < 0) {
        error_system(&why, j->path, "open");
    } else {
        result = follow(j, fd, bytes, now, &why);
        close(fd);
    }
    if (result >= 0)
        return result;
    if (e)
        *e = why;
    return refuse(j, &why);
}

uint64_t journal_waiting(const struct journal *j)
{
    const struct journal_reader *r = j->reader;
    return r->size > r->place.read ? r->size - r->place.read : 0;
}
