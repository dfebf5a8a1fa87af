/* forest_reduce.h - a forest that fits a number of bytes, with the least loss.
 *
 * Three things are given up, in an order that was measured on face landmarks (68 points, an
 * unlimited forest of 200 trees):
 *
 *   thresholds  each feature keeps a few dozen, at the quantiles of those in use and rounded to
 * three digits: a test then takes two characters of the narrow form; trees       the first N are
 * kept, down to a few dozen: the later ones agree with them; splits      nodes that less than a
 * certain training weight reached become leaves, whose distributions are rounded to thirds so that
 * they stay few.
 *
 * The result is an ordinary forest: what it answers is what the exported header answers. */
#ifndef MIEN_TRAINER_FOREST_FOREST_REDUCE_H
#define MIEN_TRAINER_FOREST_FOREST_REDUCE_H

#include "trainer/forest/forest.h"

/* Make `out` (for forest_free) a forest whose narrow form takes at most `max_bytes` of C text
 * (forest_narrow_text). weight [nodes] is forest.weight, or NULL where it is not known: then each
 * leaf counts 1. A forest that fits as it is comes out as it is. Errors: not even one tree of one
 * split fits, out of memory. */
int forest_reduce(const struct mien_forest *f, const float *weight, size_t max_bytes,
                  struct forest *out, struct mien_error *e);

#endif
