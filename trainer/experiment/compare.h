/* compare.h - models measured on the same rows, ordered, and tested against the best of them. */
#ifndef MIEN_TRAINER_EXPERIMENT_COMPARE_H
#define MIEN_TRAINER_EXPERIMENT_COMPARE_H

#include "runtime/host/model.h"
#include "trainer/evaluate/metrics.h"

struct contender {
    const char *name; /* as given */
    struct model model;
    char features[48]; /* "aligned 68x2+measures, 100 pc": principal components */
    float *p;          /* [rows, classes] */
    double accuracy, macro_f1, calibration_error;
    double accuracy_no_copies; /* NaN where the data set does not say */
    double accuracy_votes;     /* against the votes' majority; NaN where the data set has none */
    double accuracy_mirrored;  /* of answers averaged with the mirror image's; NaN: not asked for */
    double class_f1;           /* of the class that was asked for */
    struct interval accuracy_interval;
    struct model_cost cost;
    double us_per_row;
    double fit_seconds; /* of the run's report; NaN where there is none */
    double mcnemar_p;   /* against the best by accuracy; 1 for that one */
};

struct comparison {
    struct contender *contenders; /* [count], as named */
    struct contender **order;     /* [count], as sorted */
    struct contender *best;       /* by accuracy */
    int count;
    char **
        skipped; /* [skipped_count]: why a name gave no model, such as a run that is not finished */
    int skipped_count;
    uint32_t rows;
    char *data, *split;
};

/* What is to be measured besides what always is. */
struct comparison_wish {
    const char *data, *split; /* as in exam_open */
    const char *class_name;   /* whose F1 is to be told; NULL: none */
    bool mirrored;
};

/* Open and measure runs[0..count). Errors: those of source_open and exam_open; models chosen on
 * different data or splits where none are named; no such class; rows without a mirror image. */
int comparison_make(struct comparison *c, const char *const *runs, int count,
                    const struct comparison_wish *wish, struct mien_error *e);
void comparison_free(struct comparison *c);

/* The place of a column's key among those to sort by; -1 and a usage error where there is none. */
int comparison_sort_key(const char *key, struct mien_error *e);

/* Best first (largest accuracy, smallest error, cost and time); names and kinds by alphabet. */
void comparison_sort(struct comparison *c, int key);

#endif
