/* table.h - one writer for every table that a verb prints: for the terminal, Markdown, JSON or CSV.
 *
 * Columns are a constant array; rows are filled cell by cell from the left. A cell has a text for
 * people and, where it is a number, its value for programs: JSON and CSV get the value in full.
 *
 *     table_init(&t, columns, 3);
 *     table_text(&t, "forest");  table_number(&t, "%.1f %%", 49.3);  table_count(&t, 2800000);
 *     table_print(&t, stdout, TABLE_TERMINAL, e);
 *     table_free(&t);
 *
 * Adding cells never fails in the caller's face: table_print reports memory that ran out. */
#ifndef MIEN_HOST_TABLE_H
#define MIEN_HOST_TABLE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>

#include "runtime/host/error.h"

#define TABLE_FORMATS(X)                                                                           \
    X(TABLE_TERMINAL, "terminal")                                                                  \
    X(TABLE_MARKDOWN, "markdown")                                                                  \
    X(TABLE_JSON, "json")                                                                          \
    X(TABLE_CSV, "csv")

enum table_format {
#define X(symbol, name) symbol,
    TABLE_FORMATS(X)
#undef X
        TABLE_FORMAT_COUNT
};
extern const char *const table_format_names[TABLE_FORMAT_COUNT];

enum table_align { TABLE_LEFT, TABLE_RIGHT };
enum table_style { TABLE_PLAIN, TABLE_BOLD, TABLE_DIM, TABLE_GOOD, TABLE_BAD };

struct table_column {
    const char *key;   /* in JSON and CSV: "accuracy" */
    const char *title; /* for people: "Accuracy" */
    enum table_align align;
};

struct table_cell {
    char *text;   /* owned */
    double value; /* where numeric */
    bool numeric;
    enum table_style style;
};

struct table {
    const struct table_column *columns; /* not owned */
    size_t column_count;
    struct table_cell *cells; /* row by row; the last row may be unfinished */
    size_t count, capacity;
    bool out_of_memory;
};

void table_init(struct table *t, const struct table_column *columns, size_t count);
void table_free(struct table *t); /* accepts a zeroed struct */

/* Append one cell. `format` takes the value as its one double; NaN gives an empty cell, null in
 * JSON. */
void table_text(struct table *t, const char *text);
void table_number(struct table *t, const char *format, double value);
void table_count(struct table *t, long long value); /* 1234567 as 1,234,567; a number to programs */
void table_empty(struct table *t);

/* A cell whose text is not its value formatted: "54.1 ± 1.6" for 0.541. */
void table_valued(struct table *t, const char *text, double value);

/* Style the last cell; shown on terminals with colour, and bold in Markdown. */
void table_style(struct table *t, enum table_style style);

/* Write the table. Terminal tables fit their columns to what they hold, in colour where term_color
 * says so. JSON is an array of objects; CSV is RFC 4180 with a header line. Errors: out of memory,
 * now or while filling; a stream that fails. */
int table_print(const struct table *t, FILE *stream, enum table_format format,
                struct mien_error *e);

/* The JSON array itself, to be part of a larger object; NULL when out of memory. */
cJSON *table_json(const struct table *t);

#endif
