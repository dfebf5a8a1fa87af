/* snap.h - fewer different thresholds, so that a test is a small number.
 *
 * Each feature keeps at most `most` thresholds: quantiles of those that its splits use, rounded to
 * three significant digits, each split moving to the nearest. A feature with no more than `most` is
 * left as it is. */
#ifndef MIEN_TRAINER_FOREST_SNAP_H
#define MIEN_TRAINER_FOREST_SNAP_H

#include "trainer/forest/forest.h"

/* Error: out of memory; the forest is then unchanged. */
int forest_snap(struct forest *f, int32_t most, struct mien_error *e);

#endif
