/* fold.h - the runtime's headers as the exporter carries them: embedded when mien is built.
 *
 * A standalone header has those it needs folded in, each where the first #include of it stood and
 * inside its own include guard, so that several standalone headers share one translation unit. */
#ifndef MIEN_TRAINER_EXPORT_FOLD_H
#define MIEN_TRAINER_EXPORT_FOLD_H

#include <stdbool.h>
#include <stdio.h>

#include "runtime/host/error.h"

struct fold_header {
    const char *name; /* "mien_dense.h" */
    const char *text;
};

enum { FOLD_HEADERS_MAX = 32 };

/* Made by embed.cmake from runtime/; ends with a NULL name. */
extern const struct fold_header fold_headers[];

/* What has been folded into one header so far; start from zero. */
struct fold {
    bool done[FOLD_HEADERS_MAX];
};

/* Write header `name` and, in place, those it includes; nothing where it is already in. */
void fold_write(struct fold *f, FILE *out, const char *name);

/* Write all of them into `folder`, for compiling a header that includes them. */
int fold_unpack(const char *folder, struct mien_error *e);

#endif
