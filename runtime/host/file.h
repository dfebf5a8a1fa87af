/* file.h - files read whole by mapping, files written whole or not at all.
 *
 * Reading: `file_map` maps a file read-only; its pages are loaded as they are touched.
 * Writing: `file_atomic` writes to a temporary file beside the target; `commit` flushes,
 * fsyncs and renames it over the target, `abandon` removes it. A crash at any moment leaves
 * the old target or the new one, never a part. A full disk is reported by `commit`. A target that
 * is a device or a pipe (/dev/stdout) is written directly. */
#ifndef MIEN_HOST_FILE_H
#define MIEN_HOST_FILE_H

#include <stdint.h>
#include <stdio.h>

#include "runtime/host/error.h"

struct file_map {
    const uint8_t *data; /* NULL for an empty file */
    size_t size;
};

/* Map `path`. Errors: missing, unreadable, a folder. `file_unmap` accepts a zeroed struct. */
int file_map(struct file_map *map, const char *path, struct mien_error *e);
void file_unmap(struct file_map *map);

/* The whole file as a NUL-terminated string for the caller to free; NULL on failure, also where
 * it holds a NUL byte or more than `limit` bytes. */
char *file_text(const char *path, size_t limit, struct mien_error *e);

struct file_atomic {
    FILE *stream;             /* write here; errors need no checking before commit */
    char *target, *temporary; /* temporary is NULL for a device */
};

int file_atomic_open(struct file_atomic *f, const char *target, struct mien_error *e);
int file_atomic_commit(struct file_atomic *f, struct mien_error *e); /* closes, also on failure */
void file_atomic_abandon(struct file_atomic *f); /* accepts a zeroed or closed f */

/* Write `size` bytes to `path` atomically. */
int file_write(const char *path, const void *data, size_t size, struct mien_error *e);

/* Make a folder and those above it; an existing folder is fine. */
int file_make_folder(const char *path, struct mien_error *e);

/* Make the first of FOLDER/NAME-001, FOLDER/NAME-002, ... that does not exist: its path for the
 * caller to free; NULL with an error. */
char *file_make_numbered(const char *folder, const char *name, struct mien_error *e);

/* "FOLDER/NAME" for the caller to free; NULL when out of memory. */
char *file_join(const char *folder, const char *name);

/* The part of `path` behind its last slash. */
const char *file_name(const char *path);

#endif
