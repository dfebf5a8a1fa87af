/* import_libsvm.h - LIBSVM text as a data set of vectors. */
#ifndef MIEN_DATASETS_IMPORT_LIBSVM_H
#define MIEN_DATASETS_IMPORT_LIBSVM_H

#include "datasets/import_plan.h"

/* LIBSVM's sparse text; labels become classes in ascending order. All rows are train. */
int import_libsvm(const char *path, const struct import_options *o, const char *out,
                  struct mien_error *e);

#endif
