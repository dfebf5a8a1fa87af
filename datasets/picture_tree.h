/* picture_tree.h - a folder of pictures, a folder a class: which files, which class, which split.
 *
 * PNG and JPEG files lie in CLASS/FILE or SPLIT/CLASS/FILE, all at one depth; hidden files and
 * those that are no pictures by their names are passed over. A file name that starts with
 * Training_, PublicTest_ or PrivateTest_ decides the split before its folder does, as FER2013's
 * image release wants it. Files are sorted by split and path, so that the rows made of them never
 * depend on the file system. */
#ifndef MIEN_DATASETS_PICTURE_TREE_H
#define MIEN_DATASETS_PICTURE_TREE_H

#include <stdbool.h>

#include "datasets/import_names.h"
#include "datasets/import_votes.h"

struct picture_file {
    char *path;                     /* below the root */
    int class_number, split_number; /* as met; import_names' `place` says what became of them */
    uint8_t y, split;
    uint32_t id; /* the number that ends the file's name */
};

struct picture_tree {
    char *root;
    struct picture_file *files; /* [count] */
    uint32_t count, capacity;
    int level; /* how deep the pictures lie: 2 CLASS/FILE, 3 SPLIT/CLASS/FILE; 0 before the first */
    bool ids;  /* every file has a number */
    bool fer2013; /* every file is named as in FER2013's image release */
    struct import_names classes, splits;
};

/* List the pictures below `root`; classes[0..class_count) as import_names_settle_classes takes
 * them. Errors name the file or folder at fault: unreadable, at another depth than those before, in
 * no split that has a name, a folder without a picture. `picture_tree_close` accepts a zeroed
 * struct and one that failed to open. */
int picture_tree_open(struct picture_tree *t, const char *root, const char *const *classes,
                      uint32_t class_count, struct mien_error *e);
void picture_tree_close(struct picture_tree *t);

/* The path of a file, for the caller to free; NULL, with `e` filled, when out of memory. */
char *picture_tree_path(const struct picture_tree *t, uint32_t file, struct mien_error *e);

/* Votes of the CSV file `path` for the tree's files, in their order. Errors: those of import_votes.
 */
int picture_tree_votes(const struct picture_tree *t, const char *path, struct import_votes *votes,
                       struct mien_error *e);

#endif
