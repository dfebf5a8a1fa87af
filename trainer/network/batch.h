/* batch.h - where a network's training rows come from.
 *
 * Workers fill their own part of every batch, so a source runs on all threads at once: it reads its
 * context and changes nothing. What it draws for a row comes from that row's own stream, which
 * makes a batch the same whichever worker fills which part. */
#ifndef MIEN_NETWORK_BATCH_H
#define MIEN_NETWORK_BATCH_H

#include <stddef.h>
#include <stdint.h>

#include "trainer/fit.h"

/* Part of a batch. Row i draws from rng_stream(seed, stream + i). */
struct batch_rows {
    const uint32_t *rows; /* [count], each below the source's `rows` */
    uint32_t count;
    uint64_t seed, stream;
};

struct batch_source {
    const void *context;
    uint32_t rows, width, classes;
    const uint8_t *y; /* [rows] labels, counted for class weights */
    size_t scratch;   /* floats that fill() needs */

    /* x [count, width], target [count, classes] with rows that sum to 1, weight [count]. */
    void (*fill)(const void *context, const struct batch_rows *r, float *x, float *target,
                 float *weight, float *scratch);
};

/* Samples as they are; `s` must outlive the source. */
struct batch_source batch_from_samples(const struct samples *s);

/* Target and weight of rows[0..count) of `s` (NULL: the first `count`), as fill() owes them. */
void batch_targets(const struct samples *s, const uint32_t *rows, uint32_t count, float *target,
                   float *weight);

#endif
