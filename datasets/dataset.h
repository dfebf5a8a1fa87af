/* dataset.h - a data set on disk, memory-mapped, and what to ask of it once it is open
 * (dataset_open.h).
 *
 * A data set is a folder: dataset.json, and one NumPy array a column, a row a sample:
 *
 *     x.npy      [n, ...shape]  float32, int16 or uint8; a stored value v means v * scale + offset,
 *                               in a mixed set of the part of the row that it is in
 *     y.npy      [n] uint8      index into `classes`
 *     split.npy  [n] uint8      index into `splits`
 *
 * and, each optional:
 *
 *     votes.npy  [n, v] uint8   annotators' votes; dataset.json names the v columns
 *     weight.npy [n] float32    sample weights, >= 0
 *     group.npy  [n] int32      samples of one subject share a number; folds keep them together
 *     score.npy  [n] float32    face score, 0..1: how sure the landmarks are of a face
 *     copy.npy   [n] uint8      1 where the source picture is identical to an earlier row of the
 *                               first split
 *     id.npy     [n] uint32     the number in the source's file name
 *
 * Values of x are checked for NaN where they are read in bulk (`dataset_read`).
 *
 * Format: NEP 1, "A Simple File Format for NumPy Arrays", version 1.0 and 2.0. */
#ifndef MIEN_DATASETS_DATASET_H
#define MIEN_DATASETS_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "datasets/npy.h"
#include "runtime/host/error.h"

/* What a row of x is. */
#define DATASET_KINDS(X)                                                                           \
    X(DATASET_VECTOR, "vector")       /* shape [d] */                                              \
    X(DATASET_LANDMARKS, "landmarks") /* shape [points, 2 or 3], pixels, x right, y down */        \
    X(DATASET_IMAGE, "image")         /* shape [h, w, c], 0..255 */                                \
    X(DATASET_MIXED, "mixed")         /* shape [d]: parts of the kinds above, one behind another */

enum dataset_kind {
#define X(symbol, name) symbol,
    DATASET_KINDS(X)
#undef X
        DATASET_KIND_COUNT
};
extern const char *const dataset_kind_names[DATASET_KIND_COUNT];

/* Numbers [start, start + width) of a row that are of one kind; no two parts of a row are of the
 * same. Stored values are scaled by part. */
struct dataset_part {
    enum dataset_kind kind;
    uint32_t shape[3], dimensions; /* as in struct dataset */
    uint32_t start, width;
    double scale, offset;
};
enum { DATASET_PARTS_MAX = DATASET_MIXED };

/* The columns beside x: symbol, file, type, and the fields of struct dataset with its map and its
 * numbers. y and split are always there. */
#define DATASET_COLUMNS(X)                                                                         \
    X(COLUMN_Y, "y.npy", NPY_U8, y_file, y)                                                        \
    X(COLUMN_SPLIT, "split.npy", NPY_U8, split_file, split)                                        \
    X(COLUMN_VOTES, "votes.npy", NPY_U8, votes_file, vote)                                         \
    X(COLUMN_WEIGHT, "weight.npy", NPY_F32, weight_file, weight)                                   \
    X(COLUMN_GROUP, "group.npy", NPY_I32, group_file, group)                                       \
    X(COLUMN_SCORE, "score.npy", NPY_F32, score_file, score)                                       \
    X(COLUMN_COPY, "copy.npy", NPY_U8, copy_file, copy)                                            \
    X(COLUMN_ID, "id.npy", NPY_U32, id_file, id)

enum dataset_column {
#define X(symbol, file, type, array, pointer) symbol,
    DATASET_COLUMNS(X)
#undef X
        DATASET_COLUMN_COUNT
};

#define DATASET_FACE_SCORE 0.5f /* from this score on a face counts as found */

/* Indices are bytes; a row is at most a 4096 x 4096 picture in colour and depth. */
enum {
    DATASET_CLASSES_MAX = 256,
    DATASET_SPLITS_MAX = 64,
    DATASET_VOTES_MAX = 64,
    DATASET_WIDTH_MAX = 1 << 26
};

struct dataset {
    char *path; /* the folder */
    char *name;
    char *licence, *provenance, *source; /* NULL where dataset.json does not say */
    enum dataset_kind kind;
    uint32_t rows;
    uint32_t width;      /* numbers in a row of x: the product of shape */
    uint32_t shape[3];   /* trailing ones where there are fewer dimensions */
    uint32_t dimensions; /* 1..3 */
    uint32_t classes, splits, votes;
    char **class_names, **split_names, **vote_names;
    int16_t vote_class[DATASET_VOTES_MAX]; /* the class a vote column counts for, -1: none */
    double scale, offset;                  /* of a mixed set 1 and 0 */
    struct dataset_part parts[DATASET_PARTS_MAX];
    uint32_t part_count;     /* 0 but for a mixed set, which has two at least */
    uint32_t before, behind; /* numbers of a stored row that are not read, see dataset_narrow */
    struct npy x, y_file, split_file, votes_file, weight_file, group_file, score_file, copy_file,
        id_file;
    const uint8_t *y, *split;    /* [rows] */
    const uint8_t *vote;         /* [rows, votes] or NULL */
    const float *weight, *score; /* [rows] or NULL */
    const int32_t *group;        /* [rows] or NULL */
    const uint8_t *copy;         /* [rows] or NULL */
    const uint32_t *id;          /* [rows] or NULL */
};

/* What a row is made of: the parts of a mixed set, or all of the row as the only one. parts
 * [DATASET_PARTS_MAX]; returns their number. */
uint32_t dataset_parts(const struct dataset *d, struct dataset_part *parts);

/* Whether a row has a part of this kind, and then which it is. */
bool dataset_find_part(const struct dataset *d, enum dataset_kind kind, struct dataset_part *part);

/* Read rows of a mixed set as if they were this part of them alone. */
void dataset_narrow(struct dataset *d, const struct dataset_part *part);

/* Row `row` of x as floats: out [width]. Never fails; the row may hold NaN where the file does. */
void dataset_row(const struct dataset *d, uint32_t row, float *out);

/* Rows rows[0..count) as floats: out [count, width]. Error: a value that is not finite, with its
 * row and column. */
int dataset_read(const struct dataset *d, const uint32_t *rows, uint32_t count, float *out,
                 struct mien_error *e);

/* Index of the split called `name`, or an error that lists the splits. */
int dataset_find_split(const struct dataset *d, const char *name, uint32_t *split,
                       struct mien_error *e);

/* The rows of one split in ascending order, for the caller to free; `*count` of them (0 is no
 * error). */
uint32_t *dataset_split_rows(const struct dataset *d, uint32_t split, uint32_t *count,
                             struct mien_error *e);

/* Soft targets of a row from its votes: t [classes], sums to 1. Votes are matched to classes by
 * name (FER+'s happiness, sadness, anger and surprise to FER2013's happy, sad, angry, surprise);
 * columns without a class are left out; a row without a counted vote gets its label. */
void dataset_vote_target(const struct dataset *d, uint32_t row, float *t);

/* The class that more than half of a row's votes are for, columns with a single vote left out; -1
 * where there is none, where it is a column without a class (FER+'s contempt, unknown, NF) or where
 * the row has no votes. The rule is FER+'s own for its majority labels
 * (github.com/microsoft/FERPlus, src/ferplus.py). */
int32_t dataset_vote_majority(const struct dataset *d, uint32_t row);

/* SHA-256 over x, y and split as stored, in hexadecimal: hex [65]. What reports and headers quote.
 */
int dataset_checksum(const struct dataset *d, char *hex, struct mien_error *e);

#endif
