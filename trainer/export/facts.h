/* facts.h - what a header and a model card say about a model besides its arithmetic.
 *
 * Collected from the model's metadata and from the report of its run, whatever of them is there: a
 * fact that nobody recorded is stated as unknown, never guessed. */
#ifndef MIEN_TRAINER_EXPORT_FACTS_H
#define MIEN_TRAINER_EXPORT_FACTS_H

#include "runtime/host/model.h"
#include "trainer/export/emit.h"

struct facts {
    const char *data, *licence, *train_split, *valid_split; /* NULL where unknown */
    long long train_rows, valid_rows, seed;                 /* -1 where unknown */
    const char *cfg_checksum, *data_checksum;               /* "" where unknown */
    cJSON *report;     /* of the run; NULL where there is none */
    cJSON *provenance; /* of the model; NULL where there is none */
};

/* Collect the facts of `m`, which must outlive them. `folder` is the run's, or NULL for a model
 * file alone. Errors: a report that cannot be read or parsed. `facts_free` accepts a zeroed struct.
 */
int facts_collect(struct facts *f, const struct model *m, const char *folder, struct mien_error *e);
void facts_free(struct facts *f);

/* The lines of a header's comment that state them. */
void facts_write(const struct facts *f, struct emit *w);

#endif
