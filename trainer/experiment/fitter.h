/* fitter.h - an experiment, and the kinds of model that are fitted in one. */
#ifndef MIEN_TRAINER_EXPERIMENT_FITTER_H
#define MIEN_TRAINER_EXPERIMENT_FITTER_H

#include "trainer/experiment/teacher.h"
#include "trainer/samples/prepare.h"

struct experiment;

/* How far a fit has to go at most: `total` of what its reports count as `unit`, or of "step" where
 * they count several things. */
struct fit_plan {
    const char *unit;
    long long total;
};

/* A kind of model. */
struct fitter {
    const char *kind;    /* in model files: "network", "forest", "svm" */
    const char *section; /* the cfg section that chooses it and holds `seed` */
    /* Names of all sections its cfg may have; returns how many there are. */
    size_t (*sections)(const char **names, size_t capacity);
    bool standardize; /* features are standardised unless the cfg says otherwise */
    bool by_draw;     /* takes training rows one by one, as drawn */
    /* Read the kind's own sections into x->kind_options, which `close` frees. */
    int (*open)(struct experiment *x, struct mien_error *e);
    void (*close)(struct experiment *x);
    struct fit_plan (*plan)(const struct experiment *x); /* of a fit on x->rows */
    /* Fit on `p` and append operators to p->model. */
    enum fit_result (*fit)(struct experiment *x, struct prepared *p, const struct fit_context *c,
                           struct mien_error *e);
};

/* One cfg made real (experiment.h). */
struct experiment {
    struct cfg cfg;
    struct dataset data;
    struct data_options options;
    struct rows rows; /* by the splits of the cfg */
    struct teacher teacher;
    const struct fitter *fitter;
    void *kind_options; /* the fitter's own */
    uint64_t seed;
    int threads;
    double fit_seconds; /* of the last fit alone, without reading data and making features */
    char cfg_checksum[65], data_checksum[65];
    char fingerprint[65]; /* of cfg and data: what a checkpoint is tied to */
};

#endif
