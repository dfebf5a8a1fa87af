/* model_codec.h - each operator's fields, described once.
 *
 * `codec_node` walks the scalars and arrays of one operator in one of three directions: COPY checks
 * them and copies the arrays into the model, WRITE puts them into the graph's JSON, READ takes them
 * from JSON and tensors. Reader, writer and builder are the same list of fields, so they
 * can't disagree. Private to model.c. */
#ifndef MIEN_HOST_MODEL_CODEC_H
#define MIEN_HOST_MODEL_CODEC_H

#include "runtime/host/model.h"

enum codec_direction { CODEC_COPY, CODEC_WRITE, CODEC_READ };

struct codec {
    struct model *model;
    enum codec_direction direction;
    cJSON *json;   /* the operator's object; WRITE and READ */
    int32_t index; /* the operator's place, names its tensors: "3.dense.weight" */
    bool *used;    /* READ: [file.count], tensors that an operator has taken */
    struct mien_error *error;
};

/* Sizes that follow from an operator's fields, in floats. */
struct codec_sizes {
    size_t input, output, scratch;
};

extern const char *const mien_operator_names[MIEN_OPERATOR_COUNT];

/* Walk `n`, whose `op` is set. Returns -1 with c->error filled. */
int codec_node(struct codec *c, struct mien_node *n);

struct codec_sizes codec_sizes(const struct mien_node *n);

/* Multiply-adds of one row; comparisons for a forest. */
uint64_t codec_operations(const struct mien_node *n);

/* Keep a block so that model_free frees it. Returns NULL, with `e` filled, when out of memory. */
void *model_own(struct model *m, size_t bytes, struct mien_error *e);

#endif
