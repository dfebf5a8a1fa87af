/* network.h - a feed-forward network: layers built from a cfg, and the memory they work in.
 *
 * The network owns everything its layers touch, in one block: values (parameters of all layers,
 * then their statistics), gradients, and for batches of up to options.batch rows the layers'
 * outputs, deltas and states, and a workspace for each worker. */
#ifndef MIEN_NETWORK_H
#define MIEN_NETWORK_H

#include "runtime/host/model.h"
#include "trainer/fit.h"
#include "trainer/network/layer.h"
#include "trainer/network/network_options.h"

/* Seconds of processor time that worker 0 spent in a layer, training it for so many steps. */
struct layer_time {
    double forward, backward, gradient;
    long long steps;
};

struct network {
    struct network_options options;
    char *file;           /* the cfg's path, for messages */
    struct layer *layers; /* layers[0] is the input, the last gives the probabilities */
    int count;
    int workers;
    struct team *team;
    uint32_t width, classes;
    size_t parameters, statistics;
    float *values;                                /* [parameters + statistics] */
    float *gradient;                              /* [parameters] */
    float *input, *target, *weight, *loss, *mass; /* a batch; see struct batch */
    float *workspace;                             /* [workers, workspace_stride] */
    size_t workspace_stride;
    void *memory;
    bool profiled;              /* set it to have `profile` counted */
    struct layer_time *profile; /* [count] */
};

/* Names a network's cfg may use for sections: "net" and the layers'. For cfg_check_sections. */
size_t network_sections(const char **names, size_t capacity);

/* Build from [net] and the layers behind it (other sections are left alone) for rows of `shape`
 * [3] (h, w, c), with parameters unset. NULL: of the height, width and channels that [net] states;
 * where both are there, they must agree. `classes` 0: as many as the last layer gives. `workers`
 * threads will work on it; 0: nobody will, it is there for its values, which are then all its
 * memory (weights from a file, lowering). `scratch` floats of each worker's workspace are for a
 * batch_source. Errors, with file and line: no [net], a layer before
 * it, no layer, a bad key, the loss not last or missing, outputs that are not the classes; out of
 * memory. */
int network_init(struct network *n, struct cfg *c, const uint32_t *shape, uint32_t classes,
                 int workers, size_t scratch, struct mien_error *e);

/* The same for rows of `count` parts, which [input] layers name; one part: rows of its shape. A cfg
 * for rows of several must begin with [input], or it is refused with its line. */
int network_init_parts(struct network *n, struct cfg *c, const struct layer_part *parts, int count,
                       uint32_t classes, int workers, size_t scratch, struct mien_error *e);
void network_free(struct network *n); /* accepts a zeroed or half-made network */

/* Fresh parameters and statistics, from the seed alone. */
void network_initialise(struct network *n, uint64_t seed);

/* Let the layers work on other values [parameters + statistics], which the caller keeps; NULL: its
 * own. */
void network_use(struct network *n, float *values);

/* A worker's part of a batch: whole tiles. */
struct pass network_pass(const struct network *n, const struct batch *b, int worker);

/* All layers in order, by one worker of a team. */
void network_forward(const struct network *n, const struct pass *p);

/* And back, all rows of forward being there: deltas, then gradients, whose last are not waited for.
 */
void network_backward(const struct network *n, const struct pass *p);

/* Mean cross-entropy (unsmoothed, row weights counted) and share of rows whose largest probability
 * is at the label. confusion [classes, classes]: rows by label and by prediction, or NULL. Not
 * training: nothing of the network changes but scratch. */
struct network_score {
    double loss, accuracy;
};
struct network_score network_evaluate(struct network *n, const struct samples *s,
                                      uint32_t *confusion);

/* x [rows, width] -> p [rows, classes], as the running network. */
void network_predict(struct network *n, const float *x, uint32_t rows, float *p);

/* The first layer with an output that is not finite in rows [0, rows), or NULL. */
const struct layer *network_find_bad(const struct network *n, uint32_t rows);

/* Append the operators that compute what network_predict does. */
int network_lower(const struct network *n, struct model *m, struct mien_error *e);

#endif
