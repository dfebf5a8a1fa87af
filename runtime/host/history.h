/* history.h - metrics.jsonl read back: the numbers of a run, or of a live session, by their keys.
 *
 * A line is a JSON object (metrics_log.h); each key that holds numbers in a step becomes a column,
 * wherever in the file it first appears. null stands for a number that was not finite and becomes
 * NaN; a step without the key adds nothing to its column. Texts, nested values and the lines that
 * are no steps are left out. The file may grow meanwhile: a last line that is only half there is
 * left for the next reading. */
#ifndef MIEN_HOST_HISTORY_H
#define MIEN_HOST_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/host/error.h"

enum {
    HISTORY_COLUMNS_MAX = 256,  /* a writer has some ten; more is no file of metrics */
    HISTORY_BYTES_MAX = 1 << 30 /* four million lines */
};

struct history_column {
    char *name;
    uint32_t *line; /* [count], ascending: the steps that have the key, from 0 */
    double *value;  /* [count], NaN where the file says null */
    uint32_t count, capacity;
};

struct history {
    char *kind; /* what steps count ("epoch"), which names a column; or NULL. The opening line's
                 * "unit", in a file without one the first step's "kind" */
    struct history_column *columns; /* in the order in which keys first appear */
    uint32_t column_count;
    uint32_t lines; /* steps, in whole lines */
};

/* Read a run folder's metrics.jsonl, or such a file. Errors: those of reading; a line that is no
 * JSON object, with its number; too many keys. `history_close` accepts a zeroed struct. */
int history_open(struct history *h, const char *run, struct mien_error *e);
void history_close(struct history *h);

/* The same from memory: text [size], as read from `path`. */
int history_parse(struct history *h, const char *path, const char *text, size_t size,
                  struct mien_error *e);

/* The column called `name`, or NULL. */
const struct history_column *history_find(const struct history *h, const char *name);

#endif
