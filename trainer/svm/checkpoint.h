/* checkpoint.h - the solved parts of a fit under way: named arrays in a safetensors file.
 *
 * The file belongs to one fit, whose fingerprint (of cfg and data) it carries. Arrays are read
 * back by name, type and count; one that is absent is simply computed. */
#ifndef MIEN_TRAINER_SVM_CHECKPOINT_H
#define MIEN_TRAINER_SVM_CHECKPOINT_H

#include "runtime/host/safetensors.h"

struct checkpoint {
    const char *path; /* NULL: nothing is kept */
    const char *fingerprint;
    struct tensor *tensors; /* their data is owned */
    size_t count, capacity;
};

/* Start from the file at `path` where there is one. Errors: safetensors_open's, a file of another
 * fit. */
int checkpoint_open(struct checkpoint *c, const char *path, const char *fingerprint,
                    struct mien_error *e);
void checkpoint_close(struct checkpoint *c); /* accepts a zeroed struct */

/* The array of that name and type, or NULL. */
const struct tensor *checkpoint_find(const struct checkpoint *c, const char *name,
                                     enum safetensors_type type);

/* Copy data [count] under `name`, in place of an earlier array of that name. */
int checkpoint_put(struct checkpoint *c, const char *name, enum safetensors_type type, size_t count,
                   const void *data, struct mien_error *e);

int checkpoint_write(const struct checkpoint *c, struct mien_error *e);

#endif
