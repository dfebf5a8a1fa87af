/* report.h - a model's results over rows of a data set, with coverage and leakage in sight.
 *
 * The same metrics are taken over several sets of rows: all of them; those where the landmarks are
 * of a found face (score at least DATASET_FACE_SCORE); those whose picture is no copy of an earlier
 * row, which a model may know by heart; all against their labels. The last set is measured against
 * the annotators' votes: rows where they have a majority for a class (dataset_vote_majority), which
 * is their label here. A set is left out where the data set does not say. */
#ifndef MIEN_TRAINER_EVALUATE_REPORT_H
#define MIEN_TRAINER_EVALUATE_REPORT_H

#include <cjson/cJSON.h>
#include <stdio.h>

#include "datasets/dataset.h"
#include "trainer/evaluate/metrics.h"

enum { REPORT_SUBSETS_MAX = 4 };

struct report_subset {
    const char *key;   /* in JSON: "all", "face", "no_copies", "votes" */
    const char *title; /* for people: "all rows" */
    struct metrics metrics;
};

struct report {
    const struct dataset *dataset; /* not owned; must outlive the report */
    struct report_subset subsets[REPORT_SUBSETS_MAX];
    int count; /* at least 1: all rows */
};

/* Measure p [count, dataset classes] over rows[0..count) of the data set; `seed` is the intervals'.
 * Errors: out of memory. */
int report_make(struct report *r, const struct dataset *d, const uint32_t *rows, uint32_t count,
                const float *p, uint64_t seed, struct mien_error *e);
void report_free(struct report *r); /* accepts a zeroed struct */

/* {"format": "mien-report 1", "dataset": name, "classes": [...], "subsets": [{"key": "all", "rows":
 * n, "accuracy": 0..1, "accuracy_interval": [low, high], ..., "per_class": [...], "confusion":
 * [[...]]}]}. The caller may add to it and deletes it; NULL when out of memory. */
cJSON *report_json(const struct report *r);

/* Write a JSON object (report_json's, perhaps with more added) as report.json: atomically,
 * indented. */
int report_write(const cJSON *report, const char *path, struct mien_error *e);

/* The sets of rows as one table, each class as another, then the confusion matrix of all rows. */
int report_print(const struct report *r, FILE *stream, struct mien_error *e);

#endif
