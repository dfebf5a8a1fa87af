/* csv.c - see csv.h. */
#include "datasets/csv.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/host/text.h"

/* Room for `need` items of `size` bytes, doubling; the limits of csv.h keep the product small. */
static int reserve(void **items, size_t *capacity, size_t need, size_t size, struct mien_error *e)
{
    if (need <= *capacity)
        return 0;
    size_t more = *capacity ? *capacity * 2 : 256;
    while (more < need)
        more *= 2;
    void *grown = realloc(*items, more * size);
    if (!grown)
        return error_memory(e, "a CSV record", more * size);
    *items = grown;
    *capacity = more;
    return 0;
}

static int add_field(struct csv *c, const char *text, size_t length, struct mien_error *e)
{
    if (c->count == CSV_FIELDS_MAX)
        return error_set(e, c->path, c->line,
                         "a record of more than %d fields; is this a CSV file?", CSV_FIELDS_MAX);
    void *fields = c->fields;
    int result = reserve(&fields, &c->capacity, c->count + 1, sizeof *c->fields, e);
    c->fields = fields;
    if (result == 0)
        c->fields[c->count++] = (struct csv_field){text, length};
    return result;
}

/* A bare field: from `at` to the next comma or line end. */
static int bare_field(struct csv *c, struct mien_error *e)
{
    const char *p = c->at;
    while (p < c->end && *p != ',' && *p != '\n' && *p != '"' && *p != '\0')
        p++;
    if (p < c->end && *p == '"')
        return error_set(e, c->path, c->line,
                         "a quote inside a bare field; put the whole field in quotes");
    if (p < c->end && *p == '\0')
        return error_set(e, c->path, c->line, "not a text file (it holds a NUL byte)");
    const char *stop = p;
    if (stop > c->at && stop[-1] == '\r' && (p == c->end || *p == '\n'))
        stop--;
    int result = add_field(c, c->at, (size_t)(stop - c->at), e);
    c->at = p;
    return result;
}

/* The text between quotes with each doubled quote made one. It is kept in `unquoted`, whose size is
 * settled before a record is read so that it never moves under a field. */
static const char *undouble(struct csv *c, const char *text, size_t length, size_t *left)
{
    char *out = c->unquoted + c->unquoted_used;
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        out[n++] = text[i];
        if (text[i] == '"')
            i++;
    }
    c->unquoted_used += n;
    *left = n;
    return out;
}

/* A quoted field: `at` is behind the opening quote. */
static int quoted_field(struct csv *c, struct mien_error *e)
{
    const char *start = c->at, *p = start;
    bool doubled = false;
    for (;; p++) {
        if (p == c->end || p - start > CSV_RECORD_MAX)
            return error_set(e, c->path, c->line, "a quote is opened and never closed");
        if (*p == '\0')
            return error_set(e, c->path, c->line, "not a text file (it holds a NUL byte)");
        c->next_line += *p == '\n';
        if (*p != '"')
            continue;
        if (p + 1 == c->end || p[1] != '"')
            break;
        doubled = true;
        p++;
    }
    size_t length = (size_t)(p - start);
    c->at = p + 1;
    if (c->at < c->end && *c->at == '\r' && (c->at + 1 == c->end || c->at[1] == '\n'))
        c->at++;
    if (c->at < c->end && *c->at != ',' && *c->at != '\n')
        return error_set(e, c->path, c->line,
                         "text behind a closing quote; double quotes inside a field");
    const char *text = start;
    if (doubled) {
        void *room = c->unquoted;
        size_t need =
            (size_t)(c->end - start) < CSV_RECORD_MAX ? (size_t)(c->end - start) : CSV_RECORD_MAX;
        if (c->unquoted_used == 0 && reserve(&room, &c->unquoted_size, need, 1, e) != 0)
            return -1;
        c->unquoted = room;
        if (length > c->unquoted_size - c->unquoted_used)
            return error_set(e, c->path, c->line, "a record of more than %d bytes", CSV_RECORD_MAX);
        text = undouble(c, start, length, &length);
    }
    return add_field(c, text, length, e);
}

/* One record, whatever its number of fields: 1, 0 at the end, -1 with an error. */
static int read_record(struct csv *c, struct mien_error *e)
{
    c->count = c->unquoted_used = 0;
    for (;;) { /* empty lines */
        const char *p = c->at;
        if (p < c->end && *p == '\r')
            p++;
        if (p == c->end)
            return 0;
        if (*p != '\n')
            break;
        c->at = p + 1;
        c->next_line++;
    }
    c->line = c->next_line;
    const char *start = c->at;
    for (;;) {
        bool quoted = c->at < c->end && *c->at == '"';
        c->at += quoted;
        if ((quoted ? quoted_field : bare_field)(c, e) != 0)
            return -1;
        if (c->at - start > CSV_RECORD_MAX)
            return error_set(e, c->path, c->line, "a record of more than %d bytes", CSV_RECORD_MAX);
        if (c->at == c->end)
            return 1;
        if (*c->at++ == '\n') {
            c->next_line++;
            return 1;
        }
    }
}

static struct csv_field trimmed(struct csv_field f)
{
    while (f.length && isspace((unsigned char)f.text[0]))
        f.text++, f.length--;
    while (f.length && isspace((unsigned char)f.text[f.length - 1]))
        f.length--;
    return f;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int check_unique(const struct csv *c, struct mien_error *e)
{
    char **sorted = malloc(c->columns * sizeof *sorted);
    if (!sorted)
        return error_memory(e, "column names", c->columns * sizeof *sorted);
    memcpy(sorted, c->names, c->columns * sizeof *sorted);
    qsort(sorted, c->columns, sizeof *sorted, compare_names);
    int result = 0;
    for (size_t i = 1; i < c->columns && result == 0; i++)
        if (strcmp(sorted[i - 1], sorted[i]) == 0)
            result = error_set(e, c->path, c->line,
                               "two columns are called '%.60s'; name them apart", sorted[i]);
    free(sorted);
    return result;
}

static int read_names(struct csv *c, struct mien_error *e)
{
    int got = read_record(c, e);
    if (got < 0)
        return -1;
    if (got == 0)
        return error_set(e, c->path, 1, "empty; the first line names the columns");
    c->names = calloc(c->count, sizeof *c->names);
    if (!c->names)
        return error_memory(e, "column names", c->count * sizeof *c->names);
    for (c->columns = 0; c->columns < c->count; c->columns++) {
        struct csv_field f = trimmed(c->fields[c->columns]);
        if (f.length == 0)
            return error_set(e, c->path, c->line, "column %zu has no name", c->columns + 1);
        if (!(c->names[c->columns] = strndup(f.text, f.length)))
            return error_memory(e, "column names", f.length);
    }
    return check_unique(c, e);
}

int csv_parse(struct csv *c, const char *path, const void *data, size_t size, struct mien_error *e)
{
    static const char mark[] = "\xEF\xBB\xBF";
    *c = (struct csv){.path = path, .at = data, .line = 1, .next_line = 1};
    if (size == 0)
        return error_set(e, path, 1, "empty; the first line names the columns");
    c->end = c->at + size;
    if (size >= 3 && memcmp(data, mark, 3) == 0)
        c->at += 3;
    if (read_names(c, e) == 0) {
        c->start = c->at;
        c->start_line = c->next_line;
        return 0;
    }
    csv_close(c);
    return -1;
}

int csv_open(struct csv *c, const char *path, struct mien_error *e)
{
    struct file_map map;
    *c = (struct csv){0};
    if (file_map(&map, path, e) != 0)
        return -1;
    if (csv_parse(c, path, map.data, map.size, e) != 0) {
        file_unmap(&map);
        return -1;
    }
    c->map = map;
    return 0;
}

void csv_close(struct csv *c)
{
    for (size_t i = 0; i < c->columns; i++)
        free(c->names[i]);
    free(c->names);
    free(c->fields);
    free(c->unquoted);
    file_unmap(&c->map);
    *c = (struct csv){0};
}

void csv_rewind(struct csv *c)
{
    c->at = c->start;
    c->next_line = c->start_line;
}

int csv_next(struct csv *c, struct mien_error *e)
{
    int got = read_record(c, e);
    if (got == 1 && c->count != c->columns)
        return error_set(e, c->path, c->line, "%zu fields, but line 1 names %zu columns", c->count,
                         c->columns);
    return got;
}

size_t csv_records_left(const struct csv *c)
{
    size_t lines = 0;
    for (const char *p = c->at; p < c->end; lines++) {
        const char *stop = memchr(p, '\n', (size_t)(c->end - p));
        p = stop ? stop + 1 : c->end;
    }
    return lines;
}

long csv_column(const struct csv *c, const char *name)
{
    for (size_t i = 0; i < c->columns; i++)
        if (strcmp(c->names[i], name) == 0)
            return (long)i;
    return -1;
}

int csv_require(const struct csv *c, const char *name, size_t *column, struct mien_error *e)
{
    long found = csv_column(c, name);
    if (found < 0) {
        char hint[96];
        return error_set(e, c->path, 1, "no column '%s' (the first is '%.40s')%s", name,
                         c->names[0],
                         text_did_you_mean(hint, sizeof hint, name, (const char *const *)c->names,
                                           c->columns < 64 ? c->columns : 64, sizeof *c->names));
    }
    *column = (size_t)found;
    return 0;
}

const char *csv_excerpt(char *out, struct csv_field field)
{
    size_t n = field.length < 40 ? field.length : 40;
    for (size_t i = 0; i < n; i++)
        out[i] = isprint((unsigned char)field.text[i]) ? field.text[i] : '?';
    strcpy(out + n, n < field.length ? "..." : "");
    return out;
}

enum { NUMBER_MAX = 63 };

/* The field as a string, where it is short enough to be a number. */
static bool short_string(struct csv_field field, char text[NUMBER_MAX + 1])
{
    if (field.length > NUMBER_MAX)
        return false;
    memcpy(text, field.text, field.length);
    text[field.length] = '\0';
    return strlen(text) == field.length;
}

bool csv_parse_number(struct csv_field field, double *value)
{
    char text[NUMBER_MAX + 1];
    return short_string(field, text) && text_number(text, value);
}

bool csv_parse_integer(struct csv_field field, long long *value)
{
    char text[NUMBER_MAX + 1];
    return short_string(field, text) && text_integer(text, value);
}

int csv_integer(const struct csv *c, size_t column, long long low, long long high, long long *value,
                struct mien_error *e)
{
    char found[44];
    if (csv_parse_integer(c->fields[column], value) && *value >= low && *value <= high)
        return 0;
    return error_set(e, c->path, c->line, "'%.40s' is no whole number from %lld to %lld (%s)",
                     c->names[column], low, high, csv_excerpt(found, c->fields[column]));
}

int csv_number(const struct csv *c, size_t column, float *value, struct mien_error *e)
{
    char found[44];
    double v;
    if (csv_parse_number(c->fields[column], &v) && fabs(v) <= FLT_MAX) {
        *value = (float)v;
        return 0;
    }
    return error_set(e, c->path, c->line, "'%.40s' is no finite number (%s)", c->names[column],
                     csv_excerpt(found, c->fields[column]));
}
