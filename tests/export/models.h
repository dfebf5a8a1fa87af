/* models.h - small models with random weights, one of every kind the exporter writes. */
#ifndef MIEN_TESTS_EXPORT_MODELS_H
#define MIEN_TESTS_EXPORT_MODELS_H

#include "runtime/host/model.h"

/* Each is finished; for model_free. They abort on failure. */
void models_network(
    struct model *m); /* aligned, measures, standardised, projected; every activation */
void models_forest(struct model *m); /* box features, trees of several depths, one a leaf alone */
void models_svm_linear(struct model *m); /* aligned features of x, y, z landmarks */
void models_svm_rbf(struct model *m);    /* box features with measures, standardised */
void models_mesh(struct model *m);       /* aligned features of 468 landmarks, depth, measures */
void models_vector(struct model *m);     /* a vector as it is into a dense layer */

/* Rows for a model: landmarks of a jittered face, or noise; [rows, input_width], for free(). */
float *models_rows(const struct model *m, uint32_t rows);

/* What the interpreter answers: [rows, classes], for free(). */
float *models_answers(const struct model *m, const float *x, uint32_t rows);

#endif
