/* dataset_open.h - data sets mapped from their folders.
 *
 * Opening checks types, shapes, class and split indices; it touches no page of x. */
#ifndef MIEN_DATASETS_DATASET_OPEN_H
#define MIEN_DATASETS_DATASET_OPEN_H

#include "datasets/dataset.h"

/* Errors name the file at fault and what was found in it. `dataset_close` accepts a zeroed struct.
 */
int dataset_open(struct dataset *d, const char *folder, struct mien_error *e);
void dataset_close(struct dataset *d);

#endif
