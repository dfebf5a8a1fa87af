/* grove.h - a forest under way: trees published in their own order, votes, checkpoints.
 *
 * Threads finish trees in any order; the grove takes them in by number. `done` counts the trees
 * 0..done - 1 that are all in; only they have voted, so the sums of the out-of-bag votes do not
 * depend on the threads, and a checkpoint is always a forest of the first `done` trees.
 *
 * A checkpoint is a safetensors file: the trees' arrays one behind another, the votes, and in its
 * metadata the fingerprint of what is being fitted. */
#ifndef MIEN_TRAINER_FOREST_GROVE_H
#define MIEN_TRAINER_FOREST_GROVE_H

#include "trainer/forest/forest.h"
#include "trainer/forest/tree.h"

struct grove_vote {
    uint32_t row;
    int32_t leaf; /* row of the tree's leaf distributions, see tree.h */
};

/* What a thread hands in. */
struct grove_entry {
    struct tree tree;
    struct grove_vote *votes; /* of the rows the tree did not see; freed once counted */
    uint32_t vote_count;
    bool ready;
};

struct grove {
    const struct samples *samples;
    const struct bins *bins;
    uint32_t trees, done;
    struct grove_entry *entries; /* [trees] */
    float *votes; /* [rows, classes] summed distributions; NULL without out-of-bag rows */
};

/* Out-of-bag votes are kept where `out_of_bag`. Error: out of memory. */
int grove_init(struct grove *g, const struct samples *s, const struct bins *b, uint32_t trees,
               bool out_of_bag, struct mien_error *e);
void grove_free(struct grove *g); /* accepts a zeroed struct */

/* Let tree `entry` vote on those of `rows` whose times[] is 0. Error: out of memory. */
int grove_poll(const struct grove *g, struct grove_entry *entry, const struct tree_rows *rows,
               const uint16_t *times, struct mien_error *e);

/* Take in tree number `index`; the entry is the grove's from now on. One thread at a time. */
void grove_publish(struct grove *g, uint32_t index, const struct grove_entry *entry);

/* Count the next tree in order, with its votes; false where it is not in yet. One thread at a time.
 */
bool grove_advance(struct grove *g);

/* Accuracy of the votes of trees 0..done - 1 on the rows that have any, weighted; NaN where none
 * has. */
double grove_oob_accuracy(const struct grove *g);

/* All trees as one forest. Errors: out of memory, more nodes than an int32 counts. */
int grove_forest(const struct grove *g, struct forest *out, struct mien_error *e);

/* Write trees 0..done - 1 to `path`, atomically. The grove must not change meanwhile. */
int grove_save(const struct grove *g, const char *path, const char *fingerprint,
               struct mien_error *e);

/* Take in what `path` holds; a file that is not there is no error. Errors: another fingerprint,
 * arrays that do not fit each other, out of memory. */
int grove_load(struct grove *g, const char *path, const char *fingerprint, struct mien_error *e);

#endif
