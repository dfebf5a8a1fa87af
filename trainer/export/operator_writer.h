/* operator_writer.h - how one operator is written into a header, and what its parts are called.
 *
 * A writer writes an operator's constants, its call into the runtime's inline kernel with every
 * size a literal, and a line that describes it. Arrays are named NAME_OPINDEX_FIELD after the
 * operator's place in the graph ("emotion_dense1_weight"), as tensors are in the model file. */
#ifndef MIEN_TRAINER_EXPORT_OPERATOR_WRITER_H
#define MIEN_TRAINER_EXPORT_OPERATOR_WRITER_H

#include "runtime/mien_graph.h"
#include "trainer/export/emit.h"

/* The expressions a call reads from, writes to and may use: "features", "p", "arena + 128"; NULL
 * where it has no such input. */
struct operands {
    const char *in[MIEN_INPUTS_MAX];
    const char *out, *scratch;
};

struct operator_writer {
    const char *header; /* the runtime header its kernel is in */
    void (*constants)(struct emit *w, const struct mien_node *n, int32_t index); /* may be NULL */
    void (*call)(struct emit *w, const struct mien_node *n, int32_t index,
                 const struct operands *o);
    void (*describe)(FILE *out, const struct mien_node *n); /* "dense 136 -> 256, relu" */
};

/* NAME_OPINDEX_FIELD without NAME_, written to `out`, which is returned. */
enum { OPERATOR_ARRAY_MAX = 48 };
const char *operator_array(char out[OPERATOR_ARRAY_MAX], const char *op, int32_t index,
                           const char *field);

/* Activations as C writes them, "MIEN_RELU". */
extern const char *const operator_activations[MIEN_ACTIVATION_COUNT];

#endif
