/* again.c - lines read again from the file, found by the index: as text, in a search, for a zoom.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "viewer/console/journal/reader.h"

/* A zoom that as many buckets show is as sharp as any screen; the file need not be read for it. */
enum { SHARP_BUCKETS = SERIES_BUCKETS / 4 };

int journal_open_again(const struct journal *j)
{
    return open(j->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

struct lines journal_lines_at(const struct journal *j, int fd, uint64_t line, uint64_t *at)
{
    const struct journal_reader *r = j->reader;
    uint64_t start;
    *at = index_of_line(&r->index, line, &start);
    if (r->cursor_line <= line && r->cursor_line > *at) {
        *at = r->cursor_line;
        return lines_from(fd, r->cursor);
    }
    return lines_from(fd, (struct lines_place){start, start});
}

long journal_line(struct journal *j, uint64_t line, char *out, size_t size)
{
    struct journal_reader *r = j->reader;
    const int fd = line < j->lines ? journal_open_again(j) : -1;
    struct line found;
    uint64_t at;
    long length = -1;
    if (fd < 0)
        return -1;
    struct lines lines = journal_lines_at(j, fd, line, &at);
    while (at <= line && lines_next(&lines, &found) > 0)
        at++;
    if (at > line) {
        r->cursor = lines_place(&lines);
        r->cursor_line = at;
        const size_t wanted = found.length < size ? (size_t)found.length : size ? size - 1 : 0;
        const ssize_t got = pread(fd, out, wanted, (off_t)found.start);
        if (got >= 0 && size > 0)
            out[got] = '\0';
        length = got < 0 ? -1 : (long)found.length;
    }
    lines_close(&lines);
    close(fd);
    return length;
}

/* The first line (the last where `last` is set) of [from, to) that contains `text`, or -1. */
static int64_t search_lines(const struct journal *j, int fd, uint64_t from, uint64_t to, bool last,
                            const char *text)
{
    const size_t size = strlen(text);
    struct line line;
    uint64_t at;
    int64_t found = -1;
    struct lines lines = journal_lines_at(j, fd, from, &at);
    while (at < to && (found < 0 || last) && lines_next(&lines, &line) > 0) {
        if (at >= from && !line.too_long && memmem(line.text, line.size, text, size))
            found = (int64_t)at;
        at++;
    }
    lines_close(&lines);
    return found;
}

static int64_t search_on(struct journal *j, int fd, uint64_t *from, const char *text,
                         uint64_t limit)
{
    const uint64_t first = *from + 1; /* 0 behind UINT64_MAX */
    if (first >= j->lines)
        return -1;
    const uint64_t stop = j->lines - first > limit ? first + limit : j->lines;
    const int64_t found = search_lines(j, fd, first, stop, false, text);
    if (found >= 0 || stop == j->lines)
        return found;
    *from = stop - 1;
    return -2;
}

/* Backwards the file is read in stretches as long as the index has them. */
static int64_t search_back(struct journal *j, int fd, uint64_t *from, const char *text,
                           uint64_t limit)
{
    const uint64_t stride = j->reader->index.stride;
    uint64_t stop = *from < j->lines ? *from : j->lines;
    for (uint64_t looked = 0; stop > 0 && looked < limit;) {
        const uint64_t first = (stop - 1) / stride * stride;
        const int64_t found = search_lines(j, fd, first, stop, true, text);
        if (found >= 0)
            return found;
        looked += stop - first;
        stop = first;
    }
    *from = stop;
    return stop > 0 ? -2 : -1;
}

int64_t journal_search(struct journal *j, uint64_t *from, bool back, const char *text,
                       uint64_t limit)
{
    const int fd = j->lines > 0 ? journal_open_again(j) : -1;
    if (fd < 0)
        return -1;
    const int64_t found =
        back ? search_back(j, fd, from, text, limit) : search_on(j, fd, from, text, limit);
    close(fd);
    return found;
}

/* The values of `name` in the steps of [low, high], from the file. */
static int read_part(const struct journal *j, int fd, const char *name, double low, double high,
                     struct series *out, struct mien_error *e)
{
    uint64_t start, at = index_of_x(&j->reader->index, low, &start);
    struct lines lines = lines_from(fd, (struct lines_place){start, start});
    struct record record;
    struct line line;
    int found = 0;
    for (double x = -INFINITY; x <= high && at < j->lines; at++) {
        if ((found = lines_next(&lines, &line)) <= 0)
            break;
        if (line.too_long || !record_read(&record, line.text, line.size) ||
            !journal_is_step(&record))
            continue;
        x = fmax(x, record_x(&record, j->unit, at));
        const struct json_value *v = record_find(&record, name);
        if (x >= low && x <= high && v && (v->type == JSON_NUMBER || v->type == JSON_NULL) &&
            !series_add(out, x, v->type == JSON_NUMBER ? v->number : (double)NAN)) {
            errno = ENOMEM;
            found = -1;
            break;
        }
    }
    lines_close(&lines);
    return found < 0 ? error_system(e, j->path, "read") : 0;
}

int journal_detail(struct journal *j, const char *name, double low, double high, struct series *out,
                   struct mien_error *e)
{
    const struct journal_column *c = journal_find(j, name);
    series_free(out);
    if (!c)
        return 0;
    const int first = series_find(&c->series, low), last = series_find(&c->series, high);
    if (c->series.width <= 1 || last - first >= SHARP_BUCKETS)
        return series_part(&c->series, low, high, out)
                   ? 0
                   : error_memory(e, name, c->series.used * sizeof *out->buckets);
    const int fd = journal_open_again(j);
    if (fd < 0)
        return error_system(e, j->path, "open");
    const int result = read_part(j, fd, name, low, high, out, e);
    close(fd);
    if (result != 0)
        series_free(out);
    return result;
}
