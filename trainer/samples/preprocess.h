/* preprocess.h - the operators that make the feature vector of a row as it is stored.
 *
 * A part of a row (all of it, where the data set is not mixed) is made comparable, then centred,
 * scaled and projected as the options say, by what its training rows show. Parts are cut out of a
 * mixed row, go their own ways and lie one behind another in the feature vector. */
#ifndef MIEN_TRAINER_SAMPLES_PREPROCESS_H
#define MIEN_TRAINER_SAMPLES_PREPROCESS_H

#include "runtime/host/model.h"
#include "trainer/samples/data_options.h"

/* Append them to m, which is empty and takes rows of `d`, and end its features. Fitted is on
 * rows[0..count). Errors: a value that is not finite in a part that something is fitted to, with
 * its row; more principal components than the rows span; out of memory. */
int preprocess_fit(struct model *m, const struct dataset *d, const struct data_options *o,
                   const uint32_t *rows, uint32_t count, int threads, struct mien_error *e);

/* Floats of arena that running them takes at most: known before fitting. */
size_t preprocess_arena(const struct data_options *o, const struct dataset *d);

#endif
