/* fit.h - what every kind of model is fitted from, and how a fit speaks while it runs.
 *
 * A fitter is a library function: samples and options in, operators appended to a model out. It prints
 * nothing and knows no files but its checkpoint. It speaks through `monitor.report`, often (an epoch, a tree, a pair,
 * at least ten times a second on long work), and stops at the next safe point when that returns false. */
#ifndef MIEN_TRAINER_FIT_H
#define MIEN_TRAINER_FIT_H

#include <stdbool.h>
#include <stdint.h>

#include "runtime/host/error.h"

/* Rows ready to fit: features as they enter the classifier. */
struct samples {
    uint32_t rows, width, classes;
    const float *x;       /* [rows, width], finite */
    const uint8_t *y;     /* [rows] */
    const float *target;  /* [rows, classes], each row sums to 1; NULL: y alone counts */
    const float *weight;  /* [rows] >= 0; NULL: all 1 */
};

struct metric {
    const char *name; /* a literal: "loss", "valid_accuracy", "learning_rate", "oob_accuracy" */
    double value;
};

enum { FIT_METRICS_MAX = 16 };

/* One report. `finished_step` reports become lines of metrics.jsonl; the others only move the display. Their
 * `step` grows from one to the next, and each comes before the checkpoint that holds it is written: a fit
 * resumed from any checkpoint then reports again exactly what is missing. */
struct fit_report {
    const char *unit; /* what `done` counts: "epoch", "tree", "pair" */
    double done, total;
    long long step;   /* optimiser steps, trees or pairs so far */
    bool finished_step;
    double samples_per_second;
    struct metric metrics[FIT_METRICS_MAX];
    int metric_count;
    /* [classes, classes], row the label, column the prediction: where the step classified the
     * validation rows, else NULL. The fit's own, good until the report returns. */
    const uint32_t *confusion;
    uint32_t classes;
};

struct monitor {
    void *context;
    /* Returns false to ask for a stop at the next safe point. May be called from one thread only. */
    bool (*report)(void *context, const struct fit_report *r);
};

/* What is common to all fitters. */
struct fit_context {
    uint64_t seed;
    int threads;             /* at least 1 */
    struct monitor monitor;  /* report may be NULL */
    const char *checkpoint;  /* file to continue from where it exists and to write at safe points, or NULL */
    const char *fingerprint; /* SHA-256 of cfg and data: a checkpoint with another one is refused */
};

enum fit_result { FIT_FAILED = -1, FIT_DONE = 0, FIT_STOPPED = 1 /* checkpoint written, no model */ };

#endif
