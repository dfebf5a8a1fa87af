/* darknet_walk.h - what a layer tells its numbers to (layer.h: `darknet`), in the order of
 * Darknet's files: one telling counts, checks, loads and saves them.
 *
 * Darknet's maps lie channel by channel: the inputs of a connected layer behind a map are put in
 * order. Darknet divides by sqrt(variance) + 1e-6 where mien divides by
 * sqrt(variance + BATCH_NORM_EPSILON): variances are changed so that the quotients are the same.
 *
 * Source: parser.c of Darknet (J. Redmon, 2013-2016), as written by its commit 61c9d02. */
#ifndef MIEN_NETWORK_DARKNET_WALK_H
#define MIEN_NETWORK_DARKNET_WALK_H

#include "trainer/network/layer.h"

struct darknet_walk {
    enum { DARKNET_COUNT, DARKNET_CHECK, DARKNET_LOAD, DARKNET_SAVE } way;
    float *file;                 /* not looked at while they are counted */
    size_t count;                /* numbers so far */
    const struct layer *unknown; /* a layer that learns what Darknet has no place for */
    bool other;                  /* a check met numbers that the network has no place for */
};

void darknet_numbers(struct darknet_walk *w, float *x, size_t count);
void darknet_zeros(struct darknet_walk *w, size_t count); /* numbers that the network leaves out */
void darknet_variances(struct darknet_walk *w, float *x, size_t count);

/* x [positions, in, out], in the file [out, in, positions]. */
void darknet_matrix(struct darknet_walk *w, float *x, size_t positions, size_t in, size_t out);

#endif
