/* tflite_builder.h - what mapping operators has in common: constants taken from the file, nodes
 * added to the model, windows and activations.
 *
 * Functions fill the builder's error, and return -1 or NULL, where something does not fit. `i` is
 * always the number of an operator of the file. Private to tflite_graph.c and tflite_operators.c.
 */
#ifndef MIEN_TRAINER_IMPORT_TFLITE_BUILDER_H
#define MIEN_TRAINER_IMPORT_TFLITE_BUILDER_H

#include "runtime/host/model.h"
#include "trainer/import/tflite_plan.h"

enum { HELD_MAX = 8 }; /* arrays of one node: two weights, two biases, slopes */

struct builder {
    const struct tflite_plan *plan;
    const struct tflite *file;
    struct model *model;
    int32_t *value;        /* [tensors] the model's value that it is, -1: none yet */
    float *held[HELD_MAX]; /* arrays of the node at hand */
    int held_count;
    size_t taken; /* numbers copied from the file so far */
    struct mien_error *error;
};

/* "... has a dilated window; mien has no operator for that". Returns -1. */
int builder_refuse(const struct builder *b, int32_t i, const char *what);

/* A tensor as a map: its last three dimensions; what is in front of them must be 1. */
bool builder_map(const struct tflite_tensor *t, struct mien_map *map);

/* The maps of an operator's first input and its output. */
int builder_ends(const struct builder *b, int32_t i, struct mien_map *in, struct mien_map *out);

/* Input k, a constant of outer x inner numbers, as [inner, outer] where the file has [outer,
 * inner]; outer 1 keeps the order. The arrays live until builder_release. */
float *builder_take(struct builder *b, int32_t i, uint32_t k, size_t outer, size_t inner);

/* Input 2, [count]; zeros where it is left out. */
float *builder_bias(struct builder *b, int32_t i, int32_t count);

/* The arrays of a node, which the model has copied, are freed. */
void builder_release(struct builder *b);

/* The value that a tensor is. */
int builder_value(const struct builder *b, int32_t i, int32_t tensor, int32_t *value);

/* Add a node for an operator. Returns its value, -1 on an error. */
int32_t builder_add(struct builder *b, int32_t i, const struct mien_node *n);

/* The operator makes value `value` (-1: an error on the way), which must be of the shape that the
 * file states. */
int builder_make(struct builder *b, int32_t i, int32_t value);

/* The window of a convolution or pooling, h x w. */
int builder_window(const struct builder *b, int32_t i, int32_t h, int32_t w,
                   struct mien_window *window);

/* An operator's fused activation. */
int builder_fused(const struct builder *b, int32_t i, enum mien_activation *a);

/* The activation at a chain's end, and PReLU's slopes for it, NULL for none. */
int builder_activation(struct builder *b, const struct tflite_chain *c, int32_t channels,
                       enum mien_activation *a, const float **slope);

/* The functions of tflite_operators.c: each maps the chain that ends with operator `last`. */
typedef int builder_mapper(struct builder *b, const struct tflite_chain *c, int32_t last);

/* The one for a chain around an operator of this code; NULL for DEQUANTIZE, whose constants are
 * opened where they are used. */
builder_mapper *builder_find(int32_t code);

#endif
