/* prepare.h - from a data set and the [data] section of a cfg to rows that a fitter takes.
 *
 *     [data]
 *     path = datasets/fer2013-landmarks  # folder of the data set
 *     train = train                      # split to fit on
 *     valid = valid                      # split to choose and report on
 *     features = aligned                 # landmarks: box or aligned; other data: raw
 *     depth = 0                          # 1: landmarks' z too, where the data set has it
 *     measures = 0                       # 1: distances and angles follow (mien_landmarks.h)
 *     pca = 100                          # keep this many principal components; 0: none
 *     whiten = 1                         # by this exponent, 0..1 (pca.h)
 *     standardize = 1                    # mean 0, deviation 1; default 1 but for pca and forests
 *     targets = label                    # or votes: soft targets from annotators' votes
 *     vote_share = 1                     # votes count this much, the label the rest
 *     least_score = 0                    # leave out training rows with a lower face score
 *     copies = keep                      # drop: leave out training rows that copy a picture
 *     augment = mirror                   # see augment.h
 *
 * What the feature vector takes (mean, basis, scale) is fitted on the training rows and becomes
 * the first operators of the model, so a model carries its preprocessing. */
#ifndef MIEN_TRAINER_SAMPLES_PREPARE_H
#define MIEN_TRAINER_SAMPLES_PREPARE_H

#include "datasets/dataset.h"
#include "runtime/host/model.h"
#include "trainer/config/cfg.h"
#include "trainer/fit.h"
#include "trainer/samples/augment.h"

struct data_options {
    const char *train, *valid; /* names of splits, in the cfg */
    int features;              /* enum mien_alignment, or MIEN_ALIGNMENT_COUNT for raw */
    bool depth, measures, standardize, votes, drop_copies;
    long long pca;
    double whiten, vote_share, least_score;
    struct augment augment;
};

/* Read section [data], all but `path`, which led to `d`. `standardize` is the default of the
 * model's kind. Errors: a bad value, features that do not fit the data set. */
int data_options_read(struct data_options *o, struct cfg_section *s, const struct dataset *d,
                      bool standardize, struct mien_error *e);

/* The rows to fit on and to report on, for the caller to free with rows_free. */
struct rows {
    uint32_t *train, *valid;
    uint32_t train_count, valid_count;
};

/* By the splits named in the options, without the training rows that least_score and copies leave
 * out. Errors: no such split, no rows, a class without training rows. */
int rows_choose(struct rows *r, const struct dataset *d, const struct data_options *o,
                struct mien_error *e);
void rows_free(struct rows *r);

struct prepared {
    const struct dataset *data;
    const struct data_options *options;
    const struct rows *rows;
    const char *kind;     /* of the model to come */
    struct model model;   /* operators that make the feature vector; the fitter appends the rest */
    uint32_t width;       /* numbers in a feature vector */
    float *train, *valid; /* features [train_count, width], [valid_count, width] */
    float *mirrored;      /* features of the mirrored training rows, where augment has mirror */
    float *target;        /* [train_count, classes] soft targets, or NULL */
    uint8_t *train_y, *valid_y;
    float *weight; /* [train_count], or NULL */
};

/* Fit the preprocessing on the training rows and make everyone's features. `kind` as in model
 * files. The dataset, options and rows must outlive `p`. */
int prepare(struct prepared *p, const struct dataset *d, const struct data_options *o,
            const struct rows *rows, const char *kind, int threads, struct mien_error *e);
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

/* Training row `i` with the random changes the options name, features to x [width]. scratch
 * [prepared_scratch()] floats. Runs on any thread. */
void prepared_augmented(const struct prepared *p, uint32_t i, struct rng *r, float *x,
                        float *scratch);

/* Floats of scratch that takes, and numbers in the feature vectors to come: known before preparing.
 */
size_t prepared_scratch(const struct data_options *o, const struct dataset *d);
uint32_t data_options_width(const struct data_options *o, const struct dataset *d);

#endif
