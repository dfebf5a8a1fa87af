/* export_text.h - a data set as text that other tools read: CSV and LIBSVM.
 *
 * CSV: the columns label (the class's name), split, and x0,y0,... for landmarks, p0,p1,... for
 * pictures, f0,f1,... for vectors. LIBSVM: the class's index, then what is not zero, indexes from
 * 1; it has no place for names and splits. Numbers have as few digits as give back the same float;
 * `import_csv` and `import_libsvm` read both. */
#ifndef MIEN_DATASETS_EXPORT_TEXT_H
#define MIEN_DATASETS_EXPORT_TEXT_H

#include "datasets/dataset_write.h"

#define EXPORT_FORMATS(X)                                                                          \
    X(EXPORT_CSV, "csv", write_csv_head, write_csv_row)                                            \
    X(EXPORT_LIBSVM, "svm", NULL, write_libsvm_row)

enum export_format {
#define X(symbol, ending, head, row) symbol,
    EXPORT_FORMATS(X)
#undef X
        EXPORT_FORMAT_COUNT
};

/* The format that a file's name asks for by its ending. Usage error: neither .csv nor .svm. */
int export_format_of(const char *path, enum export_format *format, struct mien_error *e);

/* Write rows[0..count) of `d` to `path`, whole or not at all. Errors: a number that is not finite,
 * a full disk, `watch` asks to stop. */
int export_text(const struct dataset *d, const uint32_t *rows, uint32_t count,
                enum export_format format, const char *path, const struct dataset_watch *watch,
                struct mien_error *e);

#endif
