/* forest_fit.h - random forests and extra-trees.
 *
 * Rows are quantised once (bins.h), trees are grown one a thread (tree.h), each from its own random
 * stream, and joined in their own order (grove.h): the bits of the result depend on the samples,
 * options and seed, never on the number of threads or on being stopped and continued.
 *
 * Methods: L. Breiman, "Random Forests", Machine Learning 45 (2001); P. Geurts, D. Ernst, L.
 * Wehenkel, "Extremely randomized trees", Machine Learning 63 (2006). */
#ifndef MIEN_TRAINER_FOREST_FOREST_FIT_H
#define MIEN_TRAINER_FOREST_FOREST_FIT_H

#include "trainer/fit.h"
#include "trainer/forest/forest.h"

/* Fit `out` (for forest_free) to the samples. Reports count trees; each tenth of them is a finished
 * step with "oob_accuracy" where rows are drawn with replacement or in part. A stop writes the
 * checkpoint; so does every few seconds of work. The checkpoint is left in place: it is the
 * caller's to remove. Errors: no rows, no features, no row that weighs anything, more than
 * INT32_MAX nodes, a checkpoint that is damaged or another fit's or cannot be written, out of
 * memory. */
enum fit_result forest_fit(const struct samples *s, const struct forest_options *o,
                           const struct fit_context *c, struct forest *out, struct mien_error *e);

#endif
