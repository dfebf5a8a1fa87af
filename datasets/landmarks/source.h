/* source.h - the pictures that landmarks are made of: a tree of files or a data set of images.
 *
 * Either way they are numbered as the rows of an image set would be, and each brings the columns
 * that its row of landmarks gets: class, split, votes, number. Reading is thread-safe. */
#ifndef MIEN_DATASETS_LANDMARKS_SOURCE_H
#define MIEN_DATASETS_LANDMARKS_SOURCE_H

#include "datasets/dataset_write.h"
#include "datasets/picture_tree.h"
#include "runtime/host/image/image.h"

struct landmark_source {
    uint32_t count;
    uint32_t longest;         /* side of the largest picture, pixels; at least 1 */
    uint64_t *keys;           /* [count] of each picture: its path, size and time, or its content */
    char *root;               /* the path, without slashes at its end */
    struct picture_tree tree; /* zeroed where the source is a data set */
    struct import_votes votes;
    struct dataset set;
    bool is_set;
};

/* What a caller may say about a tree. A data set says it all by itself. */
struct landmark_source_options {
    const char *const *classes; /* as in struct import_options; NULL: from the folders */
    uint32_t class_count;
    const char *votes; /* CSV of votes to join by file name, or NULL */
};

/* Open `path`. Errors: those of picture_tree_open or dataset_open;
 * a data set of another kind; options that a data set has no use for. Damaged pictures are no error
 * here. `landmark_source_close` accepts a zeroed struct and one that failed. */
int landmark_source_open(struct landmark_source *s, const char *path,
                         const struct landmark_source_options *o, struct mien_error *e);
void landmark_source_close(struct landmark_source *s);

/* Picture `row`, grey or RGB, for image_free. Errors: those of image_read. */
int landmark_source_read(const struct landmark_source *s, uint32_t row, struct image *m,
                         struct mien_error *e);

/* Where it comes from: "train/happy/Training_1.jpg" or "row 12"; out [size] is returned. */
const char *landmark_source_name(const struct landmark_source *s, uint32_t row, char *out,
                                 size_t size);

/* Classes, splits, votes and columns of the landmark set, pointing into the source; and the columns
 * of a row. */
void landmark_source_plan(const struct landmark_source *s, struct dataset_plan *plan);
struct dataset_sample landmark_source_sample(const struct landmark_source *s, uint32_t row);

#endif
