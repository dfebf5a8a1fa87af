/* metrics.h - how good a classifier's probabilities are, and how sure one can be of that.
 *
 * Everything is counted from p [rows, classes] and the labels y [rows]; a row's prediction is the
 * first of its largest probabilities. Definitions are scikit-learn's where it has them. Calibration
 * error: C. Guo et al., "On calibration of modern neural networks", ICML 2017, 15 bins of equal
 * width. Intervals: the percentile bootstrap over rows (B. Efron, R. Tibshirani, "An introduction
 * to the bootstrap", 1993). Two classifiers: Q. McNemar, Psychometrika 12 (1947). */
#ifndef MIEN_TRAINER_EVALUATE_METRICS_H
#define MIEN_TRAINER_EVALUATE_METRICS_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/host/error.h"

enum { METRICS_BINS = 15, METRICS_RESAMPLES = 1000 };

struct interval {
    double low, high; /* 2.5 and 97.5 percent of the resamples */
};

struct class_metrics {
    uint32_t support;             /* rows of the class */
    uint32_t predicted;           /* rows predicted to be of it */
    double precision, recall, f1; /* 0 where the denominator is 0 */
};

struct metrics {
    uint32_t rows, classes;
    uint32_t *confusion; /* [classes, classes]: row is the label, column the prediction */
    struct class_metrics *per_class; /* [classes] */
    double accuracy;
    double balanced_accuracy; /* mean recall of the classes that have rows */
    double macro_f1;          /* mean F1 of the classes that have rows or predictions */
    double log_loss;          /* mean -ln p[y], p at least FLT_EPSILON; nats */
    double calibration_error; /* expected |accuracy - confidence|, 0..1 */
    double top2;              /* share of rows whose label is among the two likeliest classes */
    struct interval accuracy_interval, macro_f1_interval;
};

/* Measure p against y (each below classes). All is 0 where there are no rows. The same seed gives
 * the same intervals. Cost: a pass over p and METRICS_RESAMPLES draws a row. Errors: out of memory.
 */
int metrics_measure(struct metrics *m, const float *p, const uint8_t *y, uint32_t rows,
                    uint32_t classes, uint64_t seed, struct mien_error *e);
void metrics_free(struct metrics *m); /* accepts a zeroed struct */

struct mcnemar {
    uint32_t only_a, only_b; /* rows that a alone, that b alone has right */
    bool exact;              /* binomial, for fewer than 25 of them; else chi-squared, corrected */
    double statistic;        /* chi-squared with one degree of freedom; 0 where exact */
    double p;                /* of a difference at least as large if both were equally good */
};

struct mcnemar mcnemar_counts(uint32_t only_a, uint32_t only_b);

/* Compare the predictions of two classifiers on the same rows: pa, pb [rows, classes], y [rows]. */
struct mcnemar mcnemar_test(const float *pa, const float *pb, const uint8_t *y, uint32_t rows,
                            uint32_t classes);

#endif
