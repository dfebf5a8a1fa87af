/* exam.h - the rows that a model is measured and its header is proven on. */
#ifndef MIEN_TRAINER_EVALUATE_EXAM_H
#define MIEN_TRAINER_EVALUATE_EXAM_H

#include "datasets/dataset.h"
#include "runtime/host/model.h"

struct exam {
    struct dataset data;
    char *split;
    uint32_t rows, width;
    uint32_t *row; /* [rows] number in the data set */
    float *x;      /* [rows, width] raw */
};

/* Rows of `split` (NULL: the one the model was chosen on, else "valid") of the data set at `path`
 * (NULL: the one in the model's cfg). Of a mixed set a model that was fitted on one kind of rows is
 * shown that part. Errors: no data set is named or there, its rows or classes
 * are not the model's, no such split, no rows, a value that is not finite. */
int exam_open(struct exam *x, const struct model *m, const char *path, const char *split,
              struct mien_error *e);
void exam_close(struct exam *x); /* accepts a zeroed struct */

/* What `m` answers: [rows, classes], for the caller to free; NULL with an error. */
float *exam_answers(const struct exam *x, const struct model *m, int threads, struct mien_error *e);

/* The same, the mean of the answers to each row and to its mirror image. Error also: rows that have
 * none. */
float *exam_answers_mirrored(const struct exam *x, const struct model *m, int threads,
                             struct mien_error *e);

#endif
