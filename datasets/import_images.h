/* import_images.h - a folder of pictures, a folder a class. */
#ifndef MIEN_DATASETS_IMPORT_IMAGES_H
#define MIEN_DATASETS_IMPORT_IMAGES_H

#include "datasets/import_plan.h"

/* A folder of pictures, CLASS/FILE or SPLIT/CLASS/FILE, all at one depth. A file name that starts
 * with Training_, PublicTest_ or PrivateTest_ decides the split before its folder does. Rows are
 * sorted by split and path. Where every file name ends in a number, it becomes the row's id. */
int import_images(const char *path, const struct import_options *o, const char *out,
                  struct mien_error *e);

#endif
