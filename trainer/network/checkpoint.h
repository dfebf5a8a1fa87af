/* checkpoint.h - a training on disk: stopped anywhere between two steps, continued to the same
 * bits.
 *
 * A safetensors file: `values`, `first`, `second`, `average`, `best` as in struct training,
 * `position` and `sums` for its counts; metadata: format and the fingerprint of what is trained. */
#ifndef MIEN_NETWORK_CHECKPOINT_H
#define MIEN_NETWORK_CHECKPOINT_H

#include "trainer/network/training.h"

/* Write atomically. Error also: numbers that are not finite, the file being left as it was. */
int checkpoint_save(const char *path, const char *fingerprint, const struct training *t,
                    const struct network *n, struct mien_error *e);

/* Read into `t` and the network's values, both made for the same cfg. *found tells whether there is
 * a file; without one nothing changes. Errors, nothing changed: not a checkpoint, another
 * fingerprint, arrays of other sizes, numbers that are not finite, counts no training has. */
int checkpoint_load(const char *path, const char *fingerprint, struct training *t,
                    struct network *n, bool *found, struct mien_error *e);

#endif
