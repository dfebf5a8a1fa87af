/* import_votes.h - annotators' votes from a CSV file, joined to rows by name.
 *
 * FER+'s own fer2013new.csv (`Usage,Image name,neutral,happiness,...`; row i of fer2013.csv is
 * called fer%07d.png there) and files of the same kind: a column called `image` or `Image name`,
 * perhaps one called `usage` or `Usage`, and a column of counts for each kind of vote. Lines
 * without an image name are passed over.
 *
 * Votes: E. Barsoum et al., "Training Deep Networks for Facial Expression Recognition with
 * Crowd-Sourced Label Distribution" (2016). */
#ifndef MIEN_DATASETS_IMPORT_VOTES_H
#define MIEN_DATASETS_IMPORT_VOTES_H

#include <stdint.h>

#include "datasets/dataset.h"

struct import_votes {
    char *names[DATASET_VOTES_MAX]; /* of the vote columns */
    uint32_t columns;
    uint8_t *votes;   /* [rows, columns], zeros where a row has none */
    uint32_t matched; /* rows with votes */
};

/* Read `path` and join it to the rows called row_names[0..rows). Names are compared without their
 * folders where that tells all rows apart, else whole. Errors: no column of image names, no column
 * of votes, a count outside 0..255, two lines for one row, two rows of one name, not one row
 * matched. `import_votes_free` accepts a zeroed struct and one that failed. */
int import_votes(struct import_votes *v, const char *path, const char *const *row_names,
                 uint32_t rows, struct mien_error *e);
void import_votes_free(struct import_votes *v);

#endif
