/* metrics_log.c - see metrics_log.h. */
#include "runtime/host/metrics_log.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/json_line.h"
#include "runtime/host/term.h"

const char *const metrics_state_names[METRICS_STATE_COUNT] = {
#define X(symbol, name) name,
    METRICS_STATES(X)
#undef X
};

static int lock(struct metrics_log *log, struct mien_error *e)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(log->fd, F_SETLK, &whole) == 0)
        return 0;
    if (errno != EACCES && errno != EAGAIN)
        return error_system(e, log->path, "lock");
    if (fcntl(log->fd, F_GETLK, &whole) != 0 || whole.l_type == F_UNLCK)
        whole.l_pid = 0;
    return error_set(e, log->path, 0,
                     "the run is in use (by process %ld); wait for it or choose another folder",
                     (long)whole.l_pid);
}

int metrics_log_open(struct metrics_log *log, const char *path, struct mien_error *e)
{
    *log = (struct metrics_log){.fd = -1, .end = -1, .path = strdup(path)};
    int result = -1;
    if (!log->path)
        error_memory(e, path, strlen(path));
    else if ((log->fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666)) < 0)
        error_system(e, path, "write");
    else
        result = lock(log, e);
    if (result != 0)
        metrics_log_close(log, NULL);
    return result;
}

static int cut(struct metrics_log *log, long long length, struct mien_error *e)
{
    if (ftruncate(log->fd, (off_t)length) != 0)
        return error_system(e, log->path, "shorten");
    log->length = length;
    return 0;
}

int metrics_log_start(struct metrics_log *log, struct mien_error *e)
{
    log->wall = 0;
    log->step = 0;
    log->started = clock_seconds();
    return cut(log, 0, e);
}

/* What is kept of a file: its lines up to "end" or to some step. */
struct lines {
    long long length; /* bytes up to the end of the last of them */
    double step;      /* of the last of them, */
    double wall;      /* and of the last that has it */
};

/* Whole numbers beyond are not all doubles. */
static const double STEP_MAX = 9007199254740992.0;

/* What one line says. */
struct line {
    enum metrics_kind kind;
    double step, wall; /* NaN where it does not say */
};

/* False where it is no line of metrics. */
static bool read_line(const char *text, size_t size, struct line *line)
{
    struct json_walk walk = json_line(text, size);
    struct json_member m;
    int found;
    *line = (struct line){METRICS_STEP, NAN, NAN};
    while ((found = json_next_member(&walk, &m)) > 0) {
        if (json_is(&m.key, "kind"))
            line->kind = metrics_kind_of(&m.value);
        else if (json_is(&m.key, "step") && m.value.type == JSON_NUMBER)
            line->step = m.value.number;
        else if (json_is(&m.key, "wall") && m.value.type == JSON_NUMBER)
            line->wall = m.value.number;
    }
    return found == 0 && fabs(line->step) <= STEP_MAX &&
           (line->kind != METRICS_STEP || isfinite(line->wall));
}

static char *read_all(const struct metrics_log *log, off_t *size, struct mien_error *e)
{
    *size = lseek(log->fd, 0, SEEK_END);
    if (*size < 0) {
        error_system(e, log->path, "read");
        return NULL;
    }
    char *text = malloc((size_t)*size + 1);
    if (!text)
        error_memory(e, log->path, (size_t)*size);
    else if (pread(log->fd, text, (size_t)*size, 0) == *size)
        return text;
    else
        error_system(e, log->path, "read");
    free(text);
    return NULL;
}

/* Look through the whole lines in front of "end" and of the first with a step of `limit` or more.
 */
static int scan(const struct metrics_log *log, double limit, struct lines *kept,
                struct mien_error *e)
{
    off_t size;
    char *text = read_all(log, &size, e);
    if (!text)
        return -1;
    int result = 0;
    struct line line;
    *kept = (struct lines){0};
    const char *at = text, *end;
    for (long number = 1; (end = memchr(at, '\n', (size_t)(text + size - at))); number++) {
        if (!read_line(at, (size_t)(end - at), &line)) {
            result = error_set(e, log->path, number,
                               "not a line of metrics (%.*s); remove it and resume again",
                               end - at < 40 ? (int)(end - at) : 40, at);
            break;
        }
        if (line.kind == METRICS_END || line.step >= limit)
            break;
        at = end + 1;
        kept->length = at - text;
        kept->step = line.step;
        kept->wall = isfinite(line.wall) ? line.wall : kept->wall;
    }
    free(text);
    return result;
}

/* Keep the lines with a step below `limit`, and no "end". */
static int keep_below(struct metrics_log *log, double limit, struct mien_error *e)
{
    struct lines kept;
    if (scan(log, limit, &kept, e) != 0)
        return -1;
    log->wall = kept.wall;
    log->step = (long long)kept.step;
    return cut(log, kept.length, e);
}

int metrics_log_resume(struct metrics_log *log, struct mien_error *e)
{
    log->resumed = true;
    log->started = clock_seconds();
    return keep_below(log, INFINITY, e);
}

double metrics_log_wall(const struct metrics_log *log)
{
    return log->wall + clock_seconds() - log->started;
}

int metrics_log_step(struct metrics_log *log, struct metrics_line *line, const char *unit,
                     long long step, long long count, struct mien_error *e)
{
    if (log->resumed && keep_below(log, (double)step, e) != 0)
        return -1;
    log->resumed = false;
    metrics_line_start(line, unit, step);
    metrics_line_whole(line, unit, count);
    metrics_line_seconds(line, "wall", metrics_log_wall(log));
    return 0;
}

void metrics_log_end(const struct metrics_log *log, struct metrics_line *line,
                     enum metrics_state state)
{
    metrics_line_start(line, "end", log->step);
    metrics_line_time(line);
    metrics_line_text(line, "state", metrics_state_names[state]);
}

/* Write the pending text, all or nothing. */
static int flush(struct metrics_log *log, struct mien_error *e)
{
    size_t size = strlen(log->pending);
    ssize_t written = write(log->fd, log->pending, size);
    if (written == (ssize_t)size) {
        log->length += written;
        free(log->pending);
        log->pending = NULL;
        return 0;
    }
    if (written >= 0)
        errno = ENOSPC; /* a short write to a file has no other cause */
    error_system(e, log->path, "write");
    if (written > 0)
        cut(log, log->length, NULL);
    return -1;
}

static int append_pending(struct metrics_log *log, char *line, struct mien_error *e)
{
    if (log->pending) {
        size_t old = strlen(log->pending), size = old + strlen(line) + 1;
        char *both = realloc(log->pending, size);
        if (!both) {
            free(line);
            return error_memory(e, log->path, size);
        }
        memcpy(both + old, line, size - old);
        free(line);
        line = both;
    }
    log->pending = line;
    return 0;
}

/* A last line is no longer the last. */
static int drop_end(struct metrics_log *log, struct mien_error *e)
{
    const long long end = log->end;
    if (end < 0)
        return 0;
    log->end = -1;
    if (end < log->length)
        return cut(log, end, e);
    log->pending[end - log->length] = '\0';
    return 0;
}

int metrics_log_write(struct metrics_log *log, struct metrics_line *line, struct mien_error *e)
{
    char *text = metrics_line_finish(line);
    if (!text)
        return error_memory(e, log->path, 256);
    if (drop_end(log, e) != 0) {
        free(text);
        return -1;
    }
    if (line->end)
        log->end = log->length + (log->pending ? (long long)strlen(log->pending) : 0);
    log->step = line->step;
    return append_pending(log, text, e) == 0 ? flush(log, e) : -1;
}

int metrics_log_close(struct metrics_log *log, struct mien_error *e)
{
    int result = log->path && log->pending ? flush(log, e) : 0;
    if (log->path && log->fd >= 0)
        close(log->fd);
    free(log->pending);
    free(log->path);
    *log = (struct metrics_log){.fd = -1};
    return result;
}
