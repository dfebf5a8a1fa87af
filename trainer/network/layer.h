/* layer.h - what a layer of a network is: a row of functions, and the contract they are called
 * under.
 *
 * Tensors. A layer turns its inputs' outputs, [rows, h, w, c] each, row-major, into its own. Layer
 * 0 is the network's input and has no type; the layers of the cfg follow. `input` points to the
 * layers read: the one before, unless `configure` says otherwise (a residual sum reads two, a route
 * any number).
 *
 * Numbers. A layer says how many parameters it trains, how many of them (its first) weight decay
 * applies to, and how many statistics it keeps beside them (running means). The network lays the
 * parameters of all layers out in one block, the statistics behind them, and the gradients in
 * another of the same order, so that optimiser, clipping, averaging and checkpoint are each one
 * loop that knows no layer.
 *
 * Threads. A batch is computed by a team: every worker calls the same functions of the same layers
 * in the same order (team.h). A worker computes rows [begin, end) of each
 * output, whole tiles of LAYER_TILE rows (the last tile may be short), and may have none. It may
 * read what others wrote only behind `pass_wait`, which all workers of the team must then call. The
 * network itself waits between `forward` and `backward`, between `backward` and `gradient`, and
 * behind `gradient`; a layer that needs other rows within one of these (batch normalisation does)
 * waits by itself.
 *
 * Same bits for any number of workers: a sum over rows is either computed whole by one worker (as
 * `gradient` of connected layers, which shares out the weights and not the rows), or made of
 * one part a tile, kept in `partial`, and added in the order of tiles. Never of one part a worker.
 *
 *     configure   read the cfg's keys; set shape, counts and `options` (one malloc'ed block or
 *                 NULL, freed by the network). `layers` are those before, for a layer that reads
 *                 them by index.
 *     initialise  fill parameters and statistics; randomness from `r` alone.
 *     forward     write `output` rows of this worker. When training also `state`, whatever backward
 *                 needs. When not training, nothing random and no statistics of the batch.
 *     backward    `delta` rows hold d loss / d output; d loss / d input i goes to that input's
 *                 delta (NULL: nobody wants it), added where `adds[i]`, written over what lies
 *                 there else. `delta` may be overwritten for `gradient`.
 *     gradient    write this worker's share of the parameters' gradients; may read all rows of all
 *                 layers. NULL where there are none.
 *     lower       append the runtime operators that compute the same, batch normalisation folded
 *                 in, and set `value`; NULL where running needs none.
 *     darknet     tell all numbers in the order of Darknet's files (darknet_walk.h); NULL where
 *                 there are none, or Darknet has no such layer.
 *
 * Scratch: `workspace` floats are each worker's own, undefined at each call. `state` is row-major
 * planes: `state_row` floats a row, times the batch. `partial_tile` floats a tile and `shared`
 * floats a layer are seen by all workers and keep their values from forward to gradient. */
#ifndef MIEN_NETWORK_LAYER_H
#define MIEN_NETWORK_LAYER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runtime/host/rng.h"
#include "runtime/host/team.h"
#include "runtime/mien_dense.h"
#include "runtime/host/config/cfg.h"

struct lowering;
struct darknet_walk;

enum { LAYER_INPUTS_MAX = 8, LAYER_TILE = 8 };

struct shape {
    uint32_t h, w, c;
};

/* What a network's rows are made of, one part behind another; at most LAYER_INPUTS_MAX. */
struct layer_part {
    const char *name;
    struct shape shape;
};

/* Rows on their way through a network, and what the loss needs to know of them. */
struct batch {
    uint32_t rows;
    bool train;
    uint64_t seed,
        sample;          /* a layer's randomness for row r: rng_stream(seed + index, sample + r) */
    const float *target; /* [rows, classes], rows sum to 1; NULL: no loss is wanted */
    const float *weight; /* [rows] */
    const float *class_weight; /* [classes]; NULL: all 1 */
    float *loss;               /* [rows]: cross-entropy times weight */
    float *mass; /* [rows]: what each row counts for; the batch's loss is sum(loss) / sum(mass) */
};

/* One worker's view of a batch. */
struct pass {
    const struct batch *batch;
    uint32_t begin, end;
    uint32_t worker, workers;
    float *workspace;
    struct team *team;
};

struct layer {
    const struct layer_type *type;
    int index;     /* 1 is the first of the cfg */
    int line;      /* of its section */
    int32_t value; /* of its output, in the lowering under way */
    struct layer *input[LAYER_INPUTS_MAX];
    struct layer *stands_for; /* whose output this layer's is: those behind read that one itself */
    bool adds[LAYER_INPUTS_MAX]; /* a layer behind has given that input its delta already */
    int input_count;
    bool read;   /* by a layer behind */
    bool source; /* reads the network's input alone: it has no delta, nobody wants one */
    const struct layer_part *parts; /* of layer 0, while layers are configured */
    int part_count;
    bool hands_on; /* backward changes `delta` in place at most and gives it to input[0] as it then
                      is: where that input has no other reader, the two deltas are one */
    struct shape shape;
    size_t size;       /* h * w * c */
    uint32_t capacity; /* rows of the largest batch */

    size_t parameters, decayed, statistics;
    size_t state_row, partial_tile, shared_count, workspace;
    void *options;

    /* Places, given by the network. */
    float *output, *delta; /* [capacity, size]; the network's input and its parts have no delta */
    float *parameter, *gradient, *statistic;
    float *state, *partial, *shared;
};

struct layer_type {
    const char *section; /* its name in the cfg */
    bool loss;           /* gives the loss: must be the last layer, and only it */
    int (*configure)(struct layer *l, struct layer *layers, struct cfg_section *s,
                     struct mien_error *e);
    void (*initialise)(struct layer *l, struct rng *r);
    void (*forward)(const struct layer *l, const struct pass *p);
    void (*backward)(const struct layer *l, const struct pass *p);
    void (*gradient)(const struct layer *l, const struct pass *p);
    int (*lower)(struct layer *l, struct lowering *low, struct mien_error *e);
    void (*darknet)(const struct layer *l, struct darknet_walk *w);
};

/* All kinds of layers. */
extern const struct layer_type layer_activation, layer_avgpool, layer_connected,
    layer_convolutional, layer_cost, layer_crop, layer_dropout, layer_input, layer_maxpool,
    layer_route, layer_scale_channels, layer_shortcut, layer_softmax;
extern const struct layer_type *const layer_types[];
extern const size_t layer_type_count;

/* The layer that a number in `key` of `s` names to layer l: -1 is the one before, 0 the first of
 * the cfg. Error: a number of no layer before l. */
int layer_named(const struct layer *l, struct layer *layers, const struct cfg_section *s,
                const char *key, double number, struct layer **named, struct mien_error *e);

/* For a layer that joins two: what `from` of `s` names becomes input[1], `activation` is read.
 * Errors: no from, or those of layer_named. */
int layer_read_pair(struct layer *l, struct layer *layers, struct cfg_section *s,
                    enum mien_activation *activation, struct mien_error *e);

/* A row of `delta` to input[0], for a layer that hands it on. */
void layer_hand_on(const struct layer *l, size_t row);

/* sum [count] of what each tile has in `part`, `step` floats from tile to tile: this worker's
 * share. */
void layer_add_parts(const struct pass *p, const float *part, size_t step, size_t count,
                     float *restrict sum);

/* Until all workers of the team are here. */
static inline void pass_wait(const struct pass *p)
{
    team_wait(p->team);
}

/* Part `worker` of [0, count), cut at multiples of `unit`, as even as that allows. */
static inline void share(size_t count, size_t unit, size_t worker, size_t workers, size_t *begin,
                         size_t *end)
{
    size_t units = (count + unit - 1) / unit;
    *begin = units * worker / workers * unit;
    *end = units * (worker + 1) / workers * unit;
    if (*begin > count)
        *begin = count;
    if (*end > count)
        *end = count;
}

#endif
