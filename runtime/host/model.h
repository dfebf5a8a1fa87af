/* model.h - model files: written from a list of operators, read back as a runnable graph.
 *
 * A model is a safetensors file. Its tensors are the operators' arrays; its metadata (all strings):
 *
 *     format      "mien-model 1"
 *     kind        "network" | "forest" | "svm"
 *     graph       JSON: [{"op": "dense", "inputs": 136, "outputs": 256, "activation": "relu",
 *                 "weight": "dense0.weight", ...}, ...] in running order. Operator i makes value
 *                 i + 1, value 0 is the input; "from": [4, 2] names the values an operator reads
 *                 where that is not the last one alone
 *     outputs     JSON: [{"name": "boxes", "value": 41}, ...]; absent: the last value, classes'
 *                 probabilities
 *     input       JSON: {"kind": "landmarks", "shape": [68, 2]}: what a raw row is
 *     classes     JSON: ["angry", ...]; empty where the outputs are no classes
 *     cfg         the cfg text it was fitted by
 *     provenance  JSON: data set name and licence, split sizes, seed, tool version, metrics as
 *                 measured
 *     cfg_sha256, data_sha256, weights_sha256   what ties header, cfg and data together
 *
 * The `model_add_*` calls append one operator each and copy what they are given; shapes must fit.
 * `model_open` reads the same list back; every tensor must be consumed by an operator, every
 * operator's arrays must have the sizes it states, indices in forests and SVMs must be in range,
 * windows must lie on their maps, numbers be finite, so that running a loaded model can never leave
 * its memory. Arrays of floats may be stored as float16; they are floats in memory. */
#ifndef MIEN_HOST_MODEL_H
#define MIEN_HOST_MODEL_H

#include "runtime/host/safetensors.h"
#include "runtime/mien_graph.h"

struct model {
    struct mien_graph graph;
    char *kind;
    char *input_kind; /* "landmarks", "vector", "image", "mixed" (see model_parts.h) */
    uint32_t input_shape[3];
    uint32_t input_width; /* numbers in a raw row */
    uint32_t features;    /* numbers in a feature vector */
    uint32_t classes;
    char **class_names;
    cJSON *metadata; /* all of the above and the rest, strings */
    bool half;       /* store arrays as float16; set before operators are added */
    char *output_names[MIEN_OUTPUTS_MAX]; /* NULL for classes' probabilities */
    struct tensor *tensors;               /* the operators' arrays, as stored */
    size_t tensor_count;
    char weights_checksum[65]; /* SHA-256 over the tensors' bytes in order, hexadecimal */
    struct mien_node *nodes;   /* what graph.nodes points to */
    struct mien_value *values;
    void **owned; /* blocks to free */
    size_t owned_count;
    struct safetensors file; /* the mapped file of an opened model; zero for a built one */
};

extern const char *const mien_operator_names[MIEN_OPERATOR_COUNT];
extern const char *const mien_activation_names[MIEN_ACTIVATION_COUNT];

/* An empty model that takes raw rows of `shape` (three numbers, ones behind where fewer).
 * `classes` is 0 where the outputs are no classes' probabilities. */
int model_init(struct model *m, const char *kind, const char *input_kind, const uint32_t shape[3],
               const char *const *class_names, uint32_t classes, struct mien_error *e);
void model_free(struct model *m); /* accepts a zeroed struct; closes an opened model too */

/* Append the operator *n: its `op`, `inputs` and `input_count` (0: the last value alone) are set,
 * and its fields, arrays in the layout of files: a convolution's weight [window.h, window.w, in.c,
 * out.c]. Of its maps those that follow from the inputs are made here; convolutions and pools state
 * out.h and out.w (and out.c where it is free), pad and reshape out. Returns the value it makes,
 * -1 on an error: out of memory, shapes that do not fit, a field out of range. */
int32_t model_add_node(struct model *m, const struct mien_node *n, struct mien_error *e);

/* The model's outputs, instead of the last operator's; count at most MIEN_OUTPUTS_MAX. */
int model_set_outputs(struct model *m, const int32_t *values, const char *const *names,
                      int32_t count, struct mien_error *e);

/* Append an operator that reads the last value. Errors: those of model_add_node. */
int model_add_features(struct model *m, const struct mien_features *f, struct mien_error *e);
int model_add_standardize(struct model *m, const struct mien_standardize *s, struct mien_error *e);
int model_add_dense(struct model *m, const struct mien_dense *d, struct mien_error *e);
int model_add_softmax(struct model *m, struct mien_error *e);
int model_add_forest(struct model *m, const struct mien_forest *f, struct mien_error *e);
int model_add_svm(struct model *m, const struct mien_svm *s, struct mien_error *e);

/* The operators so far make the feature vector; those added from now on classify it. Plans the
 * arena, so that mien_graph_features can run on m->graph at once. May be called again after more
 * operators. */
int model_end_features(struct model *m, struct mien_error *e);

/* Append src's operators that make the feature vector to m (which must be empty of operators). */
int model_copy_features(struct model *m, const struct model *src, struct mien_error *e);

/* Set a metadata string. */
int model_set(struct model *m, const char *key, const char *value, struct mien_error *e);
const char *model_get(const struct model *m, const char *key); /* NULL where absent */

/* Check that the last operator gives `classes` probabilities or the outputs are set, plan the
 * arena, make the graph runnable by the best kernels of this machine and one thread. */
int model_finish(struct model *m, struct mien_error *e);

/* Run a finished model by these kernels, and by up to `workers` threads. */
int model_use(struct model *m, const struct mien_kernels *kernels, int32_t workers,
              struct mien_error *e);

/* The finished model `m` for machines with little memory: it shares m's arrays, which outlive it,
 * but forgoes transformed weights, runs convolutions as part of the pools they feed, and its arena
 * is planned for that. It answers alike but for the rounding of what Winograd's filters did. Error:
 * out of memory. */
int model_lean(struct model *lean, const struct model *m, struct mien_error *e);
void model_lean_free(struct model *lean); /* accepts a zeroed struct */

/* Store the arrays of floats of a finished model as float16 from now on: half the bytes, 11 bits of
 * each number. In memory they stay what they were; what is opened from the file has the rounded
 * ones. Errors: a number that float16 does not reach, out of memory. */
int model_halve(struct model *m, struct mien_error *e);

int model_save(struct model *m, const char *path, struct mien_error *e); /* finishes it first */
int model_open(struct model *m, const char *path, struct mien_error *e);
int model_parse(struct model *m, const char *path, const void *data, size_t size,
                struct mien_error *e); /* from memory, aligned to 8, that outlives m */

/* Sizes to state: numbers held in arrays, bytes of them, multiply-adds (comparisons for a forest)
 * of one row. */
struct model_cost {
    uint64_t parameters, bytes, operations;
};
struct model_cost model_cost(const struct model *m);
uint64_t model_operations(const struct model *m, int32_t node); /* of one operator */

/* rows raw rows x [rows, input_width] -> p [rows, classes], shared among `threads` threads. Same
 * bits for any number of threads. */
int model_predict(const struct model *m, const float *x, uint32_t rows, float *p, int threads,
                  struct mien_error *e);

/* The same for feature vectors f [rows, features]: the operators up to model_end_features alone. */
int model_features(const struct model *m, const float *x, uint32_t rows, float *f, int threads,
                   struct mien_error *e);

#endif
