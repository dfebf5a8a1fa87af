/* prepare.h - from a data set and the [data] section of a cfg to rows that a fitter takes.
 *
 * What the feature vector takes (mean, basis, scale) is fitted on the training rows and becomes
 * the first operators of the model, so a model carries its preprocessing. Where nothing is fitted,
 * a fitter that takes rows by batches can leave them in the data set until they are drawn: pictures
 * then need no memory but the mapped file. */
#ifndef MIEN_TRAINER_SAMPLES_PREPARE_H
#define MIEN_TRAINER_SAMPLES_PREPARE_H

#include "runtime/host/model.h"
#include "trainer/fit.h"
#include "trainer/samples/data_options.h"
#include "trainer/samples/rows.h"

/* A model whose answers join the targets: distillation (G. Hinton et al., "Distilling the Knowledge
 * in a Neural Network", 2015). It sees each row as that was changed at random, which makes it worth
 * more than answers given once (L. Beyer et al., "Knowledge distillation: A good teacher is patient
 * and consistent", 2022). */
struct teacher {
    struct model model; /* takes raw rows of the data set, knows its classes */
    float share;        /* of its answers in a target, the rest is the label's or votes'; 0: none */
    float power;        /* its probabilities are raised to it: 1 / temperature */
};

struct prepared {
    const struct dataset *data;
    const struct data_options *options;
    const struct rows *rows;
    const struct teacher *teacher; /* NULL, or of share 0: none */
    const char *kind;              /* of the model to come */
    struct model model; /* operators that make the feature vector; the fitter appends the rest */
    uint32_t width;     /* numbers in a feature vector */
    struct data_part parts[DATASET_PARTS_MAX]; /* that it is made of */
    uint32_t part_count;
    float *train;    /* features [train_count, width]; NULL where rows are made as drawn */
    float *valid;    /* [valid_count, width] */
    float *mirrored; /* features of the mirrored training rows, where augment has mirror */
    float *target;   /* [train_count, classes] soft targets, or NULL */
    uint8_t *train_y, *valid_y;
    float *weight; /* [train_count], or NULL */
};

/* Fit the preprocessing on the training rows and make everyone's features, those of the training
 * rows only where something is fitted to them or `by_draw`, that they are drawn one by one, is not
 * said. `kind` as in model files. The dataset, options and rows must outlive `p`. Errors: a value
 * that is not finite, with its row; out of memory. A teacher may be set in *p afterwards, for rows
 * that are drawn. */
int prepare(struct prepared *p, const struct dataset *d, const struct data_options *o,
            const struct rows *rows, const char *kind, bool by_draw, int threads,
            struct mien_error *e);
void prepared_free(struct prepared *p); /* accepts a zeroed struct */

/* Views for fitters: the training rows as they are, and those to report on. */
struct samples prepared_rows(const struct prepared *p);
struct samples prepared_valid(const struct prepared *p);

/* The training rows, with their mirror images behind them where the options say so. What had to be
 * made for that is in `owned`, which prepared_train_free frees. Errors: augmentation other than
 * mirroring, which only training by batches can use; out of memory. */
enum { PREPARED_OWNED = 4 };
int prepared_train(const struct prepared *p, struct samples *s, void *owned[PREPARED_OWNED],
                   struct mien_error *e);
void prepared_train_free(void *owned[PREPARED_OWNED]);

/* Training row `i` with the random changes the options name, drawn from `r` alone: features to x
 * [width], its target to target [classes], its weight to *weight. scratch [prepared_scratch()]
 * floats. Runs on any thread. */
void prepared_draw(const struct prepared *p, uint32_t i, struct rng *r, float *x, float *target,
                   float *weight, float *scratch);

/* Floats of scratch that takes: known before preparing. */
size_t prepared_scratch(const struct data_options *o, const struct dataset *d,
                        const struct teacher *teacher);

#endif
