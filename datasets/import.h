/* import.h - data sets from what students have on disk.
 *
 * An importer reads a source twice: once for the names of classes and splits and the number of
 * rows, once for the numbers, which stream into the builder. So the order of classes and splits
 * never depends on which row comes first, memory does not grow with the rows, and a source at fault
 * leaves nothing behind. Errors name the file and, in text, the line. */
#ifndef MIEN_DATASETS_IMPORT_H
#define MIEN_DATASETS_IMPORT_H

#include "datasets/import_plan.h"

/* What an importer can make use of besides names and licence. */
enum {
    IMPORT_TAKES_VOTES = 1,
    IMPORT_TAKES_CLASSES = 2,
    IMPORT_TAKES_SIZE = 4, /* width, height, grey */
    IMPORT_TAKES_LIKE = 8,
};

/* Symbol, name for --from, function, what it takes, what it is. */
#define IMPORT_KINDS(X)                                                                            \
    X(IMPORT_FER2013, "fer2013", import_fer2013, IMPORT_TAKES_VOTES,                               \
      "Kaggle's fer2013.csv: emotion,pixels,Usage")                                                \
    X(IMPORT_IMAGES, "images", import_images,                                                      \
      IMPORT_TAKES_VOTES | IMPORT_TAKES_CLASSES | IMPORT_TAKES_SIZE,                               \
      "PNG and JPEG files in CLASS/ or SPLIT/CLASS/")                                              \
    X(IMPORT_CSV, "csv", import_csv, IMPORT_TAKES_CLASSES,                                         \
      "columns label, perhaps split, then x0,y0,... or other numbers")                             \
    X(IMPORT_LIBSVM, "libsvm", import_libsvm, IMPORT_TAKES_CLASSES,                                \
      "LIBSVM text: label index:value ...")                                                        \
    X(IMPORT_ARRAYS, "arrays", import_arrays,                                                      \
      IMPORT_TAKES_VOTES | IMPORT_TAKES_CLASSES | IMPORT_TAKES_LIKE,                               \
      "a folder of NumPy arrays: x.npy, y.npy, split.npy, ...")

enum import_kind {
#define X(symbol, name, function, takes, what) symbol,
    IMPORT_KINDS(X)
#undef X
        IMPORT_KIND_COUNT
};
extern const char *const import_kind_names[IMPORT_KIND_COUNT];
extern const char *const import_kind_texts[IMPORT_KIND_COUNT];

/* What `path` seems to be. Error: none of the kinds, with a list of them. */
int import_detect(const char *path, enum import_kind *kind, struct mien_error *e);

/* Make the data set `out` of `path`. Usage error: an option that the kind has no use for. */
int import_run(enum import_kind kind, const char *path, const struct import_options *o,
               const char *out, struct mien_error *e);

#endif
