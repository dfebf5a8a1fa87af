/* folder.h - a folder that appears whole or not at all.
 *
 * It is made as TARGET.tmpXXXXXX beside its target and renamed into place when complete. Flat
 * folders only: no folders within. */
#ifndef MIEN_DATASETS_FOLDER_H
#define MIEN_DATASETS_FOLDER_H

#include <stdbool.h>

#include "runtime/host/error.h"

/* Whether a folder may be put at `target`: nothing is there or an empty folder or, with `replace`,
 * a folder that holds `marker` (a file's name). Otherwise an error that says what to do. */
int folder_check(const char *target, bool replace, const char *marker, struct mien_error *e);

/* The name of a new, empty folder beside `target`, for the caller to free; NULL on failure. */
char *folder_make_temporary(const char *target, struct mien_error *e);

/* Move `temporary` to `target`, which passes folder_check still. Of a folder that is replaced,
 * files that the new one lacks and `keep` accepts are kept. On failure both are as they were. */
int folder_commit(const char *temporary, const char *target, bool replace, const char *marker,
                  bool (*keep)(const char *name), struct mien_error *e);

/* Remove a flat folder and its files; nothing happens where there is none. */
void folder_remove(const char *folder);

#endif
