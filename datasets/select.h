/* select.h - keep, rename and merge classes.
 *
 * What to keep is said as a list: "happy,sad" keeps two classes and drops the rows of the others,
 * "joy=happy,sad" renames one, "negative=angry+disgust+fear+sad,happy" merges four. The new classes
 * have the list's order. All columns are carried along. Votes for the members of a class are added
 * up in a column of its name (a sum over 255 stays at 255), the other vote columns are kept as they
 * are. */
#ifndef MIEN_DATASETS_SELECT_H
#define MIEN_DATASETS_SELECT_H

#include "datasets/dataset_write.h"

struct select_map {
    uint32_t classes;                      /* new ones */
    char *names[DATASET_CLASSES_MAX];      /* of the new ones */
    int16_t class_to[DATASET_CLASSES_MAX]; /* new class of an old one, -1: dropped */
};

/* Read the list for `d`. Usage errors: a class that is not there (with those that are), one named
 * twice, a name left empty, fewer than two classes. `select_free` accepts a zeroed map and one that
 * failed. */
int select_parse(struct select_map *m, const struct dataset *d, const char *list,
                 struct mien_error *e);
void select_free(struct select_map *m);

/* Write the rows that `list` keeps as the data set `folder`. Errors: those of select_parse, no row
 * left. */
int select_write(const struct dataset *d, const char *list, const char *folder, bool replace,
                 const struct dataset_watch *watch, struct mien_error *e);

#endif
