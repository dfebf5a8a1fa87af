/* metrics_log.c - see metrics_log.h. */
#include "trainer/run/metrics_log.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/host/file.h"
#include "runtime/host/term.h"

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
    *log = (struct metrics_log){.fd = -1, .path = strdup(path)};
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
    log->started = clock_seconds();
    return cut(log, 0, e);
}

/* What the lines of a file say about those with a step below some limit. */
struct lines {
    long long length; /* bytes up to the end of the last of them */
    double wall;      /* of the last of them */
};

/* Step and wall time of one line; false where it is not such a line. */
static bool read_line(const char *line, size_t length, double *step, double *wall)
{
    cJSON *object = cJSON_ParseWithLength(line, length);
    const cJSON *s = cJSON_GetObjectItemCaseSensitive(object, "step");
    const cJSON *w = cJSON_GetObjectItemCaseSensitive(object, "wall");
    bool good = cJSON_IsNumber(s) && cJSON_IsNumber(w);
    if (good) {
        *step = s->valuedouble;
        *wall = w->valuedouble;
    }
    cJSON_Delete(object);
    return good;
}

/* Read the whole lines of the file up to the first with a step of `limit` or more. */
static int scan(const struct metrics_log *log, double limit, struct lines *found,
                struct mien_error *e)
{
    *found = (struct lines){0};
    off_t size = lseek(log->fd, 0, SEEK_END);
    char *text = size < 0 ? NULL : malloc((size_t)size + 1);
    if (!text)
        return error_memory(e, log->path, (size_t)size);
    ssize_t have = pread(log->fd, text, (size_t)size, 0);
    int result = have == size ? 0 : error_system(e, log->path, "read");
    const char *at = text, *end;
    for (long number = 1; result == 0 && (end = memchr(at, '\n', (size_t)(text + size - at)));
         number++) {
        double step, wall;
        if (!read_line(at, (size_t)(end - at), &step, &wall)) {
            result = error_set(e, log->path, number,
                               "not a line of metrics (%.*s); remove it and resume again",
                               end - at < 40 ? (int)(end - at) : 40, at);
        } else if (step >= limit) {
            break;
        } else {
            at = end + 1;
            *found = (struct lines){.length = at - text, .wall = wall};
        }
    }
    free(text);
    return result;
}

/* Keep the lines with a step below `limit`. */
static int keep_below(struct metrics_log *log, double limit, struct mien_error *e)
{
    struct lines kept;
    if (scan(log, limit, &kept, e) != 0)
        return -1;
    log->wall = kept.wall;
    return cut(log, kept.length, e);
}

int metrics_log_resume(struct metrics_log *log, struct mien_error *e)
{
    log->resumed = true;
    log->started = clock_seconds();
    return keep_below(log, INFINITY, e);
}

static void print_number(FILE *out, const char *name, double value, int digits)
{
    if (isfinite(value))
        fprintf(out, ",\"%s\":%.*g", name, digits, value);
    else
        fprintf(out, ",\"%s\":null", name);
}

/* One line with its line end, for the caller to free; NULL when out of memory. */
static char *compose(const struct fit_report *r, double wall)
{
    char *line = NULL;
    size_t size;
    FILE *out = open_memstream(&line, &size);
    if (!out)
        return NULL;
    fprintf(out, "{\"kind\":\"%s\",\"step\":%lld", r->unit, r->step);
    print_number(out, r->unit, r->done, 15);
    fprintf(out, ",\"wall\":%.3f", wall);
    print_number(out, "samples_per_second", r->samples_per_second, 6);
    for (int i = 0; i < r->metric_count; i++)
        print_number(out, r->metrics[i].name, r->metrics[i].value, 9);
    fputs("}\n", out);
    if (fclose(out) == 0)
        return line;
    free(line);
    return NULL;
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

int metrics_log_add(struct metrics_log *log, const struct fit_report *r, struct mien_error *e)
{
    if (log->resumed && keep_below(log, (double)r->step, e) != 0)
        return -1;
    log->resumed = false;
    char *line = compose(r, log->wall + clock_seconds() - log->started);
    if (!line)
        return error_memory(e, log->path, 256);
    return append_pending(log, line, e) == 0 ? flush(log, e) : -1;
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
