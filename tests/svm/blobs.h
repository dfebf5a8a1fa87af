/* blobs.h - a small data set for SVM tests: overlapping Gaussian blobs, the classes in order. */
#ifndef MIEN_TESTS_SVM_BLOBS_H
#define MIEN_TESTS_SVM_BLOBS_H

#include "runtime/host/rng.h"
#include "trainer/svm/svm_fit.h"

enum { BLOB_CLASSES = 4, BLOB_ROWS = 160, BLOB_WIDTH = 11 };

struct blobs {
    float x[BLOB_ROWS * BLOB_WIDTH];
    uint8_t y[BLOB_ROWS];
    struct samples samples;
};

static inline void blobs_make(struct blobs *b)
{
    struct rng rng = rng_seed(7);
    for (uint32_t r = 0; r < BLOB_ROWS; r++) {
        const uint32_t c = r * BLOB_CLASSES / BLOB_ROWS;
        b->y[r] = (uint8_t)c;
        for (uint32_t f = 0; f < BLOB_WIDTH; f++)
            b->x[r * BLOB_WIDTH + f] = rng_normal(&rng) + (f % BLOB_CLASSES == c ? 1.0f : 0.0f);
    }
    b->samples = (struct samples){
        .rows = BLOB_ROWS, .width = BLOB_WIDTH, .classes = BLOB_CLASSES, .x = b->x, .y = b->y};
}

static inline struct svm_options blobs_options(enum svm_solver solver, enum mien_kernel kernel)
{
    return (struct svm_options){.solver = solver,
                                .kernel = kernel,
                                .C = 2.0,
                                .gamma_rule = SVM_GAMMA_NUMBER,
                                .gamma = 0.07,
                                .tolerance = 1e-6,
                                .cache = 1.0,
                                .probability_folds = 3,
                                .grid_folds = 3};
}

#endif
