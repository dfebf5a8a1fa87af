/* description.h - dataset.json: what the numbers of a data set mean.
 *
 *     {"format": "mien-dataset 1", "name": "...",
 *      "kind": "landmarks", "shape": [68, 2], "scale": 0.00390625, "offset": 0,
 *      "classes": ["angry", ...], "splits": ["train", "valid"], "votes": ["neutral", ...],
 *      "licence": "...", "provenance": "...", "source": "..."}
 *
 * scale (1), offset (0), votes, licence, provenance and source may be left out; a key that is not
 * known is an error. Rows of kind "mixed" have parts, in their order, each with its own scale:
 *
 *      "kind": "mixed", "shape": [2440],
 *      "parts": [{"kind": "image", "shape": [48, 48, 1]},
 *                {"kind": "landmarks", "shape": [68, 2], "scale": 0.00390625}]
 *
 Private to the room: others call dataset_open and the dataset builder. */
#ifndef MIEN_DATASETS_DESCRIPTION_H
#define MIEN_DATASETS_DESCRIPTION_H

#include "datasets/dataset.h"

#define DATASET_DESCRIPTION "dataset.json"

/* Read FOLDER's dataset.json into the descriptive fields of `d` (zeroed before). Errors name the
 * line. */
int description_read(struct dataset *d, const char *folder, struct mien_error *e);

/* Set the parts' widths and starts, which follow from their shapes. */
void description_lay_parts(struct dataset *d);

/* Write the descriptive fields of `d` as FOLDER/dataset.json. */
int description_write(const struct dataset *d, const char *folder, struct mien_error *e);

/* Check what both demand: a shape that fits the kind, scale and offset that keep values finite; and
 * (description_check) names that are there, unique and not empty. `path` is what messages name. */
int description_check_layout(const struct dataset *d, const char *path, struct mien_error *e);
int description_check(const struct dataset *d, const char *path, struct mien_error *e);

/* Free the descriptive fields. */
void description_free(struct dataset *d);

#endif
