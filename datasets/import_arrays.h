/* import_arrays.h - data sets from a folder of NumPy arrays. */
#ifndef MIEN_DATASETS_IMPORT_ARRAYS_H
#define MIEN_DATASETS_IMPORT_ARRAYS_H

#include "datasets/import_plan.h"

/* A folder of NumPy arrays, a column a file, the first that is found counting:
 *
 *     x       x.npy, landmarks68.npy, landmarks.npy or images.npy: [n, ...], any number type
 *     labels  y.npy or labels.npy: [n], whole numbers from 0
 *     split   split.npy: [n], whole numbers from 0; without it all rows are train
 *     more    score.npy or face_score.npy, copy.npy or duplicate.npy, group.npy, weight.npy: [n]
 *     names   names.txt, a line a row: votes are joined by it; where every name ends in a number,
 *             it becomes the row's id
 *
 * `like` gives name, kind, shape, scale, classes, splits, licence and provenance: landmarks lose
 * their z where its shape has none, and with a scale other than 1 x is stored as int16. Without it
 * x is stored as it is, its kind is read off its shape, and splits are train, valid, test. Without
 * a copy array, copies are found by content. */
int import_arrays(const char *path, const struct import_options *o, const char *out,
                  struct mien_error *e);

#endif
