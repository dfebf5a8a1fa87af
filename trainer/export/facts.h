/* facts.h - what a header and a model card say about a model besides its arithmetic.
 *
 * Provenance comes from the model's metadata, how good it is from measuring it on its data set when
 * it is exported, so that the figures are those of the very arithmetic that is written. A fact that
 * is not recorded or cannot be measured is stated as such, never guessed. */
#ifndef MIEN_TRAINER_EXPORT_FACTS_H
#define MIEN_TRAINER_EXPORT_FACTS_H

#include "trainer/evaluate/report.h"
#include "trainer/export/emit.h"
#include "trainer/evaluate/exam.h"

struct facts {
    const char *data, *licence, *train_split; /* NULL where unknown */
    const char *source, *source_checksum;     /* the file it was converted from; NULL: none */
    const char *origin;                       /* where that is from; NULL where unknown */
    long long train_rows, seed;               /* -1 where unknown */
    const char *weights_checksum;             /* of the trained model, before any reduction */
    const char *cfg_checksum, *data_checksum; /* "" where unknown */
    const char *split;                        /* measured on; NULL where nothing was measured */
    struct report report;                     /* of what is written */
    struct metrics full; /* of the forest before it was reduced; rows 0 where it was not */
    cJSON *provenance;
};

/* Where the metadata of `m` do not say what may be done with the data that it was trained on and
 * the data set `d` is that data, by its SHA-256, let them say what `d` does: a run does not know
 * what was written into dataset.json after it. Errors: out of memory. */
int facts_complete(struct model *m, const struct dataset *d, struct mien_error *e);

/* What the metadata of the trained model `m` tell; `m` must outlive the facts. `facts_free` accepts
 * a zeroed struct. */
void facts_collect(struct facts *f, const struct model *m);
void facts_free(struct facts *f);

/* Add what `m` answers to the exam, which must outlive the facts. `full` (NULL: none) is the model
 * that `m` was reduced from. */
int facts_measure(struct facts *f, const struct model *m, const struct model *full,
                  const struct exam *x, int threads, struct mien_error *e);

/* The metrics of a set of rows of the report, "all", "face" or "no_copies"; NULL where not known.
 */
const struct metrics *facts_metrics(const struct facts *f, const char *key);

/* The lines of a header's comment that state them; how good a model without classes is, they leave
 * out. */
void facts_write(const struct facts *f, const struct model *m, struct emit *w);

#endif
