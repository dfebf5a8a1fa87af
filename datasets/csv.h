/* csv.h - a small strict CSV reader: a record at a time, straight from the mapped file.
 *
 * The first record names the columns; every other record has as many fields, or the file is refused
 * with the line at fault. A field in double quotes may hold commas, line ends and quotes (doubled).
 * Lines end with LF or CRLF; empty lines and a UTF-8 byte order mark are skipped; spaces around a
 * column's name are not part of it. Fields point into the file and are not NUL-terminated.
 *
 * Format: RFC 4180, "Common Format and MIME Type for CSV Files". */
#ifndef MIEN_DATASETS_CSV_H
#define MIEN_DATASETS_CSV_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/host/file.h"

/* A row of a million-pixel colour picture as columns still fits; what is longer is a quote left
 * open or no CSV at all. */
enum { CSV_FIELDS_MAX = 1 << 22, CSV_RECORD_MAX = 1 << 24 };

struct csv_field {
    const char *text;
    size_t length;
};

struct csv {
    struct file_map map;
    const char *path; /* as given to csv_open, which outlives the reader */
    const char *at, *end;
    long line, next_line; /* of the record just read, of the one behind it */
    const char *start;    /* the record behind the names, and its line */
    long start_line;
    struct csv_field *fields; /* [count] of the record just read, until the next is read */
    size_t count, capacity;
    char *unquoted; /* holds the fields whose quotes were doubled */
    size_t unquoted_used, unquoted_size;
    char **names; /* [columns] */
    size_t columns;
};

/* Open a file, or text in memory that outlives the reader, and read the column names. Errors: an
 * empty file, a column without a name or named twice. `csv_close` accepts a zeroed struct and one
 * that failed to open. */
int csv_open(struct csv *c, const char *path, struct mien_error *e);
int csv_parse(struct csv *c, const char *path, const void *data, size_t size, struct mien_error *e);
void csv_close(struct csv *c);

/* The next record: 1, 0 at the end, -1 with an error: a quote left open or followed by text, a
 * quote inside a bare field, a NUL byte, a record too long, another number of fields than columns.
 */
int csv_next(struct csv *c, struct mien_error *e);

/* Back to the record behind the names. */
void csv_rewind(struct csv *c);

/* No more records than this follow: the line ends in the rest of the file. For progress and sizes.
 */
size_t csv_records_left(const struct csv *c);

/* Index of the column called `name`, -1 where there is none; `csv_require` then says so and names
 * the columns there are. Case counts. */
long csv_column(const struct csv *c, const char *name);
int csv_require(const struct csv *c, const char *name, size_t *column, struct mien_error *e);

/* Field `column` of the record as a number in [low, high]; errors name line and column. */
int csv_integer(const struct csv *c, size_t column, long long low, long long high, long long *value,
                struct mien_error *e);
int csv_number(const struct csv *c, size_t column, float *value, struct mien_error *e);

/* The start of a field for a message: at most 40 bytes, what is not printable as '?'; `out` [44] is
 * returned. */
const char *csv_excerpt(char *out, struct csv_field field);

/* Numbers from text that is not NUL-terminated: the whole of it, at most 63 bytes, finite. */
bool csv_parse_number(struct csv_field field, double *value);
bool csv_parse_integer(struct csv_field field, long long *value);

#endif
