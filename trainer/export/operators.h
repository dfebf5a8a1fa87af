/* operators.h - what the exporter knows of each operator: a row of a table.
 *
 * A row writes an operator's constants, its call into the runtime's inline kernel with every size a
 * literal, and a line that describes it. Arrays are named NAME_OPINDEX_FIELD after the operator's
 * place in the graph ("emotion_dense1_weight"), as tensors are in the model file. */
#ifndef MIEN_TRAINER_EXPORT_OPERATORS_H
#define MIEN_TRAINER_EXPORT_OPERATORS_H

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

/* In the order of MIEN_OPERATORS. */
extern const struct operator_writer *const operator_writers[MIEN_OPERATOR_COUNT];

/* A pool that runs the convolution before it (mien_pooled.h). */
extern const struct operator_writer operator_pooled;

/* A forest as nested ifs instead of tables; takes the place of the table's row where --inline asks.
 */
extern const struct operator_writer operator_forest_inline;

/* A reduced forest in its narrow form; takes the place of the table's row where it is reduced. */
extern const struct operator_writer operator_forest_narrow;

/* Levels of ifs that C99 promises to take (5.2.4.1: 127), less those around them. */
enum { OPERATOR_INLINE_DEPTH_MAX = 120 };

/* Levels of ifs that a forest's nested form needs; -1 where they are more than allowed, or where
 * the nodes do not stand in the order of a walk, a tree behind a tree. */
int32_t operator_inline_depth(const struct mien_forest *f);

/* What the room's files share: NAME_OPINDEX_FIELD without NAME_, written to `out`, which is
 * returned; and an activation as C writes it, "MIEN_RELU". */
enum { OPERATOR_ARRAY_MAX = 48 };
const char *operator_array(char out[OPERATOR_ARRAY_MAX], const char *op, int32_t index,
                           const char *field);
extern const char *const operator_activations[MIEN_ACTIVATION_COUNT];

/* The rows, one file a kind. */
extern const struct operator_writer operator_features, operator_standardize, operator_dense,
    operator_softmax, operator_forest, operator_svm;
extern const struct operator_writer operator_conv, operator_depthwise, operator_separable,
    operator_pool, operator_add, operator_activate, operator_pad, operator_concat, operator_reshape,
    operator_scale, operator_normalize, operator_slice;

#endif
