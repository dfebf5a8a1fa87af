/* reduce.h - a forest small enough for its header.
 *
 * What --max-bytes limits is the whole header, what the forest room reduces to is the text of a
 * forest's narrow form. `reduce_to_fit` finds how much of that the rest of the header leaves; the
 * number is recorded in the header, and `reduce_model` makes the same forest of it again. */
#ifndef MIEN_TRAINER_EXPORT_REDUCE_H
#define MIEN_TRAINER_EXPORT_REDUCE_H

#include "trainer/export/export.h"

/* A finished model like `full`, whose last operator is a forest, with a forest of at most
 * `forest_bytes` bytes of narrow text; for model_free. Errors: no forest, not even the smallest
 * fits. */
int reduce_model(struct model *out, const struct model *full, long long forest_bytes,
                 struct mien_error *e);

/* Where the header of `full` by `o` has more than o->max_bytes and `full` is a forest: make `out`
 * (for model_free) a reduced model whose header fits, and set o->forest_bytes. Otherwise leave both
 * 0. */
int reduce_to_fit(struct model *out, const struct model *full, const struct facts *f,
                  struct export_options *o, struct mien_error *e);

#endif
