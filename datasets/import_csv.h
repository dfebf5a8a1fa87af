/* import_csv.h - a CSV file of landmarks or other numbers as a data set. */
#ifndef MIEN_DATASETS_IMPORT_CSV_H
#define MIEN_DATASETS_IMPORT_CSV_H

#include "datasets/import_plan.h"

/* Columns `label` (a name or a number), perhaps `split`, then numbers: landmarks where they are
 * called x0,y0,x1,y1,... or x0,y0,z0,x1,..., else a vector. */
int import_csv(const char *path, const struct import_options *o, const char *out,
               struct mien_error *e);

#endif
