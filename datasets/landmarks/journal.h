/* journal.h - what was found so far, so that long work goes on where it was stopped.
 *
 * A file beside the target: a head that names the settings, then a record a picture, in the order
 * in which they were done. A record is written by one call and ends in a checksum of itself;
 * opening keeps the records up to the first that is cut or damaged and cuts off the rest, so
 * whatever ended the last run (Ctrl-C, kill -9, a full disk, a crash of the machine) costs at most
 * the records behind the last `journal_sync`. The file is locked while it is open. Numbers are
 * stored as they lie in memory: a journal is for the machine that began it.
 *
 *     head    "mien landmarks journal 1\n", zeros to 32 bytes; settings [64]; u64 values; u64 0
 *     record  struct journal_record; i16 [values], zeros to a multiple of 8 bytes; u64 checksum */
#ifndef MIEN_DATASETS_LANDMARKS_JOURNAL_H
#define MIEN_DATASETS_LANDMARKS_JOURNAL_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/host/error.h"

struct journal_record {
    uint64_t key;       /* of the picture: its path, size and time, or its content */
    uint8_t digest[16]; /* of its pixels: equal pictures are copies */
    float score;
    uint8_t kept;     /* which try gave the landmarks */
    uint8_t tries;    /* how many were made */
    uint8_t at_once;  /* 1: a face in the first try's first pass */
    uint8_t detected; /* 1: some try's detector saw a face */
};

struct journal {
    char *path;
    int file; /* -1 when closed */
    size_t values, record_bytes;
    uint64_t count;  /* whole records */
    uint8_t *record; /* one of them, on its way */
};

/* Open the journal of work with these settings (64 characters) and `values` numbers a record, or
 * begin it. Errors: begun with other settings, no journal at all, in use by another process, a
 * place that cannot be written. A failed open leaves a closed journal. */
int journal_open(struct journal *j, const char *path, const char *settings, size_t values,
                 struct mien_error *e);

/* Record `index` < count: values [values]. */
int journal_read(const struct journal *j, uint64_t index, struct journal_record *r, int16_t *values,
                 struct mien_error *e);

/* Append a record. After a failure (a full disk) those before it stand. */
int journal_append(struct journal *j, const struct journal_record *r, const int16_t *values,
                   struct mien_error *e);

/* Flush what was appended to the disk. */
int journal_sync(const struct journal *j, struct mien_error *e);

/* Close it and leave the file; remove the file as well. Both accept a closed journal (file -1). */
void journal_close(struct journal *j);
void journal_remove(struct journal *j);

#endif
