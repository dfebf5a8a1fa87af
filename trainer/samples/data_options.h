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
 * takes the numbers as they are stored. *
 * Of a mixed data set `features`, `depth` and `measures` speak of the landmarks, `standardize` and
 * `pca` of all but the pictures, which are always pixels; what `augment` moves, it moves together.
 */
#ifndef MIEN_TRAINER_SAMPLES_DATA_OPTIONS_H
#define MIEN_TRAINER_SAMPLES_DATA_OPTIONS_H

#include "datasets/dataset.h"
#include "runtime/mien_features.h"
#include "runtime/host/config/cfg.h"
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

/* Which kind of features a value of `features` names. */
bool features_aligned(int features); /* landmarks made comparable: box or aligned */
bool features_picture(int features); /* pixels or unit */

/* Dimensions of a landmark that become features: 2 or 3. */
int32_t data_options_dimensions(const struct data_options *o);

/* What becomes of a part of the rows (of a row, where the data set is not mixed); in the feature
 * vector the parts lie one behind another, as they do in a row. */
struct data_part {
    struct dataset_part raw;
    int features;          /* as in struct data_options */
    bool fitted;           /* to the training rows, which must all be read before one is ready */
    uint32_t plain, width; /* numbers of the feature vector, before and behind components */
    uint32_t shape[3];     /* of those: [h, w, c] of a picture not fitted, else [1, 1, width] */
};

/* parts [DATASET_PARTS_MAX]; returns their number. */
uint32_t data_options_parts(const struct data_options *o, const struct dataset *d,
                            struct data_part *parts);

/* Numbers in a feature vector. */
uint32_t data_options_width(const struct data_options *o, const struct dataset *d);

#endif
