/* model_codec.h - an operator's fields on their way between a model and its file.
 *
 * An operator is described once, by a `struct codec_operator`, whose walk goes through its scalars
 * and arrays in one of three directions: COPY checks them and copies the arrays into the model,
 * WRITE puts them into the graph's JSON, READ takes them from JSON and tensors. Reader, writer and
 * builder are the same list of fields, so they can't disagree. Here is what such a description is,
 * and how one field is walked; model_codec_vectors.c and model_codec_maps.c describe the operators,
 * model_operators.h lists them. Private to model.c and its neighbours. */
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

struct codec_operator {
    /* Walk the fields of a node whose `op` and `inputs` are set; of its maps, those that fields do
     * not state come from the inputs' values. Returns -1 with c->error filled. */
    int (*walk)(struct codec *c, struct mien_node *n);
    /* Numbers that its first input must have; NULL: the walk has checked the inputs. */
    size_t (*input)(const struct mien_node *n);
    struct mien_map (*output)(const struct mien_node *n); /* of any stride */
    /* Take the strides of its maps; NULL: it has no maps. in [input_count]. */
    void (*bind)(struct mien_node *n, const struct mien_map *in, const struct mien_map *out);
    size_t (*scratch)(const struct mien_node *n);      /* floats a worker; NULL: none */
    uint64_t (*operations)(const struct mien_node *n); /* multiply-adds; comparisons in a forest */
    int32_t least_inputs, most_inputs;
};

/* The fields' own walks. `n` names the operator in messages. */
int codec_wrong(struct codec *c, const struct mien_node *n, const char *what, const char *found);
int codec_integer(struct codec *c, const struct mien_node *n, const char *key, int32_t *value,
                  int32_t low, int32_t high);
int codec_choice(struct codec *c, const struct mien_node *n, const char *key, int32_t *value,
                 const char *const *names, int32_t count);

/* Have an array of floats stored as halves. Errors: a number that a half does not reach, out of
 * memory. */
int codec_narrow(struct model *m, struct tensor *t, struct mien_error *e);

/* One array of floats of the given shape, of at most four dimensions, which ends with a 0. */
enum { CODEC_DIMENSIONS = 5 };
int codec_floats(struct codec *c, const struct mien_node *n, const char *key, const float **data,
                 const size_t shape[CODEC_DIMENSIONS]);
int codec_integers(struct codec *c, const struct mien_node *n, const char *key,
                   const int32_t **data, size_t count);

/* Whether an array that may be missing is there: READ by its key, COPY and WRITE by the pointer. */
bool codec_present(const struct codec *c, const char *key, const void *data);

/* The map of input `index` of the node. */
const struct mien_map *codec_input_map(const struct codec *c, const struct mien_node *n,
                                       int32_t index);

/* Floats of a map. */
size_t codec_map_size(const struct mien_map *map);

/* Keep a block so that model_free frees it. Returns NULL, with `e` filled, when out of memory. */
void *model_own(struct model *m, size_t bytes, struct mien_error *e);

#endif
