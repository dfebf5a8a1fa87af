/* tflite_model.h - a TensorFlow Lite file as a model that can be saved: the graph, and where it is
 * from.
 *
 * Its metadata tell "input" the range that pixels are scaled to, and "provenance" the source's name
 * and SHA-256, origin and licence. Nothing else goes in: the same file gives the same bytes. */
#ifndef MIEN_TRAINER_IMPORT_TFLITE_MODEL_H
#define MIEN_TRAINER_IMPORT_TFLITE_MODEL_H

#include "trainer/import/imported.h"

struct tflite_options {
    const char *const *outputs; /* their names, in the file's order */
    int32_t output_count;       /* 0: by their tensors' names */
    double low, high;           /* what a pixel's 0 and 255 are scaled to; equal: not known */
    struct import_origin from;
};

/* Errors: those of tflite_open and tflite_graph. m is then zeroed. */
int tflite_model(struct model *m, const char *path, const struct tflite_options *o,
                 struct mien_error *e);

#endif
