/* import_names.h - the names an importer meets, in the order a data set gives them.
 *
 * Sources name classes and splits row by row. They are numbered as they are met; when all rows are
 * known, `import_names_order` sorts them and tells each number's place. Classes that are all among
 * FER2013's seven take its own order, whole numbers sort as numbers, anything else by bytes. Splits
 * are train, valid, test, then others as met. */
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
    char *names[IMPORT_NAMES_MAX];
    uint32_t count;
};

/* The number of the name text[0..length), new where it was not met before; -1 where there is no
 * room for another (or no memory). Free with `import_names_free`, which accepts a zeroed struct. */
int import_names_add(struct import_names *n, const char *text, size_t length);
void import_names_free(struct import_names *n);

enum import_order { IMPORT_CLASSES, IMPORT_SPLIT_NAMES };

/* Sort: the name that had number i gets number place[i]. */
void import_names_order(struct import_names *n, enum import_order order,
                        uint8_t place[IMPORT_NAMES_MAX]);

/* What mien calls the split that a source calls text[0..length) ("Training", "PublicTest", "val",
 * ...; case does not count), or NULL. */
const char *import_split_name(const char *text, size_t length);

#endif
