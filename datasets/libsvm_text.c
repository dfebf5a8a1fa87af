/* libsvm_text.c - see libsvm_text.h. */
#include "datasets/libsvm_text.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/csv.h"

void libsvm_parse(struct libsvm_text *t, const char *path, const void *data, size_t size)
{
    *t = (struct libsvm_text){.path = path, .at = data, .start = data, .end = data};
    if (size)
        t->end += size;
}

int libsvm_open(struct libsvm_text *t, const char *path, struct mien_error *e)
{
    struct file_map map;
    *t = (struct libsvm_text){0};
    if (file_map(&map, path, e) != 0)
        return -1;
    libsvm_parse(t, path, map.data, map.size);
    t->map = map;
    return 0;
}

void libsvm_close(struct libsvm_text *t)
{
    free(t->entries);
    file_unmap(&t->map);
    *t = (struct libsvm_text){0};
}

void libsvm_rewind(struct libsvm_text *t)
{
    t->at = t->start;
    t->line = 0;
}

/* The next word of the line [*at, stop), of length 0 where there is none. */
static struct csv_field next_word(const char **at, const char *stop)
{
    const char *p = *at;
    while (p < stop && (*p == ' ' || *p == '\t' || *p == '\r'))
        p++;
    const char *first = p;
    while (p < stop && *p != ' ' && *p != '\t' && *p != '\r')
        p++;
    *at = p;
    return (struct csv_field){first, (size_t)(p - first)};
}

static int read_label(struct libsvm_text *t, struct csv_field word, struct mien_error *e)
{
    char found[44];
    double v;
    if (!csv_parse_number(word, &v) || v != floor(v) || fabs(v) > INT32_MAX)
        return error_set(e, t->path, t->line, "the label is no whole number (%s)",
                         csv_excerpt(found, word));
    t->label = (int32_t)v;
    return 0;
}

static int add_entry(struct libsvm_text *t, struct libsvm_entry entry, struct mien_error *e)
{
    if (t->count == t->capacity) {
        uint32_t more =
            t->capacity ? 2 * t->capacity : 256; /* indexes rise: at most LIBSVM_INDEX_MAX */
        void *grown = realloc(t->entries, more * sizeof *t->entries);
        if (!grown)
            return error_memory(e, "a LIBSVM row", more * sizeof *t->entries);
        t->entries = grown;
        t->capacity = more;
    }
    t->entries[t->count++] = entry;
    return 0;
}

static int read_entry(struct libsvm_text *t, struct csv_field word, struct mien_error *e)
{
    char found[44];
    const char *colon = memchr(word.text, ':', word.length);
    if (!colon)
        return error_set(e, t->path, t->line, "'%s' is not INDEX:VALUE", csv_excerpt(found, word));
    struct csv_field left = {word.text, (size_t)(colon - word.text)};
    struct csv_field right = {colon + 1, word.length - left.length - 1};
    long long index, last = t->count ? t->entries[t->count - 1].index : 0;
    double value;
    if (!csv_parse_integer(left, &index) || index < 1 || index > LIBSVM_INDEX_MAX)
        return error_set(e, t->path, t->line, "the index of '%s' is no whole number from 1 to %d",
                         csv_excerpt(found, word), LIBSVM_INDEX_MAX);
    if (index <= last)
        return error_set(e, t->path, t->line,
                         "index %lld behind index %lld; indexes rise along a line", index, last);
    if (!csv_parse_number(right, &value) || fabs(value) > FLT_MAX)
        return error_set(e, t->path, t->line, "the value of '%s' is no finite number",
                         csv_excerpt(found, word));
    return add_entry(t, (struct libsvm_entry){(uint32_t)index, (float)value}, e);
}

int libsvm_next(struct libsvm_text *t, struct mien_error *e)
{
    while (t->at < t->end) {
        const char *p = t->at;
        const char *newline = memchr(p, '\n', (size_t)(t->end - p));
        const char *stop = newline ? newline : t->end;
        t->at = newline ? newline + 1 : t->end;
        t->line++;
        t->count = 0;
        const char *comment = memchr(p, '#', (size_t)(stop - p));
        stop = comment ? comment : stop;
        struct csv_field word = next_word(&p, stop);
        if (word.length == 0)
            continue;
        if (read_label(t, word, e) != 0)
            return -1;
        while ((word = next_word(&p, stop)).length)
            if (read_entry(t, word, e) != 0)
                return -1;
        return 1;
    }
    return 0;
}
