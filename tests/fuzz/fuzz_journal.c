/* fuzz_journal.c - any bytes are a journal, and the same one in whatever pieces they are written
 * and read. The first byte seeds the pieces, the rest is the file. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/host/rng.h"
#include "viewer/console/journal/journal.h"

static void must(bool good)
{
    if (!good)
        abort();
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_bucket(const struct series_bucket *a, const struct series_bucket *b)
{
    return same_number(a->x_first, b->x_first) && same_number(a->x_last, b->x_last) &&
           same_number(a->first, b->first) && same_number(a->last, b->last) &&
           same_number(a->low, b->low) && same_number(a->high, b->high) && a->count == b->count &&
           a->gaps == b->gaps;
}

static void same_column(const struct journal_column *a, const struct journal_column *b)
{
    must(strcmp(a->name, b->name) == 0);
    must(a->series.used == b->series.used && a->series.count == b->series.count);
    must(a->series.count > 0 && a->series.used <= SERIES_BUCKETS);
    for (uint32_t i = 0; i < a->series.used; i++)
        must(same_bucket(&a->series.buckets[i], &b->series.buckets[i]));
    for (uint32_t i = 1; i < a->series.used; i++)
        must(a->series.buckets[i].x_first >= a->series.buckets[i - 1].x_last);
}

static void same(const struct journal *a, const struct journal *b)
{
    must(a->lines == b->lines && a->bad_lines == b->bad_lines && a->bytes == b->bytes);
    must(a->bad_lines <= a->lines && a->state == b->state && a->live == b->live);
    must(same_text(a->config, b->config) && same_text(a->model, b->model));
    must(same_text(a->message, b->message) && strcmp(a->unit, b->unit) == 0);
    must(same_number(a->total, b->total) && same_number(a->interval, b->interval));
    must(same_number(journal_progress(a), journal_progress(b)));
    must(a->column_count == b->column_count && a->columns_left_out == b->columns_left_out);
    for (int i = 0; i < a->column_count; i++)
        same_column(&a->columns[i], &b->columns[i]);
    must(a->event_count == b->event_count && a->class_count == b->class_count);
    for (int i = 0; i < a->event_count; i++)
        must(same_text(a->events[i].text, b->events[i].text));
    for (int i = 0; i < a->class_count; i++)
        must(same_text(a->classes[i], b->classes[i]));
    const struct journal_confusion *c = &a->confusion, *d = &b->confusion;
    must(c->classes == d->classes);
    must(c->classes == 0 ||
         memcmp(c->count, d->count, c->classes * c->classes * sizeof *c->count) == 0);
}

/* The first lines stand in the file where the journal says, and a search finds them. */
static void check_lines(struct journal *j, const char *text, size_t size)
{
    const char *at = text;
    char line[32];
    for (uint64_t k = 0; k < j->lines && k < 40; k++) {
        const char *stop = memchr(at, '\n', size - (size_t)(at - text));
        const size_t length = (size_t)(stop - at);
        must(journal_line(j, k, line, sizeof line) == (long)length);
        must(memcmp(line, at, length < sizeof line ? length : sizeof line - 1) == 0);
        uint64_t from = k - 1;
        must(strlen(line) == 0 || length > sizeof line ||
             journal_search(j, &from, false, line, 1) == (int64_t)k);
        from = k + 1;
        must(strlen(line) == 0 || length > sizeof line ||
             journal_search(j, &from, true, line, 1) == (int64_t)k);
        at = stop + 1;
    }
}

static void poll_all(struct journal *j, size_t bytes)
{
    struct mien_error e;
    int more;
    while ((more = journal_poll(j, bytes, 0, &e)) > 0)
        ;
    must(more == 0);
}

static void write_all(int fd, const char *text, size_t size)
{
    must(write(fd, text, size) == (ssize_t)size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct rng rng = rng_seed(data[0]);
    const char *text = (const char *)data + 1;
    struct journal pieces, whole;
    struct mien_error e;
    struct series detail = {0};
    char path[64];
    size--;
    const int fd = memfd_create("metrics.jsonl", MFD_CLOEXEC);
    must(fd >= 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    must(journal_open(&pieces, path, &e) == 0 && journal_open(&whole, path, &e) == 0);
    for (size_t done = 0; done < size;) {
        size_t piece = 1 + rng_below(&rng, 1 + (uint32_t)size / 3);
        piece = piece < size - done ? piece : size - done;
        write_all(fd, text + done, piece);
        poll_all(&pieces, 1 + rng_below(&rng, 300));
        done += piece;
    }
    poll_all(&whole, SIZE_MAX);
    same(&pieces, &whole);
    check_lines(&whole, text, size);
    if (whole.column_count > 0)
        must(journal_detail(&whole, whole.columns[0].name, 1, 3, &detail, &e) == 0);
    series_free(&detail);
    journal_close(&pieces);
    journal_close(&whole);
    close(fd);
    return 0;
}
