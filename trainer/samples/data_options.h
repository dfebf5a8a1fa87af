/* data_options.h - the [data] section of a cfg: which numbers of which rows a model is fitted on.
 *
 *     [data]
 *     path = datasets/fer2013-landmarks  # folder of the data set
 *     train = train                      # split to fit on
 *     valid = valid                      # split to choose and report on
 *     features = aligned                 # landmarks: box or aligned; pictures: pixels, unit; else
 * raw depth = 0                          # 1: landmarks' z too, where the data set has it measures
 * = 0                       # 1: distances and angles follow (mien_landmarks.h) pca = 100 # keep
 * this many principal components; 0: none whiten = 1                         # by this exponent,
 * 0..1 (pca.h) standardize = 1                    # mean 0, deviation 1 by number; default 1 but
 * for pixels, # pca and forests targets = label                    # or votes: soft targets from
 * annotators' votes vote_share = 1                     # votes count this much, the label the rest
 *     least_score = 0                    # leave out training rows with a lower face score
 *     copies = keep                      # drop: leave out training rows that copy a picture
 *     augment = mirror                   # see augment.h
 *
 * `pixels` brings each picture to mean 0 and deviation 1 by itself (mien_normalize) and keeps its
 * shape for layers that look at places; so does `unit`, which divides by 255, as Darknet; `raw`
 * takes the numbers as they are stored. */
#ifndef MIEN_TRAINER_SAMPLES_DATA_OPTIONS_H
#define MIEN_TRAINER_SAMPLES_DATA_OPTIONS_H

#include "datasets/dataset.h"
#include "runtime/mien_features.h"
#include "trainer/config/cfg.h"
#include "trainer/samples/augment.h"

/* Values of `features` behind those of enum mien_alignment. */
enum { FEATURES_RAW = MIEN_ALIGNMENT_COUNT, FEATURES_PIXELS, FEATURES_UNIT };

struct data_options {
    const char *train, *valid; /* names of splits, in the cfg */
    int features;              /* enum mien_alignment, or one of the above */
    bool depth, measures, standardize, votes, drop_copies;
    long long pca;
    double whiten, vote_share, least_score;
    struct augment augment;
};

/* Read section [data], all but `path`, which led to `d`. `standardize` is the default of the
 * model's kind. Errors: a bad value, features or augmentation that do not fit the data set. */
int data_options_read(struct data_options *o, struct cfg_section *s, const struct dataset *d,
                      bool standardize, struct mien_error *e);

/* Whether features are landmarks made comparable, and whether they are fitted to the training rows
 * (so that those must all be read before the first is ready). */
bool data_options_aligned(const struct data_options *o);
bool data_options_picture(const struct data_options *o); /* pixels or unit */
bool data_options_fitted(const struct data_options *o);

/* Dimensions of a landmark that become features: 2 or 3. */
int32_t data_options_dimensions(const struct data_options *o);

/* What a feature vector will be: [h, w, c] of pictures, else [1, 1, width]. */
void data_options_shape(const struct data_options *o, const struct dataset *d, uint32_t shape[3]);

/* Numbers in a feature vector, before and behind principal components. */
uint32_t data_options_plain_width(const struct data_options *o, const struct dataset *d);
uint32_t data_options_width(const struct data_options *o, const struct dataset *d);

#endif
