/* table.h - landmarks and scores of every recorded face as rows of a file: CSV (RFC 4180) or JSON
 * lines (https://jsonlines.org), as the file's ending says. */
#ifndef MIEN_VIEWER_RECORD_TABLE_H
#define MIEN_VIEWER_RECORD_TABLE_H

#include <stdio.h>

#include "viewer/live/moment.h"

/* What a table can be, by its ending: "csv", "jsonl". */
enum record_format { RECORD_CSV, RECORD_JSONL, RECORD_FORMAT_COUNT };
extern const char *const record_format_names[RECORD_FORMAT_COUNT];

struct record_table {
    FILE *out;
    char *path;
    enum record_format format;
    const char *const *classes; /* not owned */
    int32_t class_count;
};

/* Begin FILE.csv or FILE.jsonl. Errors: another ending, not writable. */
int record_table_open(struct record_table *t, const char *path, const char *const *classes,
                      int32_t class_count, struct mien_error *e);

/* A row for each face. Error: the disk is full. */
int record_table_add(struct record_table *t, const struct moment *m, double seconds,
                     struct mien_error *e);
int record_table_close(struct record_table *t, struct mien_error *e); /* accepts a zeroed struct */

#endif
