/* libsvm_text.h - LIBSVM's sparse text, a row at a time, straight from the mapped file.
 *
 *     LABEL INDEX:VALUE INDEX:VALUE ...   # comment
 *
 * Labels are whole numbers (+1 and 1.0 too). Indexes start at 1 and rise along the line; what is
 * not named is 0. Empty lines are skipped.
 *
 * Format: README of C.-C. Chang, C.-J. Lin, "LIBSVM: A library for support vector machines" (2011).
 */
#ifndef MIEN_DATASETS_LIBSVM_TEXT_H
#define MIEN_DATASETS_LIBSVM_TEXT_H

#include <stdint.h>

#include "runtime/host/file.h"

/* A row is made dense: 4 MiB at this width. */
enum { LIBSVM_INDEX_MAX = 1 << 20 };

struct libsvm_entry {
    uint32_t index; /* from 1 */
    float value;
};

struct libsvm_text {
    struct file_map map;
    const char *path, *at, *end, *start;
    long line; /* of the row just read */
    int32_t label;
    struct libsvm_entry *entries; /* [count] of the row just read, until the next is read */
    uint32_t count, capacity;
};

/* Open a file, or text in memory that outlives the reader. `libsvm_close` accepts a zeroed struct.
 */
int libsvm_open(struct libsvm_text *t, const char *path, struct mien_error *e);
void libsvm_parse(struct libsvm_text *t, const char *path, const void *data, size_t size);
void libsvm_close(struct libsvm_text *t);

/* The next row: 1, 0 at the end, -1 with an error: a label that is no whole number, an entry that
 * is not INDEX:VALUE, an index out of range or not rising, a value that is not finite. */
int libsvm_next(struct libsvm_text *t, struct mien_error *e);

/* Back to the first row. */
void libsvm_rewind(struct libsvm_text *t);

#endif
