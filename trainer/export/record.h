/* record.h - the lines of an exported header that a program reads back.
 *
 * They end the header's opening comment: which model the header was made from, with which options,
 * and the checksum of everything behind the comment, so that `mien verify` can make the model again
 * and see that nobody changed the code. */
#ifndef MIEN_TRAINER_EXPORT_RECORD_H
#define MIEN_TRAINER_EXPORT_RECORD_H

#include <stdbool.h>

#include "runtime/host/error.h"
#include "trainer/export/emit.h"

struct record {
    char name[EMIT_NAME_MAX];
    bool standalone, inlined;
    long long
        forest_bytes; /* what the forest was reduced to before it was written; 0: not reduced */
    char weights[65]; /* checksums in hexadecimal; "" where unknown */
    char cfg[65], data[65];
    char code[65];
};

/* The lines of a comment. */
void record_write(struct emit *w, const struct record *r);

/* Read them from a header's text (`path` is what messages name). Error: a line is missing or
 * malformed, so this is no header of mien's or its comment was changed. */
int record_read(struct record *r, const char *path, const char *text, struct mien_error *e);

/* Where the code starts: behind the opening comment; NULL where there is none. */
const char *record_code(const char *text);

#endif
