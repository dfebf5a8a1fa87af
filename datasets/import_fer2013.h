/* import_fer2013.h - Kaggle's fer2013.csv.
 *
 * Source: I. Goodfellow et al., "Challenges in Representation Learning: A report on three machine
 * learning contests" (2013). */
#ifndef MIEN_DATASETS_IMPORT_FER2013_H
#define MIEN_DATASETS_IMPORT_FER2013_H

#include "datasets/import_plan.h"

/* fer2013.csv: `emotion` 0..6, `pixels` 48 x 48 numbers 0..255 with spaces between, and `Usage`
 * (Training, PublicTest, PrivateTest; without it all rows are train). Rows keep their number as id.
 */
int import_fer2013(const char *path, const struct import_options *o, const char *out,
                   struct mien_error *e);

#endif
