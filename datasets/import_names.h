/* import_names.h - the names an importer meets, and the classes and splits they become.
 *
 * Sources name classes and splits row by row. They are numbered as they are met; when all rows are
 * known, the names are settled: sorted, or replaced by those the caller gives, and `place` tells
 * what became of each number. Classes that are all among FER2013's seven take its own order, whole
 * numbers sort as numbers, anything else by bytes. Splits are train, valid, test, then others as
 * met. */
#ifndef MIEN_DATASETS_IMPORT_NAMES_H
#define MIEN_DATASETS_IMPORT_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "runtime/host/error.h"

enum { IMPORT_NAMES_MAX = 256, IMPORT_FER2013_CLASSES = 7, IMPORT_SPLITS = 3 };

/* FER2013's classes in the order of its labels; the names mien gives to splits. */
extern const char *const import_fer2013_classes[IMPORT_FER2013_CLASSES];
extern const char *const import_split_names[IMPORT_SPLITS];

struct import_names {
    char *met[IMPORT_NAMES_MAX];
    uint32_t met_count;
    /* Once settled: */
    char *names[IMPORT_NAMES_MAX];
    uint32_t count;
    uint8_t place[IMPORT_NAMES_MAX]; /* number met -> index of its name */
};

/* The number of the name text[0..length), new where it was not met before; -1 with an error at
 * path:line where there are too many. `import_names_free` accepts a zeroed struct. */
int import_names_add(struct import_names *n, const char *text, size_t length, const char *path,
                     long line, struct mien_error *e);
void import_names_free(struct import_names *n);

/* Settle splits. Only a lack of memory is an error. */
int import_names_settle_splits(struct import_names *n, struct mien_error *e);

/* Settle classes. Given classes[0..count), a name met stands for the class of that name; else,
 * where all are whole numbers below `count`, for the class of that index; else, where as many are
 * given as were met, for the class in its place when sorted. Error at `path`: none of these holds.
 * With count 0 the names met are the classes. */
int import_names_settle_classes(struct import_names *n, const char *const *classes, uint32_t count,
                                const char *path, struct mien_error *e);

/* What mien calls the split that a source calls text[0..length) ("Training", "PublicTest", "val",
 * ...; case does not count), or NULL. */
const char *import_split_name(const char *text, size_t length);

#endif
