/* bins.h - features quantised once, so that growing a tree only ever looks at bytes.
 *
 * Each feature's values are cut into at most 256 bins of about equally many rows; a feature with
 * fewer distinct values gets a bin for each. Bin b holds the values v with edge[b - 1] < v <=
 * edge[b], so a split "bin <= b" is the split "v <= edge[b]" of the runtime's float forest,
 * exactly.
 *
 * The bytes are kept twice: by row (a small node's rows stay in the first-level cache while its
 * whole subtree is grown) and by column (a large node reads one column from front to back). */
#ifndef MIEN_TRAINER_FOREST_BINS_H
#define MIEN_TRAINER_FOREST_BINS_H

#include "trainer/fit.h"

enum { BINS_MAX = 256 };

struct bins {
    uint32_t rows, width;
    uint8_t *by_row;    /* [rows, width] */
    uint8_t *by_column; /* [width, rows] */
    uint16_t *count;    /* [width] bins of the feature, 1..BINS_MAX */
    float *edge;        /* [width, BINS_MAX], count - 1 of them in use, ascending */
    float *low, *high;  /* [width, BINS_MAX] least and greatest value in the bin */
};

/* Quantise s->x to at most `limit` bins (2..BINS_MAX) a feature, on `threads` threads. Error: out
 * of memory. `bins_free` accepts a zeroed struct and what a failed make left behind. */
int bins_make(struct bins *b, const struct samples *s, uint32_t limit, int threads,
              struct mien_error *e);
void bins_free(struct bins *b);

/* A node's values lie in bins <= left or >= right and none between: the edge between the two that
 * is nearest to the middle of the gap, in the feature's own units. Returns its bin, left..right
 * - 1. */
uint8_t bins_edge_between(const struct bins *b, uint32_t feature, uint8_t left, uint8_t right);

/* The bin, left..right - 1, whose edge is the first at or above `fraction` (0..1) of the way from
 * the middle of bin `left` to the middle of bin `right`. */
uint8_t bins_edge_at(const struct bins *b, uint32_t feature, uint8_t left, uint8_t right,
                     float fraction);

#endif
