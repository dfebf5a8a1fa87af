/* tflite_graph.h - a TensorFlow Lite network as a graph of mien's.
 *
 * Operators are mapped one by one, or a chain of them to one (tflite_plan.h). Tensors of up to four
 * dimensions become maps: the last three are height, width and channels, ones in front where there
 * are fewer, and the batch is one. Weights are turned from [out, h, w, in] to [h, w, in, out].
 * "SAME" padding puts the smaller half in front, as TensorFlow does. */
#ifndef MIEN_TRAINER_IMPORT_TFLITE_GRAPH_H
#define MIEN_TRAINER_IMPORT_TFLITE_GRAPH_H

#include "runtime/host/model.h"
#include "trainer/import/tflite.h"

/* m becomes a network that takes the file's input as an image and has its outputs, in the file's
 * order, by the given names; name_count 0: by their tensors' names. Arrays are stored as float16
 * where all of the file's are. Errors, each naming the file and what in it: what the plan refuses,
 * shapes that do not fit, options that mien has no like for (dilation, groups, a depth multiplier,
 * two strides, activations such as RELU6), numbers that are not finite, another number of names
 * than outputs. On an error m is left zeroed. */
int tflite_graph(struct model *m, const struct tflite *t, const char *const *names,
                 int32_t name_count, struct mien_error *e);

#endif
