/* dataset_write.h - data sets on their way to disk, a row at a time.
 *
 * A builder streams rows into a new folder beside the target, FOLDER.tmpXXXXXX, so its memory
 * does not grow with the rows. `commit` puts the arrays' headers right, writes dataset.json,
 * flushes it all and renames the folder into place; until then the target is as it was, and
 * `abandon` leaves nothing behind. A full disk is reported by `add` or `commit`.
 *
 *     struct dataset_builder b;
 *     dataset_builder_open(&b, folder, &plan, e);
 *     for each row: dataset_builder_add(&b, &sample, e);
 *     dataset_builder_commit(&b, e);      or dataset_builder_abandon(&b) */
#ifndef MIEN_DATASETS_DATASET_WRITE_H
#define MIEN_DATASETS_DATASET_WRITE_H

#include <stdio.h>

#include "datasets/dataset.h"

/* What is known before the first row; copied by `open`. */
struct dataset_plan {
    const char *name;
    const char *licence, *provenance, *source; /* NULL for none */
    enum dataset_kind kind;
    uint32_t shape[3], dimensions; /* as in struct dataset */
    enum npy_type type;            /* how x is stored: NPY_F32, NPY_I16 or NPY_U8 */
    double scale, offset; /* a stored v means v * scale + offset; a scale of 0 stands for 1 */
    const struct dataset_part *parts; /* [part_count] of a mixed set; start and width follow */
    uint32_t part_count;
    const char *const *class_names, *const *split_names, *const *vote_names;
    uint32_t classes, splits, votes;
    unsigned columns; /* 1 << COLUMN_... of the optional columns; votes > 0 implies its own */
    bool mark_copies; /* COLUMN_COPY is made by `commit` from the content of x, not taken from the
                         samples */
    bool replace; /* the target may be a data set: its columns are replaced, its other files kept */
};

/* A row. Exactly one of `x` and `stored` is set; columns that the plan leaves out are not read. */
struct dataset_sample {
    const float *x;     /* [width], as meant: divided by scale and rounded by the builder */
    const void *stored; /* [width] of the plan's type, as stored */
    uint8_t y, split;
    const uint8_t *votes; /* [votes]; NULL for none cast */
    float weight, score;
    int32_t group;
    uint8_t copy;
    uint32_t id;
};

struct dataset_builder {
    struct dataset about; /* names, kind, shape, rows: what dataset.json will say */
    unsigned columns;
    bool mark_copies, replace;
    char *target, *folder; /* the folder in the end, the folder until then */
    FILE *x, *streams[DATASET_COLUMN_COUNT];
    void *row; /* one converted row */
    enum npy_type type;
};

/* Start a data set. Errors: `folder` exists and is not empty (with `replace`: and is no data set),
 * a plan that does not make sense, a place that cannot be written. A failed open leaves a zeroed
 * `b`. */
int dataset_builder_open(struct dataset_builder *b, const char *folder,
                         const struct dataset_plan *plan, struct mien_error *e);

/* Append a row. Errors, with the row's number: a value that is not finite or does not fit the
 * stored type, an index, weight or score out of range, a full disk. Callers that know the line
 * prefer to say it and check first. */
int dataset_builder_add(struct dataset_builder *b, const struct dataset_sample *s,
                        struct mien_error *e);

/* Finish: afterwards `folder` is the data set, or as it was before. `b` is zeroed either way.
 * Errors: no row was added, a full disk, the target appeared meanwhile. */
int dataset_builder_commit(struct dataset_builder *b, struct mien_error *e);

/* Give up and remove what was written. Accepts a zeroed, failed or committed builder. */
void dataset_builder_abandon(struct dataset_builder *b);

/* The plan that makes a data set like `d` (pointing into it), and row `row` of it as a sample. */
struct dataset_plan dataset_plan_like(const struct dataset *d);
struct dataset_sample dataset_sample_of(const struct dataset *d, uint32_t row);

/* How long work on rows tells how far it is; `report` may be NULL, and asks for a stop by returning
 * false: the function then fails with "stopped" and leaves nothing behind. */
struct dataset_watch {
    void *context;
    bool (*report)(void *context, uint64_t done, uint64_t total);
};

/* Report now and then; -1 with the error "stopped" where that asks for it. `watch` may be NULL. */
int dataset_watch_report(const struct dataset_watch *watch, uint64_t done, uint64_t total,
                         struct mien_error *e);

/* Write rows[0..count) of `d` under another plan; `change` (may be NULL) edits each sample first.
 */
int dataset_write_rows(const struct dataset *d, const uint32_t *rows, uint32_t count,
                       const char *folder, const struct dataset_plan *plan,
                       void (*change)(void *context, uint32_t row, struct dataset_sample *s),
                       void *context, const struct dataset_watch *watch, struct mien_error *e);

#endif
